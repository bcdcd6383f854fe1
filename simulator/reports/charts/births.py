"""Births by order: first children, second children, later ones, against the record."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.modelled import NEWBORNS
from simulator.analysis.outcome import Outcome
from simulator.reports.charts.marks import end_labels, mark_key, observed_marks
from simulator.reports.charts.sentences import beside, sentence
from simulator.reports.charts.subject import Subject
from simulator.reports.style import FIRST_BIRTHS, LATER_BIRTHS, QUIET, SECOND_BIRTHS
from simulator.structure.arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_FIRST = ("first_births_planning", "first_births_content")
_SECOND = ("second_births",)
_THOUSAND = 1000.0
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
    turns = np.flatnonzero(np.abs(run.readings - np.round(run.readings)) < 1e-9)

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
    for order, persons in zip(_ORDERS, births.orders / _THOUSAND, strict=True):
        axes.bar(middles, persons, 0.72, bottom=below, color=order.colour)
        text = f"{_name(order, subject)} {persons[-1]:.1f}"
        labels.append((float(below[-1] + persons[-1] / 2), text, order.text))
        below = below + persons
    years, values = subject.record("births", "births").observations()
    observed = values / _THOUSAND
    if years.size:
        name = beside(sentence("label.observed"), subject.language)
        axes.plot(years - _HALF, observed, label=name, **observed_marks())
        mark_key(axes)
    axes.set_ylim(0, 1.15 * max([*below, *observed]) or 1.0)
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
    end_labels(axes, axes.get_xlim()[1], labels)


def _name(order: _Order, subject: Subject) -> str:
    return beside(sentence(f"label.{order.name}"), subject.language)
