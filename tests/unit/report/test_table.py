import csv
import io

import numpy as np
import pytest

from simulator.report.table import (
    BYTE_ORDER_MARK,
    Table,
    dates,
    integers,
    numbers,
    scientific,
    texts,
)


@pytest.fixture
def table() -> Table:
    return Table(
        name="trial",
        columns=(
            dates("date", ["2015-09-01", ""]),
            texts("name", ['区, "quoted"', "plain"]),
            integers("age", [3, 100], "years"),
            numbers("persons", [1 / 3, float("nan")], "persons", 3),
        ),
    )


def test_csv_begins_with_a_mark_and_ends_lines_with_a_line_feed(table: Table) -> None:
    text = table.text()
    assert text.startswith(BYTE_ORDER_MARK + "date,")
    assert text.encode().startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert text.endswith("\n")


def test_a_reader_finds_what_was_written(table: Table) -> None:
    rows = list(csv.reader(io.StringIO(table.text().removeprefix(BYTE_ORDER_MARK))))
    assert rows == [
        ["date", "name", "age", "persons"],
        ["2015-09-01", '区, "quoted"', "3", "0.333"],
        ["", "plain", "100", ""],
    ]


def test_numbers_have_fixed_decimals_blank_where_unknown() -> None:
    values = np.array([[1234567.25, -0.0004], [np.nan, 2.0]])
    assert numbers("x", values, "persons", 3).cells == ["1234567.250", "0.000", "", "2.000"]


def test_what_should_be_zero_is_written_as_powers_of_ten_and_rounding_as_0() -> None:
    values = [-1.25e-15, 1e-15, 9.99e-16, -9.99e-16, 0.0, -0.0, np.nan]
    assert scientific("x", values, "share").cells == [
        *("-1.250000e-15", "1.000000e-15", "0", "0", "0", "0", "nan"),
    ]


def test_columns_are_found_by_name_and_counted(table: Table) -> None:
    assert table.length == 2
    assert table.column("age").cells == ["3", "100"]


def test_columns_of_different_lengths_are_no_table() -> None:
    table = Table(name="x", columns=(texts("a", ["1"]), texts("b", ["1", "2"])))
    with pytest.raises(ValueError, match="zip"):
        table.text()
