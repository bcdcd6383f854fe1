"""A run as a whole: what it gives back, and every way it may have to stop."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.errors import IntegrationError
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.elements import Auxiliary, Flow
from simulator.stockflow.values.paths import Constant, Lines
from simulator.stockflow.values.scenario import Method, Occasion, Scenario
from tests.textbook import growth, leslie, logistic, numbers, start_with
from tests.toys import decay, region, region_scenario

REGION = region()
BASE = region_scenario(REGION)


def run(system, stop=2010.0, start=2000.0, **changes):
    given = {"name": "", "start": start, "stop": stop, "initial": {}, "paths": {}, **changes}
    return simulate(system, Scenario(**given))


def leaking(rate, **changes):
    """A tank whose leak follows another rule."""
    flow = replace(decay().flows[0], rate=rate)
    return run(replace(decay(), flows=(flow,)), **{"initial": start_with(water=1), **changes})


def test_a_run_is_a_function_of_its_inputs():
    once, again = simulate(REGION, BASE), simulate(REGION, BASE)
    np.testing.assert_array_equal(once.final["people"], again.final["people"])
    before = {name: path.array.copy() for name, path in BASE.paths.items()}
    people = BASE.initial["people"].copy()
    simulate(REGION, BASE)
    np.testing.assert_array_equal(BASE.initial["people"], people)
    for name, array in before.items():
        np.testing.assert_array_equal(BASE.paths[name].array, array)


def test_progress_is_told_after_every_segment():
    told = []
    found = simulate(REGION, BASE, told.append)
    assert len(told) == found.segments == 30
    assert told[-1] == 2010.0


def test_a_stock_not_named_starts_empty_and_stays_so():
    found = run(decay(), paths=numbers(leak=1))
    assert found.final["water"] == [0]
    assert not found.balances[0].residual.any()


def test_the_years_of_a_run_do_not_matter_the_time_that_passes_does():
    """Windows, people and dates moved by twelve years."""
    there = simulate(region(start=2012.0, stop=2022.0), replace(
        region_scenario(region(start=2012.0, stop=2022.0)), start=2012.0, stop=2022.0,
        readings=(2012.0, 2017.0, 2022.0),
    ))  # fmt: skip
    here = simulate(REGION, BASE)
    np.testing.assert_allclose(there.final["people"], here.final["people"], rtol=1e-10)
    np.testing.assert_allclose(there.measures["residents"], here.measures["residents"], rtol=1e-10)


def test_months_for_years_give_the_same():
    """Time may be counted in any unit, if rates are told in it too."""
    years = run(decay(), initial=start_with(water=9), paths=numbers(leak=0.6), readings=(2010.0,))
    months = run(
        decay(), start=24000.0, stop=24120.0, initial=start_with(water=9),
        paths=numbers(leak=0.05), readings=(24120.0,),
    )  # fmt: skip
    assert months.final["water"] == pytest.approx(years.final["water"], rel=1e-9)


def test_a_trial_step_may_overflow_and_is_shortened():
    """exp of a whole segment's step is more than a number holds; of a right step it is not."""
    found = leaking("leak * water * exp(leak * water)", paths=numbers(leak=40), stop=2001.0)
    assert 0 <= found.final["water"][0] < 1e-3


def test_an_overflow_names_the_date_and_the_flow():
    with pytest.raises(
        IntegrationError, match=r'^200\d\.\d{4}: RK45 stopped: .*"births"'
    ) as caught:
        run(
            replace(growth(), flows=(replace(growth().flows[0], rate="breeding * hares ** 2"),)),
            initial=start_with(hares=1),
            paths=numbers(breeding=0.2),
        )
    assert caught.value.flow == "births"
    assert caught.value.year == pytest.approx(2005, abs=0.1)


@pytest.mark.parametrize("method", ["RK45", "RK23", "DOP853", "Radau", "BDF", "LSODA"])
def test_a_rate_that_is_no_number_stops_every_method_with_its_name(method):
    with pytest.raises(IntegrationError, match=r'20\d\d.*"leaking" is NaN or infinite') as caught:
        leaking("leak * sqrt(water - 2)", paths=numbers(leak=1), method=Method(name=method))
    assert caught.value.flow == "leaking"


def test_a_stock_that_would_turn_negative_is_named():
    with pytest.raises(IntegrationError, match=r"^2003.0000: water fell to -2: outflow"):
        leaking("leak", paths=numbers(leak=1), stop=2003.0)


def test_a_hole_in_a_parameter_is_named_with_its_flow():
    with pytest.raises(
        IntegrationError, match=r"leaking: its rate is NaN or infinite; leak: one of"
    ):
        leaking("leak * water", paths=numbers(leak=np.nan))
    with pytest.raises(
        IntegrationError, match=r"leaking: its rate is NaN or infinite; leak: one of"
    ):
        leaking("water / leak", paths=numbers(leak=0))


def test_a_hole_where_a_run_starts_is_named():
    with pytest.raises(IntegrationError, match=r"^2000.0000: water: nan is not a finite number"):
        leaking("leak * water", paths=numbers(leak=1), initial=start_with(water=np.nan))


def test_a_path_that_ends_too_soon_is_named_with_the_date():
    path = Lines(name="leak", years=(2000.0, 2004.0), values=np.ones((2, 1)))
    with pytest.raises(
        IntegrationError, match=r"^2000.*leak: no value at 2010; .* from 2000 to 2004"
    ):
        leaking("leak * water", paths={"leak": path})


