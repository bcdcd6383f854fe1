import io
import re
from pathlib import Path

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

from simulator.city.summary import balance_line, observed_grid, print_summary, services_grid
from tests.outcomes import READINGS, MadeUp, reading, with_values, write_observations

ROW = "registered,{},{}-01-01,year_end,city,both,all,{},persons,d,tight,observation"


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUp:
    demand = np.zeros((3, 2, READINGS.size))
    demand[0], demand[1] = 1000.0, 10.0
    demand[1, :, reading(2017.0)] = 20.0
    supply = np.zeros((2, 3, 2, READINGS.size))
    supply[1] = 600.0
    supply[1, 1] = 10.0
    register = np.full((2, READINGS.size), 50_000.0)
    measures = {"demand": demand, "supply": supply, "register": register}
    rows = [ROW.format(2015, 2016, 100_000), ROW.format(2016, 2017, 104_000)]
    births = "registered_births,2015,,calendar_year,city,both,all,5,persons,d,medium,observation"
    write_observations(tmp_path, "registered", rows)
    write_observations(tmp_path, "registered_births", [births])
    return MadeUp(folder=tmp_path, measures=measures)


def shown(made_up: MadeUp, *, width: int | None = None) -> str:
    console = Console(file=io.StringIO(), force_terminal=width is not None, width=width or 80)
    print_summary(made_up.outcome(), console)
    assert isinstance(console.file, io.StringIO)
    return re.sub("\x1b\\[[0-9;]*m", "", console.file.getvalue())


def test_three_rows_a_service_with_the_city_as_a_whole(made_up: MadeUp) -> None:
    grid = services_grid(made_up.outcome())
    assert grid.headings[2:5] == ("2015", "2016", "2017")
    assert [row[1:5] for row in grid.rows[:3]] == [
        ("需求 Demand", "2,000", "2,000", "2,000"),
        ("供给 Supply", "1,200", "1,200", "1,200"),
        ("缺口 Gap", "800", "800", "800"),
    ]
    assert [row[0] for row in grid.rows[:2]] == ["服务primary", "The primary"]
    assert grid.rows[0][5:] == ("2015-09", "无")
    assert grid.rows[1][5:] == ("", "none")


def test_beds_are_those_of_the_end_of_the_year(made_up: MadeUp) -> None:
    rows = services_grid(made_up.outcome()).rows
    assert rows[3][2:5] == ("20", "40", "20")
    assert rows[5][2:5] == ("0", "20", "0")


def test_unknown_is_said_and_never_zero(made_up: MadeUp) -> None:
    outcome = made_up.outcome()
    supply, gap = services_grid(outcome).rows[7], services_grid(outcome).rows[8]
    assert supply[2:5] == ("未知",) * 3
    assert gap[2:5] == ("unknown",) * 3
    assert services_grid(outcome).rows[6][5:] == ("未知", "未知")
    english = services_grid(with_values(outcome, report__language="en")).rows
    assert english[7][2:5] == english[8][2:5] == ("unknown",) * 3
    assert english[6][5:] == ("unknown", "unknown")


def test_one_language_leaves_the_other_out(made_up: MadeUp) -> None:
    english = services_grid(with_values(made_up.outcome(), report__language="en")).text()
    assert not re.search("[\u4e00-\u9fff]", english)
    chinese = services_grid(with_values(made_up.outcome(), report__language="zh"))
    assert chinese.rows[0][:2] == ("服务primary", "需求")
    assert chinese.headings[-1] == "首次富余"


def test_the_record_beside_the_model_with_ok_and_miss(made_up: MadeUp) -> None:
    grid = observed_grid(made_up.outcome())
    births, second, first = grid.rows  # the worst first
    assert births[4:] == ("-100.0 %", "8 %", "超出允许范围 / outside tolerance")
    assert first[1:] == (
        "2015-12-31",
        "100,000",
        "100,000",
        "+0.0 %",
        "3 %",
        "在允许范围内 / within tolerance",
    )
    assert second[4:] == ("-3.8 %", "3 %", "超出允许范围 / outside tolerance")
    assert "检验 3 项，其中 2 项误差超出允许范围" in grid.notes[0]
    assert "3 rows test the run, 2 of them outside tolerance" in grid.notes[0]


def test_residuals_are_told_at_their_largest(made_up: MadeUp) -> None:
    line = balance_line(made_up.outcome())
    assert line == (
        "平衡校验误差 / Balance error: 人口 / people 3.0e-15, 学位与床位 / places and beds 1.1e-13"
    )


def test_years_that_find_no_room_are_left_out_evenly_but_the_last(made_up: MadeUp) -> None:
    outcome = with_values(made_up.outcome(), report__from_year=2014)
    assert services_grid(outcome).headings[2:-2] == ("2014", "2015", "2016", "2017")
    assert services_grid(outcome, 2).headings[2:-2] == ("2015", "2017")
    assert services_grid(outcome, 1).headings[2:-2] == ("2017",)


@pytest.mark.parametrize("width", [60, 70, 80, 120])
def test_a_terminal_is_never_overrun(made_up: MadeUp, width: int) -> None:
    text = shown(made_up, width=width)
    assert max(map(cell_len, text.splitlines())) <= width
    assert "2017" in text


def test_a_narrow_terminal_gets_the_record_in_chinese_alone(made_up: MadeUp) -> None:
    assert "户籍人口 / registered population" in shown(made_up, width=150)
    narrow = shown(made_up, width=80)
    assert "户籍人口  " in narrow
    assert "registered population" not in narrow


def test_without_a_terminal_everything_is_plain_text(made_up: MadeUp) -> None:
    text = shown(made_up)
    outcome = made_up.outcome()
    assert text == "\n\n".join(
        [services_grid(outcome).text(), observed_grid(outcome).text(), balance_line(outcome) + "\n"]
    )
