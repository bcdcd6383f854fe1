from dataclasses import replace
from pathlib import Path

from simulator.city.balance_table import balance_table
from tests.outcomes import MadeUp


def test_what_is_known_of_places_is_no_place(tmp_path: Path) -> None:
    outcome = MadeUp(folder=tmp_path).outcome()
    capacity = next(each for each in outcome.trajectory.balances if each.kind == "capacity")
    known = replace(capacity, kind="information")
    balances = (*outcome.trajectory.balances, known)
    trajectory = replace(outcome.trajectory, balances=balances)
    table = balance_table(replace(outcome, trajectory=trajectory))
    kinds = list(table.columns[0].cells)
    assert kinds.count("information") == known.residual[0].size
    assert kinds[: -kinds.count("information")] == list(balance_table(outcome).columns[0].cells)


def test_people_by_place_and_capacity_by_the_unit_of_its_service(tmp_path: Path) -> None:
    table = balance_table(MadeUp(folder=tmp_path).outcome())
    assert [column.name for column in table.columns] == [
        "kind",
        "district",
        "residency",
        "residual",
        "service",
        "delivery",
    ]
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    assert rows[1] == ("people", "south", "registered", "1.000000e-15", "", "")
    assert rows[2] == ("people", "north", "migrant", "2.000000e-15", "", "")
    assert rows[4][:2] == ("places", "north")
    assert rows[-1] == ("beds", "south", "", "-1.100000e-13", "psychiatric", "expected")
    assert [row[0] for row in rows] == ["people"] * 4 + (["places"] * 2 + ["beds"] * 4) * 2
