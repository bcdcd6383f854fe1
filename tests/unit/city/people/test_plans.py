"""Plans for a second child that rise and fall: along a line, on a day, never from a stock.

A change shows in births a gestation of 0.75 year after its date.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.people.plans import plans_occasions, plans_paths
from simulator.city.people.waiting import PLANNING
from simulator.errors import ScenarioError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.paths import Constant, Mapped, at
from simulator.stockflow.values.scenario import Scenario
from tests.city import choices, loaded, with_parameters
from tests.examples import examples

SHARE = "policy.two_child.planning_share"
ELIGIBLE = "policy.two_child.eligible_before"
BEFORE = {f"{ELIGIBLE}.registered": {"value": 0.5}, f"{ELIGIBLE}.migrant": {"value": 0.8}}
STAGES = "policy.two_child.stages"
NO_STAGES = (f"{STAGES}.one_only_child.opens=false", f"{STAGES}.universal.opens=false")


def stated(values: str, interpolation: str) -> str:
    held = "before='hold',after='hold'"
    return f"{SHARE}={{values={{{values}}},interpolation='{interpolation}',{held}}}"


def test_a_line_gives_its_rise_and_its_fall_a_gestation_later():
    """0.4 → 0.6 in two years: 0.1 a year; 0.6 → 0.3 in three: 0.1 of what is left, 0.1 ÷ q."""
    line = "'2013-01-01'=0.4,'2015-01-01'=0.6,'2018-01-01'=0.3"
    paths = plans_paths(choices(stated(line, "linear")))
    when = (2013.5, 2014.0, 2016.0, 2018.0, 2019.0)
    found = {name: [at(path, year)[0] for year in when] for name, path in paths.items()}
    np.testing.assert_allclose(
        found["planning_share"], (0.4, 0.425, 0.575, 0.375, 0.3), rtol=0, atol=1e-7
    )
    np.testing.assert_allclose(found["planning_rise"], (0, 0.1, 0, 0, 0), rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        found["planning_fall"], (0, 0, 0.1 / 0.575, 0.1 / 0.375, 0), rtol=0, atol=1e-7
    )


def test_a_step_up_turns_a_share_of_mothers_of_one_to_waiting():
    """q 0.4 → 0.6 with e = 0.5 and 0.8: 0.1 ÷ (1 − 0.2) and 0.16 ÷ (1 − 0.32)."""
    step = stated("'2012-01-01'=0.4,'2015-01-01'=0.6", "step")
    found = plans_occasions(choices(*NO_STAGES, step, pack=with_parameters(BEFORE)))
    (occasion,) = found["plans_taken_up_that_day"]
    assert occasion.year == pytest.approx(2015.75)
    np.testing.assert_allclose(
        occasion.values["planning_gain"], [[0.1 / 0.8, 0.16 / 0.68]], rtol=1e-12
    )
    assert not any(found[f"plans_given_up_that_day_{status}"] for status, _ in PLANNING)


def test_a_step_down_turns_a_share_of_those_who_plan_back():
    """q 0.6 → 0.45: a quarter of those who plan."""
    step = stated("'2012-01-01'=0.6,'2015-01-01'=0.45", "step")
    found = plans_occasions(choices(step))
    for status, _ in PLANNING:
        (occasion,) = found[f"plans_given_up_that_day_{status}"]
        assert occasion.values["planning_loss"] == pytest.approx([0.25], rel=1e-12)
    assert not found["plans_taken_up_that_day"]


def test_plans_that_do_not_change_move_nobody():
    paths, occasions = plans_paths(choices()), plans_occasions(choices())
    assert not at(paths["planning_rise"], 2015.0).any()
    assert not at(paths["planning_fall"], 2015.0).any()
    assert not any(occasions.values())


def test_a_line_to_nothing_is_refused_and_a_step_is_not():
    line = stated("'2013-01-01'=0.4,'2015-01-01'=0", "linear")
    with pytest.raises(ScenarioError, match=r"falls to 0 along a line \(2015-01-01\)"):
        plans_paths(choices(line))
    step = stated("'2013-01-01'=0.4,'2015-01-01'=0", "step")
    plans_paths(choices(step))
    (occasion,) = plans_occasions(choices(step))["plans_given_up_that_day_waiting"]
    assert occasion.values["planning_loss"] == pytest.approx([1.0])


DATED = st.lists(
    st.tuples(st.integers(2011, 2019), st.floats(0.05, 0.9)),
    min_size=1,
    max_size=5,
    unique_by=lambda pair: pair[0],
)


@settings(max_examples=examples(12), deadline=None)
@given(dated=DATED, interpolation=st.sampled_from(("linear", "step")))
def test_mothers_of_one_keep_the_split_that_plans_and_policy_say(dated, interpolation):
    """With second births, the age limit and moves left out: (1 − qe) : qe at any time, any q."""
    values = ",".join(f"'{year}-03-01'={share!r}" for year, share in sorted(dated))
    case = loaded(stated(values, interpolation))
    scenario = _undisturbed(case.scenario)
    run = simulate(case.system, scenario)
    people = run.stocks["people"][0]
    status = case.system.axis["status"].index
    planning = sum(people[status(label)] for label, _ in PLANNING)
    shares = _by_residency(planning) / _by_residency(planning + people[status("one_child")])
    wanted = [
        at(scenario.paths["planning_share"], year)[0]
        * at(scenario.paths["eligible_share"], year)[0]
        for year in run.snapshots
    ]
    np.testing.assert_allclose(shares, np.transpose(wanted), rtol=5e-6)


def _by_residency(people: FloatArray) -> FloatArray:
    """Of (cohort, residency, district, time): (residency, time)."""
    return np.asarray(people.sum(axis=(0, 2)))


def _undisturbed(scenario: Scenario) -> Scenario:
    """Nobody moves, registers or bears a second child; mothers of one begin at the split."""
    none = Constant(np.zeros(1))
    still = (
        "second_birth_level", "arrivals_a_year", "registered_arrivals_a_year", "departure_level",
        "registered_departure_level", "registration_rate",
    )  # fmt: skip
    young = scenario.paths["below_age_limit"]
    paths = {
        **scenario.paths,
        **dict.fromkeys(still, none),
        "below_age_limit": Mapped(function=np.ones_like, paths=(young,), axes=("cohort",)),
    }
    planning = at(paths["planning_share"], scenario.start)[0]
    split = (planning * at(paths["eligible_share"], scenario.start)[0])[:, np.newaxis]
    people = scenario.initial["people"].copy()
    _, _, one, early, late, waiting, more = range(people.shape[1])
    mothers = people[:, [one, early, late, waiting]].sum(axis=1)
    people[:, [early, late, waiting, more]] = 0
    people[:, one], people[:, late] = mothers * (1 - split), mothers * split
    return replace(scenario, paths=paths, initial={"people": people})
