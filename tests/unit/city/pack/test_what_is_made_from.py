"""What the dictionary says a parameter is made from is there, and is read."""

from collections.abc import Iterator

import pytest

from simulator.city.feedback.loops import Feedback, close_loops
from simulator.city.loading import all_settings, city_system
from simulator.city.pack.check import EVERY_FORM
from simulator.city.pack.sheets import SHEET
from simulator.files.form import Entry
from simulator.files.schema import build_schema
from tests.city import loaded

BASELINE = loaded()
SYSTEM = close_loops(
    city_system(BASELINE.file, BASELINE.pack), Feedback(planners=True, families=True, private=True)
)
PACK = BASELINE.pack
KEYS = tuple(build_schema(all_settings(), PACK.axes).leaves)
FORM = {form.file: form for form in EVERY_FORM}
STATED = {key for key, _ in PACK.parameters.table}


def names(entries: tuple[Entry, ...]) -> Iterator[str]:
    """Every key of a form, at any depth."""
    for entry in entries:
        yield entry.name
        yield from names(entry.entries)


def is_there(source: str) -> bool:
    """Whether a source is a key of scenarios, a file that is read, or a key of such a file."""
    file, _, key = source.partition(": ")
    if file.endswith(".csv"):
        return file in SHEET and SHEET[file].read and not key
    if not file.endswith(".toml"):
        return source in KEYS or any(each.startswith(f"{source}.") for each in KEYS)
    if file == "parameters.toml":
        return key in STATED or any(each.startswith(f"{key}.") for each in STATED)
    return file in FORM and (not key or key in set(names(FORM[file].entries)))


@pytest.mark.parametrize("parameter", SYSTEM.parameters, ids=lambda each: each.name)
def test_a_parameter_is_made_from_what_is_read(parameter):
    assert [each for each in parameter.made_from if not is_there(each)] == []


@pytest.mark.parametrize(
    "source",
    ["rates/migration_profile.csv", "parameters.toml: departures_by_age", "plan.nothing", "x.toml"],
)
def test_what_is_not_there_is_found(source):
    assert not is_there(source)
