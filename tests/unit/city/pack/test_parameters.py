"""parameters.toml: no figure without unit, definition, source, status and grade."""

import pytest

from simulator.city.pack.city_pack import STATED, read_parameters
from simulator.errors import DataError

ENTRY = {
    "key": "world.arrivals",
    "value": 5.0,
    "unit": "persons/year",
    "definition": "people who move in",
    "source_id": "PACK",
    "status": "hand-set",
    "grade": "D",
}


def read(*entries):
    return read_parameters({"parameter": list(entries)}, "calibration/here/parameters.toml")


def test_a_value_of_the_basis_goes_before_one_of_both():
    found = read(ENTRY, {**ENTRY, "basis": "planned", "value": 7.0})
    assert found.value("world.arrivals", "planned") == 7.0
    assert found.value("world.arrivals", "revised") == 5.0
    assert found.value("world.arrivals") == 5.0
    assert found.find("world.departures", "revised") is None


@pytest.mark.parametrize("name", STATED)
def test_what_every_figure_has_is_asked_for(name):
    entry = {key: value for key, value in ENTRY.items() if key != name}
    key = "" if name == "key" else "world.arrivals: "
    with pytest.raises(DataError) as refused:
        read(entry)
    assert str(refused.value) == (
        f"calibration/here/parameters.toml: {key}states no {name}; every figure has them"
    )


def test_every_fault_is_said_at_once():
    unitless = {key: value for key, value in ENTRY.items() if key not in ("unit", "value")}
    with pytest.raises(DataError) as refused:
        read(ENTRY, unitless)
    assert [fault.message for fault in refused.value.faults] == [
        "stated twice",
        "states no unit, value; every figure has them",
    ]


def test_a_value_that_only_the_pack_states_is_asked_for_by_key():
    with pytest.raises(DataError, match=r"start\.timing: no value of start\.timing; add a"):
        read(ENTRY).value("start.timing")
    dated = {key: value for key, value in ENTRY.items() if key != "value"}
    with pytest.raises(DataError, match=r"no value of world\.arrivals"):
        read({**dated, "values": {"2011": 5.0}}).value("world.arrivals")


def test_a_text_for_a_number_is_refused_with_its_key():
    with pytest.raises(DataError) as refused:
        read({**ENTRY, "value": "a third"})
    assert str(refused.value) == (
        "calibration/here/parameters.toml: world.arrivals: "
        'value: found "a third"; would be right: a number / 应为数字'
    )
