from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from simulator.city.people.table import people_by_age, population_table
from simulator.demography.single_ages import completed_ages
from simulator.stockflow.grammar.axis import Windows, cohort_axis
from tests.outcomes import SNAPSHOTS, MadeUp

OLDER = 0


def windows(per_year: int) -> Windows:
    found = cohort_axis(per_year=per_year, first_day=Fraction(2, 3), oldest=1914, stop=2018).windows
    assert found is not None
    return found


def row(clock: Windows, opening: float) -> int:
    """Place of a window on the axis, the open cohort before them all."""
    found = [n for n in range(clock.count) if abs(clock.opening(n) - opening) < 1e-9]
    return found[0] + 1


@pytest.mark.parametrize("per_year", [1, 2, 3, 4, 6, 12])
def test_on_1_september_every_window_is_one_age(per_year: int) -> None:
    shares = completed_ages(windows(per_year), 2015 + 2 / 3)
    assert set(np.unique(shares)) == {0.0, 1.0}


@pytest.mark.parametrize("per_year", [1, 2, 3, 4, 6, 12])
def test_everybody_born_has_one_age_whatever_the_day(per_year: int) -> None:
    clock = windows(per_year)
    for year in (2014.0, 2014 + 2 / 3, 2016.5):
        shares = completed_ages(clock, year)
        born = np.array([True, *(clock.opening(n) <= year + 1e-9 for n in range(clock.count))])
        assert shares[born].sum(axis=1) == pytest.approx(1.0)
        assert (shares[~born] == 0).all()
        assert shares.min() >= 0


def test_on_1_january_a_window_of_a_year_is_split_by_uniform_births() -> None:
    clock = windows(1)
    shares = completed_ages(clock, 2015.0)
    # Born September 2008 to August 2009: a third of them, born by December, have turned six.
    assert shares[row(clock, 2008 + 2 / 3), 5] == pytest.approx(2 / 3)
    assert shares[row(clock, 2008 + 2 / 3), 6] == pytest.approx(1 / 3)


def test_the_newest_window_is_of_age_0_so_far_and_on_its_first_day() -> None:
    clock = windows(1)
    newest = row(clock, 2014 + 2 / 3)
    assert completed_ages(clock, 2015.0)[newest, 0] == 1.0
    assert completed_ages(clock, 2014 + 2 / 3)[newest, 0] == 1.0
    assert completed_ages(clock, 2014.5)[newest].sum() == 0.0


def test_a_hundred_and_over_are_summed() -> None:
    clock = windows(3)
    shares = completed_ages(clock, 2018.0)
    assert shares[OLDER, 100] == 1.0
    assert shares[1, 100] == 1.0
    assert shares[row(clock, 1917 + 2 / 3), 100] == 1.0
    assert shares[row(clock, 1918.0), 99] == 1.0


def test_women_are_all_that_are_no_men(tmp_path: Path) -> None:
    cohorts = windows(3).count + 1
    people = np.zeros((6, cohorts, 2, 2, SNAPSHOTS.size))
    people[0, OLDER, 0, 1] = 3.0
    people[1:, OLDER, 1, 0] = 1.0
    found = people_by_age(MadeUp(folder=tmp_path, people=people).outcome())
    assert found.shape == (SNAPSHOTS.size, 2, 2, 2, 101)
    assert found[0, 1, 0, 0, 100] == 3.0
    assert found[0, 0, 1, 1, 100] == 5.0
    assert found[0].sum() == 8.0


def test_the_table_names_every_place_and_age(tmp_path: Path) -> None:
    cohorts = windows(3).count + 1
    clock = windows(3)
    people = np.zeros((6, cohorts, 2, 2, SNAPSHOTS.size))
    people[0, row(clock, 2008 + 2 / 3), 1, 1, 3] = 42.0
    table = population_table(MadeUp(folder=tmp_path, people=people).outcome())
    assert [column.name for column in table.columns] == [
        "date",
        "district",
        "residency",
        "sex",
        "age",
        "persons",
    ]
    assert table.length == SNAPSHOTS.size * 2 * 2 * 2 * 101
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    assert [cells for cells in rows if cells[-1] != "0.000000"] == [
        ("2015-09-01", "south", "migrant", "men", "6", "42.000000")
    ]
    assert len({cells[:-1] for cells in rows}) == table.length
    assert rows[0][:5] == ("2014-01-01", "north", "registered", "men", "0")
