"""Tables of a nation: what fits is followed, what does not is refused."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.demography.nation import follow_nation
from simulator.demography.nation_tables import NationTables
from simulator.errors import DataError

START, STOP = 2010.0, 2012.0
BY_SEX = (2, 101)


@pytest.fixture
def tables():
    """A thousand of each sex and age, who neither die in numbers nor have children."""
    return NationTables(
        years=(2010, 2011),
        death_rates=np.full((2, *BY_SEX), 1e-6),
        fertility=np.zeros((2, 101)),
        boys_per_girl=np.full(2, 1.05),
        people={START: np.full(BY_SEX, 1000.0)},
        migrants={2011.0: np.full(BY_SEX, 10.0), 2012.0: np.full(BY_SEX, 5.0)},
    )


def test_people_grow_older_and_migrants_come(tables):
    found = follow_nation(tables, 1, START, STOP)
    wanted = 1000 + 10 + 5
    assert found.people_by_age[:, 3:100] == pytest.approx(np.full((2, 97), wanted), rel=1e-4)
    assert found.people_by_age[:, 0] == pytest.approx(5, rel=1e-4)
    assert found.births_by_year == pytest.approx(np.zeros((2, 2)), abs=1e-9)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("death_rates", np.zeros((1, *BY_SEX))),
        ("fertility", np.zeros((2, 100))),
        ("boys_per_girl", np.zeros(3)),
        ("people", {START: np.zeros((101, 2))}),
        ("migrants", {2011.0: np.zeros(101)}),
    ],
)
def test_a_table_of_another_shape_is_refused(tables, name, table):
    with pytest.raises(ValueError, match=f"{name}.*expected"):
        replace(tables, **{name: table})


def test_a_year_without_migrants_is_refused(tables):
    with pytest.raises(DataError, match=r"migrants: no migrant counts for 2012"):
        follow_nation(replace(tables, migrants={2011.0: np.zeros(BY_SEX)}), 1, START, STOP)
