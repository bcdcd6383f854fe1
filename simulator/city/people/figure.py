"""Who lives in the city, on one page: residents, register and births of the run against the record.

Births by order as well: first children, second children, later ones.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import PEOPLE, Subject
from simulator.city.people.births import NEWBORNS
from simulator.report.marks import (
    end_labels,
    interpolated_marks,
    mark_key,
    number_axis,
    observed_marks,
    year_axis,
)
from simulator.report.page import MARGIN, Headline, Page, new_page
from simulator.report.style import (
    FIRST_BIRTHS,
    INK,
    LABEL,
    LATER_BIRTHS,
    PANEL,
    QUIET,
    SECOND_BIRTHS,
    SUPPLY,
)
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import Pair, beside, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FIRST = ("first_births_planning", "first_births_content")
_SECOND = ("second_births",)
_TEN_THOUSAND = 1e4
_HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class Births:
    """Births of residents, persons a year; ``orders`` has shape (order, year), orders 1, 2, 3+."""

    years: tuple[int, ...]
    orders: FloatArray


@dataclass(frozen=True, kw_only=True)
class _Order:
    """An order of birth as drawn, and the name its share of births is recorded under."""

    name: str
    recorded: str
    colour: str
    text: str


_ORDERS = (
    _Order(name="first_births", recorded="birth_order_share_1", colour=FIRST_BIRTHS, text=QUIET),
    _Order(
        name="second_births",
        recorded="birth_order_share_2",
        colour=SECOND_BIRTHS,
        text=SECOND_BIRTHS,
    ),
    _Order(
        name="higher_births",
        recorded="birth_order_share_3+",
        colour=LATER_BIRTHS,
        text=LATER_BIRTHS,
    ),
)


def births_by_order(outcome: Outcome, draw: int = 0) -> Births:
    """Births of every whole calendar year of a run, from the running totals of its flows."""
    run = outcome.trajectory
    turns = np.flatnonzero(np.abs(run.readings - np.round(run.readings)) < SAME_INSTANT)

    def counted(flows: tuple[str, ...]) -> FloatArray:
        totals = sum(
            (run.arrived if flow in run.arrived else run.left)[flow][draw].sum(axis=(0, 1))
            for flow in flows
        )
        return np.diff(np.asarray(totals)[turns])

    every, first, second = (counted(flows) for flows in (NEWBORNS, _FIRST, _SECOND))
    return Births(
        years=tuple(int(year) for year in np.round(run.readings[turns[:-1]])),
        orders=np.stack([first, second, every - first - second]),
    )


def draw_births(axes: "Axes", subject: Subject) -> None:
    """Bars of births a year, one order on the other, with the births on record."""
    births = births_by_order(subject.outcome)
    if not births.years:
        return
    middles = np.array(births.years) + _HALF
    below = np.zeros(len(births.years))
    labels = []
    for order, persons in zip(_ORDERS, births.orders / _TEN_THOUSAND, strict=True):
        axes.bar(middles, persons, 0.72, bottom=below, color=order.colour)
        text = f"{_name(order, subject)} {persons[-1]:.2f}"
        labels.append((float(below[-1] + persons[-1] / 2), text, order.text))
        below = below + persons
    years, values = subject.record("births", "births").observations()
    observed = values / _TEN_THOUSAND
    if years.size:
        name = beside(pair("label.observed"), subject.language)
        axes.plot(years - _HALF, observed, label=name, **observed_marks())
        mark_key(axes)
    axes.set_ylim(0, 1.15 * max([*below, *observed]) or 1.0)
    subject.fade(axes, subject.last_counted(("births", "births")))
    end_labels(axes, axes.get_xlim()[1], labels)


def draw_orders(axes: "Axes", subject: Subject) -> None:
    """Lines of each order's share of births, with the shares on record."""
    births = births_by_order(subject.outcome)
    if not births.years:
        return
    every = births.orders.sum(axis=0)
    shares = 100 * births.orders / np.where(every > 0, every, np.nan)
    labels = []
    for order, share in zip(_ORDERS, shares, strict=True):
        axes.plot(np.array(births.years) + _HALF, share, color=order.colour, lw=1.8)
        years, values = subject.record("births_by_order", order.recorded).observations()
        axes.plot(years - _HALF, values, **observed_marks(colour=order.text))
        if np.isfinite(share[-1]):
            text = f"{_name(order, subject)} {share[-1]:.0f}%"
            labels.append((float(share[-1]), text, order.text))
    axes.set_ylim(0, 100)
    subject.fade(axes, subject.last_counted(*_recorded_orders()))
    end_labels(axes, axes.get_xlim()[1], labels)


