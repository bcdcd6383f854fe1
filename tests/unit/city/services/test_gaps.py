from pathlib import Path

import numpy as np
import pytest

from simulator.city.services.gaps import GapSummary, summarise_gaps
from simulator.city.services.series import service_series
from simulator.stockflow.arrays import FloatArray
from tests.outcomes import READINGS, STOP, MadeUp, reading

EXPECTED = 1


def summary_of(folder: Path, service: int, gaps: FloatArray, place: str = "city") -> GapSummary:
    """Gaps of the north by reading, demand 100 throughout; the south has none."""
    demand = np.zeros((3, 2, READINGS.size))
    demand[:, 0] = 100.0
    gap, supply = np.zeros((2, 3, 2, READINGS.size)), np.zeros((2, 3, 2, READINGS.size))
    gap[EXPECTED, service, 0] = gaps
    supply[EXPECTED, :, 0] = 100.0 - gap[EXPECTED, :, 0]
    measures = {"demand": demand, "supply": supply}
    outcome = MadeUp(folder=folder, measures=measures).outcome()
    found = summarise_gaps(service_series(outcome), STOP)
    name = outcome.pack.services[service].name
    return next(one for one in found if (one.service.name, one.place) == (name, place))


def at_septembers(values: dict[int, float]) -> FloatArray:
    gaps = np.zeros(READINGS.size)
    for year, value in values.items():
        gaps[reading(year + 2 / 3)] = value
    return gaps


def test_a_school_is_short_from_its_first_short_september(tmp_path: Path) -> None:
    found = summary_of(tmp_path, 0, at_septembers({2015: -20, 2016: 30, 2017: 10}))
    assert found.known_from == pytest.approx(2015 + 2 / 3)
    assert found.shortage is not None
    assert found.shortage.first == pytest.approx(2016 + 2 / 3)
    assert found.shortage.worst == 30
    assert found.shortage.worst_at == pytest.approx(2016 + 2 / 3)
    # A whole school year at 30, then the third of one that is left of the run at 10.
    assert found.shortage.place_years == pytest.approx(30 + 10 / 3)


def test_surplus_is_told_like_shortage(tmp_path: Path) -> None:
    values = {2015: -20, 2016: 30, 2017: 10}
    found = summary_of(tmp_path, 0, at_septembers(values))
    mirror = summary_of(tmp_path, 0, -at_septembers(values))
    assert found.surplus == mirror.shortage
    assert found.shortage == mirror.surplus
    assert found.surplus is not None
    assert found.surplus.worst == 20
    assert found.surplus.place_years == pytest.approx(20)


def test_a_gap_before_the_record_does_not_count(tmp_path: Path) -> None:
    found = summary_of(tmp_path, 0, at_septembers({2014: 99, 2015: -1, 2016: -1, 2017: -1}))
    assert found.shortage is not None
    assert (found.shortage.first, found.shortage.worst_at) == (None, None)
    assert (found.shortage.worst, found.shortage.place_years) == (0.0, 0.0)


def test_rounding_is_no_shortage(tmp_path: Path) -> None:
    found = summary_of(tmp_path, 1, np.full(READINGS.size, 0.4))
    assert found.shortage is not None
    assert found.shortage.first is None
    assert found.shortage.place_years == 0.0


def test_bed_years_follow_the_line_between_months_across_zero(tmp_path: Path) -> None:
    # From −10 at the start of 2016 to +30 at the start of 2018: zero is crossed after half a year.
    gaps = np.interp(READINGS, [2016, 2018], [-10.0, 30.0])
    found = summary_of(tmp_path, 1, gaps)
    assert found.shortage is not None
    assert found.surplus is not None
    assert found.shortage.place_years == pytest.approx(0.5 * 1.5 * 30)
    assert found.surplus.place_years == pytest.approx(0.5 * 0.5 * 10)
    assert found.shortage.first == pytest.approx(2016.5 + 1 / 12)


def test_a_crossing_between_two_readings_is_cut_where_it_lies(tmp_path: Path) -> None:
    gaps = np.full(READINGS.size, -1e-12)
    gaps[reading(2017.0)] = 12.0
    gaps[reading(2017.0) + 1 :] = -12.0
    found = summary_of(tmp_path, 1, gaps)
    assert found.shortage is not None
    # A triangle of a month up from zero, and one of half a month down to it.
    assert found.shortage.place_years == pytest.approx((12 / 2 + 12 / 4) / 12)


def test_an_unknown_service_has_neither_side(tmp_path: Path) -> None:
    found = summary_of(tmp_path, 2, np.full(READINGS.size, 5.0))
    assert found.known_from is None
    assert (found.shortage, found.surplus) == (None, None)
    assert (found.lowest_coverage, found.highest_coverage) == (None, None)


def test_coverage_at_its_extremes_and_unknown_where_nobody_asks(tmp_path: Path) -> None:
    gaps = at_septembers({2015: -20, 2016: 30})
    found = summary_of(tmp_path, 0, gaps, place="north")
    assert found.lowest_coverage == pytest.approx(0.7)
    assert found.highest_coverage == pytest.approx(1.2)
    assert summary_of(tmp_path, 0, gaps, place="south").lowest_coverage is None
