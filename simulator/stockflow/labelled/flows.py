"""Flows and transfers as amounts: what passed in a year or month, never a running total."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.labelled.labels import (
    as_names,
    dates,
    draw_level,
    labelled,
    refuse_axes,
    refuse_unknown,
    refused,
    summed,
    without_single_draw,
)
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, place_of
from simulator.words.catalogue import message

if TYPE_CHECKING:
    import pandas as pd

    from simulator.stockflow.labelled.labels import Labels

Side = Literal["left", "arrived"]
"""Where a stream is counted: where it leaves, or where it arrives."""

PERIODS = {"year": 1, "month": 12}
INTERVAL = "interval"


def flow_series(
    trajectory: Trajectory,
    name: str,
    *,
    by: str | Iterable[str] = ("year",),
    side: Side | None = None,
) -> "pd.Series[float]":
    """Amounts that a flow or transfer moved, as differences of its running totals.

    Parameters
    ----------
    trajectory
        A run; its readings have to hold both ends of every period.
    name
        A flow or transfer.
    by
        At most one period (``year``, calendar years; ``month``; ``interval``, from one reading to
        the next), and axes that the system watches where the stream leaves or arrives. Summed over
        the others. Without a period: from the first to the last reading. An axis on which the
        stream has a single label (newborn boys are men) may be named too.
    side
        Where it is counted: by default where it leaves, or, if it comes from outside, where it
        arrives. The two differ where it moves between labels, as from district to district.

    Returns
    -------
    Series
        Levels: ``draw`` (only where there are several), then ``by`` in its order. A year is a whole
        number, a month the date of its first day, an interval a ``pandas.Interval`` of dates, open
        on the left. Years and months of which the readings hold only a part are left out.

    Raises
    ------
    DataError
        Where there is no such flow, ``by`` names an axis along which it is not watched, the run
        kept no totals, or a reading at the end of a period is missing.

    Notes
    -----
    A transfer at the very end of a period belongs to it: readings come after transfers. What is
    moved at the instant of the first reading therefore lies before all periods.
    """
    wanted = as_names(by)
    counted = _counted(trajectory, name, side)
    periods = [word for word in wanted if word in (*PERIODS, INTERVAL)]
    axes = [word for word in wanted if word not in periods]
    refuse_axes(trajectory, name, axes, counted.known)
    if len(periods) > 1:
        raise refused(trajectory, name, message("fault.labelled.periods"))
    period = _period(trajectory, name, periods[0] if periods else None)
    amounts = _arranged(counted, period, wanted)
    levels = {word: period.labels if word in periods else counted.labels(word) for word in wanted}
    return labelled(
        without_single_draw(amounts),
        {**draw_level(amounts), **levels},
        name=name,
        unit=counted.part.stock.unit,
        meaning=counted.meaning,
    )


def _arranged(counted: "_Counted", period: "_Period", wanted: Sequence[str]) -> FloatArray:
    """Amounts of every period, shape (draws, *wanted); an axis of a single label has length one."""
    free = [word for word in wanted if word in counted.axes]
    totals = summed(counted.totals, counted.axes, free)
    amounts = totals[..., period.last] - totals[..., period.first]
    periods = [word for word in wanted if word not in counted.known]
    if not periods:
        amounts = amounts[..., 0]
    there = [*free, *periods]
    amounts = amounts.transpose(0, *(1 + there.index(word) for word in wanted if word in there))
    single = (slice(None) if word in there else np.newaxis for word in wanted)
    return np.asarray(amounts[(slice(None), *single)])


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """One side of a stream: its running totals, shape (draws, *axes, time), and what they mean."""

    trajectory: Trajectory
    totals: FloatArray
    part: StockPart
    meaning: str

    @property
    def axes(self) -> tuple[str, ...]:
        """Axes of the totals."""
        return self.part.watched

    @property
    def known(self) -> tuple[str, ...]:
        """Axes that may be asked for: the watched ones, with one label or all."""
        watched = self.part.stock.watched
        return tuple(axis for axis in watched if axis in (*self.axes, *self.part.fixed))

    def labels(self, axis: str) -> Sequence[str]:
        """Labels along an axis."""
        fixed = self.part.fixed.get(axis)
        return self.trajectory.system.axis[axis].labels if fixed is None else (fixed,)


def _counted(run: Trajectory, name: str, side: Side | None) -> _Counted:
    system = run.system
    streams = {stream.name: stream for stream in system.streams}
    refuse_unknown(run, "flow", name, streams)
    stream = streams[name]
    ends = {"left": system.part(stream.source), "arrived": system.part(stream.target)}
    parts = {each: part for each, part in ends.items() if part is not None}
    chosen: str = side or next(iter(parts))
    refuse_unknown(run, name, chosen, parts)
    totals = (run.left if chosen == "left" else run.arrived)[name]
    if totals.shape[-1] != len(run.readings):
        raise refused(run, name, message("fault.labelled.no_totals"))
    return _Counted(
        trajectory=run,
        totals=totals,
        part=parts[chosen],
        meaning=stream.meaning,
    )


@dataclass(frozen=True, kw_only=True)
class _Period:
    """Periods: their labels, and the places of the readings at which each begins and ends."""

    labels: "Labels"
    first: list[int]
    last: list[int]


def _period(run: Trajectory, name: str, word: str | None) -> _Period:
    """The periods that the readings hold as a whole."""
    import pandas as pd

    readings = run.readings
    if len(readings) < 2:
        raise refused(run, name, message("fault.labelled.no_readings", found=len(readings)))
    if word is None:
        return _Period(labels=(), first=[0], last=[len(readings) - 1])
    if word == INTERVAL:
        days = dates(readings)
        between = pd.IntervalIndex.from_arrays(days[:-1], days[1:], closed="right")
        places = list(range(len(readings)))
        return _Period(labels=between, first=places[:-1], last=places[1:])
    parts = PERIODS[word]
    numbers = range(
        ceil((float(readings[0]) - SAME_INSTANT) * parts),
        floor((float(readings[-1]) + SAME_INSTANT) * parts) + 1,
    )
    places = _places(run, name, [number / parts for number in numbers])
    begun = [number / parts for number in numbers[:-1]]
    labels = [round(year) for year in begun] if word == "year" else dates(begun)
    return _Period(labels=labels, first=places[:-1], last=places[1:])


def _places(run: Trajectory, name: str, instants: list[float]) -> list[int]:
    """Places of instants among the readings; ``DataError`` where some are missing, or all."""
    found = [place_of(run.readings, year) for year in instants]
    missing = [year for year, place in zip(instants, found, strict=True) if place is None]
    if missing or len(instants) < 2:
        first, last = (calendar_label(float(run.readings[place])) for place in (0, -1))
        told = {"first": first, "last": last, "cells": len(missing)}
        if not missing:
            raise refused(run, name, message("fault.labelled.no_period", **told))
        day = calendar_label(missing[0])
        raise refused(run, name, message("fault.labelled.no_edge", day=day, **told))
    return [place for place in found if place is not None]