def _name(order: _Order, subject: Subject) -> str:
    return beside(pair(f"label.{order.name}"), subject.language)


if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_PLOT = 2.75
_LEFT, _RIGHT, _BETWEEN = 0.45, 1.0, 0.3


def draw_population(subject: Subject) -> Page:
    """Residents, register, births and their orders; lines and bars modelled, marks observed."""
    heading = 0.52 if subject.language == "both" else 0.34
    row = heading + _PLOT + 0.55
    page = new_page(
        _WIDTH,
        2 * row,
        Headline(
            title=pair("title.population", city=subject.city),
            details=(pair("detail.population"), *_ending(subject), subject.origin()),
        ),
        subject.language,
    )
    panels = (
        ("panel.residents", _draw_residents),
        ("panel.register", _draw_register),
        ("panel.births", draw_births),
        ("panel.orders", draw_orders),
    )
    column = (_WIDTH - 2 * MARGIN + _BETWEEN) / 2
    for number, (key, draw) in enumerate(panels):
        left, down = MARGIN + number % 2 * column, number // 2 * row
        page.write(left, down, pair(key), PANEL)
        axes = page.axes(left + _LEFT, down + heading, column - _BETWEEN - _LEFT - _RIGHT, _PLOT)
        scenario = subject.outcome.scenario
        year_axis(axes, scenario.start, scenario.stop, most=12)
        number_axis(axes, ticks=5)
        draw(axes, subject)
    return page


def _ending(subject: Subject) -> tuple[Pair, ...]:
    """What the rules mean, where the record of any panel ends before the run does."""
    every = (PEOPLE[:3], PEOPLE[3:], (("births", "births"),), _recorded_orders())
    ends = (subject.last_counted(*series) for series in every)
    first = min((end for end in ends if end is not None), default=None)
    return subject.ending(first, subject.outcome.scenario.stop)


def _recorded_orders() -> tuple[tuple[str, str], ...]:
    return tuple(("births_by_order", order.recorded) for order in _ORDERS)


def _draw_residents(axes: "Axes", subject: Subject) -> None:
    modelled = subject.outcome.trajectory.measures["residents"][0].sum(axis=(0, 1)) / _TEN_THOUSAND
    _mark(axes, subject, ("residents", "residents_revised", "revised"), ("o", INK))
    _mark(axes, subject, ("residents", "residents_published", "published"), ("s", QUIET))
    _mark(axes, subject, ("residents", "census", "census"), ("D", INK))
    _mark_interpolated(axes, subject)
    _draw_line(axes, subject, modelled)
    subject.fade(axes, subject.last_counted(*PEOPLE[:3]))


def _draw_register(axes: "Axes", subject: Subject) -> None:
    modelled = subject.outcome.trajectory.measures["register"][0].sum(axis=0) / _TEN_THOUSAND
    _mark(axes, subject, ("registered", "registered", "observed"), ("o", INK))
    _draw_line(axes, subject, modelled)
    subject.fade(axes, subject.last_counted(*PEOPLE[3:]))


def _draw_line(axes: "Axes", subject: Subject, modelled: FloatArray) -> None:
    """The line of the model, named at its end, in axes that hold every mark as well."""
    readings = subject.outcome.trajectory.readings
    axes.plot(readings, modelled, color=SUPPLY, lw=1.8)
    low, high = axes.dataLim.intervaly
    axes.set_ylim(0.9 * low, 1.05 * high or 1.0)
    label = f"{beside(pair('label.modelled'), subject.language)} {modelled[-1]:,.1f}"
    end_labels(axes, float(readings[-1]), [(float(modelled[-1]), label, SUPPLY)], LABEL)
    mark_key(axes)


def _mark(
    axes: "Axes", subject: Subject, named: tuple[str, str, str], look: tuple[str, str]
) -> None:
    """Mark what was counted of a series: table, series and the key of its name."""
    table, series, label = named
    years, values = subject.record(table, series).observations()
    if years.size:
        name = beside(pair(f"label.{label}"), subject.language)
        axes.plot(years, values / _TEN_THOUSAND, label=name, **observed_marks(*look))


def _mark_interpolated(axes: "Axes", subject: Subject) -> None:
    years, values = subject.record("residents", "residents_revised").aids()
    if years.size:
        name = beside(pair("label.interpolated"), subject.language)
        axes.plot(years, values / _TEN_THOUSAND, label=name, **interpolated_marks())