def test_shares_that_do_not_add_to_one_are_refused():
    for rows, message in (
        ([[0.5, 0.4], [1, 0]], "moves: the shares destinations of east sum to 0.9; they must"),
        ([[1.5, -0.5], [1, 0]], "moves: the shares destinations fall to -0.5; none may be"),
        ([[np.nan, 1], [1, 0]], "moves: the shares destinations fall to nan"),
    ):
        path = Constant(np.array([rows], dtype=float), ("district", "to_district"))
        with pytest.raises(IntegrationError, match=message):
            simulate(REGION, replace(BASE, paths=BASE.paths | {"destinations": path}))


INCOMPLETE = {
    "no value": (
        {"paths": {}},
        "arrival_profile has no value; expected a path on the axes (status, cohort)",
    ),
    "other axes": (
        {"paths": BASE.paths | {"boys": BASE.paths["death_rate"]}},
        "boys: the path has axes (status, cohort); expected ()",
    ),
    "another shape": (
        {"paths": BASE.paths | {"district_shares": Constant(np.ones((1, 3)), ("district",))}},
        "district_shares: its value has shape (1, 3); expected (1, 2), the sizes of (draws, d",
    ),
    "other draws": (
        {"paths": BASE.paths | {"boys": Constant(np.ones(2))}, "draws": 3},
        "boys: its value has shape (2,); expected (1 or 3), the sizes of (draws)",
    ),
    "an unknown parameter": ({"paths": BASE.paths | numbers(luck=1)}, "luck: no such parameter"),
    "an unknown stock": ({"initial": {"birds": np.ones(1)}}, "birds: no such stock"),
    "an unknown transfer": ({"occasions": {"flood": ()}}, "flood: no such transfer"),
    "a value for nothing": (
        {"occasions": {"recall": (Occasion(2001.0, {"boys": np.ones(1)}),)}},
        "recall: does not use boys, so a value given for it has no effect",
    ),
    "a value of another shape": (
        {"occasions": {"recall": (Occasion(2001.0, {"recalled": np.ones((1, 5))}),)}},
        "recalled: its value has shape (1, 5)",
    ),
    "a transfer without its value": (
        {"occasions": {"recall": (Occasion(2001.0),)}},
        "recalled has no value; expected a path on the axes (residency)",
    ),
    "an end before the start": ({"stop": 2000.0}, "the run ends (2000) before it starts (2000)"),
    "a reading outside": (
        {"readings": (2011.0,)},
        "the reading at 2011 lies outside the run (2000 to 2010)",
    ),
    "a snapshot outside": ({"snapshots": (1999.9,)}, "the snapshot at 1999.9 lies outside the run"),
    "cohorts too short": (
        {"stop": 2012.0},
        "birth windows cover 1997 to 2010.33; they have to cover all births from 2000 to 2012, the",
    ),
    "cohorts that end as the run does": (
        {"stop": 2010 + 1 / 3, "readings": ()},
        "birth windows cover 1997 to 2010.33; they have to cover all births from 2000 to 2010.33",
    ),
    "cohorts too late": ({"start": 1990.0}, "cohort: its birth windows cover 1997 to 2010"),
}


@pytest.mark.parametrize(("changes", "message"), INCOMPLETE.values(), ids=INCOMPLETE)
def test_a_scenario_that_does_not_fit_is_refused_before_it_runs(changes, message):
    with pytest.raises(IntegrationError) as caught:
        simulate(REGION, replace(BASE, **changes))
    assert message in str(caught.value)


def test_all_that_is_missing_is_told_at_once():
    with pytest.raises(IntegrationError) as caught:
        run(logistic(), readings=(1999.0,))
    assert [line.split(" / ")[0] for line in str(caught.value).split("\n")] == [
        "2000.0000: the reading at 1999 lies outside the run (2000 to 2010)",
        "breeding has no value; expected a path on the axes ()",
        "room has no value; expected a path on the axes ()",
    ]


def test_a_parameter_that_nothing_due_names_may_lack_a_value():
    assert "extra" not in BASE.paths
    assert "recalled" not in BASE.paths
    simulate(REGION, replace(BASE, stop=2000.5, readings=()))


def test_cohorts_end_where_nobody_is_born_into_them():
    """Only births need a window: without them a run may outlast its cohorts."""
    system = leslie(1, 2000.0, 2003.0, 1990.0)
    flows = (system.flows[0], Flow(name="births", source=None, target="women[older]",
                                   rate="daughters", meaning=""))  # fmt: skip
    women = np.ones((1, system.moving.size))
    paths = {name: Constant(0 * women + 0.1, ("cohort",)) for name in ("dying", "bearing")}
    found = run(replace(system, flows=flows), initial={"women": women}, paths=paths)
    assert found.final["women"].sum() == pytest.approx(women.sum(), rel=1e-9)


def test_an_auxiliary_that_is_no_number_names_the_flow_that_follows_it():
    crowd = Auxiliary(
        name="crowd", axes=(), expression="1 / leak", unit="1", meaning="", symbol="c"
    )
    flow = replace(decay().flows[0], rate="crowd * water")
    system = replace(decay(), auxiliaries=(crowd,), flows=(flow,))
    with pytest.raises(
        IntegrationError, match=r"leaking: its rate is NaN or infinite; leak: one of"
    ):
        run(system, initial=start_with(water=1), paths=numbers(leak=0))
