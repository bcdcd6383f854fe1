"""Who lives here: people by district, residency, sex and single year of age."""

from collections.abc import Sequence
from itertools import chain, repeat

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.people.months_of_birth import monthly, months_of_birth
from simulator.demography.life_table import SEXES
from simulator.demography.single_ages import OPEN_AGE, completed_ages
from simulator.report.table import Table, dates, integers, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Windows
from simulator.stockflow.values.calendar import calendar_label


def population_table(outcome: Outcome, draw: int = 0) -> Table:
    """People on every 1 January and 1 September, by completed age on that day."""
    persons = people_by_age(outcome, draw)
    axis = outcome.trajectory.system.axis
    days = [calendar_label(year) for year in outcome.trajectory.snapshots]
    labels = (days, axis["district"].labels, axis["residency"].labels, SEXES)
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
    """Persons at the snapshots, shape (time, district, residency, sex, age 0 … 100+).

    ``ValueError`` for a run whose axis cohort is no cohort axis.
    """
    months, places = _months(outcome), range(len(outcome.trajectory.snapshots))
    return np.stack([_counted(outcome, place, draw, months) for place in places])


def people_of_snapshot(outcome: Outcome, place: int) -> FloatArray:
    """The same of one snapshot alone, shape (district, residency, sex, age)."""
    return _counted(outcome, place, 0, _months(outcome))


def people_of_draws(outcome: Outcome, place: int, months: FloatArray | None) -> FloatArray:
    """The same of every draw; ``months`` are those of ``months_of_birth``, of wide windows."""
    draws = range(outcome.scenario.draws)
    return np.stack([_counted(outcome, place, draw, months) for draw in draws])


def _months(outcome: Outcome) -> FloatArray | None:
    """In which months people were born, where windows do not tell their age."""
    return None if _windows(outcome).per_year % 3 == 0 else months_of_birth(outcome)


def _windows(outcome: Outcome) -> Windows:
    windows = outcome.trajectory.system.axis["cohort"].windows
    if windows is None:
        raise ValueError("the axis cohort has no birth windows")
    return windows


def _counted(outcome: Outcome, place: int, draw: int, months: FloatArray | None) -> FloatArray:
    run, windows = outcome.trajectory, _windows(outcome)
    people = run.stocks["people"][draw][..., place]
    men = outcome.scenario.kept_labels(run.system.axis["status"]).index("men")
    women = np.delete(np.arange(people.shape[0]), men)
    by_sex = np.stack([people[men], people[women].sum(axis=0)])
    year = float(run.snapshots[place])
    ages = (
        completed_ages(windows, year)
        if months is None
        else _ages_by_month(windows, months[draw, place], year)
    )
    return np.asarray(np.einsum("scrd,ca->drsa", by_sex, ages))


def _ages_by_month(windows: Windows, shares: FloatArray, year: float) -> FloatArray:
    """As ``completed_ages``, from the shares of every window's months of birth."""
    by_month = completed_ages(monthly(windows), year)
    ages = by_month[1:].reshape(*shares.shape, by_month.shape[-1])
    return np.concatenate([by_month[:1], np.einsum("cm,cma->ca", shares, ages)])


def _repeated(names: Sequence[str], counts: tuple[int, ...], place: int) -> list[str]:
    """One label column of a table with all combinations, the last axis running fastest."""
    each = int(np.prod(counts[place + 1 :]))
    once = list(chain.from_iterable(repeat(name, each) for name in names))
    return once * int(np.prod(counts[:place]))
