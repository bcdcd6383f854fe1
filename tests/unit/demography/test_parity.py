import numpy as np
import pytest

from simulator.demography.parity import (
    WOMEN,
    mean_over_windows,
    parity_shares,
    rates_of_parity,
    shift_ages,
)

AGES = np.arange(101)
CHILDLESS, ONE_CHILD, EARLY, LATE, WAITING, TWO_OR_MORE = range(6)


def bell(middle, width, total):
    inside = (AGES >= 15) & (AGES < 50)
    height = np.where(inside, np.exp(-(((AGES - middle) / width) ** 2)), 0.0)
    return total * height / height.sum()


ORDERS = np.stack((bell(26, 5, 0.6), bell(31, 5, 0.3), bell(33, 5, 0.05)))
FIRST, SECOND, HIGHER = rates_of_parity(ORDERS)


def test_first_births_of_the_cohort_are_those_published():
    childless = np.exp(-np.concatenate(([0.0], np.cumsum(FIRST))))
    assert -np.diff(childless) == pytest.approx(ORDERS[0], abs=1e-15)


def test_second_and_higher_births_are_per_woman_of_their_parity():
    before = np.array([ORDERS[0][:30].sum(), ORDERS[1][:30].sum()])
    middle = before + ORDERS[:2, 30] / 2
    assert SECOND[30] == pytest.approx(ORDERS[1, 30] / (middle[0] - middle[1]))
    assert HIGHER[30] == pytest.approx(ORDERS[2, 30] / middle[1])
    assert FIRST[50:].sum() == SECOND[50:].sum() == HIGHER[50:].sum() == 0


@pytest.mark.parametrize(
    ("orders", "message"),
    [
        (ORDERS * 2, "runs out of women"),
        (ORDERS[[1, 0, 2]], "runs out of women"),
        (-ORDERS, "at least 0"),
        (np.stack((bell(26, 5, 0.6), np.zeros(101), bell(33, 5, 0.05))), "no woman has"),
    ],
)
def test_impossible_rates_are_refused(orders, message):
    with pytest.raises(ValueError, match=message):
        rates_of_parity(orders)


def test_everyone_begins_childless_and_shares_sum_to_one():
    shares = parity_shares(FIRST, SECOND, planning=0.4, spacing=1.75)
    assert shares.shape == (len(WOMEN), 1321)
    assert shares[:, 0] == pytest.approx([1, 0, 0, 0, 0, 0], abs=0)
    assert shares.sum(axis=0) == pytest.approx(np.ones(1321), abs=1e-12)
    assert shares.min() >= -1e-15


def test_childless_women_follow_the_first_birth_rates():
    shares = parity_shares(FIRST, SECOND, 0.4, 1.75, past_level=2.0)
    expected = np.exp(-2 * np.concatenate(([0.0], np.cumsum(FIRST))))
    assert shares[CHILDLESS, : 101 * 12 + 1 : 12] == pytest.approx(expected, rel=1e-12)


def test_mothers_keep_the_split_of_the_rule():
    shares = parity_shares(FIRST, SECOND, planning=0.4, spacing=1.75)
    mothers = 1 - shares[CHILDLESS]
    assert shares[ONE_CHILD] == pytest.approx(0.6 * mothers, abs=1e-13)


def test_constant_rates_give_the_closed_form_of_a_chain():
    """Two stages of spacing of one rate b: f(t) = exp(−at) and so on, each the integral before."""
    a, b, c = 0.05, 2 / 1.75, 0.2
    shares = parity_shares(np.full(101, a), np.full(101, c), planning=1.0, spacing=1.75)
    age = np.arange(1321) / 12
    by_a, by_b, by_c = (np.exp(-rate * age) for rate in (a, b, c))
    early = a / (b - a) * (by_a - by_b)
    late = a * b / (b - a) * ((by_a - by_b) / (b - a) - age * by_b)
    parted = (by_a - by_c) / (c - a) - (by_b - by_c) / (c - b)
    lasting = age * by_b / (c - b) - (by_b - by_c) / (c - b) ** 2
    waiting = a * b**2 / (b - a) * (parted / (b - a) - lasting)
    assert shares[EARLY] == pytest.approx(early, abs=1e-13)
    assert shares[LATE] == pytest.approx(late, abs=1e-13)
    assert shares[WAITING] == pytest.approx(waiting, abs=1e-13)
    more = 1 - by_a - early - late - waiting
    assert shares[TWO_OR_MORE] == pytest.approx(more, abs=1e-13)


def test_shares_are_linear_in_the_planning_share():
    none, some, all_ = (parity_shares(FIRST, SECOND, plan, 1.75) for plan in (0.0, 0.3, 1.0))
    assert some == pytest.approx(0.7 * none + 0.3 * all_, abs=1e-13)
    assert not none[EARLY:].any()


def test_timing_moves_the_lives_of_women_along_age():
    later = parity_shares(FIRST, SECOND, 0.4, 1.75, timing=2.0)
    assert later[:, 24:] == pytest.approx(parity_shares(FIRST, SECOND, 0.4, 1.75)[:, :-24])


@pytest.mark.parametrize(
    "faulty",
    [
        {"planning": 1.1, "spacing": 1.75},
        {"planning": 0.4, "spacing": 0.0},
        {"planning": 0.4, "spacing": 1.75, "past_level": -1.0},
    ],
)
def test_impossible_lives_are_refused(faulty):
    with pytest.raises(ValueError, match="has to be a share"):
        parity_shares(FIRST, SECOND, **faulty)


def test_means_over_windows_are_exact_for_straight_lines():
    line = np.arange(25) / 12
    assert mean_over_windows(line, 12) == pytest.approx([0.5, 1.5])
    assert mean_over_windows(np.stack((line, 2 * line)), 1)[1, :2] == pytest.approx([1 / 12, 1 / 4])
    with pytest.raises(ValueError, match="windows of 7"):
        mean_over_windows(line, 7)


@pytest.mark.parametrize("years", [-3.0, -2.25, -0.5, 0.0, 0.75, 4.0])
def test_a_shifted_schedule_keeps_its_sum_and_moves_its_mean(years):
    moved = shift_ages(FIRST, years)
    assert moved.sum() == pytest.approx(FIRST.sum(), rel=1e-14)
    mean = (moved @ AGES - FIRST @ AGES) / FIRST.sum()
    assert mean == pytest.approx(years, abs=1e-12)


def test_schedules_of_many_draws_are_shifted_as_each_alone():
    years = np.array([-2.25, 0.0, 0.75, 3.0])
    several = np.stack([FIRST * (1 + number) for number in range(years.size)])
    for found, own in (
        (shift_ages(FIRST, years), [FIRST] * 4),
        (shift_ages(several, years), several),
    ):
        alone = [shift_ages(rates, float(one)) for rates, one in zip(own, years, strict=True)]
        np.testing.assert_array_equal(found, alone)
    with pytest.raises(ValueError, match="off the ages"):
        shift_ages(FIRST, np.array([0.0, -20.0]))


@pytest.mark.parametrize("years", [-20.0, 51.5, -15.5])
def test_a_schedule_pushed_off_the_ages_is_refused(years):
    with pytest.raises(ValueError, match="off the ages"):
        shift_ages(FIRST, years)
