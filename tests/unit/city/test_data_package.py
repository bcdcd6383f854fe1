"""``datapackage.json`` of a run, as the library of the standard reads it."""

import json
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pytest

from simulator.city.data_package import KEYS
from simulator.city.ensemble.outlook import outlook_table
from simulator.city.tables import TABLES, write_tables
from simulator.report.table import Table
from tests.city import ONE_WINDOW, city_pack, outcome_of

TWO_YEARS = (ONE_WINDOW, "model.stop=2018-01-01", "report.to_year=2017")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "tables"
    write_tables(folder, outcome_of(*TWO_YEARS))
    return folder


@pytest.fixture(scope="module")
def package(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def faults(folder: Path) -> list[str]:
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    errors = [*report.errors, *(each for task in report.tasks for each in task.errors)]
    return [f"{error.type}: {error.message}" for error in errors]


def test_the_library_of_the_standard_finds_every_table_as_described(folder: Path) -> None:
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("was", "now", "kind"),
    [
        ("kindergarten,huli,places,", "kindergarten,siming,places,", "primary-key"),
        ("kindergarten,huli,places,2015", "kindergarten,huli,places,2-15", "type-error"),
        ("service,district,unit", "service,place,unit", "incorrect-label"),
    ],
)
def test_what_does_not_fit_is_seen(
    folder: Path, tmp_path: Path, was: str, now: str, kind: str
) -> None:
    """The test above can fail: on a row told twice, a cell of another type, another head."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    described["resources"] = [each for each in described["resources"] if each["name"] == "gaps"]
    (tmp_path / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    text = (folder / "gaps.csv").read_text(encoding="utf-8")
    assert was in text
    (tmp_path / "gaps.csv").write_text(text.replace(was, now), encoding="utf-8")
    assert [fault.partition(":")[0] for fault in faults(tmp_path)] == [kind]


def test_types_are_those_of_the_parquet(folder: Path, package: dict[str, Any]) -> None:
    known = {"string": "VARCHAR", "date": "DATE", "integer": "INTEGER", "number": "DOUBLE"}
    for resource in package["resources"]:
        found = duckdb.from_parquet(str(folder / f"{resource['name']}.parquet"))
        fields = resource["schema"]["fields"]
        assert [each["name"] for each in fields] == found.columns
        assert [known[each["type"]] for each in fields] == list(map(str, found.types))


def test_every_table_and_column_is_called_something_in_both_languages(
    package: dict[str, Any],
) -> None:
    names = [resource["name"] for resource in package["resources"]]
    assert names == [*TABLES, "dictionary"]
    for resource in package["resources"]:
        for each in (resource, *resource["schema"]["fields"]):
            assert each["title"], (resource["name"], each["name"])
            assert each["title_zh"], (resource["name"], each["name"])
    assert package["title_zh"].startswith("厦门")
    (gap,) = (
        each
        for resource in package["resources"]
        if resource["name"] == "services"
        for each in resource["schema"]["fields"]
        if each["name"] == "gap"
    )
    assert gap["unit"] == "as the service"
    assert gap["description"].startswith("demand − risk-adjusted supply")
    assert len(package["sources"]) == len(city_pack().sources)


def test_every_table_of_which_rows_can_be_told_apart_says_by_what() -> None:
    outcome = outcome_of(*TWO_YEARS)
    tables = [make(outcome) for make in TABLES.values()]
    for table in (*tables, outlook_table(outcome)):
        if table.name in KEYS:
            keys = rows_of(table, KEYS[table.name])
            assert len(set(keys)) == len(keys), table.name
            assert all(map(all, keys)), table.name
    # what is conserved has places of several kinds, most of whose labels are blank
    assert set(KEYS) == {*TABLES, "outlook"} - {"balance"}


def rows_of(table: Table, names: Any) -> list[tuple[str, ...]]:
    return list(zip(*(table.column(name).cells for name in names), strict=True))
