"""Three years of the city with windows of a year and of four months, against windows of a month.

All widths, ten years: ``tests/slow/test_resolution.py``.
"""

import pytest

from tests.resolution import off

SHORT = "model.stop=2014-01-01"
LIMITS = {
    "residents": (0.01, 0.002),
    "births": (0.085, 0.01),
    "deaths": (0.1, 0.02),
    "ages on 1 September": (0.2, 0.05),
    "ages on 1 January": (0.55, 0.05),
    "demand on 1 September": (0.05, 0.01),
    "demand": (0.2, 0.03),
}
"""Per cent, for windows of a year and of four months."""


@pytest.mark.parametrize(("place", "per_year"), [(0, 1), (1, 3)])
def test_windows_of_any_width_agree(place, per_year):
    found = off(per_year, SHORT)
    assert {name: found[name] for name in LIMITS if found[name] > LIMITS[name][place]} == {}
