"""parameters.toml: no figure without unit, definition, source, status and grade."""

import pytest

from simulator.city.pack.city_pack import read_parameters
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


def test_a_value_that_only_the_pack_states_is_asked_for_by_key():
    with pytest.raises(DataError, match=r"start\.timing: has no value; add a"):
        read(ENTRY).value("start.timing")
    dated = {key: value for key, value in ENTRY.items() if key != "value"}
    with pytest.raises(DataError, match=r"world\.arrivals: has no value"):
        read({**dated, "values": {"2011": 5.0}}).value("world.arrivals")
