"""Rows of the city stand apart from rows of its parts, so that a sum counts nobody twice."""

import numpy as np
import pytest

from simulator.city.ground.level import LEVELS, level_of
from simulator.city.tables import TABLES
from simulator.report.table import Table
from tests.city import ONE_WINDOW, city_pack, outcome_of

SUMMED = ("services", "supply_states", "school_entitlement", "school_entrance", "intakes")
TABLES_WITH_CITY = {*SUMMED, "gaps", "observed"}
SHORT = (ONE_WINDOW, "model.stop=2023-01-01", "report.to_year=2022")


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    outcome = outcome_of(*SHORT)
    return {name: make(outcome) for name, make in TABLES.items()}


@pytest.mark.parametrize(
    ("place", "level"), [("city", "city"), ("island", "area"), ("huli", "district")]
)
def test_the_level_of_a_place(place: str, level: str) -> None:
    assert level_of(city_pack(), place) == level
    assert level in LEVELS


def test_tables_with_rows_of_the_city_beside_its_parts_say_so(tables: dict[str, Table]) -> None:
    told = {name for name, table in tables.items() if "level" in names_of(table)}
    assert told == TABLES_WITH_CITY
    # a project of the whole city is no sum of others: its row is the only one it has
    one_row_each = {"projects", "project_sensitivity"}
    holds = {name for name, table in tables.items() if "district" in names_of(table)}
    with_city = {name for name in holds if "city" in tables[name].column("district").cells}
    assert with_city - one_row_each == TABLES_WITH_CITY


@pytest.mark.parametrize(
    ("name", "column", "levels"),
    [
        ("services", "demand", LEVELS),
        ("supply_states", "places", ("city", "district")),
        ("school_entitlement", "children", LEVELS),
        ("school_entrance", "entrants", LEVELS),
        ("intakes", "unborn", ("city", "district")),
    ],
)
def test_parts_add_up_to_the_city(
    tables: dict[str, Table], name: str, column: str, levels: tuple[str, ...]
) -> None:
    table = tables[name]
    labels = [each for each in ("date", "service", "delivery", "state") if each in names_of(table)]
    keys = list(zip(*(table.column(label).cells for label in labels), strict=True))
    values = [float(cell or "nan") for cell in table.column(column).cells]
    level = table.column("level").cells
    whole = {key: value for key, value, at in zip(keys, values, level, strict=True) if at == "city"}
    parts: dict[tuple[str, ...], float] = {}
    for key, value, at in zip(keys, values, level, strict=True):
        if at != "city":
            parts[key] = parts.get(key, 0.0) + value
    assert set(level) == set(levels)
    assert parts
    found = [whole[key] for key in parts]
    np.testing.assert_allclose(list(parts.values()), found, atol=0.5, rtol=1e-6)


def names_of(table: Table) -> list[str]:
    return [column.name for column in table.columns]
