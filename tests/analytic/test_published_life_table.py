"""Life tables as the United Nations' engine published them, Canada 2005-2019, and a closed form."""

from fractions import Fraction

import numpy as np
import pytest

from simulator.demography import MortalityPaths, life_table_columns
from simulator.demography.life_table import SEXES, years_lived_by_infants_who_die
from simulator.errors import DataError
from simulator.stockflow import cohort_axis
from simulator.stockflow.values.paths import Moment
from tests.national_tables import read_un_life_tables

RADIX = 1e5
WINDOWS = (1, 2, 3, 4, 6, 12)


@pytest.fixture(scope="module")
def published():
    return read_un_life_tables("canada", 2005, 2020)


@pytest.fixture(scope="module")
def ax(published):
    """The rule of these tables: half a year at every age but the first."""
    lx, Lx = published["lx"], published["Lx"]
    found = np.full((15, 2, 100), 0.5)
    found[..., 0] = (Lx[..., 0] - lx[..., 1]) / (lx[..., 0] - lx[..., 1])
    return found


@pytest.fixture(scope="module")
def open_expectancy(published):
    return published["Lx"][..., -1] / published["lx"][..., -1]


def test_every_column_is_reproduced_to_its_last_digit(published, ax, open_expectancy):
    table = life_table_columns(published["mx"], ax, open_expectancy=open_expectancy, radix=RADIX)
    assert table.lx == pytest.approx(published["lx"], rel=1e-12)
    assert table.Lx == pytest.approx(published["Lx"], rel=1e-12)
    assert table.Tx[..., 0] == pytest.approx(published["Lx"].sum(axis=-1), rel=1e-12)
    assert table.ex[..., -1] == pytest.approx(open_expectancy, rel=1e-12)
    assert table.dx.sum(axis=-1) == pytest.approx(np.full((15, 2), RADIX), rel=1e-12)


def test_infants_of_andreev_and_kingkade_miss_it_by_a_millionth(published, ax, open_expectancy):
    estimated = ax.copy()
    for place, sex in enumerate(SEXES):
        estimated[:, place, 0] = years_lived_by_infants_who_die(published["mx"][:, place, 0], sex)
    table = life_table_columns(
        published["mx"], estimated, open_expectancy=open_expectancy, radix=RADIX
    )
    assert table.lx == pytest.approx(published["lx"], rel=2e-8)
    assert table.Lx == pytest.approx(published["Lx"], rel=2e-6)


def test_without_a_published_end_the_oldest_live_one_over_their_rate(published, ax):
    table = life_table_columns(published["mx"], ax)
    assert table.ex[..., -1] == pytest.approx(1 / published["mx"][..., -1], rel=1e-12)


def test_a_constant_hazard_in_closed_form():
    hazard = 0.2
    survivors = np.exp(-hazard)
    ax = np.full(30, 1 / hazard - survivors / (1 - survivors))
    table = life_table_columns(np.full(31, hazard), ax)
    assert table.lx == pytest.approx(survivors ** np.arange(31), rel=1e-12)
    assert table.ex == pytest.approx(np.full(31, 1 / hazard), rel=1e-12)


@pytest.mark.parametrize("per_year", WINDOWS)
def test_windows_keep_the_person_years_of_the_table(published, ax, open_expectancy, per_year):
    """S(1), S(2), ... carried by the hazards; those of a year of age add to its L(x)."""
    mortality = paths(published, ax, open_expectancy, per_year)
    hazard = mean_hazard(mortality.rates("deaths"), 1 / per_year)
    width = 1 / per_year
    opening = -np.expm1(-hazard[..., :1] * width) / hazard[..., :1]  # born evenly meanwhile
    kept = np.exp(-np.cumsum(hazard[..., 1:], axis=-1) * width)
    held = np.concatenate([opening, opening * kept], axis=-1)[..., :-1]
    lived = held.reshape(2, 100, per_year).sum(axis=-1)
    wanted = published["Lx"][0, :, :-1] / RADIX
    assert lived == pytest.approx(wanted, rel=1e-11)


@pytest.mark.parametrize("per_year", [1, 3])
def test_the_oldest_die_at_the_rate_of_the_published_end(published, ax, open_expectancy, per_year):
    mortality = paths(published, ax, open_expectancy, per_year)
    value = mortality.rates("deaths").value(Moment(2005.0, 2005.0, 2005 + 1 / per_year))
    assert value[0, :, 0] == pytest.approx(1 / open_expectancy[0], rel=1e-12)


