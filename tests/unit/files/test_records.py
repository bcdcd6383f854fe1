"""Files of a city pack: every fault names file, line and column."""

import pytest

from simulator.errors import DataError
from simulator.files.records import read_rows


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "calibration" / "somewhere" / "rates.csv"
    path.parent.mkdir(parents=True)

    def write(text, encoding="utf-8"):
        path.write_text(text, encoding=encoding)
        return path

    return write


def test_a_row_knows_its_line_and_reads_its_cells(table):
    first, second = read_rows(table("year,value\n2011,1.5\n2012,\n", encoding="utf-8-sig"))
    assert (first.line, second.line) == (2, 3)
    assert (first.integer("year"), first.number("value")) == (2011, 1.5)
    assert first.optional("value") == 1.5
    assert second.optional("value") is None


def test_a_table_that_was_changed_is_read_anew_and_else_it_is_not(table):
    path = table("year,value\n2011,1.5\n")
    first = read_rows(path)
    assert read_rows(path) is first
    path.write_text("year,value\n2011,2.5\n", encoding="utf-8")
    assert [row.number("value") for row in read_rows(path)] == [2.5]


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (
            lambda row: row.number("year"),
            "year: found soon; expected a number / 所填为：soon；应为数字",
        ),
        (
            lambda row: row.integer("value"),
            "value: found 1.5; expected a whole number / 所填为：1.5；应为整数",
        ),
        (
            lambda row: row.number("note"),
            "note: found nothing; expected a number / 所填为：空白；应为数字",
        ),
        (
            lambda row: row.text("aeg"),
            (
                "aeg: no such column; the columns are year, value, note / "
                "没有这一列；已有的列：year、value、note"
            ),
        ),
    ],
)
def test_a_wrong_cell_is_named(table, read, message):
    [row] = read_rows(table("year,value,note\nsoon,1.5,\n"))
    with pytest.raises(DataError) as refused:
        read(row)
    assert str(refused.value) == f"calibration/somewhere/rates.csv:2: {message}"


@pytest.mark.parametrize("line", ["2011", "2011,1,2"])
def test_a_row_of_the_wrong_length_is_named(table, line):
    with pytest.raises(DataError, match=r"rates.csv:3: has more or fewer cells"):
        read_rows(table(f"year,value\n2010,1\n{line}\n"))


def test_a_missing_file_and_a_wrong_encoding_are_said(table, tmp_path):
    with pytest.raises(DataError, match=r"gone\.csv: no such file"):
        read_rows(tmp_path / "gone.csv")
    with pytest.raises(DataError, match="not UTF-8"):
        read_rows(table("区,value\n思明,1\n", encoding="gbk"))
