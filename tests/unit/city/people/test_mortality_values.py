"""Death rates: the national table of a year, shifted to the city's life expectancy."""

import numpy as np
import pytest

from simulator.city.people.vital_rates import death_rates, national_tables
from simulator.demography.life_table import life_expectancy
from simulator.stockflow.values.paths import Constant, Lines
from tests.city import choices, city_pack, cohorts

YEARS = tuple(range(2014, 2041))


@pytest.fixture(scope="module")
def rates():
    life = {sex: choices().path(f"world.life_expectancy.{sex}") for sex in ("men", "women")}
    return death_rates(choices(pack=city_pack()), cohorts(3), life, YEARS)


@pytest.mark.parametrize(
    ("year", "men", "women"), [(2014, 77.09, 83.19), (2018, 78.32, 83.48), (2040, 79.6, 84.9)]
)
def test_the_life_expectancy_of_the_middle_of_the_year_is_the_citys(rates, year, men, women):
    a0 = national_tables(city_pack())[1]
    held = a0[min(year, max(a0))]
    found = life_expectancy(rates.table[0, YEARS.index(year), :2], held)
    np.testing.assert_allclose(found, (men, women), rtol=0, atol=1e-9)


def test_past_the_last_table_it_gives_the_shape(rates):
    table = national_tables(city_pack())[0]
    ratio = rates.table[0, -1, :2] / table[max(table)]
    np.testing.assert_allclose(ratio, ratio[:, :1].repeat(101, axis=1), rtol=1e-12)


def test_women_of_every_status_die_at_the_same_rate(rates):
    assert rates.axes == ("status", "cohort")
    assert rates.table.shape == (1, len(YEARS), 7, 101)
    for table in (rates.table, rates.first_year):
        np.testing.assert_array_equal(table[:, :, 2:], table[:, :, 1:2].repeat(5, axis=2))
        assert np.all(table[0, :, 0, 0] > table[0, :, 1, 0])


def test_the_first_year_falls_from_interval_to_interval(rates):
    """Births on a third of a year, then three thirds: deaths crowd into the first month."""
    assert rates.first_year.shape == (1, len(YEARS), 7, 4)
    assert np.all(np.diff(rates.first_year[0, :, :2], axis=-1) < 0)


def test_longer_lives_mean_lower_rates_at_every_age():
    def table(years):
        life = {sex: Constant(np.array([years])) for sex in ("men", "women")}
        return death_rates(choices(pack=city_pack()), cohorts(), life, (2015,)).table

    assert np.all(table(82.0) < table(78.0))


def test_a_path_of_life_expectancy_is_read_in_the_middle_of_each_year():
    line = Lines(name="e0", years=(2014.0, 2016.0), values=np.array([[76.0], [80.0]]))
    steady = {sex: Constant(np.array([77.0])) for sex in ("men", "women")}
    moving = dict.fromkeys(("men", "women"), line)
    tables = [
        death_rates(choices(pack=city_pack()), cohorts(), life, (2014,)).table
        for life in (steady, moving)
    ]
    np.testing.assert_allclose(tables[0], tables[1], rtol=1e-12)
