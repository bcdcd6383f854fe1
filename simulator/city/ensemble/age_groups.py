"""People by groups of five years in every draw, by district and of the city: low, middle and high.

The table ``population`` has a row for every age, sex, residency and district; the sums that a
reader makes of them can't be made of their quantiles. So the groups are counted in every draw, and
the city is that of each draw. Kept are the people of 1 January of every fifth year and of the last:
a draw's people by age are large, and are followed for these days alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ensemble.numbers import Numbers, in_rows
from simulator.city.ground.outcome import Outcome
from simulator.city.people.months_of_birth import months_of_birth
from simulator.city.people.table import people_of_draws
from simulator.demography.single_ages import OPEN_AGE, completed_ages
from simulator.report.table import Table, dates, integers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label

WIDTH = 5
"""Years of age in a group."""
OLDEST = 85
"""From this age on all are one group."""
_STARTS = tuple(range(0, OLDEST + 1, WIDTH))


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupRow:
    """A group of ages, first and last completed year, of a place on a day (years)."""

    when: float
    district: str
    first: int
    last: int


def group_days(days: Sequence[float]) -> tuple[float, ...]:
    """Those of the days that are 1 January of every fifth year, and the last 1 January."""
    turns = [day for day in days if abs(day - round(day)) < SAME_INSTANT]
    return tuple(day for day in turns if round(day) % WIDTH == 0 or day == turns[-1])


def group_rows(outcome: Outcome) -> tuple[GroupRow, ...]:
    """The rows of the table: by day, then district, the city last, then age."""
    return tuple(_rows(outcome))


def _rows(outcome: Outcome) -> Iterator[GroupRow]:
    for when in group_days(outcome.scenario.snapshots):
        for district in (*outcome.pack.axes["district"], CITY):
            for first in _STARTS:
                last = OPEN_AGE if first == OLDEST else first + WIDTH - 1
                yield GroupRow(when=when, district=district, first=first, last=last)


def groups_numbers(outcome: Outcome) -> Numbers:
    """The people of every row in every draw, shape (draws, rows)."""
    days = outcome.scenario.snapshots
    places = [days.index(day) for day in group_days(days)]
    counted = [_counted(by_age) for by_age in _by_age(outcome, places)]
    return {"persons": in_rows(outcome.scenario.draws, counted)}


def _counted(by_age: FloatArray) -> FloatArray:
    """People at a snapshot, shape (draws, district and city, group)."""
    city = by_age.sum(axis=1, keepdims=True)
    return np.add.reduceat(np.concatenate([by_age, city], axis=1), _STARTS, axis=-1)


def _by_age(outcome: Outcome, places: Sequence[int]) -> Iterator[FloatArray]:
    """The people of some snapshots, each of shape (draws, district, age)."""
    run = outcome.trajectory
    windows = run.system.axis["cohort"].windows
    if windows is not None and windows.per_year % 3 == 0:
        # ages follow from windows alone: every draw at once
        for place in places:
            people = run.stocks["people"][..., place].sum(axis=(1, 3))
            ages = completed_ages(windows, float(run.snapshots[place]))
            yield np.asarray(np.einsum("ncd,ca->nda", people, ages, optimize=True))
        return
    months = months_of_birth(outcome)
    for place in places:
        yield people_of_draws(outcome, place, months).sum(axis=(2, 3))


def groups_table(outcome: Outcome) -> Table:
    """The labels of the rows; what is said of all draws is put beside them."""
    rows = group_rows(outcome)
    return Table(
        name="population_groups",
        columns=(
            dates("date", [calendar_label(row.when) for row in rows]),
            texts("district", [row.district for row in rows]),
            integers("age_from", [row.first for row in rows], "years"),
            integers("age_to", [row.last for row in rows], "years"),
        ),
    )
