"""What the default tests ask of a few extremes, asked of all the others."""

from itertools import pairwise, product

import pytest

from simulator.report.sheet import SHEETS
from simulator.stockflow.engine.preconditions import COMPILABLE
from tests.extreme import test_every_condition as conditions
from tests.feedback import step_response
from tests.newborns import ENTRY
from tests.properties import test_last_instant as instants
from tests.properties import test_newborns as newborns
from tests.unit.city import test_figures as figures
from tests.unit.city.people import test_replacement as replacement
from tests.unit.city.supply import test_continued as continued
from tests.unit.city.supply import test_samples as samples
from tests.unit.commands import test_compare as comparing
from tests.unit.commands import test_cut_output as outputs
from tests.unit.commands import test_hostile_input as inputs
from tests.unit.commands import test_report as reporting
from tests.unit.commands import test_run as running
from tests.unit.commands import test_targets as targets
from tests.unit.report import test_plot as plot
from tests.unit.report.test_own_folder import asked
from tests.unit.stockflow import test_compiled as compiled
from tests.unit.stockflow import test_variation as variation

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
    figures.test_every_figure_is_whole(language, size)


@pytest.mark.parametrize("name", ["no births", "everything closed", "nobody seeks"])
def test_every_figure_can_be_drawn(name):
    conditions.assert_every_figure_can_be_drawn(name)


@pytest.mark.parametrize("wish", ["august", "instant"])
def test_they_all_enter_in_one_year(wish):
    newborns.assert_they_all_enter_in_one_year(wish, ENTRY[wish])


@pytest.mark.parametrize(("language", "columns"), [("zh", 80), ("en", 120)])
def test_the_answer_of_a_run_fits_a_screen(language, columns, tmp_path, monkeypatch, capsys):
    running.test_the_answer_fits_a_screen(language, columns, tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize(
    ("language", "others"),
    [("en", (comparing.SLOW,)), ("zh", (comparing.SLOW, comparing.PLANNED))],
)
def test_the_answer_of_a_comparison_fits_a_screen(capsys, tmp_path, language, others):
    comparing.test_the_answer_fits_a_screen(capsys, tmp_path, language, others)


@pytest.mark.parametrize("per_year", [3, 6])
def test_any_width_of_windows_follows_what_is_stated(per_year):
    replacement.assert_windows_follow_what_is_stated(per_year)


@pytest.mark.parametrize(("width", "even"), [(0.8, True), (1.5, False), (4.0, False), (4.0, True)])
def test_a_broken_text_is_whole_fits_and_begins_no_line_with_a_closing_mark(width, even):
    plot.test_a_broken_text_is_whole_fits_and_begins_no_line_with_a_closing_mark(width, even)


def test_a_refusal_that_nobody_reads_ends_as_quietly():
    outputs.test_a_refusal_that_nobody_reads_ends_as_quietly("run.py")


@pytest.mark.parametrize("month", range(13, 37))
def test_an_axis_of_cohorts_that_ends_with_the_run_changes_nothing(month):
    instants.test_an_axis_of_cohorts_that_ends_with_the_run_changes_nothing(month)


@pytest.mark.parametrize("month", [2015 * 12 + 6, 2016 * 12])
def test_every_measure_at_the_stop_is_that_of_a_longer_run(month):
    instants.assert_measures_at_the_stop_are_those_of_a_longer_run(month)


def test_a_run_is_reported_in_chinese(run_folder, tmp_path, capsys):
    reporting.test_a_run_is_reported_in_the_language_asked_for(
        "zh", ["report.zh.html"], run_folder, tmp_path, capsys
    )


@pytest.fixture
def run_folder(tmp_path):
    folder = tmp_path / "run"
    assert (
        reporting.main(("run", str(reporting.BASELINE), *reporting.SETS, "--out", str(folder))) == 0
    )
    return folder


@pytest.mark.parametrize(("width", "language"), [(80, "en"), (120, "zh")])
def test_the_table_of_targets_fits_a_terminal(width, language):
    targets.test_the_table_fits_a_terminal_and_cuts_nothing(width, language)


def test_figures_are_png_where_the_scenario_says_so(tmp_path, monkeypatch):
    running.test_figures_are_svg_and_png_where_it_is_asked_for(
        ("--set", "report.figures=png"), {".svg", ".png"}, tmp_path, monkeypatch
    )


def test_every_path_of_the_baseline_keeps_to_its_word():
    variation.test_every_path_of_the_city_keeps_to_its_word(())


def test_in_the_long_run_as_many_open_a_year_as_enter():
    continued.assert_in_the_long_run_as_many_open_a_year_as_enter()


def test_closures_and_conversions_leave_the_mean_of_draws_the_expected_curve():
    samples.assert_closures_and_conversions_leave_the_mean_of_draws_the_expected_curve()


def test_the_mean_of_draws_without_a_common_shock_is_the_risk_adjusted_curve():
    samples.test_the_mean_of_draws_is_the_risk_adjusted_curve(0.0)


def test_a_jump_known_after_two_years_is_overshot_between_those_known_sooner_and_later():
    overshoots = [step_response(delay, 0.34).overshoot for delay in (0.25, 2.0, 8.0)]
    assert min(later - sooner for sooner, later in pairwise(overshoots)) > 0.02


@pytest.mark.parametrize("name", sorted({*COMPILABLE} - {"RK45"}))
def test_machine_code_takes_the_same_steps_as_scipy(name):
    compiled.test_machine_code_takes_the_same_steps_as_scipy(name)
