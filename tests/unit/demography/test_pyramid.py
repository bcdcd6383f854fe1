import numpy as np
import pytest

from simulator.demography.pyramid import AgeGroup, cumulative_persons, months_of_birth

CENSUS, START = 2010 + 10 / 12, 2011.0
BOUNDS = (0, 1, 5, 10, 20, 60, 85)
PERSONS = (1200.0, 4000.0, 6000.0, 9000.0, 50000.0, 8000.0, 400.0)


def groups(persons=PERSONS, bounds=BOUNDS):
    ends = (*bounds[1:], None)
    return [
        AgeGroup(age_from=start, age_to=end, persons=count)
        for start, end, count in zip(bounds, ends, persons, strict=True)
    ]


def test_every_group_keeps_its_sum_on_its_months_of_birth():
    people = months_of_birth(groups(), CENSUS, START, 1.0, None)[::-1]
    for group in groups():
        end = 108 if group.age_to is None else group.age_to
        found = people[2 + 12 * group.age_from : 2 + 12 * end].sum()
        assert found == pytest.approx(group.persons, rel=1e-9)


def test_months_are_ordered_oldest_first():
    people = months_of_birth(groups(), CENSUS, START, 1.0, None)
    assert people.shape == (1320,)
    # Born November 2009 to October 2010: the age-0 group of the census, two months from the end.
    assert people[-14:-2].sum() == pytest.approx(1200.0, rel=1e-9)
    assert people[0] == 0.0


def test_months_between_census_and_start_hold_the_mean_month_of_raised_infants():
    people = months_of_birth(groups(), CENSUS, START, 1.15, None)
    assert people[-2:] == pytest.approx([115.0, 115.0], rel=1e-12)
    assert people[-14:-2].sum() == pytest.approx(1380.0, rel=1e-9)


def test_census_at_the_start_adds_no_month():
    people = months_of_birth(groups(), START, START, 1.0, None)
    assert people.sum() == pytest.approx(sum(PERSONS), rel=1e-12)


def test_raised_infants_leave_the_other_groups_alone():
    raised = months_of_birth(groups(), CENSUS, START, 1.15, None)
    assert raised[-62:-14].sum() == pytest.approx(4000.0, rel=1e-9)


def test_total_scales_every_month_by_one_factor():
    free = months_of_birth(groups(), CENSUS, START, 1.15, None)
    scaled = months_of_birth(groups(), CENSUS, START, 1.15, 100_000.0)
    assert scaled.sum() == pytest.approx(100_000.0, rel=1e-12)
    living = free > 0
    assert np.ptp(scaled[living] / free[living]) < 1e-12


def test_first_entry_holds_everyone_older():
    long = months_of_birth(groups(), CENSUS, START, 1.0, None)
    short = months_of_birth(groups(), CENSUS, START, 1.0, None, n_months=960)
    assert short[0] == pytest.approx(long[:361].sum(), rel=1e-12)
    assert short[1:] == pytest.approx(long[361:], rel=1e-12)


def test_even_ages_are_spread_evenly():
    even = [12.0 * (end - start) for start, end in zip(BOUNDS, (*BOUNDS[1:], 105), strict=True)]
    people = months_of_birth(groups(even), START, START, 1.0, None)[::-1]
    assert people[: 12 * 60] == pytest.approx(np.ones(720), rel=1e-9)


def test_open_group_falls_exponentially_from_the_last_closed_one():
    decline = 0.2
    shape = np.exp(-decline * np.array([60.0, 85.0]))
    persons = (*PERSONS[:-2], 1e6 * (shape[0] - shape[1]), 1e6 * shape[1])
    younger = cumulative_persons(groups(persons), np.array([85.0, 95.0, 105.0]))
    expected = (1 - np.exp(-10 * decline)) / (1 - np.exp(-20 * decline))
    assert (younger[1] - younger[0]) / (younger[2] - younger[0]) == pytest.approx(expected)


@pytest.mark.parametrize("emptied", [-2, -1])
def test_an_empty_group_at_the_end_is_spread_all_the_same(emptied):
    persons = list(PERSONS)
    persons[emptied] = 0.0
    people = months_of_birth(groups(persons), CENSUS, START, 1.0, None)
    assert people.min() >= 0
    assert people.sum() == pytest.approx(sum(persons) + 200.0, rel=1e-12)


def test_density_is_monotone_and_continuous_at_the_seams():
    ages = np.arange(0, 105 * 12 + 1) / 12
    density = np.diff(cumulative_persons(groups(), ages))
    assert density.min() >= 0
    seam = 12 * 20
    assert density[seam] == pytest.approx(density[seam - 1], rel=0.15)


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        (groups((5000.0, *PERSONS[2:]), (0, *BOUNDS[2:])), "age 0 alone"),
        (groups()[:3] + groups()[4:], "each has to begin where the one before ends"),
        (groups()[:-1], "has to be open"),
        (groups()[:1], "more have to follow"),
        (groups((*PERSONS[:-1], -1.0)), "holds -1.0 persons"),
        (groups((*PERSONS[:-1], np.nan)), "holds nan persons"),
        (groups((np.inf, *PERSONS[1:])), "holds inf persons"),
        (groups(PERSONS, (*BOUNDS[:-1], 105)), "begin before age 105"),
    ],
)
def test_faulty_groups_are_refused(faulty, message):
    with pytest.raises(ValueError, match=message):
        months_of_birth(faulty, CENSUS, START, 1.0, None)


@pytest.mark.parametrize(
    ("census", "undercount", "total", "message"),
    [
        (2010.8, 1.0, None, "whole number"),
        (2011.5, 1.0, None, "whole number"),
        (CENSUS, 0.0, None, "undercount is 0"),
        (CENSUS, 1.0, -5.0, "cannot be scaled"),
        (1890.0, 1.0, None, "reach back"),
    ],
)
def test_faulty_arguments_are_refused(census, undercount, total, message):
    with pytest.raises(ValueError, match=message):
        months_of_birth(groups(), census, START, undercount, total)
