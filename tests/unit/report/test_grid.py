import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from simulator.report.grid import Grid


@pytest.fixture
def grid() -> Grid:
    return Grid(
        title="表 Table",
        headings=("服务 Service", "2015", ""),
        rows=[("幼儿园", "1,234", "ok"), ("places", "-5", "miss")],
        numeric=(False, True, False),
        notes=("a note",),
        styles={"miss": "red"},
    )


def shown(grid: Grid, *, terminal: bool, width: int = 80) -> str:
    console = Console(file=io.StringIO(), force_terminal=terminal, width=width, no_color=False)
    grid.show(console)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_columns_stand_under_each_other_in_plain_text(grid: Grid) -> None:
    assert grid.text().splitlines() == [
        "表 Table",
        "服务 Service   2015",
        "幼儿园        1,234  ok",
        "places           -5  miss",
        "a note",
    ]
    ends = {
        cell_len(line.split("2015")[0].split("1,234")[0]) for line in grid.text().splitlines()[2:3]
    }
    assert ends == {14}


def test_no_terminal_means_plain_text_however_wide(grid: Grid) -> None:
    assert shown(grid, terminal=False, width=10) == grid.text() + "\n"


def test_a_terminal_gets_colour_and_stacked_headings(grid: Grid) -> None:
    text = shown(grid, terminal=True)
    assert "\x1b[31mmiss" in text
    assert "31mok" not in text
    lines = text.splitlines()
    heading = next(number for number, line in enumerate(lines) if "服务" in line)
    assert "Service" in lines[heading + 1]
    assert "2015" in lines[heading + 1]


def test_the_width_is_that_of_the_widest_line(grid: Grid) -> None:
    assert grid.width() == len("Service" + "1,234" + "miss") + 2 * 2
    lines = shown(grid, terminal=True).splitlines()
    assert max(line.count("─") for line in lines) == 20


def test_rows_of_a_group_are_ruled_off(grid: Grid) -> None:
    rules = shown(grid, terminal=True).count("─" * 20)
    two = Grid(
        title="x", headings=grid.headings, rows=[*grid.rows, *grid.rows], numeric=grid.numeric,
        group=2,
    )  # fmt: skip
    assert shown(two, terminal=True).count("─" * 20) == rules + 1


def test_a_grid_without_rows_still_has_headings() -> None:
    empty = Grid(title="x", headings=("a b", ""), rows=[], numeric=(False, True))
    assert empty.text() == "x\na b"
    assert empty.width() == 3
