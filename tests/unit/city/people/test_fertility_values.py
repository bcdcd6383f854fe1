"""Birth rates by parity out of the published rates by order."""

import numpy as np
import pytest

from simulator.city.people.vital_rates import (
    first_birth_rates,
    standard_schedules,
    standing_rates,
)
from simulator.stockflow.values.paths import Lines
from tests.city import city_pack, cohorts


@pytest.fixture(scope="module")
def schedules():
    return standard_schedules(city_pack())


def published(order):
    rates = np.zeros(101)
    for row in city_pack().rows("rates/fertility_by_order.csv"):
        if row.text("order") == order:
            rates[row.integer("age")] = row.number("rate")
    return rates


def test_first_births_are_those_of_the_women_still_childless(schedules):
    """A cohort under the hazards has, age by age, the published births per woman."""
    childless = np.exp(-np.concatenate(([0], np.cumsum(schedules.first))))
    np.testing.assert_allclose(-np.diff(childless), published("1"), rtol=0, atol=1e-15)


def test_second_births_have_a_mean_of_one_at_25_to_34(schedules):
    assert schedules.second[25:35].mean() == pytest.approx(1, abs=1e-15)
    first, second = published("1").cumsum(), published("2").cumsum()
    exposed = (first - second)[29:31].mean()
    level = published("2")[30] / exposed / schedules.second[30]
    assert second[30] - second[29] == pytest.approx(
        schedules.second[30] * level * exposed, rel=1e-12
    )
    assert schedules.second[31] / schedules.second[30] == pytest.approx(
        (published("2")[31] / (first - second)[30:32].mean()) / (published("2")[30] / exposed),
        rel=1e-12,
    )


def test_higher_births_are_per_woman_with_two(schedules):
    two = published("2").cumsum()
    assert schedules.higher[32] == pytest.approx(published("3+")[32] / two[31:33].mean(), rel=1e-12)


def test_first_births_move_with_the_years(schedules):
    """Two years later in the middle of 2012; an age holds what another held before."""
    timing = Lines(
        name="timing", years=(2011.5, 2012.5), values=np.array([[0.0], [2.0]]), after="hold"
    )
    found = first_birth_rates(schedules.first, cohorts(), timing, (2011, 2012))
    np.testing.assert_allclose(found.table[0, 0], schedules.first, rtol=0, atol=1e-8)
    np.testing.assert_allclose(found.table[0, 1, 2:], schedules.first[:-2], rtol=0, atol=1e-8)
    assert found.kinks(2011.0, 2013.0) == (2012.0,)


def test_a_standing_schedule_never_breaks_the_run(schedules):
    found = standing_rates("second_birth_rate", schedules.second, cohorts())
    assert found.kinks(2011.0, 2021.0) == ()
    assert found.axes == ("cohort",)
