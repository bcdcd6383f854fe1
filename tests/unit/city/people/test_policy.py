"""The two-child policy: e(t) and ė(t) of the stages of 2014 and 2016, worked out by hand.

Answer = the day, or the announcement where that is earlier, + 0.75 year of gestation.
29 March 2014 = 2014 + 2/12 + 28/(12 × 31); 29 October 2015 = 2015 + 9/12 + 28/(12 × 31).
"""

import numpy as np
import pytest

from simulator.city.people.policy import eligible_paths
from simulator.errors import ScenarioError
from simulator.stockflow.values.paths import at
from tests.city import choices, with_parameters

FIRST = 2014 + 2 / 12 + 28 / 372 + 0.75
SECOND = 2015 + 9 / 12 + 28 / 372 + 0.75
ONE = "policy.two_child.stages.one_only_child"
UNIVERSAL = "policy.two_child.stages.universal"


BEFORE = "policy.two_child.eligible_before"
STATED = {
    f"{BEFORE}.registered": {"value": 0.5},
    f"{BEFORE}.migrant": {"value": 0.85},
    f"{ONE}.registered": {"value": 0.62},
    f"{ONE}.migrant": {"value": 0.95},
}


def policy(*sets, stated=STATED):
    return eligible_paths(choices(*sets, pack=with_parameters(stated)))


def test_every_draw_has_its_own_shares():
    drawn = {**STATED, f"{BEFORE}.registered": {"value": np.array([0.5, 0.3])}}
    eligible, opening = policy(stated=drawn)
    np.testing.assert_allclose(
        at(eligible, FIRST + 0.5), [(0.56, 0.90), (0.46, 0.90)], rtol=0, atol=1e-7
    )
    np.testing.assert_allclose(at(opening, FIRST + 0.5)[:, 0], (0.12, 0.32), rtol=0, atol=1e-9)


def test_what_a_scenario_states_of_a_stage_goes_before_the_fitted_share():
    eligible, _ = policy(f"{ONE}.registered=0.7")
    assert at(eligible, FIRST + 1.2)[0, 0] == pytest.approx(0.7, abs=1e-7)


def test_a_stage_nobody_gives_a_share_is_refused():
    with pytest.raises(ScenarioError, match="registered has no value, and no fitted one"):
        policy('policy.two_child.stages=[{id="new",opens=true,date=2014-03-29,ramp=1}]')


@pytest.mark.parametrize(
    ("year", "share", "rise"),
    [
        (2011.0, (0.5, 0.85), (0, 0)),
        (FIRST - 1e-3, (0.5, 0.85), (0, 0)),
        (FIRST + 0.5, (0.56, 0.90), (0.12, 0.10)),
        (FIRST + 1.2, (0.62, 0.95), (0, 0)),
        (SECOND + 0.25, (0.715, 0.9625), (0.38, 0.05)),
        (SECOND + 1.0, (1, 1), (0, 0)),
        (2030.0, (1, 1), (0, 0)),
    ],
)
def test_the_share_allowed_and_its_rise(year, share, rise):
    eligible, opening = policy()
    np.testing.assert_allclose(at(eligible, year)[0], share, rtol=0, atol=1e-7)
    np.testing.assert_allclose(at(opening, year)[0], rise, rtol=0, atol=1e-12)


def test_the_stages_break_the_run_where_births_begin_and_end_to_answer():
    kinks = policy()[0].kinks(2011.0, 2021.0)
    assert kinks == pytest.approx((FIRST, FIRST + 1, SECOND, SECOND + 1), abs=1e-12)


def test_gestation_and_ramp_are_choices():
    eligible, opening = policy("policy.two_child.gestation=0", f"{ONE}.ramp=0.5")
    assert at(opening, FIRST - 0.75 + 0.1)[0, 0] == pytest.approx(0.24, abs=1e-12)
    assert at(eligible, FIRST - 0.75 + 0.25)[0, 0] == pytest.approx(0.56, abs=1e-7)


def test_an_announcement_after_the_day_is_refused_where_it_was_said():
    with pytest.raises(ScenarioError, match=r"universal.announced: announced on 2016-03-01"):
        policy(f"{UNIVERSAL}.announced=2016-03-01")
    with pytest.raises(ScenarioError, match=r"--set: .*universal.date: announced on 2015-10-29"):
        policy(f"{UNIVERSAL}.date=2015-10-01")


def test_no_stage_leaves_what_was_allowed_before():
    eligible, opening = policy(f"{ONE}.opens=false", f"{UNIVERSAL}.opens=false")
    np.testing.assert_array_equal(at(eligible, 2030.0)[0], (0.5, 0.85))
    np.testing.assert_array_equal(at(opening, 2030.0)[0], (0, 0))
    assert eligible.kinks(2011.0, 2031.0) == ()


def test_one_stage_alone_rises_from_what_was_allowed_before():
    _, opening = policy(f"{ONE}.opens=false")
    np.testing.assert_allclose(at(opening, SECOND + 0.5)[0], (0.5, 0.15), rtol=0, atol=1e-12)


def test_a_stage_may_begin_on_the_day_the_one_before_is_through():
    eligible, opening = policy(f"{UNIVERSAL}.date=2015-03-29", f"{UNIVERSAL}.announced=2015-03-29")
    assert eligible.kinks(2011.0, 2021.0) == pytest.approx((FIRST, FIRST + 1, FIRST + 2), abs=1e-9)
    np.testing.assert_allclose(at(opening, FIRST + 1.5)[0], (0.38, 0.05), rtol=0, atol=1e-9)
    np.testing.assert_allclose(at(eligible, FIRST + 1)[0], (0.62, 0.95), rtol=0, atol=1e-7)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (f"{UNIVERSAL}.announced=2014-12-01", "universal: opens before the ramp of one_only_child"),
        (f"{UNIVERSAL}.registered=0.6", "universal: registered is 0.6; expected a share from 0.62"),
        (f"{ONE}.migrant=0.8", "one_only_child: migrant is 0.8; expected a share from 0.85"),
        (f"{ONE}.ramp=0", "one_only_child: ramp is 0; expected more than 0"),
    ],
)
def test_stages_that_overlap_or_take_back_are_refused(change, message):
    with pytest.raises(ScenarioError) as refused:
        policy(change)
    key = change.partition("=")[0]
    assert str(refused.value).startswith(f"--set: {key}: {message}")
