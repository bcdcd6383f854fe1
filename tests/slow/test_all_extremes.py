"""What the default tests ask of a few extremes, asked of all the others."""

from itertools import product

import pytest

from simulator.report.sheet import SHEETS
from tests.extreme import test_every_condition as conditions
from tests.properties import test_last_instant as instants
from tests.unit.city import test_figures as figures
from tests.unit.commands import test_cut_output as outputs
from tests.unit.commands import test_hostile_input as inputs
from tests.unit.report.test_own_folder import asked

SHEETS_LEFT = sorted({*product(figures.SPOKEN, SHEETS)} - {*figures.BY_DEFAULT})
CUT = sorted({*product(outputs.WAYS, outputs.WRITTEN)} - {*outputs.BY_DEFAULT})


@pytest.mark.parametrize("name", sorted(conditions.CONDITIONS.keys() - {*conditions.BY_DEFAULT}))
def test_what_always_holds(name):
    conditions.assert_what_always_holds(name)


@pytest.mark.parametrize("name", sorted(inputs.LARGE.keys() - {*inputs.BY_DEFAULT}))
def test_a_check_of_any_file_is_bounded(name, tmp_path):
    inputs.assert_check_is_bounded(name, tmp_path)


@pytest.mark.parametrize(("way", "written"), CUT)
def test_an_output_that_nobody_reads_ends_quietly(way, written):
    assert outputs.cut([*outputs.WAYS[way], *outputs.WRITTEN[written]]) == (141, "")


def test_doctor_says_nothing_of_matplotlib_in_an_unwritable_home(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    _, said = asked("-m|calibration|doctor|--lang|en", HOME=str(tmp_path / "file" / "home"))
    assert "atplotlib" not in said
    assert "mkdir" not in said


@pytest.mark.parametrize("day", ["2017-09-01", "2018-01-01"])
def test_every_row_of_a_table_at_the_stop_is_that_of_a_longer_run(day):
    instants.assert_rows_at_the_stop_are_those_of_a_longer_run(day)


@pytest.mark.parametrize(("language", "size"), SHEETS_LEFT)
def test_every_figure_is_whole(language, size):
    figures.assert_every_figure_is_whole(language, size)
