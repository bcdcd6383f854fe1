"""Hypothesis: any well-formed system, and any scenario of it."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from simulator.demography.cohort_paths import ByAge
from simulator.stockflow.grammar.axis import Axis, cohort_axis
from simulator.stockflow.grammar.elements import (
    Stock,
)
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Constant, Lines, Scaled, Steps
from simulator.stockflow.values.scenario import Occasion, Scenario
from tests.drafts import Draft

YEARS = 2.0


@dataclass(frozen=True)
class Case:
    """A system with a scenario; ``inflows`` are the parameters that scale with the stocks."""

    system: System
    scenario: Scenario
    inflows: frozenset[str]


@st.composite
def axes(draw, start):
    """None to two plain axes, and perhaps a cohort axis among them."""
    found = [
        Axis(
            name=name, labels=tuple(f"{name}{number}" for number in range(draw(st.integers(1, 3))))
        )
        for name in ("u", "v")[: draw(st.integers(0, 2))]
    ]
    if draw(st.booleans()):
        cohort = cohort_axis(
            per_year=draw(st.sampled_from((1, 2, 3))),
            first_day=Fraction(draw(st.sampled_from((0, 2))), 3),
            oldest=start - 3,
            stop=start + YEARS,
        )
        found.insert(draw(st.integers(0, len(found))), cohort)
    return found


@st.composite
def drafts(draw, *, linear=False, start=2000.0):
    """Any draft: stocks of two kinds, flows and transfers of every form, auxiliaries between."""
    draft = Draft(draw=draw, axes=draw(axes(start)), linear=linear)
    names = [axis.name for axis in draft.axes]
    own = {number: draft.some(names) for number in range(draw(st.integers(1, 3)))}
    kinds = {number: draw(st.sampled_from(("here", "there"))) for number in own}
    watched = {
        kind: draft.some(
            name
            for name in names
            if draft.axis(name).windows is None
            and all(name in own[number] for number in own if kinds[number] == kind)
        )
        for kind in ("here", "there")
    }
    for number, stock_axes in own.items():
        draft.stocks.append(
            Stock(
                name=f"stock{number}",
                axes=stock_axes,
                unit="1",
                meaning="",
                symbol=f"S_{number}",
                kind=kinds[number],
                watched=watched[kinds[number]],
            )
        )
    for step in draw(st.lists(st.sampled_from("oooiiat"), min_size=1, max_size=7)):
        {"o": draft.outflow, "i": draft.inflow, "a": draft.auxiliary, "t": draft.transfer}[step]()
    return draft


def values(draft, system, name, generator, draws=1):
    """Values of a parameter at one instant, shape (draws, *axes)."""
    parameter = system.parameter[name]
    shape = (draws, *system.shape(parameter.axes))
    if name in draft.shares:
        raw = generator.uniform(0.1, 1, shape)
        along = parameter.axes.index(draft.shares[name]) + 1
        return raw / raw.sum(axis=along, keepdims=True)
    found = generator.uniform(0, draft.largest[name], shape)
    place = next((n for n, a in enumerate(parameter.axes) if system.axis[a].windows), None)
    if place is not None and generator.integers(2):
        ends = np.moveaxis(found, place + 1, 0)
        ends[: generator.integers(3)] = 0
        ends[len(ends) - generator.integers(3) :] = 0
    return found


def path(draft, system, name, generator, start, draws=1):
    """A path of any kind for a parameter, from ``start`` on."""
    own = system.parameter[name].axes
    # on any day, or on the first of a month
    days, firsts = generator.uniform(0, YEARS, 2), 1 + generator.permutation(int(YEARS * 12) - 1)
    points = np.sort(days if generator.integers(2) else firsts[:2] / 12)
    years = (start, *(start + points), start + YEARS)
    dated = np.stack([values(draft, system, name, generator, draws) for _ in years])
    windows = own and system.axis[own[-1]].windows is not None
    kind = generator.choice(["constant", "steps", "lines", "scaled", *["ages"] * bool(windows)])
    if kind == "ages" and name not in draft.shares:
        table = generator.uniform(0, draft.largest[name], (draws, 3, *system.shape(own[:-1]), 4))
        return ByAge(
            name=name,
            cohorts=system.axis[own[-1]],
            table=table,
            leading=own[:-1],
            years=tuple(int(start) + number for number in range(3)),
            before="hold",
            after="hold",
            open_age=3,
        )
    if kind == "steps":
        return Steps(name=name, years=years[:-1], values=dated[:-1], axes=own)
    if kind == "lines":
        return Lines(name=name, years=years, values=dated, axes=own)
    if kind == "scaled" and name not in draft.shares:
        return Scaled(path=Constant(dated[0], own), factor=0.5, shift=0.01)
    return Constant(dated[0], own)


@st.composite
def cases(draw, *, linear=False, start=2000.0, draws=1):
    """Any system with any scenario."""
    draft = draw(drafts(linear=linear, start=start))
    system = draft.system()
    return case(draft, system, draw(st.integers(0, 2**32 - 1)), start, draws)


def case(draft, system, seed, start=2000.0, draws=1):
    """A system with the scenario that a seed makes."""
    generator = np.random.default_rng(seed)
    initial = {
        stock.name: generator.uniform(0, 100, (draws, *system.shape(stock.axes)))
        for stock in system.stocks
    }
    paths = {name: path(draft, system, name, generator, start, draws) for name in system.parameter}
    occasions = {
        transfer.name: (Occasion(start + float(generator.choice([0.0, 0.31, 2 / 3, 1.0]))),)
        for transfer in system.transfers
    }
    scenario = Scenario(
        name="drawn",
        start=start,
        stop=start + YEARS,
        initial=initial,
        paths=paths,
        occasions=occasions,
        readings=(start, start + 0.9, start + YEARS),
        draws=draws,
    )
    return Case(system=system, scenario=scenario, inflows=frozenset(draft.inflows))
