from pathlib import Path

import duckdb
import pytest

from simulator.report.table import Table, dates, integers, numbers, texts, write_parquet


@pytest.fixture
def table() -> Table:
    return Table(
        name="trial",
        columns=(
            dates("date", ["2015-09-01", "", "2016-09-01"]),
            texts("name", ['思明区, "岛内"', "", "plain"]),
            integers("age", [3, 0, 100], "years"),
            numbers("persons", [1 / 3, float("nan"), 2.0], "persons", 6),
        ),
    )


def write(folder: Path, table: Table) -> Path:
    (folder / f"{table.name}.csv").write_bytes(table.text().encode())
    write_parquet(folder, [table])
    return folder / f"{table.name}.parquet"


def test_types_and_values_are_those_of_the_table(tmp_path: Path, table: Table) -> None:
    found = duckdb.from_parquet(str(write(tmp_path, table)))
    assert [str(kind) for kind in found.types] == ["DATE", "VARCHAR", "INTEGER", "DOUBLE"]
    rows = found.fetchall()
    assert (rows[0][0].isoformat(), *rows[0][1:]) == ("2015-09-01", '思明区, "岛内"', 3, 0.333333)
    assert rows[1] == (None, None, 0, None)
    assert rows[2][1:] == ("plain", 100, 2.0)


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    empty = Table(name="trial", columns=(texts("name", []), numbers("persons", [], "persons", 1)))
    found = duckdb.from_parquet(str(write(tmp_path, empty)))
    assert found.columns == ["name", "persons"]
    assert found.fetchall() == []


def test_the_same_table_gives_the_same_bytes(tmp_path: Path, table: Table) -> None:
    assert write(tmp_path, table).read_bytes() == write(tmp_path, table).read_bytes()


@pytest.mark.parametrize("name", ["测试 dir", "it's [a] name"])
def test_a_folder_may_have_any_name(tmp_path: Path, table: Table, name: str) -> None:
    (tmp_path / name).mkdir()
    assert write(tmp_path / name, table).is_file()
