"""People by completed age, for any system with a cohort axis."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from simulator.demography.single_ages import OPEN_AGE, completed_ages
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.labelled.labels import (
    as_names,
    draw_level,
    labelled,
    refuse_axes,
    refuse_unknown,
    refused,
    summed,
    without_single_draw,
)
from simulator.stockflow.values.calendar import When, calendar_label, instant_of, place_of
from simulator.words.catalogue import listed, message

if TYPE_CHECKING:
    import pandas as pd

AGE = "age"

_ROUNDING = 1e-9


def by_age(
    trajectory: Trajectory,
    stock: str,
    *,
    on: When,
    by: str | Iterable[str] | None = None,
    shares: FloatArray | None = None,
) -> "pd.Series[float]":
    """A stock of people on a day, by completed age and whatever else it is laid out along.

    Parameters
    ----------
    trajectory
        A run, or its ``before``; its snapshots have to hold the day.
    stock
        A stock along a cohort axis.
    on
        The day: a date, its ISO text, or an instant in years.
    by
        Some of the axes of the stock and ``age``, which stands for the cohort axis; people are
        summed over the others. All of them where it is not given.
    shares
        Share of every cohort at every age, shape (cohorts, age 0 … 100+), where windows are not
        filled evenly; ``completed_ages`` where not given.

    Returns
    -------
    Series
        Levels: ``draw`` (only where there are several), then ``by``; age 100 is 100 and over. In
        the unit of the stock; ``attrs["date"]`` has the day.

    Raises
    ------
    DataError
        Where there is no such stock, it has no cohort axis or no such axis, no snapshot was kept on
        the day, or there are people in windows that have not opened by then.
    """
    system = trajectory.system
    refuse_unknown(trajectory, "stock", stock, system.stock)
    declared = system.stock[stock]
    cohorts = _cohorts(trajectory, stock)
    axes = tuple(AGE if axis == cohorts.name else axis for axis in declared.axes)
    wanted = axes if by is None else as_names(by)
    refuse_axes(trajectory, stock, wanted, axes)
    place, year = _place(trajectory, stock, on)
    people = summed(trajectory.stocks[stock][..., place], axes, wanted)
    if AGE in wanted:
        own = completed_ages(cohorts.birth_windows, year) if shares is None else shares
        along = 1 + wanted.index(AGE)
        _refuse_unborn(trajectory, stock, np.moveaxis(people, along, -1), own)
        people = np.moveaxis(np.tensordot(people, own, axes=(along, 0)), -1, along)
    labels = {axis.name: axis.labels for axis in system.axes} | {AGE: range(OPEN_AGE + 1)}
    found = labelled(
        without_single_draw(people),
        {**draw_level(people), **{axis: labels[axis] for axis in wanted}},
        name=stock,
        unit=declared.unit,
        meaning=declared.meaning,
    )
    found.attrs["date"] = calendar_label(year)
    return found


def _cohorts(run: Trajectory, stock: str) -> Axis:
    """The cohort axis of a stock."""
    moving = run.system.moving
    if moving is None or moving.name not in run.system.stock[stock].axes:
        raise refused(run, stock, message("fault.labelled.no_cohorts"))
    return moving


def _place(run: Trajectory, stock: str, on: When) -> tuple[int, float]:
    """Which snapshot is that of a day, and its instant."""
    year = instant_of(on)
    place = place_of(run.snapshots, year)
    if place is None:
        days = listed([calendar_label(float(kept)) for kept in run.snapshots])
        told = message("fault.labelled.no_snapshot", day=calendar_label(year), names=days)
        raise refused(run, stock, told)
    return place, float(run.snapshots[place])


def _refuse_unborn(run: Trajectory, stock: str, people: FloatArray, shares: FloatArray) -> None:
    """Whoever is in a window of the future has no age, and would be left out without a word."""
    unborn = float(people[..., shares.sum(axis=1) == 0].sum())
    if unborn > _ROUNDING * float(people.sum()):
        raise refused(run, stock, message("fault.labelled.unborn", found=f"{unborn:g}"))
