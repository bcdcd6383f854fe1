"""The step ``supply``: what the record says of delays, as far as it was known on a day."""

from dataclasses import replace

import numpy as np
import pytest

from calibration.slippage.evidence import delays
from calibration.slippage.houses import fit_planned_stay
from calibration.slippage.posterior import believe
from calibration.slippage.schools import (
    PipelineChain,
    ProjectSnapshot,
    beside_named,
    fit_chain,
    fit_median,
    promised_by,
)
from calibration.slippage.step import fit_schools, fit_supply, read_snapshot
from calibration.steps import STEPS
from calibration.task import Task
from simulator.city.supply.slippage import Slippage
from simulator.errors import CalibrationError
from tests.city import city_pack

PACK = city_pack()
SNAPSHOT = ProjectSnapshot(
    when=2018 + 1 / 6,
    begins=2016.0,
    projects={"planned": 120, "approved": 65, "building": 56, "finished": 38},
)


def known(standing):
    return {delay.project.name: delay for delay in delays(PACK.projects, "hospital", standing)}


def test_what_was_known_when():
    """No pair in 2017, P01 and P02 from 2018 to 2020, all six and the two put off later."""
    assert known(2017.66) == {}
    assert set(known(2019.0)) == {"P01", "P02"}
    pairs = {name for name, delay in known(2020.99).items() if delay.kind != "at_least"}
    assert pairs == {"P01", "P02"}
    assert set(known(None)) == {"P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08"}


def test_delays_are_told_as_exactly_as_the_record():
    found = known(None)
    assert (found["P02"].kind, found["P01"].kind) == ("on_time", "late")
    assert found["P01"].high == pytest.approx(1.0188, abs=1e-3)  # to the day
    assert found["P07"].high - found["P07"].low == pytest.approx(1.0)  # opened in 2025
    assert found["P04"].kind == "at_least"
    assert found["P04"].low == pytest.approx(2.497, abs=1e-2)  # put off to June 2024


def test_nothing_on_record_leaves_the_prior():
    prior = believe(())
    assert prior.on_time.value == pytest.approx(0.25)
    assert prior.median.value == pytest.approx(1.0, rel=1e-6)
    assert prior.spread.value == pytest.approx(0.5, rel=1e-6)
    assert prior.median.low < 0.45
    assert prior.median.high > 2.2


def test_dates_move_and_narrow_the_prior():
    prior, found = believe(()), believe(tuple(known(None).values()))
    assert found.on_time.value == pytest.approx(2 / 12)  # one of eight, Beta(1, 3)
    assert 1.4 < found.median.value < 2.1
    assert found.median.high - found.median.low < (prior.median.high - prior.median.low) / 2
    assert np.all(np.diff(found.chance) >= 0)
    middle = (found.chance > 0.3) & (found.chance < 0.9)
    assert np.all((found.low < found.chance)[middle] & (found.chance < found.high)[middle])


def test_a_promise_put_off_longer_means_longer_delays():
    one = known(None)["P04"]
    short, long = (believe((replace(one, low=low),)).median.value for low in (0.1, 4.0))
    assert short < long


@pytest.mark.parametrize("stages", [1, 2, 3, 4])
def test_three_numbers_meet_a_snapshot_exactly(stages):
    chain = fit_chain(SNAPSHOT, stages)
    found = chain.shares(SNAPSHOT.when - SNAPSHOT.begins) * SNAPSHOT.total
    np.testing.assert_allclose(found, [120, 65, 56, 38], rtol=1e-9)
    # two stages: (1 + x) e^−x = 120/279 at x = 1.9129 = 2 × 2.1667 ÷ 2.2654
    assert chain.planned == pytest.approx(2.2654, abs=1e-3)


def test_a_chain_of_one_stage_is_the_textbook_one():
    """Two stages of planning alone, of a mean of 2 years: (1 + x) e^−x with x = 2 × 3 ÷ 2 = 3."""
    chain = PipelineChain(planned=2.0, approved=1e-6, building=1e-6, stages=1)
    assert chain.shares(3.0)[0] == pytest.approx(4 * np.exp(-3), rel=1e-12)
    assert chain.shares(3.0)[-1] == pytest.approx(1 - 4 * np.exp(-3), abs=1e-5)


