"""World Population Prospects, China from 1 July 2010 to 1 July 2020.

The migrants' ages are assumed: the published figure is one number a year.
"""

from dataclasses import replace

import numpy as np
import pytest

from simulator.demography.nation import follow_nation
from tests.national_tables import percent_off, read_wpp

START, STOP = 2010.5, 2020.5
PROFILE = "bayespop_default_1y"


@pytest.fixture(scope="module")
def china():
    return read_wpp("china", 2010, 2020, PROFILE)


@pytest.fixture(scope="module", params=[1, 3])
def followed(china, request):
    return follow_nation(china, request.param, START, STOP)


def off(followed, china, ages):
    """Error of each sex, and of both together, in one group of ages."""
    found, wanted = (
        people[:, ages].sum(axis=1) for people in (followed.people_by_age, china.people[STOP])
    )
    return percent_off([*found, found.sum()], [*wanted, wanted.sum()])


def test_the_total(followed, china):
    assert np.abs(off(followed, china, slice(None))).max() < 0.05


@pytest.mark.parametrize("ages", [slice(0, 15), slice(60, None)], ids=["0-14", "60+"])
def test_the_young_and_the_old(followed, china, ages):
    assert np.abs(off(followed, china, ages)).max() < 0.1


def test_every_single_age(followed, china):
    assert np.abs(percent_off(followed.people_by_age, china.people[STOP]))[:, 1:80].max() < 0.6


def test_without_the_migrants_there_are_too_many(china, followed):
    none = {year: np.zeros_like(counts) for year, counts in china.migrants.items()}
    alone = follow_nation(replace(china, migrants=none), 1, START, STOP)
    assert off(alone, china, slice(None)).min() > 0.2
    moved = -sum(counts.sum() for counts in china.migrants.values())
    assert alone.people_by_age.sum() - followed.people_by_age.sum() == pytest.approx(
        moved, rel=0.15
    )
