"""Ten years of the city with windows of any width, against windows of a month."""

import pytest

from tests.resolution import ASKED, off

WIDER = {
    1: {
        "births": 0.11,
        "births in all": 0.08,
        "deaths": 0.065,
        "deaths in all": 0.055,
        "ages on 1 September": 0.22,
        "ages on 1 January": 1.0,
        "demand": 0.19,
    },
    2: {"ages on 1 September": 0.085},
}
"""What these widths do not reach, and what they do: docs/population.md says why."""
SEASONAL = {1: {"deaths in all": 0.07}}
"""Deaths of infants, told by their month of birth, too."""


@pytest.mark.parametrize("per_year", [1, 2, 3, 4, 6])
def test_windows_of_any_width_agree(per_year):
    limits = ASKED | WIDER.get(per_year, {})
    found = off(per_year)
    assert {name: value for name, value in found.items() if value > limits[name]} == {}


def test_what_is_said_not_to_be_reached_is_not():
    """A limit that a width has come to keep belongs out of the list."""
    for per_year, wider in WIDER.items():
        found = off(per_year)
        assert [name for name in wider if found[name] <= ASKED[name]] == []


@pytest.mark.parametrize("per_year", [1, 3])
def test_births_by_month_move_nothing_but_the_months(per_year):
    """With a season of births, windows still agree; totals of the year keep their size."""
    season = "world.birth_seasonality={'02'=0.8,'10'=1.2}"
    limits = ASKED | WIDER.get(per_year, {}) | SEASONAL.get(per_year, {})
    plain, seasonal = off(per_year), off(per_year, season)
    for name in ("residents", "births in all", "deaths in all", "demand on 1 September"):
        assert seasonal[name] < limits[name]
        assert seasonal[name] == pytest.approx(plain[name], abs=0.02)
