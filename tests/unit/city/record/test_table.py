"""The record of supply on a screen: errors, and what was fitted marked as such."""

from simulator.city.ground.outcome import Outcome
from simulator.city.record.table import supply_grid
from tests.city import ONE_WINDOW, loaded, run
from tests.outcomes import MadeUp


def test_errors_are_told_and_fitted_figures_marked():
    one = loaded(ONE_WINDOW)
    outcome = Outcome(
        trajectory=run(ONE_WINDOW), scenario=one.scenario, file=one.file, pack=one.pack
    )
    grid = supply_grid(outcome, "en")
    assert grid is not None
    rows = {row[0]: row for row in grid.rows}
    beds = rows["hospital beds, end of 2018"]
    assert beds[1] == "16,604"
    assert beds[4:] == ("+1.0 %", "4 %", "a test", "within tolerance")
    assert rows["education projects at the end of February 2018: planned"][4:] == (
        "+0.0 %",
        "",
        "a parameter is fitted to it",
        "",
    )
    assert "places announced for 2016-2018, openings and starts" in rows
    uses = [row[6] for row in grid.rows]
    tests = [row for row in grid.rows if row[6] == "a test"]
    assert uses[: len(tests)] == ["a test"] * len(tests)  # what tests the run comes first
    assert tests[0][0] == "eldercare beds, end of July 2017: rural homes"  # the worst on top
    assert f"{len(tests)} of these figures test the run, 0 of them" in grid.notes[0]


def test_a_city_without_a_record_of_supply_has_none(tmp_path):
    assert supply_grid(MadeUp(folder=tmp_path).outcome(), "both") is None
