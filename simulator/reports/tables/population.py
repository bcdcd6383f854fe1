"""Who lives here: people by district, residency, sex and single year of age."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np

from simulator.analysis.outcome import Outcome
from simulator.engine.trajectory import Trajectory
from simulator.inputs.calendar import calendar_label
from simulator.reports.tables.table import Table, dates, integers, numbers, texts
from simulator.structure.arrays import FloatArray
from simulator.structure.axis import NEWEST, Windows

OPEN_AGE = 100
"""Everybody of this age and older is one row."""

_SEXES = ("men", "women")
_INSTANT = 1e-9


def population_table(outcome: Outcome, draw: int = 0) -> Table:
    """People on every 1 January and 1 September, by completed age on that day."""
    persons = people_by_age(outcome, draw)
    axis = outcome.trajectory.system.axis
    days = [calendar_label(year) for year in outcome.trajectory.snapshots]
    labels = (days, axis["district"].labels, axis["residency"].labels, _SEXES)
    counts = (*map(len, labels), OPEN_AGE + 1)
    day, district, residency, sex = (
        _repeated(names, counts, place) for place, names in enumerate(labels)
    )
    ages = np.tile(np.arange(OPEN_AGE + 1), int(np.prod(counts[:-1]))).tolist()
    return Table(
        name="population",
        columns=(
            dates("date", day),
            texts("district", district),
            texts("residency", residency),
            texts("sex", sex),
            integers("age", ages, "years"),
            numbers("persons", persons, "persons", 6),
        ),
    )


def people_by_age(outcome: Outcome, draw: int = 0) -> FloatArray:
    """Persons at the snapshots, shape (time, district, residency, sex, age 0 … 100+)."""
    run = outcome.trajectory
    people = run.stocks["people"][draw]
    men = run.system.axis["status"].index("men")
    women = np.delete(np.arange(people.shape[0]), men)
    by_sex = np.stack([people[men], people[women].sum(axis=0)])
    windows = run.system.axis["cohort"].windows
    if windows is None:
        raise ValueError("the axis cohort has no birth windows")
    births = births_so_far(run, draw)
    return np.stack(
        [
            np.einsum(
                "scrd,ca->drsa", by_sex[..., place], completed_ages(windows, float(year), births)
            )
            for place, year in enumerate(run.snapshots)
        ]
    )


@dataclass(frozen=True, kw_only=True)
class Births:
    """Births since the first window that was open at the start: both of shape (n,), rising.

    Between two ``instants`` the ``persons`` born so far lie on a straight line.
    """

    instants: FloatArray
    persons: FloatArray

    def between(self, first: FloatArray, last: FloatArray) -> FloatArray:
        """Persons born between instants, element by element."""
        found: FloatArray = np.interp(last, self.instants, self.persons) - np.interp(
            first, self.instants, self.persons
        )
        return found


def births_so_far(run: Trajectory, draw: int = 0) -> Births:
    """Births of a run at its readings, with the people of the window that was open at the start.

    Of windows that closed before the start only the whole is known.
    """
    windows = run.system.axis["cohort"].birth_windows
    people = run.system.stock["people"].axes
    born = np.zeros(run.readings.size)
    for stream in run.system.streams:
        if stream.target is not None and NEWEST in stream.target:
            totals = run.arrived[stream.name][draw]
            born += totals.reshape(-1, run.readings.size).sum(axis=0)
    newest = windows.newest(float(run.readings[0]))
    before = run.stocks["people"][draw, ..., 0].take(newest, people.index("cohort")).sum()
    opening = windows.opening(newest - 1)
    return Births(
        instants=np.array([opening - _INSTANT, *run.readings]),
        persons=np.array([-before, *born]),
    )


def completed_ages(windows: Windows, year: float, births: Births | None = None) -> FloatArray:
    """Share of every cohort at every completed age, shape (1 + windows, age 0 … 100+).

    Where a birthday of the day falls inside a window, its people are two ages: as many of each as
    ``births`` says were born then, or, of windows it does not know, as if they were born evenly
    between the opening and the close (or so far). On the day on which windows open nobody's age
    is in doubt. The open cohort, first on the axis, is 100 and over.
    """
    opening = np.array([windows.opening(number) for number in range(windows.count)])
    close = np.maximum(np.minimum(opening + 1 / windows.per_year, year), opening)
    youngest = np.floor(year - close + _INSTANT)
    oldest = np.maximum(np.ceil(year - opening - _INSTANT) - 1, youngest)
    birthday = np.clip(year - youngest - 1, opening, close)
    younger = (close - birthday) / np.maximum(close - opening, _INSTANT)
    if births is not None:
        whole = births.between(opening, close)
        known = (opening >= births.instants[0] - _INSTANT) & (whole > 0)
        younger[known] = births.between(birthday, close)[known] / whole[known]
    younger = np.where(oldest > youngest, younger, 1.0)
    shares = np.zeros((windows.count + 1, OPEN_AGE + 1))
    born = np.flatnonzero(opening <= year + _INSTANT)
    for ages, share in ((youngest, younger), (oldest, 1 - younger)):
        place = np.minimum(ages[born], OPEN_AGE).astype(np.int64)
        np.add.at(shares, (born + 1, place), share[born])
    shares[0, OPEN_AGE] = 1.0
    return shares


def _repeated(names: Sequence[str], counts: tuple[int, ...], place: int) -> list[str]:
    """One label column of a table with all combinations, the last axis running fastest."""
    each = int(np.prod(counts[place + 1 :]))
    once = list(chain.from_iterable(repeat(name, each) for name in names))
    return once * int(np.prod(counts[:place]))
