"""No cell of a table is read by Excel or WPS as something else than it says.

``as_typed`` imitates them by other means than the program: it tries what Python can parse as a
number, a day or a time, as a spreadsheet tries what was typed.
"""

import csv
import io
import re
from datetime import datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from simulator.report.spreadsheet import MARK, is_misread, left_alone
from simulator.report.table import BYTE_ORDER_MARK, Column, Table, csv_text, texts

NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
PARTS = (
    *("m-d", "d-m", "Y-m", "y-m", "m-Y", "m-y", "m/d", "d/m", "Y/m", "m/Y", "m/y", "y/m"),
    *(s.join(order) for s in "-/." for order in ("Ymd", "ymd", "mdY", "mdy", "dmY", "dmy")),
    *(s.join(order) for s in ("", " ", "-") for order in ("db", "dB", "bd", "Bd", "bY", "BY")),
    *("b y", "b-y", "d B Y", "d b Y", "d-b-y", "d-b-Y", "B d Y", "B d, Y"),
    *("Y年m月d日", "Y年m月", "m月d日", "Y年"),
)
DAYS = [re.sub("([YymdBb])", r"%\1", parts) for parts in PARTS]
TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p", "%I%p", "%H时%M分", "%H时")


def as_typed(cell: str) -> str:
    """What a spreadsheet takes a cell for: text, number, date, time, truth value or formula."""
    typed = cell.translate(NARROW).strip()
    if cell[:1] in "\t\r\n" or (typed[:1] in tuple("=+-@") and not is_number(cell)):
        return "formula"
    if typed.upper() in {"TRUE", "FALSE"}:
        return "truth value"
    if is_number(typed):
        return "number"
    kinds = (("date", DAYS), ("time", TIMES))
    return next((kind for kind, forms in kinds if fits(typed, forms)), "text")


def is_number(text: str) -> bool:
    inside = text[1:-1] if text[:1] == "(" and text[-1:] == ")" else text
    bare = re.sub(r"(?<=\d),(?=\d{3})|^[$¥€£]|%$", "", inside)
    return re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", bare, re.ASCII) is not None


def fits(text: str, formats) -> bool:
    for form in formats:
        try:
            datetime.strptime(text, form)  # noqa: DTZ007 - what a spreadsheet has, has no zone
        except ValueError:
            continue
        return True
    return False


def keeps(cell: str) -> bool:
    """Whether a cell, opened and saved again, says the same."""
    kind = as_typed(cell)
    if kind == "number":
        digits = sum(map(str.isdigit, cell))
        plain = re.fullmatch(r"-?[\d.]+", cell) is not None
        return plain and digits <= 15 and cell == f"{float(cell):.15f}".rstrip("0").rstrip(".")
    return kind == "text" or re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell) is not None


def written(cells: list[str]) -> list[str]:
    """Cells of a table after it was written and read as a spreadsheet reads it."""
    text = Table(name="x", columns=(texts("a", cells), texts("b", ["z"] * len(cells)))).text()
    assert text.startswith(BYTE_ORDER_MARK)
    return [
        row[0] for row in csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline=""))
    ][1:]


DIGITS = st.from_regex(r"\d{1,4}", fullmatch=True).filter(str.isascii)
TRAPS = st.one_of(
    st.from_regex(r"[=+\-@＝＋－＠\t\r][A-Za-z0-9|!()' ]{0,12}", fullmatch=True),
    st.from_regex(r"\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?", fullmatch=True),
    st.from_regex(
        r"0\d{1,8}|\d{15,22}|\d{1,3}[Ee][+-]?\d{1,3}|\d{1,3}(,\d{3})+|\d+\.\d*0", fullmatch=True
    ),
    st.from_regex(r"\d{1,2}[ -]?(Jan|March|SEPT?|dec|May)([ -]\d{2,4})?", fullmatch=True),
    st.from_regex(r"(Jan|March|SEP|dec|May)[ -]?\d{1,4}", fullmatch=True),
    st.from_regex(r"(\d{4}年)?\d{1,2}月(\d{1,2}日)?|\d{4}年", fullmatch=True),
    st.from_regex(r"\d{1,2}:\d{2}(:\d{2})?( [AP]M)?|\d{1,2} ?[ap]m?", fullmatch=True),
    st.sampled_from(["TRUE", "false", "#N/A", "１２", "=cmd|' /C calc'!A0", "@SUM(1)", "-", "+"]),
)


@given(cells=st.lists(st.one_of(TRAPS, st.text(max_size=12), DIGITS), min_size=1, max_size=20))
@example(cells=["3-5", "6-11", "12-14", "2018-03", "1 September", "MAR1", "007", "3.50", "1E5"])
def test_no_text_is_read_as_something_else(cells: list[str]) -> None:
    found = [cell for cell in written(cells) if cell]
    assert [cell for cell in found if not keeps(cell)] == []


@given(text=st.one_of(TRAPS, st.text(max_size=12)))
def test_what_was_changed_once_is_not_changed_again(text: str) -> None:
    once = left_alone(text)
    assert left_alone(once) == once
    assert once in {text, f"{MARK}{text}", text.replace("-", "–")}


LEFT = (
    *("厦门市何厝村", "junior", "T84", "may_2017", "60+", "3–5", "−5", "-5", "-0.25", "0", "2016"),
    *(
        "2015-09-01",
        "2016年以来平均每年建成",
        "9月投入使用的学位",
        "12.63",
        "1 of 2",
        "december",
        "",
    ),
    *(">=", "(modelled − observed) ÷ observed", "36个主要城市平均", "8,520 at the end of 2015"),
)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_read_as_it_stands_is_left(text: str) -> None:
    assert left_alone(text) == text
    assert not is_misread(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("3-5", "3–5"),
        ("0-14", "0–14"),
        ("2016-2020", "2016–2020"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("＝1+1", "'＝1+1"),
        (" \t=1", "' \t=1"),
        ("00350203", "'00350203"),
        ("350203001001000012", "'350203001001000012"),
        ("12345678901234.56", "'12345678901234.56"),
        ("1E5", "'1E5"),
        ("(5)", "'(5)"),
        ("1 1/2", "'1 1/2"),
        ("2018年3月", "'2018年3月"),
        ("1 September", "'1 September"),
        ("3 a", "'3 a"),
    ],
)
def test_the_form_can_be_read(text: str, form: str) -> None:
    assert left_alone(text) == form


def test_numbers_and_dates_keep_theirs() -> None:
    cells = {"number": "-1234.50", "integer": "007", "date": "2015-09-01"}
    for kind, cell in cells.items():
        assert Column(name="x", kind=kind, unit="label", cells=[cell]).cells == [cell]


@given(cells=st.lists(st.text(alphabet='a\r\n,;"学 ', max_size=6), min_size=1))
def test_a_row_stays_a_row_whatever_its_cells_hold(cells: list[str]) -> None:
    assert written(cells) == [left_alone(cell) for cell in cells]


def test_every_table_has_the_mark_of_its_encoding() -> None:
    assert csv_text([["a", "b"], ["1", "学位"]]) == f"{BYTE_ORDER_MARK}a,b\n1,学位\n"
