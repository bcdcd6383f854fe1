"""Every input belongs to one group: nothing that differs is left without a share."""

import pytest

from simulator.city.loading import all_settings
from simulator.city.why.groups import (
    BY_FIELD,
    GROUPS,
    SILENT,
    SIZE,
    TIMING,
    TIMING_FIELDS,
    group_of,
    group_of_field,
)
from simulator.errors import StructureError
from simulator.words.catalogue import is_known
from tests.city import loaded

LEAVES = loaded().file.schema.leaves


def test_every_key_of_the_schema_has_a_group_or_changes_no_number():
    for key in LEAVES:
        group = group_of(key)
        assert (group is None) == (key.split(".")[0] in SILENT or key in SILENT), key


def test_a_key_without_a_group_is_refused():
    with pytest.raises(StructureError, match=r"world\.weather"):
        group_of("world.weather")


def test_no_group_holds_a_key_that_is_not_there():
    for head in (*(key for group in GROUPS for key in group.keys), *SILENT):
        assert any(key == head or key.startswith(f"{head}.") for key in LEAVES), head


def test_no_key_stands_in_two_groups():
    heads = [key for group in GROUPS for key in group.keys] + list(SILENT)
    assert len(heads) == len(set(heads))


def test_every_group_has_its_words():
    assert all(is_known(f"group.{group.name}") for group in GROUPS)


def test_fields_of_projects_and_programmes_are_told_apart():
    settings = {setting.key: setting for setting in all_settings()}
    fields = {field for name in BY_FIELD for field in settings[name].fields}
    assert set(TIMING_FIELDS) <= fields
    assert {group_of_field(name) for name in ("promised", "late", "opens", "begins")} == {TIMING}
    assert {group_of_field(name) for name in ("places", "cancelled", "district")} == {SIZE}
