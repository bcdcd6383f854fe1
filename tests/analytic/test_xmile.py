"""The comparable population as XMILE: well formed, complete, and the same people.

That other engines compute from it what the plain chain does is seen by ``tests.benchmarks``.
"""

from xml.etree import ElementTree as ET

import pytest

from tests.benchmarks.xmile import AGES, DIMENSIONS, LEVELS, xmile
from tests.comparable_rates import DISTRICTS, RESIDENCY, SERVICES, SEXES, starting_people

SPACE = "{http://docs.oasis-open.org/xmile/ns/XMILE/v1.0}"
CELLS = len(AGES) * len(SEXES) * len(RESIDENCY) * len(DISTRICTS)


@pytest.fixture(scope="module", params=[False, True], ids=["by cell", "by row"])
def model(request):
    text = xmile(16, by_row=request.param)
    return ET.fromstring(text), CELLS if not request.param else len(AGES)  # noqa: S314 - our own


def named(root, kind):
    return {item.get("name"): item for item in root.iter(f"{SPACE}{kind}")}


def test_every_flow_of_the_stock_is_declared_and_every_flow_is_of_the_stock(model):
    root, _ = model
    (stock,) = named(root, "stock").values()
    used = [item.text for kind in ("inflow", "outflow") for item in stock.iter(f"{SPACE}{kind}")]
    assert sorted(used) == sorted(named(root, "flow"))
    assert len(set(used)) == len(used)


def test_the_people_of_the_start_are_all_there(model):
    root, _ = model
    cells = [float(item.text) for item in named(root, "aux")["start"].iter(f"{SPACE}eqn")]
    assert len(cells) == CELLS
    assert sum(cells) == pytest.approx(starting_people().sum(), rel=1e-12)


def test_every_band_takes_from_the_one_before(model):
    root, expected = model
    elements = list(named(root, "flow")["coming_of_age"].iter(f"{SPACE}element"))
    assert len(elements) == expected
    for element in elements:
        sex, band, residency, district = element.get("subscript").split(",")
        place = AGES.index(band)
        before = f"ageing[{sex}, {AGES[place - 1]}, {residency}, {district}]"
        newborn = f"newborns[{sex}, {residency}, {district}]"
        assert element.find(f"{SPACE}eqn").text == (before if place else newborn)


def test_what_varies_by_draw_is_a_constant_and_every_service_is_asked_for(model):
    root, _ = model
    auxiliaries = named(root, "aux")
    for name in LEVELS:
        assert float(auxiliaries[name].find(f"{SPACE}eqn").text) > 0
    assert {f"demand_{name}" for name in SERVICES} <= auxiliaries.keys()
    assert {item.get("name") for item in root.iter(f"{SPACE}dim")} == DIMENSIONS.keys()
