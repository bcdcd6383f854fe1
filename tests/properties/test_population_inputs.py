"""Laws that hold for any census, table of rates and margins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simulator.demography.infancy import first_year_hazards, infant_hazards, window_survivors
from simulator.demography.life_table import life_expectancy, shift_to
from simulator.demography.migration import LabourCurve, arrival_profile, by_status
from simulator.demography.parity import mean_over_windows, parity_shares, shift_ages
from simulator.demography.proportional_fitting import fit_proportionally
from simulator.demography.pyramid import AgeGroup, months_of_birth
from tests.examples import examples

UNTIMED = settings(deadline=None)
FEW = settings(max_examples=examples(25), deadline=None)

SHARES = st.floats(0, 1)
COUNTS = st.one_of(st.just(0.0), st.floats(1e-3, 1e7))


@st.composite
def censuses(draw):
    bounds = sorted(draw(st.sets(st.integers(2, 100), min_size=1, max_size=20)))
    starts, ends = (0, 1, *bounds), (1, *bounds, None)
    return [
        AgeGroup(age_from=start, age_to=end, persons=draw(COUNTS))
        for start, end in zip(starts, ends, strict=True)
    ]


@UNTIMED
@given(groups=censuses(), months=st.integers(0, 24), undercount=st.floats(0.5, 2))
def test_a_pyramid_keeps_every_group_and_has_no_negative_month(groups, months, undercount):
    start = 2010 + months / 12
    people = months_of_birth(groups, 2010.0, start, undercount, None)
    assert people.min() >= 0
    youngest_first = people[::-1]
    scale = sum(group.persons for group in groups) + 1e-300
    for group in groups:
        end = 1320 if group.age_to is None else months + 12 * group.age_to
        found = youngest_first[months + 12 * group.age_from : end].sum()
        wanted = group.persons * (undercount if group.age_from == 0 else 1)
        assert abs(found - wanted) <= 1e-9 * scale


@UNTIMED
@given(
    truth=arrays(np.float64, (2, 3, 4), elements=st.floats(0.1, 10)),
    seed=arrays(np.float64, (2, 3, 4), elements=st.floats(0.1, 10)),
)
def test_a_fitted_table_meets_margins_that_agree(truth, seed):
    margins = (((0, 1), truth.sum(axis=2)), ((2,), truth.sum(axis=(0, 1))))
    fitted = fit_proportionally(seed, margins, tolerance=1e-11)
    assert fitted.sum(axis=2) == pytest.approx(margins[0][1], rel=1e-10)
    assert fitted.sum(axis=(0, 1)) == pytest.approx(margins[1][1], rel=1e-10)
    assert fitted.min() > 0


@UNTIMED
@given(
    mx=arrays(np.float64, 101, elements=st.floats(1e-5, 0.1)),
    a0=st.floats(0.05, 0.5),
    factor=st.floats(0.2, 5),
)
def test_a_shifted_table_finds_the_factor_it_was_made_with(mx, a0, factor):
    mx[-1] = 0.3
    target = life_expectancy(mx * factor, a0)
    shifted = shift_to(mx, a0, target)
    assert life_expectancy(shifted, a0) == pytest.approx(target, abs=1e-10)


@UNTIMED
@given(
    m0=st.one_of(st.just(0.0), st.floats(1e-6, 0.3)),
    a0=st.floats(0.06, 0.45),
    m1=st.floats(0, 0.1),
    per_year=st.sampled_from((1, 2, 3, 4, 6, 12)),
)
def test_a_birth_window_is_carried_exactly_through_its_first_year(m0, a0, m1, per_year):
    first, rest = infant_hazards(np.array(m0), a0)
    hazards = first_year_hazards(first, rest, np.array(m1), per_year)
    held = window_survivors(first, rest, np.array(m1), per_year)
    assert hazards.min() >= -1e-14
    opening = hazards[0] / per_year
    people = (1.0 if opening == 0 else -np.expm1(-opening) / opening) / per_year
    for hazard, survivors in zip((*hazards[1:], 0.0), held, strict=True):
        assert people == pytest.approx(survivors, rel=1e-12)
        people *= np.exp(-hazard / per_year)


@FEW
@given(
    first=arrays(np.float64, 35, elements=st.floats(0, 0.5)),
    second=arrays(np.float64, 35, elements=st.floats(0, 1)),
    planning=SHARES,
    spacing=st.floats(0.2, 10),
    timing=st.floats(-10, 10),
)
def test_women_are_neither_lost_nor_made_and_never_return_to_childless(
    first, second, planning, spacing, timing
):
    schedules = [np.pad(rates, (15, 51)) for rates in (first, second)]
    shares = parity_shares(*schedules, planning, spacing, timing)
    assert shares.sum(axis=0) == pytest.approx(np.ones(1321), abs=1e-12)
    assert shares.min() >= -1e-15
    assert np.diff(shares[0]).max() <= 1e-15
    assert np.diff(shares[5]).min() >= -1e-15


@UNTIMED
@given(
    rates=arrays(np.float64, 35, elements=st.floats(0, 1)),
    there=st.floats(-14, 14),
)
def test_moving_a_schedule_keeps_its_sum(rates, there):
    schedule = np.pad(rates, (15, 51))
    assert shift_ages(schedule, there).sum() == pytest.approx(schedule.sum(), abs=1e-12)


@FEW
@given(
    under_15=SHARES,
    young=SHARES,
    men=SHARES,
    location=st.floats(15, 40),
    parity=arrays(np.float64, (5, 1213), elements=st.floats(0.01, 1)),
)
def test_arrivals_by_status_sum_to_one(under_15, young, men, location, parity):
    profile = arrival_profile(under_15, young, LabourCurve(location=location), men)
    split = by_status(profile, mean_over_windows(parity / parity.sum(axis=0), 12))
    assert split.min() >= 0
    assert split.sum() == pytest.approx(1.0, abs=1e-12)