@pytest.mark.parametrize("per_year", WINDOWS)
def test_deaths_under_one_and_later_ones_are_all(published, ax, open_expectancy, per_year):
    mortality = paths(published, ax, open_expectancy, per_year)
    moment = Moment(2005.3, 2005 + 1 / 4, 2005 + 1 / 3)
    infants, later, all_ages = (
        path.value(moment)
        for path in (mortality.under_one("i"), mortality.from_one("l"), mortality.rates("all"))
    )
    assert infants + later == pytest.approx(all_ages, rel=1e-12)
    assert infants.min() >= 0
    assert later.min() >= 0
    assert np.count_nonzero(infants) == 2 * (per_year + 1)


def paths(published, ax, open_expectancy, per_year):
    cohorts = cohort_axis(per_year=per_year, first_day=Fraction(0), oldest=1895, stop=2010)
    return MortalityPaths(
        cohorts=cohorts,
        mx=published["mx"][np.newaxis],
        ax=ax[np.newaxis],
        open_expectancy=open_expectancy[np.newaxis],
        years=tuple(range(2005, 2020)),
        leading=("sex",),
    )


def mean_hazard(path, width):
    """Over the first interval of 2005, of the windows that opened 0 ... 100/w intervals ago."""
    start = 2005.0
    ends = [path.value(Moment(year, start, start + width))[0] for year in (start, start + width)]
    newest = path.cohorts.birth_windows.newest(start + width / 2)
    return (sum(ends) / 2)[:, newest - np.arange(round(100 / width) + 1)]


def test_ages_at_which_nobody_dies_lose_nobody():
    mx = RIGHT["mx"].copy()
    mx[..., 3:9] = 0.0
    path = mortality(mx=mx).rates("deaths")
    value = path.value(Moment(2005.0, 2005.0, 2005 + 1 / 3))[0, 0]
    newest = path.cohorts.birth_windows.newest(2005.1)
    assert value[newest - np.arange(10, 27)] == pytest.approx(np.zeros(17), abs=1e-12)
    assert value[newest - 9] > 0
    assert value[newest - 27] > 0


RIGHT = {
    "mx": np.full((1, 2, 2, 101), 0.02),
    "ax": np.full((1, 2, 2, 100), 0.5),
    "open_expectancy": np.full((1, 2, 2), 2.0),
}
RIGHT["ax"][..., 0] = 0.1


def mortality(**changes):
    cohorts = cohort_axis(per_year=3, first_day=Fraction(0), oldest=1895, stop=2010)
    return MortalityPaths(cohorts=cohorts, years=(2005, 2006), leading=("sex",), **RIGHT | changes)


def with_cell(name, cell, value):
    found = RIGHT[name].copy()
    found[cell] = value
    return {name: found}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ax": None}, "a0, ax: expected exactly one of two"),
        ({"a0": np.full((1, 2, 2), 0.1)}, "a0, ax: expected exactly one of two"),
        ({"ax": np.full((1, 2, 2, 101), 0.5)}, "ax: 101 columns; expected 100, one for each age"),
        (with_cell("ax", (0, 1, 1, 4), 1.2), "ax: 2006, women, age 4: 1.2 years lived"),
        (with_cell("ax", (0, 1, 0, 7), 0.1), "ax: 2006, men, age 7: 0.1 years lived at this age"),
        (with_cell("ax", (0, 0, 0, 0), 0.9), "ax: 2005, men, age 0: 0.9 years lived at this age"),
        (with_cell("mx", (0, 0, 1, 60), 2.5), "ax: 2005, women, age 60: 0.5 years lived at"),
        (with_cell("open_expectancy", (0, 0, 1), 0.0), "open_expectancy: 2005, women: 0 years"),
        (with_cell("open_expectancy", (0, 0, 1), np.nan), "open_expectancy: 2005, women: nan"),
    ],
)
def test_years_lived_that_do_not_fit_are_refused_by_place(changes, told):
    mortality()
    with pytest.raises(DataError) as caught:
        mortality(**changes)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("mx", "ax", "told"),
    [
        (np.full(5, 0.1), np.full(5, 0.5), "5 columns; expected 4"),
        (np.full(5, 2.5), np.full(4, 0.5), "below 1 at every closed age"),
        (np.array([0.1, 0.0]), np.array([0.5]), "that of the open age positive"),
    ],
)
def test_columns_that_make_no_table_are_refused(mx, ax, told):
    with pytest.raises(ValueError, match=told):
        life_table_columns(mx, ax)
