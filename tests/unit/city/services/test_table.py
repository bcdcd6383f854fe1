from pathlib import Path

import numpy as np
import pytest

from simulator.city.services.table import gaps_table, services_table
from simulator.report.table import Table
from tests.outcomes import READINGS, MadeUp, reading

FIRST = ["date", "service", "district", "demand", "promised", "risk_adjusted", "gap", "unit"]


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUp:
    demand = np.zeros((3, 2, READINGS.size))
    demand[0] = 100.0
    demand[1, 0] = np.arange(READINGS.size)
    supply = np.zeros((2, 3, 2, READINGS.size))
    supply[0], supply[1] = 90.0, 60.0
    return MadeUp(folder=tmp_path, measures={"demand": demand, "supply": supply})


def rows_of(table: Table) -> list[dict[str, str]]:
    names = [column.name for column in table.columns]
    cells = zip(*(column.cells for column in table.columns), strict=True)
    return [dict(zip(names, each, strict=True)) for each in cells]


def test_the_first_columns_are_those_promised(made_up: MadeUp) -> None:
    table = services_table(made_up.outcome())
    assert [column.name for column in table.columns][: len(FIRST)] == FIRST


def test_a_row_holds_what_belongs_together(made_up: MadeUp) -> None:
    rows = rows_of(services_table(made_up.outcome()))
    (school,) = [
        row
        for row in rows
        if (row["date"], row["service"], row["district"]) == ("2016-09-01", "primary", "city")
    ]
    assert [school[name] for name in FIRST[3:]] == [
        "200.000000",
        "180.000000",
        "120.000000",
        "80.000000",
        "places",
    ]
    assert school["coverage"] == "0.600000"
    assert (school["demand_grade"], school["supply_grade"]) == ("C", "A")
    assert (school["service_zh"], school["district_zh"]) == ("服务primary", "全市")
    (beds,) = [
        row
        for row in rows
        if (row["date"], row["service"], row["district"]) == ("2017-03-01", "hospital", "north")
    ]
    assert float(beds["demand"]) == reading(2017 + 2 / 12)
    assert beds["unit"] == "beds"


def test_what_is_not_on_record_is_blank(made_up: MadeUp) -> None:
    rows = rows_of(services_table(made_up.outcome()))
    early = [row for row in rows if row["service"] == "primary" and row["date"] == "2014-09-01"]
    assert len(early) == 3
    for row in early:
        assert row["demand"] != ""
        assert [row[name] for name in ("promised", "risk_adjusted", "gap", "coverage")] == [""] * 4
    unknown = [row for row in rows if row["service"] == "psychiatric"]
    assert {row["gap"] for row in unknown} == {""}
    assert {row["supply_grade"] for row in unknown} == {""}


def test_rows_run_by_date_then_service_then_district(made_up: MadeUp) -> None:
    rows = rows_of(services_table(made_up.outcome()))
    services, places = ["primary", "hospital", "psychiatric"], ["north", "south", "city"]
    keys = [
        (row["date"], services.index(row["service"]), places.index(row["district"])) for row in rows
    ]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(rows) == 3 * (4 + 49 + 49)


def test_gaps_are_summed_up_with_dates_and_blanks(made_up: MadeUp) -> None:
    rows = {
        (row["service"], row["district"]): row for row in rows_of(gaps_table(made_up.outcome()))
    }
    school = rows["primary", "north"]
    assert school["known_from"] == school["first_shortage"] == "2015-09-01"
    assert (school["worst_shortage"], school["worst_shortage_on"]) == ("40.000000", "2015-09-01")
    assert float(school["shortage_years"]) == pytest.approx(40 * (2 + 1 / 3))
    assert (school["first_surplus"], school["worst_surplus"]) == ("", "0.000000")
    assert rows["hospital", "south"]["first_surplus"] == "2016-01-01"
    unknown = rows["psychiatric", "city"]
    assert [unknown[name] for name in ("known_from", "worst_shortage", "surplus_years")] == [""] * 3
    assert len(rows) == 9
