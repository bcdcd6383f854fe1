"""Births of a run by order, and the mothers who wait for a second child."""

from dataclasses import dataclass

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.people.births import NEWBORNS
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT

_FIRST = ("first_births_planning", "first_births_content")
_SECOND = ("second_births",)
_WAITING = ("waiting",)


@dataclass(frozen=True, kw_only=True)
class Births:
    """Births of residents, persons a year; ``orders`` has shape (order, year), orders 1, 2, 3+."""

    years: tuple[int, ...]
    orders: FloatArray


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


def waiting_mothers(outcome: Outcome, draw: int = 0) -> tuple[FloatArray, FloatArray]:
    """Mothers of one child who are ready for a second: instants kept and persons, (time,) each.

    Those who may and plan to have one and still let time pass (``spacing``) are not counted.
    """
    run = outcome.trajectory
    rows = [run.system.axis["status"].index(name) for name in _WAITING]
    people = run.stocks["people"][draw][rows]
    return np.asarray(run.snapshots), people.sum(axis=tuple(range(people.ndim - 1)))
