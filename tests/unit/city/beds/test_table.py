"""The ledgers in the table and on the screen: what is known is shown, the rest left blank."""

from dataclasses import replace

import numpy as np
import pytest
from rich.cells import cell_len

from simulator.city.beds.ledgers import bed_years
from simulator.city.beds.table import beds_grid, beds_table
from simulator.words.catalogue import is_known
from tests.beds import USE
from tests.outcomes import READINGS, MadeUp

SHAPE = (3, 2, READINGS.size)


@pytest.fixture
def outcome(tmp_path):
    """120 people in 160 beds of a hospital, and a psychiatric service nothing is known of."""
    in_bed, supply = np.zeros(SHAPE), np.zeros((2, *SHAPE))
    in_bed[1], supply[1, 1] = 60.0, 80.0
    measures = {"demand": np.full(SHAPE, 200.0), "supply": supply, "in_bed": in_bed,
                "admissions": 50 * in_bed, "beds_for_use": in_bed / 0.8}  # fmt: skip
    made_up = MadeUp(folder=tmp_path, measures=measures).outcome()
    return replace(made_up, pack=replace(made_up.pack, bed_use={"hospital": USE}))


def test_a_row_for_every_service_and_year(outcome):
    """120 ÷ 0.8 = 150; 144 in the busiest month ÷ 20.3373 × 30 = 212.4, ÷ 24.8018 × 30 = 174.2."""
    table = beds_table(bed_years(outcome))
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    assert len(rows) == 8
    known = dict(zip((column.name for column in table.columns), rows[2], strict=True))
    assert (known["year"], known["service"], known["service_zh"]) == (
        "2016",
        "hospital",
        "服务hospital",
    )
    assert (known["admissions"], known["in_bed"]) == ("6000.000000", "120.000000")
    assert (known["beds_norm"], known["beds_use"], known["beds_open"]) == (
        "400.000000",
        "150.000000",
        "160.000000",
    )
    assert (known["beds_wards_1"], known["beds_wards_5"]) == ("212.4", "174.2")
    assert (known["occupancy"], known["ward"]) == ("0.750000", "30")
    assert (known["norm_grade"], known["use_grade"], known["open_grade"]) == ("C", "C", "D")


def test_unknown_is_blank(outcome):
    table = beds_table(bed_years(outcome))
    last = {column.name: column.cells[-1] for column in table.columns}
    assert (last["service"], last["beds_norm"]) == ("psychiatric", "400.000000")
    blank = {name for name, cell in last.items() if not cell}
    assert blank == {
        *("admissions", "in_bed", "beds_use", "beds_wards_5", "beds_wards_1", "beds_pool_5"),
        *("beds_pool_1", "beds_open", "beds_open_mean", "occupancy", "turned_away", "ward"),
        *("use_grade", "open_grade"),
    }
    assert table.column("beds_open").cells[0] == ""  # before the record starts
    assert table.column("in_bed").cells[0] == "120.000000"


def test_every_column_is_named_and_explained(outcome):
    for column in beds_table(bed_years(outcome)).columns:
        assert is_known(f"column.{column.name}")
        assert is_known(f"meaning.{column.name}")


def test_the_last_year_on_the_screen(outcome):
    grid = beds_grid(outcome, "en")
    assert grid is not None
    assert "2017" in grid.title
    assert grid.rows[0] == ("The hospital", "400", "150", "174", "212", "160", "75 %")
    assert grid.rows[1] == ("The psychiatric", "400", *("unknown",) * 5)
    both = beds_grid(outcome, "both")
    assert both.rows[1][2:] == ("未知",) * 5
    assert max(cell_len(cell) for cell in both.headings) < 25


def test_without_any_use_there_is_nothing_to_show(outcome):
    nothing = replace(outcome, pack=replace(outcome.pack, bed_use={}))
    assert beds_grid(nothing, "zh") is None
