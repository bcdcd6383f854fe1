"""A gap taken apart: the parts add up, and each answers to what it is about."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.services.series import ServiceSeries
from simulator.city.services.shortfall import why_short
from tests.city import city_pack

PRIMARY = city_pack().service["primary"]


@pytest.fixture
def series():
    return ServiceSeries(
        service=PRIMARY,
        places=("siming", "city"),
        years=np.array([2018 + 2 / 3, 2019 + 2 / 3]),
        demand=np.array([[100.0, 120.0], [300.0, 340.0]]),
        promised=np.array([[90.0, 95.0], [280.0, 300.0]]),
        risk_adjusted=np.array([[90.0, 85.0], [270.0, 280.0]]),
        users=np.array([[100.0, 120.0], [300.0, 340.0]]),
        norm=np.ones((2, 2)),
        for_use=np.full((2, 2), np.nan),
    )


@pytest.fixture
def foreseen(series):
    return replace(series, demand=np.array([[100.0, 105.0], [280.0, 310.0]]))


def test_parts_are_what_is_late_unplanned_and_grown(series, foreseen):
    found = why_short(series, foreseen, "siming", 2019 + 2 / 3)
    assert (found.gap, found.late, found.unplanned, found.grown) == (35, 10, 10, 15)


@pytest.mark.parametrize("place", ["siming", "city"])
@pytest.mark.parametrize("year", [2018 + 2 / 3, 2019 + 2 / 3])
def test_parts_add_up_to_the_gap(series, foreseen, place, year):
    found = why_short(series, foreseen, place, year)
    assert found.late + found.unplanned + found.grown == pytest.approx(found.gap, abs=1e-9)


def test_what_is_unknown_stays_unknown(series, foreseen):
    assert why_short(series, foreseen, "siming", 2019.0) is None
    unknown = replace(series, risk_adjusted=np.full((2, 2), np.nan))
    assert why_short(unknown, foreseen, "siming", 2019 + 2 / 3) is None
