from pathlib import Path

import numpy as np
import pytest

from simulator.city.people.components import components_table
from tests.outcomes import READINGS, MadeUp

SINCE = READINGS - READINGS[0]


def rows_of(made_up: MadeUp) -> list[dict[str, str]]:
    table = components_table(made_up.outcome())
    assert [column.name for column in table.columns][:5] == [
        "year",
        "district",
        "residency",
        "flow",
        "persons",
    ]
    names = [column.name for column in table.columns]
    cells = zip(*(column.cells for column in table.columns), strict=True)
    return [dict(zip(names, each, strict=True)) for each in cells]


def by_flow(made_up: MadeUp, flow: str) -> list[dict[str, str]]:
    return [row for row in rows_of(made_up) if row["flow"] == flow]


def test_a_year_counts_what_came_in_it(tmp_path: Path) -> None:
    births = np.zeros((2, 2, READINGS.size))
    births[1, 0] = SINCE**2
    found = by_flow(MadeUp(folder=tmp_path, arrived={"newborn_boys": births}), "newborn_boys")
    counted = {(row["year"], row["district"], row["residency"]): row["persons"] for row in found}
    for place, year in enumerate(range(2014, 2018)):
        assert float(counted[str(year), "north", "migrant"]) == pytest.approx(2 * place + 1)
        assert counted[str(year), "south", "migrant"] == "0.000000"
    assert {row["direction"] for row in found} == {"in"}


def test_what_happened_on_the_first_day_belongs_to_the_first_year(tmp_path: Path) -> None:
    made_up = MadeUp(folder=tmp_path, arrived={"arrivals": np.full((2, READINGS.size), 5.0)})
    found = by_flow(made_up, "arrivals")
    assert [row["persons"] for row in found if row["year"] == "2014"] == ["5.000000"] * 2
    assert {row["persons"] for row in found if row["year"] != "2014"} == {"0.000000"}


def test_registration_leaves_migrants_and_reaches_registered(tmp_path: Path) -> None:
    moved = np.array([[1.0], [2.0]]) * SINCE
    made_up = MadeUp(folder=tmp_path, left={"registration": moved}, arrived={"registration": moved})
    found = by_flow(made_up, "registration")
    assert {(row["residency"], row["direction"]) for row in found} == {
        ("migrant", "out"),
        ("registered", "in"),
    }
    south = [row for row in found if row["district"] == "south" and row["year"] == "2016"]
    assert [float(row["persons"]) for row in south] == pytest.approx([2.0, 2.0])


def test_a_change_of_status_stays_within_and_is_told_once(tmp_path: Path) -> None:
    births = np.ones((2, 2, 1)) * SINCE
    made_up = MadeUp(
        folder=tmp_path, left={"second_births": births}, arrived={"second_births": births}
    )
    found = by_flow(made_up, "second_births")
    assert {row["direction"] for row in found} == {"within"}
    assert len(found) == 4 * 2 * 2


def test_arrivals_are_told_for_migrants_alone_and_deaths_for_all(tmp_path: Path) -> None:
    made_up = MadeUp(folder=tmp_path)
    assert {row["residency"] for row in by_flow(made_up, "arrivals")} == {"migrant"}
    deaths = by_flow(made_up, "deaths")
    assert {row["residency"] for row in deaths} == {"registered", "migrant"}
    assert {row["direction"] for row in deaths} == {"out"}


def test_flows_of_places_are_none_of_people(tmp_path: Path) -> None:
    flows = {row["flow"] for row in rows_of(MadeUp(folder=tmp_path))}
    assert "newborn_girls_that_day" in flows
    assert not {"approval", "starting_stock", "bed_opening"} & flows