def test_of_what_was_planned_in_2016_little_is_unapproved_in_2020():
    """From mid-2016 to the end of 2020: x = 2 × 4.5 ÷ 2.0268 = 4.4405, (1 + x) e^−x = 6.4 %."""
    found = fit_schools(PACK, believe(()), read_snapshot(PACK, None)).in_use
    assert found.planned == pytest.approx(2.0268, abs=1e-3)
    assert found.shares(4.5)[0] == pytest.approx(5.4405 * np.exp(-4.4405), rel=1e-2)
    assert found.shares(4.5)[0] == pytest.approx(0.064, abs=1e-3)


def test_the_median_delay_of_schools_meets_the_number_finished():
    programmes = tuple(p for p in PACK.programmes if PACK.service[p.service].is_school)
    median = fit_median(SNAPSHOT, programmes, on_time=0.17, spread=0.45)
    slippage = Slippage(on_time=0.17, median=median, spread=0.45)
    assert promised_by(SNAPSHOT, programmes, slippage) == pytest.approx(38, abs=1e-6)
    all_late = replace(SNAPSHOT, projects={**SNAPSHOT.projects, "finished": 1})
    with pytest.raises(CalibrationError, match="median delay of schools"):
        fit_median(all_late, programmes, on_time=0.17, spread=0.45)


def test_named_schools_and_the_rest_together_are_the_snapshot():
    found = fit_schools(PACK, believe(()), read_snapshot(PACK, None))
    assert found.rest is not None
    assert found.rest.begins == 2016.5
    assert found.rest.total == pytest.approx(279 - 44)
    shares = found.in_use.shares(found.rest.when - found.rest.begins)
    np.testing.assert_allclose(
        shares * found.rest.total, list(found.rest.projects.values()), rtol=1e-9
    )
    outcomes = [whole for whole, _ in found.outcomes().values()]
    assert min(outcomes) == pytest.approx(0.699, abs=2e-3)
    assert max(outcomes) == pytest.approx(0.775, abs=2e-3)


def test_more_named_schools_than_the_snapshot_holds_is_refused():
    few = replace(SNAPSHOT, projects={**SNAPSHOT.projects, "building": 0})
    with pytest.raises(CalibrationError, match="more named projects"):
        fit_schools(PACK, believe(()), few)
    assert beside_named(SNAPSHOT, (), 2016.0).projects == SNAPSHOT.projects


def test_before_the_snapshot_there_is_none():
    assert read_snapshot(PACK, 2018.0) is None
    snapshot = read_snapshot(PACK, 2019.0)
    assert snapshot is not None
    assert snapshot.projects == SNAPSHOT.projects
    assert snapshot.when == pytest.approx(SNAPSHOT.when)


def test_homes_grow_as_counted_and_one_count_tells_nothing():
    assert fit_planned_stay(PACK, None) == pytest.approx(2.01, abs=0.01)
    assert fit_planned_stay(PACK, 2017.0) is None


def test_the_step_answers_for_its_own_entries_alone():
    keys = {entry.key for entry in fit_supply(Task(pack=PACK)).entries}
    assert keys == {
        "slippage.beds",
        "slippage.school",
        "pipeline.school.planned",
        "pipeline.school.approved",
        "pipeline.school.building",
        "pipeline.eldercare.planned",
    }
    assert "supply" in STEPS


def test_what_is_written_is_what_the_pack_holds():
    """The parameters on file are those of the step: nobody changed them by hand."""
    for entry in fit_supply(Task(pack=PACK)).entries:
        assert PACK.parameters.value(entry.key) == entry.fields["value"], entry.key


@pytest.mark.parametrize("standing", [None, 2017.66])
def test_the_report_has_data_prior_and_result(standing, tmp_path):
    fitted = fit_supply(Task(pack=PACK, standing=standing))
    fitted.write_report(tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {
        "report.md", "slippage.png", "slippage.svg",
    }  # fmt: skip
    assert "先验（80%） / Prior (80 %)" in text
    assert ("P05" in text) is (standing is None)
    assert ("| 1 | 2.03 |" in text) is (standing is None)
