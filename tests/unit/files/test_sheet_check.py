"""A table against its sheet: cells that repeat, and tables that were checked before."""

import pytest

from simulator.files.form import Cover, Sheet, number, text
from simulator.files.sheet_check import SheetCheck, read_sheet

SHEET = Sheet(
    file="beds.csv",
    columns=(text("district", names="district"), number("beds", 0, 100)),
    unique=("district",),
    cover=Cover(columns=("district",), values={"district": ("north", "south")}),
)
NAMES = {"district": ["north", "south"], "service": ["primary"]}
SOUND = "district,beds\nnorth,12\nsouth,12\n"


@pytest.fixture
def checked(tmp_path, monkeypatch):
    """Writes a table and reads it; the number of times that one was checked from its start."""
    done = []
    read = SheetCheck.read
    monkeypatch.setattr(SheetCheck, "read", lambda own, text: done.append(own) or read(own, text))

    def check(content, names=NAMES, shown="beds.csv", sheet=SHEET):
        path = tmp_path / "beds.csv"
        path.write_text(content, encoding="utf-8")
        before = len(done)
        rows, faults = read_sheet(path, shown, sheet, names)
        return rows, [str(fault) for fault in faults], len(done) - before

    return check


def test_a_wrong_cell_is_told_on_every_line_it_stands_on(checked):
    _, faults, _ = checked("district,beds\nnorth,101\nsouth,101\n")
    assert [fault.partition(': beds: found "101"')[0] for fault in faults] == [
        "beds.csv:2",
        "beds.csv:3",
    ]


def test_a_cell_that_is_sound_in_one_column_is_not_in_another(checked):
    rows, faults, _ = checked("district,beds\nnorth,12\n12,12\n")
    assert [cells for _, cells in rows] == [{"district": "north", "beds": "12"}]
    assert len(faults) == 1
    assert "district" in faults[0]


def test_the_same_bytes_are_checked_once(checked):
    content = SOUND.replace("12", "13")
    first, second = checked(content), checked(content)
    assert (first[2], second[2]) == (1, 0)
    assert first[:2] == second[:2]
    assert [line for line, _ in second[0]] == [2, 3]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"content": SOUND.replace("south", "sooth")}, "sooth"),
        ({"names": {**NAMES, "district": ["north", "west"]}}, "south"),
        ({"shown": "other.csv"}, None),
        ({"sheet": Sheet(file="beds.csv", columns=(text("district"), number("beds", 0, 9)))}, "12"),
        (
            {
                "sheet": Sheet(
                    file="beds.csv",
                    columns=SHEET.columns,
                    unique=("district",),
                    cover=Cover(columns=("district",), values={"district": ("north", "west")}),
                )
            },
            "west",
        ),
    ],
)
def test_whatever_a_check_depends_on_makes_it_anew(checked, changed, said):
    checked(SOUND)
    _, faults, times = checked(**{"content": SOUND, **changed})
    assert times == 1
    assert (faults == []) is (said is None)
    assert all(said in fault for fault in faults)


def test_names_no_column_asks_for_are_no_matter(checked):
    checked(SOUND)
    assert checked(SOUND, names={**NAMES, "service": ["hospital"]})[2] == 0
