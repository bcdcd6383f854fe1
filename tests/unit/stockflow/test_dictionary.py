from pathlib import Path

import pytest

from simulator.city.tables import build_tables
from simulator.report.table import Table
from tests.outcomes import MadeUp, write_observations


@pytest.fixture
def tables(tmp_path: Path) -> tuple[Table, ...]:
    row = "districts_revised,2015,2016-01-01,year_end,north,both,all,10,persons,d,tight,observation"
    write_observations(tmp_path, "districts", [row])
    return build_tables(MadeUp(folder=tmp_path).outcome())


@pytest.fixture
def entries(tables: tuple[Table, ...]) -> list[dict[str, str]]:
    names = [column.name for column in tables[-1].columns]
    cells = zip(*(column.cells for column in tables[-1].columns), strict=True)
    return [dict(zip(names, each, strict=True)) for each in cells]


def test_every_column_of_every_table_is_explained_in_both_languages(
    tables: tuple[Table, ...], entries: list[dict[str, str]]
) -> None:
    found = {(entry["table"], entry["column"]): entry for entry in entries if entry["table"]}
    for table in tables:
        assert found[table.name, ""]["zh"] != ""
        for column in table.columns:
            entry = found[table.name, column.name]
            for cell in ("type", "unit", "zh", "en", "definition_zh", "definition_en"):
                assert entry[cell] != "", (table.name, column.name, cell)
            assert entry["type"] == column.kind


def test_the_dictionary_explains_itself_last(tables: tuple[Table, ...]) -> None:
    assert [table.name for table in tables] == [
        "answer",
        "population",
        "components",
        "services",
        "gaps",
        "observed",
        "fit_by_series",
        "projects",
        "supply_states",
        "project_sensitivity",
        "supply_record",
        "ratios",
        "beds",
        "housing",
        "school_entitlement",
        "school_entrance",
        "intakes",
        "definitions",
        "held",
        "inputs",
        "targets",
        "target_values",
        "balance",
        "dictionary",
    ]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("services", "service"),
        ("services", "district"),
        ("population", "residency"),
        ("population", "sex"),
        ("components", "flow"),
        ("components", "direction"),
        ("observed", "series"),
        ("observed", "result"),
        ("balance", "kind"),
        ("balance", "delivery"),
    ],
)
def test_every_label_in_a_table_is_explained(
    tables: tuple[Table, ...], entries: list[dict[str, str]], table: str, column: str
) -> None:
    named = {entry["value"] for entry in entries if entry["column"] == column}
    used = set(next(one for one in tables if one.name == table).column(column).cells) - {""}
    assert used
    assert used <= named


def test_a_flow_comes_with_its_meaning_in_both_languages(entries: list[dict[str, str]]) -> None:
    (departures,) = [entry for entry in entries if entry["value"] == "departures"]
    assert departures["definition_zh"] == "离开本市的外来人口"
    assert departures["definition_en"] == "migrants who leave the city"
    flows = [entry for entry in entries if entry["column"] == "flow" and entry["value"]]
    assert all(flow["definition_zh"] for flow in flows)


def test_a_service_comes_with_its_unit_and_definition(entries: list[dict[str, str]]) -> None:
    (school,) = [entry for entry in entries if entry["value"] == "primary"]
    assert (school["zh"], school["en"]) == ("服务primary", "The primary")
    assert school["unit"] == "个学位 / places"
    assert school["definition_en"] == "what a primary is"
