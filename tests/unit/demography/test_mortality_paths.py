from fractions import Fraction

import numpy as np
import pytest

from simulator.demography.cohort_paths import ByAge
from simulator.demography.infancy import infant_hazards, window_survivors
from simulator.demography.mortality_paths import MortalityPaths
from simulator.stockflow.grammar.axis import cohort_axis
from simulator.stockflow.values.paths import Moment

AGES = np.arange(101)
TABLE = np.where(AGES == 0, 0.02, 4e-4 + 3e-5 * np.exp(0.1 * AGES))
A0 = 0.11
WINDOWS = (1, 2, 3, 4, 6, 12)


def made(per_year, years=(2000,)):
    cohorts = cohort_axis(per_year=per_year, first_day=Fraction(0), oldest=1895, stop=2010)
    mx = np.stack([TABLE * (1 - 0.1 * place) for place in range(len(years))])
    return MortalityPaths(
        cohorts=cohorts, mx=mx[np.newaxis], a0=np.full((1, len(years)), A0), years=years
    )


def mean_hazard(path, start, stop):
    """Mean over an interval of a path that moves in a straight line."""
    return sum(path.value(Moment(year, start, stop)) for year in (start, stop)) / 2


def held(per_year):
    """Survivors of every window in turn, S(1), S(2), …, by adding up the life table by month."""
    first_month, rest = (float(each) for each in infant_hazards(np.array(TABLE[0]), A0))
    by_month = np.repeat(np.r_[rest, TABLE[1:]], 12) / 12
    by_month[0] = first_month / 12
    alive = np.exp(by_month - np.cumsum(by_month))
    lived = alive * -np.expm1(-by_month) / by_month / 12
    return lived.reshape(-1, 12 // per_year).sum(axis=1)


@pytest.mark.parametrize("per_year", WINDOWS)
def test_every_window_is_carried_exactly_along_the_life_table(per_year):
    path = made(per_year).rates("deaths")
    windows = path.cohorts.birth_windows
    start = 2000.0
    hazard = mean_hazard(path, start, start + 1 / per_year)[0]
    newest = windows.newest(start + 0.01)
    survivors = held(per_year)
    opened = np.arange(1, 99 * per_year)  # intervals ago
    wanted = np.log(survivors[opened - 1] / survivors[opened]) * per_year
    assert hazard[newest - opened] == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("per_year", WINDOWS)
def test_deaths_under_one_and_from_one_on_are_all_deaths(per_year):
    mortality = made(per_year)
    moment = Moment(2003.3, 2003 + 1 / 4, 2003 + 1 / 3)
    infants, later = (
        part.value(moment) for part in (mortality.under_one("i"), mortality.from_one("l"))
    )
    assert infants + later == pytest.approx(mortality.rates("all").value(moment), rel=1e-12)
    assert infants.min() >= 0
    assert later.min() >= 0
    assert np.count_nonzero(infants) == per_year + 1


@pytest.mark.parametrize("per_year", WINDOWS)
def test_deaths_under_one_are_those_of_the_life_table(per_year):
    mortality = made(per_year)
    start = 2000.0
    moment = Moment(start, start, start + 1 / per_year)
    newest = mortality.cohorts.birth_windows.newest(start)
    infants = mortality.under_one("i").value(moment)[0]
    hazards = mortality.rates("all").value(moment)[0]
    first_month, rest = infant_hazards(np.array(TABLE[0]), A0)
    people = np.r_[0.0, window_survivors(first_month, rest, np.array(TABLE[1]), per_year)]
    lost = np.r_[1 / per_year - people[1], people[1:-1] - people[2:]]
    places = newest - np.arange(per_year + 1)
    share = infants[places] / hazards[places]
    q0 = TABLE[0] / (1 + (1 - A0) * TABLE[0])
    assert (lost * share).sum() * per_year == pytest.approx(q0, rel=1e-9)


def test_each_calendar_year_has_its_own_table():
    path = made(1, years=(2000, 2001)).rates("deaths")
    early, late = (path.value(Moment(year, year, year + 1))[0] for year in (2000.0, 2001.0))
    old, older = path.cohorts.index("1950-01"), path.cohorts.index("1951-01")
    assert late[older] == pytest.approx(0.9 * early[old], rel=1e-3)
    assert path.kinks(1999.0, 2001.5) == (2000.0, 2001.0)


def test_without_anybody_dying_nobody_dies():
    cohorts = cohort_axis(per_year=3, first_day=Fraction(0), oldest=1990, stop=2010)
    none = MortalityPaths(
        cohorts=cohorts, mx=np.zeros((1, 1, 101)), a0=np.full((1, 1), 0.1), years=(2000,)
    )
    assert np.all(none.rates("deaths").value(Moment(2005.1, 2005.0, 2005 + 1 / 3)) == 0)


def test_a_rate_that_is_no_hazard_is_the_even_mixture_of_ages():
    cohorts = cohort_axis(per_year=1, first_day=Fraction(0), oldest=1990, stop=2010)
    table = np.arange(101.0)[np.newaxis, np.newaxis]
    births = ByAge(name="births", cohorts=cohorts, table=table, years=(2000,))
    found = births.value(Moment(2005.25, 2005.0, 2006.0))[0]
    assert found[cohorts.index("1995-01")] == pytest.approx(9.25, rel=1e-12)
