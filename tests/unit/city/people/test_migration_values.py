"""Who arrives and who leaves, by age, sex and children born."""

import numpy as np
import pytest

from simulator.city.people.values import people_paths
from simulator.stockflow.values.paths import Moment, at
from tests.city import choices, cohorts, pinned_pack

YEARS = tuple(range(2011, 2022))


def stated(key):
    """What the parameter file states of a key."""
    return float(pinned_pack().parameters.value(key))


@pytest.fixture(scope="module")
def paths():
    return people_paths(choices(), cohorts(3), (float(YEARS[0]), float(YEARS[-1])))[0]


@pytest.mark.parametrize("year", [2011.0, 2012.37, 2015 + 2 / 3, 2019.9])
def test_the_profile_of_arrivals_adds_to_one_at_every_instant(paths, year):
    profile = at(paths["arrival_profile"], year)
    assert profile.sum() == pytest.approx(1, abs=1e-12)
    assert profile.min() >= -1e-15  # the open cohort holds what rounding leaves


def test_children_men_and_the_first_six_years_have_their_shares(paths):
    table = paths["arrival_profile"].table[0, 4]
    children, small = stated("world.arrivals_under_15"), stated("arrivals.share_0_5_of_under_15")
    assert table[:, :15].sum() == pytest.approx(children, abs=1e-12)
    assert table[:, :6].sum() == pytest.approx(children * small, abs=1e-12)
    assert table[0, :60].sum() == pytest.approx(0.52 * table[:, :60].sum(), abs=1e-12)
    assert table[0, 80].sum() < 0.48 * table[:, 80].sum()  # women live longer
    assert table[:, 15:].sum(axis=0).argmax() + 15 == 24  # 21 + ln(0.4/0.1)/0.4 = 24.5


def test_mothers_arrive_with_the_split_of_the_rule_in_force():
    """Of mothers those who do not plan: 1 − q e, e of the start in 2011, 1 from autumn 2017."""
    table = people_paths(choices(), cohorts(3), (float(YEARS[0]), float(YEARS[-1])))[0][
        "arrival_profile"
    ].table[0]
    planning = stated("policy.two_child.planning_share")
    for place, eligible in ((0, stated("policy.two_child.eligible_before.migrant")), (8, 1.0)):
        mothers = table[place, 2:].sum()
        assert table[place, 2].sum() / mothers == pytest.approx(1 - planning * eligible, abs=1e-7)


def test_the_share_of_children_may_move():
    dated = 'values={"2011"=0.1,"2015"=0.3},interpolation="step",before="hold",after="hold"'
    found = people_paths(
        choices(f"world.arrivals_under_15={{{dated}}}"),
        cohorts(3),
        (float(YEARS[0]), float(YEARS[-1])),
    )[0]
    shares = found["arrival_profile"].table[0, :, :, :15].sum(axis=(1, 2))
    np.testing.assert_allclose(shares, [0.1] * 4 + [0.3] * 7, rtol=1e-12)


def test_children_leave_more_at_12_and_15(paths):
    """On 1 September whole windows have whole ages: those born in 2003-09 … 2004-08 are 11."""
    september = 2015 + 2 / 3
    found = paths["departure_rate"].value(Moment(september, september, september + 0.3))[0]
    labels = cohorts(3).labels
    rate = {age: found[labels.index(f"{2014 - age}-09")] for age in (0, 6, 11, 12, 14, 15, 25)}
    expected = {0: 0.03, 6: 0.035, 11: 0.035, 12: 0.13, 14: 0.13, 15: 0.11, 25: 0.08}
    assert rate == pytest.approx(expected, abs=1e-12)
