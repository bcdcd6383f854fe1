import numpy as np
import pytest

from simulator.demography.migration import (
    LabourCurve,
    Nation,
    arrival_profile,
    by_status,
    departure_rates,
)

CURVE = LabourCurve()


def test_profile_sums_to_one_and_holds_the_shares_asked_for():
    profile = arrival_profile(0.14, 0.55, CURVE, 0.53)
    assert profile.shape == (2, 101)
    assert profile.sum() == pytest.approx(1.0, rel=1e-14)
    assert profile[:, :15].sum() == pytest.approx(0.14)
    assert profile[:, :6].sum() == pytest.approx(0.14 * 0.55)
    assert profile[0].sum() == pytest.approx(0.53)


def test_children_are_even_within_their_bands():
    ages = arrival_profile(0.14, 0.55, CURVE, 0.53).sum(axis=0)
    assert ages[:6] == pytest.approx(np.full(6, 0.14 * 0.55 / 6))
    assert ages[6:15] == pytest.approx(np.full(9, 0.14 * 0.45 / 9))


def test_adults_follow_the_labour_curve():
    adults = arrival_profile(0.0, 0.5, CURVE, 0.5).sum(axis=0)
    exact = np.array([20.5, 40.5]) - 20.0
    height = np.exp(-0.1 * exact - np.exp(-0.4 * exact)) + 0.005
    assert adults[40] / adults[20] == pytest.approx(height[1] / height[0])
    assert adults.argmax() == int(CURVE.location + np.log(CURVE.ascent / CURVE.descent) / 0.4)
    assert adults[100] == pytest.approx(adults[20] * 0.005 / height[0], rel=0.1)


def test_share_of_men_may_differ_by_age():
    by_age = np.linspace(0.6, 0.4, 101)
    profile = arrival_profile(0.14, 0.55, CURVE, by_age)
    assert profile[0] / profile.sum(axis=0) == pytest.approx(by_age)


@pytest.mark.parametrize("shares", [(1.2, 0.5, 0.5), (0.1, -0.1, 0.5), (0.1, 0.5, np.nan)])
def test_shares_out_of_range_are_refused(shares):
    under_15, young, men = shares
    with pytest.raises(ValueError, match="between 0 and 1"):
        arrival_profile(under_15, young, CURVE, men)


@pytest.mark.parametrize("part", ["ascent", "descent", "background"])
def test_an_impossible_curve_is_refused(part):
    with pytest.raises(ValueError, match="ascent has to be positive"):
        arrival_profile(0.1, 0.5, LabourCurve(**{part: -0.1}), 0.5)


EVEN = np.full((2, 101), 1000.0)


def test_a_nation_alike_at_every_age_leaves_an_even_profile_as_it_is():
    found = arrival_profile(0.14, 0.55, CURVE, 0.53, Nation(now=EVEN))
    assert found == pytest.approx(arrival_profile(0.14, 0.55, CURVE, 0.53), rel=1e-13)


def test_old_people_come_as_the_country_has_them():
    """The background falls above sixty as the country's people do, men faster than women."""
    now = EVEN.copy()
    now[0, 80], now[1, 80] = 100.0, 300.0
    profile = arrival_profile(0.0, 0.5, CURVE, 0.5, Nation(now=now))
    even = arrival_profile(0.0, 0.5, CURVE, 0.5)
    labour = np.exp(-0.1 * 60.5)
    fallen = profile[:, 80].sum() / profile[:, 30].sum()
    assert fallen / (even[:, 80].sum() / even[:, 30].sum()) == pytest.approx(
        (0.005 * 0.2 + labour) / (0.005 + labour), rel=1e-6
    )
    assert profile[0, 80] / profile[:, 80].sum() == pytest.approx(0.25)


def test_women_are_split_by_parity_and_men_are_not():
    profile = arrival_profile(0.14, 0.55, CURVE, 0.53)
    parity = np.repeat(np.array([[0.4], [0.3], [0.06], [0.04], [0.05], [0.15]]), 101, axis=1)
    split = by_status(profile, parity)
    assert split.shape == (7, 101)
    assert split[0] == pytest.approx(profile[0])
    assert split[1] == pytest.approx(0.4 * profile[1])
    assert split[6] == pytest.approx(0.15 * profile[1])
    assert split.sum() == pytest.approx(1.0, rel=1e-14)


def test_shares_that_do_not_sum_to_one_are_refused():
    with pytest.raises(ValueError, match="sum to one"):
        by_status(np.ones((2, 101)), np.full((6, 101), 0.21))


def test_departures_climb_the_stairs():
    rates = departure_rates(0.1, ((0, 0.5), (12, 1.0), (15, 2.0), (100, 0.3)))
    assert rates.shape == (101,)
    assert rates[[0, 11, 12, 14, 15, 99, 100]] == pytest.approx(
        [0.05, 0.05, 0.1, 0.1, 0.2, 0.2, 0.03]
    )


@pytest.mark.parametrize(
    ("level", "steps", "message"),
    [
        (0.1, ((1, 0.5),), "begin at age 0"),
        (0.1, (), "begin at age 0"),
        (0.1, ((0, 0.5), (12, 1.0), (12, 2.0)), "rise in age"),
        (-0.1, ((0, 0.5),), "at least 0"),
        (0.1, ((0, -0.5),), "at least 0"),
    ],
)
def test_faulty_stairs_are_refused(level, steps, message):
    with pytest.raises(ValueError, match=message):
        departure_rates(level, steps)
