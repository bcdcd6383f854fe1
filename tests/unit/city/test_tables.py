"""The tables of a real, short run: what they say must add up across them."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import duckdb
import numpy as np
import pytest

from simulator.city.ground.outcome import Outcome
from simulator.city.loading import load
from simulator.city.people.table import people_by_age
from simulator.city.tables import write_tables
from simulator.report.spreadsheet import MARK, is_misread
from simulator.stockflow.engine.simulate import simulate
from tests.city import BASELINE

NUMBER = re.compile(r"-?\d+(\.\d+)?(e[-+]\d+)?")
NAMES = (
    *("population", "components", "services", "gaps", "observed", "fit_by_series"),
    *("projects", "supply_states"),
    *("project_sensitivity", "supply_record", "ratios", "beds", "housing", "school_entitlement"),
    *("school_entrance", "intakes"),
    *(
        "definitions",
        "held",
        "inputs",
        "answer",
        "targets",
        "target_values",
        "balance",
        "dictionary",
    ),
)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    sets = ("model.cohorts_per_year=1", "model.stop=2013-01-01", "model.relative_tolerance=1e-6")
    loaded = load(BASELINE, sets)
    return Outcome(
        trajectory=simulate(loaded.system, loaded.scenario),
        scenario=loaded.scenario,
        file=loaded.file,
        pack=loaded.pack,
    )


@pytest.fixture(scope="module")
def folder(outcome: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("结果") / "tables"
    write_tables(folder, outcome)
    return folder


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_every_table_is_there_as_csv_and_parquet(folder: Path) -> None:
    expected = {f"{name}.{kind}" for name in NAMES for kind in ("csv", "parquet")}
    assert {path.name for path in folder.iterdir()} == {*expected, "datapackage.json"}


def test_written_again_every_file_has_the_same_bytes(
    outcome: Outcome, folder: Path, tmp_path: Path
) -> None:
    write_tables(tmp_path, outcome)
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("name", NAMES)
def test_both_forms_say_the_same(folder: Path, name: str) -> None:
    rows = rows_of(folder, name)
    found = duckdb.from_parquet(str(folder / f"{name}.parquet"))
    assert found.columns == list(rows[0]) if rows else True
    assert len(found.fetchall()) == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_spreadsheet_shows_every_cell_as_it_is(folder: Path, name: str) -> None:
    cells = {cell for row in rows_of(folder, name) for cell in row.values()}
    texts = {cell for cell in cells if not NUMBER.fullmatch(cell)}
    assert {cell for cell in texts if is_misread(cell) or cell.startswith(MARK)} == set()


def test_ages_add_up_to_the_residents_measured(outcome: Outcome) -> None:
    run = outcome.trajectory
    readings = [int(np.argmin(np.abs(run.readings - year))) for year in run.snapshots]
    residents = run.measures["residents"][0][..., readings]
    ages = people_by_age(outcome).sum(axis=(3, 4))
    assert ages == pytest.approx(np.transpose(residents, (2, 1, 0)), rel=1e-12)


def test_population_moves_by_what_came_in_less_what_went_out(folder: Path) -> None:
    people: dict[tuple[str, str, str], float] = defaultdict(float)
    for row in rows_of(folder, "population"):
        people[row["date"], row["district"], row["residency"]] += float(row["persons"])
    change: dict[tuple[str, str, str], float] = defaultdict(float)
    sign = {"in": 1, "out": -1, "within": 0}
    for row in rows_of(folder, "components"):
        place = (row["year"], row["district"], row["residency"])
        change[place] += sign[row["direction"]] * float(row["persons"])
    assert {year for year, _, _ in change} == {"2011", "2012"}
    for (year, district, residency), moved in change.items():
        after = people[f"{int(year) + 1}-01-01", district, residency]
        before = people[f"{year}-01-01", district, residency]
        assert after - before == pytest.approx(moved, abs=1e-3)
        assert moved != 0


def test_the_balance_is_told_for_every_kind(folder: Path) -> None:
    rows = rows_of(folder, "balance")
    assert {row["kind"] for row in rows} == {
        "people",
        "places",
        "beds",
        "homes",
        "departures_counted",
    }
    assert max(abs(float(row["residual"])) for row in rows) <= 1e-9


def test_before_the_record_supply_is_blank_everywhere(folder: Path) -> None:
    rows = rows_of(folder, "services")
    assert {row["gap"] for row in rows} == {""}
    first_year = [row for row in rows if row["date"] < "2012-01-01"]
    # deliveries of twelve months are not known in the first
    assert {row["service"] for row in first_year if not row["demand"]} == {"obstetric"}
    assert all(float(row["demand"]) > 0 for row in rows if row not in first_year)
    assert {row["date"] for row in rows if row["service"] == "primary"} == {
        "2011-09-01",
        "2012-09-01",
    }
