"""What a parameter says it is made from is there: a file of the pack that runs read, its key."""

import re

import pytest

from simulator.city.pack.sheets import SHEETS
from simulator.city.whole import SETTINGS
from tests.city import loaded
from tests.pack_files import PACK

ALL_ON = ("feedback.planners.on=true", "feedback.families.on=true", "feedback.private.on=true")
READ_BY_NONE = {sheet.file for sheet in SHEETS if not sheet.read}
SOURCES = sorted({name for each in loaded(*ALL_ON).system.parameters for name in each.source})


def is_there(source: str) -> bool:
    file, _, key = source.partition(": ")
    if not file.endswith((".csv", ".toml")):
        return any(setting.key == source for setting in SETTINGS)
    if file in READ_BY_NONE or not (PACK / file).exists():
        return False
    text = (PACK / file).read_text(encoding="utf-8")
    if file == "parameters.toml":
        return re.search(rf'^key = "{re.escape(key)}[".]', text, re.MULTILINE) is not None
    return re.search(rf"\b{key}\b", text) is not None


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_there(source):
    assert is_there(source)


@pytest.mark.parametrize(
    "source",
    ["rates/migration_profile.csv", "parameters.toml: departures_by_age", "plan.nothing", "x.toml"],
)
def test_what_is_not_there_is_found(source):
    assert not is_there(source)
