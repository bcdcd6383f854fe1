"""Laws of the city with its loops closed, and that open loops are not there at all."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.supply.values import supply_occasions
from simulator.stockflow.engine.simulate import simulate
from tests.city import ONE_WINDOW, choices, city_pack, loaded, reading, run
from tests.examples import examples
from tests.feedback import JUMP, RISE, run_step, step_response
from tests.properties.test_city_laws import PIPELINE, assert_kept, scaled, some, valued

PLANNERS, FAMILIES, PRIVATE = (
    f"feedback.{name}.on=true" for name in ("planners", "families", "private")
)
SHORT = (ONE_WINDOW, "model.stop=2019-01-01")
SCARCE = tuple(
    f"world.enrolment_ratio.{stage}=1.4" for stage in ("kindergarten", "primary", "junior")
)
"""So many children that every stage is short in every district: there is something to answer."""

EXPECTED = 1
few = settings(max_examples=examples(8))


@st.composite
def answers(draw):
    """Any loops, answering at once or late, faintly or as strongly as a file may say."""
    on = draw(st.sets(st.sampled_from((PLANNERS, FAMILIES, PRIVATE)), min_size=1))
    return (
        *sorted(on),
        *draw(
            some(
                valued("feedback.planners.delay", 0.05, 8),
                valued("feedback.planners.adjustment", 0.25, 8),
                valued("feedback.planners.supply_line", 0, 1),
                valued("feedback.families.delay", 0.05, 8),
                valued("feedback.families.strength", 0, 0.95),
                valued("feedback.private.delay", 0.05, 8),
                valued("feedback.private.share", 0, 0.9),
                valued("plan.cancellation_rate", 0, 1),
                valued("plan.take_up.primary", 0, 1),
                scaled("world.arrivals"),
                st.just(
                    "plan.closures=[{id='a',service='primary',district='huli',"
                    "date=2017-03-01,share=1.0}]"
                ),
            )
        ),
    )


@few
@given(answers())
def test_nothing_is_made_or_lost_and_nothing_turns_negative(sets):
    assert_lawful(sets)


def assert_lawful(sets):
    """Start + planned + added = planned + approved + … + closed; people come only by flows."""
    one = loaded.__wrapped__(*SHORT, *sets)
    found = simulate(one.system, one.scenario)
    assert_kept(found)
    for totals in (*found.arrived.values(), *found.left.values()):
        # between steps a total is read off a curve; a step holds its error to 1e-5 in the mean
        # over all numbers, so that one of them, where planners begin to answer, may be off by more
        assert np.diff(totals, axis=-1).min(initial=0.0) >= -2e-4 * np.abs(totals).max(initial=0.0)
    assert found.measures["demand"].min() >= 0
    given_out = _given_out(one)
    given_out += found.arrived["unlisted_growth"][0, ..., -1].sum(axis=2)
    if PLANNERS in sets:
        added = found.arrived["added_plans"][0, ..., -1]
        given_out[EXPECTED] += added.reshape(len(added), -1).sum(axis=1)
    stocks = [name for name in found.final if name.startswith("building") or name in PIPELINE]
    held = sum(found.final[name][0].reshape(*given_out.shape, -1).sum(axis=2) for name in stocks)
    np.testing.assert_allclose(held, given_out, rtol=1e-9)


def _given_out(one):
    """Places that entered on dates, by timetable and service."""
    occasions = supply_occasions(
        choices(*SHORT, pack=one.pack), one.scenario.start, one.scenario.stop
    )
    whole = np.zeros((2, len(one.pack.services)))
    for transfer, parameter in (
        ("starting_stock", "starting_places"),
        ("programme_announced", "planned_places"),
        ("programme_approved_1", "approved_places"),
        ("programme_building_1", "building_places"),
    ):
        for occasion in occasions[transfer]:
            whole += occasion.values[parameter][0].reshape(*whole.shape, -1).sum(axis=2)
    return whole


def test_an_open_loop_changes_no_number_whatever_it_would_answer():
    plain = run(*SHORT)
    told = run(*SHORT, "feedback.planners.delay=7", "feedback.families.strength=0.9")
    assert told.system.stock.keys() == plain.system.stock.keys()
    for kind in ("measures", "final", "arrived", "left"):
        for name, array in getattr(plain, kind).items():
            np.testing.assert_array_equal(getattr(told, kind)[name], array, err_msg=name)


@pytest.mark.parametrize(
    "sets", [(FAMILIES, "feedback.families.strength=0"), (PRIVATE, "feedback.private.share=0")]
)
def test_a_loop_without_strength_moves_nothing(sets):
    plain, idle = run(*SHORT), run(*SHORT, *sets)
    for name in ("residents", "demand", "gap", "in_private_places"):
        array = plain.measures[name]
        np.testing.assert_allclose(idle.measures[name], array, atol=3e-6 * np.abs(array).max())


@cache
def last(name, *sets):
    """A measure at the end of a run of ten years, summed over districts, if it has them."""
    found = run(ONE_WINDOW, *SCARCE, *sets)
    there = found.measures[name][0, ..., reading(found, 2020 + 2 / 3)]
    return there.sum(axis=-1) if "district" in found.system.measure[name].axes else there


def test_nobody_knows_of_a_gap_before_the_record_starts():
    found = run(ONE_WINDOW, "model.stop=2015-06-01", FAMILIES).final
    known = found["families_demand_1"]
    assert known.max() > 1000
    np.testing.assert_allclose(found["families_supply_1"], known, rtol=1e-9)


def test_what_is_known_without_delay_is_what_serves_and_what_is_wanted():
    found = run(*SHORT, FAMILIES, "feedback.families.delay=0.05", "feedback.families.strength=0")
    supply = found.measures["supply"][0, EXPECTED, ..., -1]
    demand = found.measures["demand"][0, ..., -1]
    recorded = [place for place in range(10) if place != 8]  # psychiatric beds: no record
    for what, there in (("supply", supply), ("demand", demand)):
        known = found.final[f"families_{what}_1"][0]
        # what opens on the very last day is not known yet, nor the 414 beds of a hospital of
        # September (P02): projects are counted three times a year
        np.testing.assert_allclose(known[recorded], _around(found, there)[recorded], rtol=0.11)
    np.testing.assert_allclose(
        found.final["families_supply_1"][0, 8], found.final["families_demand_1"][0, 8]
    )


def _around(found, there):
    """Of every district the places of the catchment it lies in, shape (service, district)."""
    districts = found.system.axis["district"].labels
    whole = np.zeros_like(there)
    for row, service in enumerate(found.system.axis["service"].labels):
        places = city_pack().catchments(service)
        for members in [own for place, own in places.items() if place != "city"] or [districts]:
            rows = [districts.index(name) for name in members]
            whole[row, rows] = there[row, rows].sum()
    return whole


def test_planners_add_places_that_are_expected_and_promise_none():
    before, after = last("supply"), last("supply", PLANNERS)
    np.testing.assert_allclose(after[0], before[0], rtol=1e-9)
    assert (after[EXPECTED] - before[EXPECTED])[:3].min() > 50
    np.testing.assert_allclose(last("demand", PLANNERS), last("demand"), rtol=1e-6)


def test_crowding_keeps_families_away_and_others_come_as_before():
    demand, fewer = last("demand"), last("demand", FAMILIES)
    assert (fewer / demand)[:3].max() < 0.998  # kindergarten, primary and junior places are short
    assert last("residents", FAMILIES).sum() < 0.998 * last("residents").sum()
    assert last("in_scope", FAMILIES)[9] == pytest.approx(last("in_scope")[9], rel=0.002)


def test_shortage_turns_children_private_and_nobody_is_lost():
    assert (last("demand", PRIVATE) / last("demand"))[:3].max() < 0.97
    private = last("in_private_places", PRIVATE) - last("in_private_places")
    public = last("public_entitled") - last("public_entitled", PRIVATE)
    assert private[:3].min() > 1000
    # a closed loop ties places to people, and both then take the same steps: the same numbers but
    # for what the tolerances of the run leave open
    size = last("public_entitled").max()
    np.testing.assert_allclose(private, public, rtol=1e-6, atol=1e-6 * size)
    for name in ("in_scope", "residents"):
        np.testing.assert_allclose(last(name, PRIVATE), last(name), rtol=1e-6)
    left, usual = (
        run(ONE_WINDOW, *SCARCE, *sets).left["children_without_points"] for sets in ((PRIVATE,), ())
    )
    np.testing.assert_allclose(left[..., -1], usual[..., -1], rtol=1e-6)


def test_all_answers_together_leave_less_of_a_gap_than_any_alone():
    every = last("gap", PLANNERS, FAMILIES, PRIVATE)[EXPECTED, :3]
    for one in (PLANNERS, FAMILIES, PRIVATE):
        alone = last("gap", one)[EXPECTED, :3]
        assert (alone < last("gap")[EXPECTED, :3]).all()
        assert (every < alone).all()


def test_a_jump_of_demand_is_overshot_the_more_the_later_it_is_known():
    overshoots = [step_response(delay, 0.34).overshoot for delay in (0.25, 8.0)]
    assert overshoots[0] > 0.05
    assert np.diff(overshoots).min() > 0.02


def test_who_counts_what_is_under_way_overshoots_less():
    overshoots = [step_response(2.0, weight).overshoot for weight in (0.0, 0.34, 1.0)]
    assert np.diff(overshoots).max() < -0.1
    assert overshoots[-1] < 0.03


def test_planners_stop_once_the_gap_is_closed():
    found = run_step(2.0, 1.0)
    added = np.diff(found.arrived["added_plans"][0, 1].sum(axis=0), axis=-1)
    years = found.readings[1:]
    assert added[years <= JUMP].max() < 0.01 * added.max()
    assert added[-8:].max() < 0.01 * added.max()
    known = found.stocks.get("planners_demand_3")
    assert known is None or known.size == 0
    assert found.measures["demand"][0, 1, :, -1].sum() == pytest.approx(10_000 * (1 + RISE))
