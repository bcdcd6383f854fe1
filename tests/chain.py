"""The ordinary ageing chain in our grammar: what it does to a nation's people.

    dP(i)/dt = k P(i − 1) − k P(i) − μ(i) P(i),        i = 0 … 100k, the last band open

with k bands to a year of age, one as a rule. People leave a band at random, after 1/k year on
average, so those born together spread: after n years their ages have standard deviation √(n/k).
Births, deaths and migrants follow the same tables as in ``simulator.demography.nation``; each band
has the rates of its year of age, and an even part of its people and migrants.
"""

import numpy as np

from simulator.demography.migration import SEXES
from simulator.demography.nation import (
    MIGRATION,
    births_along,
    deaths,
    gains_and_losses,
    migration,
    newborns,
    people_along,
    quantity,
)
from simulator.demography.nation_tables import NationTables
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Flow, Spread
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Constant, Steps
from simulator.stockflow.values.scenario import Method, Scenario
from tests.national_tables import N_AGES


def build_chain(bands: int = 1) -> System:
    """People by sex and band of age; ageing is a flow from each band to the next."""
    labels = tuple(f"band_{number}" for number in range((N_AGES - 1) * bands + 1))
    return System(
        name="chain",
        axes=(Axis(name="sex", labels=SEXES), Axis(name="age", labels=labels)),
        stocks=(people_along("age"),),
        parameters=(
            quantity("death_rate", ("sex", "age"), "1/year", "deaths"),
            quantity("pace", ("age",), "1/year", "one over the width of the band"),
            quantity("next_band", ("age", "to_age"), "1", "the band that follows"),
            quantity("fertility", ("age",), "1/year", "births per woman"),
            quantity("boys", (), "1", "share of boys among newborns"),
            quantity("entering", ("sex", "age"), "persons", "net gain by migration"),
            quantity("leaving", ("sex", "age"), "persons", "net loss by migration"),
        ),
        auxiliaries=(births_along("age"),),
        flows=(
            deaths("deaths", "death_rate * people"),
            Flow(
                name="ageing",
                source="people",
                target="people",
                rate="pace * people",
                meaning="to the next band",
                spread=Spread(axis="age", shares="next_band"),
            ),
            *newborns("band_0"),
        ),
        transfers=MIGRATION,
    )


def follow_chain(nation: NationTables, start: float, stop: float, bands: int = 1) -> FloatArray:
    """People by sex and completed age at ``stop``, after a run on a nation's tables."""
    run = simulate(build_chain(bands), _scenario(nation, start, stop, bands))
    people = run.final["people"][0]
    closed = people[:, :-1].reshape(len(SEXES), -1, bands).sum(axis=-1)
    return np.concatenate([closed, people[:, -1:]], axis=-1)


def _scenario(nation: NationTables, start: float, stop: float, bands: int) -> Scenario:
    years = tuple(float(year) for year in nation.years)
    boys = nation.boys_per_girl / (1 + nation.boys_per_girl)
    n_bands = (N_AGES - 1) * bands + 1
    pace = np.full((1, n_bands), float(bands))
    next_band = np.eye(n_bands, k=1)
    pace[0, -1], next_band[-1, -1] = 0.0, 1.0
    return Scenario(
        name="chain",
        start=start,
        stop=stop,
        initial={"people": _shared(nation.people[start], bands)[np.newaxis]},
        paths={
            "death_rate": Steps(
                name="death_rate",
                years=years,
                axes=("sex", "age"),
                values=_repeated(nation.death_rates, bands)[:, np.newaxis],
            ),
            "pace": Constant(pace, ("age",)),
            "next_band": Constant(next_band[np.newaxis], ("age", "to_age")),
            "fertility": Steps(
                name="fertility",
                years=years,
                axes=("age",),
                values=_repeated(nation.fertility, bands)[:, np.newaxis],
            ),
            "boys": Steps(name="boys", years=years, values=boys[:, np.newaxis]),
        },
        occasions=migration(
            {
                year: gains_and_losses(_shared(migrants, bands))
                for year, migrants in nation.migrants.items()
                if start < year <= stop
            }
        ),
        method=Method(relative=1e-7, absolute=1e-9),
    )


def _repeated(by_age: FloatArray, bands: int) -> FloatArray:
    """Every closed age ``bands`` times, the open one once, along the last axis."""
    return np.concatenate([np.repeat(by_age[..., :-1], bands, axis=-1), by_age[..., -1:]], axis=-1)


def _shared(by_age: FloatArray, bands: int) -> FloatArray:
    """The count of every closed age in equal parts."""
    return np.concatenate(
        [np.repeat(by_age[..., :-1], bands, axis=-1) / bands, by_age[..., -1:]], axis=-1
    )


def follow_chain_by_euler(
    nation: NationTables, start: float, stop: float, steps: int
) -> FloatArray:
    """As ``follow_chain`` with one band a year, by Euler's method with ``steps`` to a year.

    With one step a year everybody moves one band on: the shift of demographers' projections.
    """
    width = 1 / steps
    people = nation.people[start].copy()
    for number in range(round((stop - start) * steps)):
        now = start + number * width
        death_rates, fertility, boys_per_girl = _rates(nation, now, width)
        born = fertility @ people[1] / (1 + boys_per_girl)
        ageing = people[:, :-1]
        change = -death_rates * people
        change[:, :-1] -= ageing
        change[:, 1:] += ageing
        change[:, 0] += born * np.array([boys_per_girl, 1.0])
        people = people + width * change
        if (number + 1) % steps == 0:
            people += nation.migrants[start + (number + 1) // steps]
    return people


def _rates(nation: NationTables, now: float, width: float) -> tuple[FloatArray, FloatArray, float]:
    """Death rates, fertility and sex ratio, the mean of both halves of a step."""
    halves = [int(now + share * width) - nation.years[0] for share in (0.25, 0.75)]
    return (
        nation.death_rates[halves].mean(axis=0),
        nation.fertility[halves].mean(axis=0),
        float(nation.boys_per_girl[halves].mean()),
    )
