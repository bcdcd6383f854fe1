"""Who lives here: people by district, residency, sex and single year of age."""

from collections.abc import Sequence
from itertools import chain, repeat

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.people.months_of_birth import monthly, months_of_birth
from simulator.report.table import Table, dates, integers, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Windows
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label

OPEN_AGE = 100
"""Everybody of this age and older is one row."""

_SEXES = ("men", "women")


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
    months = None if windows.per_year % 3 == 0 else months_of_birth(outcome, draw)
    return np.stack(
        [
            np.einsum(
                "scrd,ca->drsa",
                by_sex[..., place],
                completed_ages(windows, float(year))
                if months is None
                else _ages_by_month(windows, months[place], float(year)),
            )
            for place, year in enumerate(run.snapshots)
        ]
    )


def _ages_by_month(windows: Windows, shares: FloatArray, year: float) -> FloatArray:
    """As ``completed_ages``, from the shares of every window's months of birth."""
    by_month = completed_ages(monthly(windows), year)
    ages = by_month[1:].reshape(*shares.shape, by_month.shape[-1])
    return np.concatenate([by_month[:1], np.einsum("cm,cma->ca", shares, ages)])


def completed_ages(windows: Windows, year: float) -> FloatArray:
    """Share of every cohort at every completed age, shape (1 + windows, age 0 … 100+).

    A window holds people born uniformly between its opening and its close, or so far. Where a
    birthday of the day falls inside the window, its people are two ages; on the day on which
    windows open they never are. The open cohort, first on the axis, is 100 and over.
    """
    opening = np.array([windows.opening(number) for number in range(windows.count)])
    close = np.minimum(opening + 1 / windows.per_year, year)
    youngest = np.floor(year - close + SAME_INSTANT)
    oldest = np.maximum(np.ceil(year - opening - SAME_INSTANT) - 1, youngest)
    after_birthday = close - (year - youngest - 1)
    width = np.maximum(close - opening, SAME_INSTANT)
    younger = np.where(oldest > youngest, after_birthday / width, 1.0)
    shares = np.zeros((windows.count + 1, OPEN_AGE + 1))
    born = np.flatnonzero(opening <= year + SAME_INSTANT)
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
