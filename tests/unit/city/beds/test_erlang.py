"""Erlang's loss formula against the recursion for whole beds, printed values, and its own laws.

The formula here is a quotient of an incomplete gamma function; the check is the recursion
B(0, a) = 1, B(n, a) = a B(n−1, a) / (n + a B(n−1, a)), which shares nothing with it. Between whole
numbers the recursion starts from the integral, taken numerically, at the fraction.
"""

from math import exp, inf, log1p

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from simulator.city.beds.erlang import beds_needed, load_carried, turned_away

ISSUE = [(5, 3, 0.1101), (10, 5, 0.01838), (10, 10, 0.2146), (20, 15, 0.04559),
         (50, 40, 0.01869), (100, 90, 0.02696)]  # fmt: skip
# Read on codingace.net (call_blocking_probability): a page without authority, which the
# recursion below confirms in each digit.
PRINTED = [(10, 8.0, 0.121661), (12, 10.0, 0.119739), (15, 12.5, 0.100489), (18, 15.0, 0.086169),
           (22, 18.0, 0.065451)]  # fmt: skip
AT_ONE_PER_CENT = [(10, 4.46), (20, 12.03), (30, 20.34)]
# Collins, "Carrier Grade Voice Over IP", 2nd ed., appendix A, column of 1.0 % (one decimal).
APPENDIX = [(5, 1.4), (6, 1.9), (7, 2.5), (8, 3.1), (9, 3.8)]


def recursion(beds, load):
    """B(n, a) by steps of one bed from the fraction of a bed."""
    fraction = beds - int(beds)
    integral = quad(lambda t: exp(fraction * log1p(t) - load * t), 0, inf, epsabs=1e-14)[0]
    share = 1.0 if fraction == 0 else 1 / (load * integral)
    for step in range(1, int(beds) + 1):
        share = load * share / (step + fraction + load * share)
    return share


@pytest.mark.parametrize(("beds", "load", "share"), ISSUE)
def test_to_four_digits(beds, load, share):
    assert float(f"{turned_away(beds, load):.4g}") == share


@pytest.mark.parametrize(("beds", "load", "share"), PRINTED)
def test_as_printed(beds, load, share):
    assert round(turned_away(beds, load), 6) == pytest.approx(share, abs=1.5e-6)


@pytest.mark.parametrize(("beds", "load"), AT_ONE_PER_CENT)
def test_loads_at_one_per_cent(beds, load):
    assert round(load_carried(beds, 0.01), 2) == load


@pytest.mark.parametrize(("beds", "load"), APPENDIX)
def test_loads_at_one_per_cent_as_in_a_printed_table(beds, load):
    assert round(load_carried(beds, 0.01), 1) == load


def test_fifteen_lines_carry_8_108_at_one_per_cent():
    """The example of the calculator manual of erlang.com."""
    assert round(load_carried(15, 0.01), 3) == 8.108


@pytest.mark.parametrize("load", [0.1, 3.0, 12.5, 101.3, 999.0, 4321.0])
@pytest.mark.parametrize("ratio", [0.2, 0.9, 1.0, 1.03, 1.4])
@pytest.mark.parametrize("fraction", [0.0, 0.37])
def test_the_recursion_says_the_same(load, ratio, fraction):
    beds = int(load * ratio) + fraction
    assert turned_away(beds, load) == pytest.approx(recursion(beds, load), rel=1e-9)


@pytest.mark.parametrize(("beds", "load"), [(5, 2000), (0.5, 900), (50, 700), (1500, 3500)])
def test_far_too_few_beds(beds, load):
    """Here the incomplete gamma function is below the smallest number; the fraction is not."""
    assert turned_away(beds, load) == pytest.approx(recursion(beds, load), rel=1e-12)
    assert turned_away(beds, load) > 1 - beds / load


def test_far_too_many_beds_turn_nobody_away():
    assert turned_away(8000, 400) == 0.0


@settings(max_examples=60, deadline=None)
@given(st.floats(0.5, 5000), st.sampled_from([0.001, 0.01, 0.05, 0.3]))
def test_both_inverses(number, share):
    assert turned_away(number, load_carried(number, share)) == pytest.approx(share, rel=1e-8)
    assert turned_away(beds_needed(number, share), number) == pytest.approx(share, rel=1e-8)
    assert load_carried(beds_needed(number, share), share) == pytest.approx(number, rel=1e-8)


@settings(max_examples=60, deadline=None)
@given(st.floats(1, 3000), st.floats(0.3, 1.5))
def test_more_beds_turn_fewer_away_and_more_patients_more(load, ratio):
    beds = load * ratio
    assert turned_away(beds + 0.5, load) < turned_away(beds, load) < turned_away(beds, load + 0.5)


def test_the_larger_the_pool_the_fuller_it_can_run():
    """At 1 % turned away a ward of 30 runs 67 % full, one pool of 1,550 beds 97 %.

    30 beds carry a load of 20.34; 99 % of it is admitted: 20.34 × 0.99 / 30 = 0.671.
    """
    occupancy = {beds: load_carried(beds, 0.01) * 0.99 / beds for beds in (30, 1550)}
    assert round(occupancy[30], 2) == 0.67
    assert round(occupancy[1550], 2) == 0.97


def test_nothing_needs_nothing():
    assert (beds_needed(0, 0.01), load_carried(0, 0.01)) == (0.0, 0.0)
    assert (turned_away(0, 5), turned_away(0, 0), turned_away(5, 0)) == (1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (lambda: turned_away(-1, 5), "beds"),
        (lambda: turned_away(5, inf), "load"),
        (lambda: load_carried(5, 0), "share"),
        (lambda: beds_needed(-5, 0.1), "load"),
        (lambda: beds_needed(5, 1), "share"),
    ],
)
def test_what_is_no_number_of_beds_or_no_share_is_refused(wrong, named):
    with pytest.raises(ValueError, match=named):
        wrong()
