"""The baseline against published figures of Xiamen, with windows of a year.

At the default resolution, and for every scenario: ``tests/slow/test_scenarios.py``.
"""

import pytest

from tests.city import ONE_WINDOW, TOLERANCES, errors

DATES = {
    "residents": {f"city {year}-12-31" for year in (2015, 2018, 2019, 2020)},
    "registered": {f"city {year}-12-31" for year in range(2011, 2021)},
    "births": {f"city {year}-12-31" for year in range(2011, 2019)},
    "district_residents": {
        f"{name} 2020-12-31" for name in ("siming", "huli", "jimei", "haicang", "tongan", "xiangan")
    },
    "primary_pupils": {f"city {year}-09-01" for year in (2015, 2017, 2018)},
    "junior_pupils": {f"city {year}-09-01" for year in (2015, 2017)},
    "district_primary_pupils": {"siming 2015-09-01", "xiangan 2015-09-01"},
    "crude_death_rate": {f"city {year}-12-31" for year in range(2014, 2019)},
}


@pytest.fixture(scope="module")
def found():
    return errors(ONE_WINDOW)


@pytest.mark.parametrize("series", TOLERANCES)
def test_every_observation_is_met(found, series):
    assert found[series].keys() >= DATES[series]
    missed = {date: e for date, e in found[series].items() if abs(e) > TOLERANCES[series]}
    assert missed == {}
