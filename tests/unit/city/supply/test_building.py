"""Places by state: everything ever planned is somewhere, named projects too."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.ground.outcome import Outcome, choices_of_run
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.record.supply_record import compare_supply
from simulator.city.services.series import service_series
from simulator.city.supply.building import building_of, years_slips
from simulator.city.supply.inside import carried, share_in
from tests.city import ONE_WINDOW, city_pack, loaded, run
from tests.examples import examples
from tests.supply_alone import supply_outcome

OPEN, CANCELLED = SUPPLY_STATES.index("open"), SUPPLY_STATES.index("cancelled")


def outcome_of(*sets):
    one = loaded(*sets)
    return Outcome(trajectory=run(*sets), scenario=one.scenario, file=one.file, pack=one.pack)


@st.composite
def plans(draw):
    """Programmes, projects, delays, cancellation, capacity and closures as a scenario may have."""
    sets = [
        f"plan.cancellation_rate={draw(st.floats(0, 0.5)):.3f}",
        f"plan.delay_factor={draw(st.floats(0.2, 4)):.3f}",
        f"plan.on_time={str(draw(st.booleans())).lower()}",
        f"plan.unlisted_expansion.junior={draw(st.floats(0, 5_000)):.1f}",
        f"plan.programme_places.primary={draw(st.floats(16_000, 400_000)):.1f}",
        f"plan.programme_places.hospital={draw(st.floats(13_600, 50_000)):.1f}",
        f"plan.building_capacity.primary={draw(st.floats(0, 50_000)):.1f}",
        f"plan.projects.P29.late={draw(st.floats(0, 3)):.3f}",
        f"plan.projects.P01.places={draw(st.floats(1, 3000)):.1f}",
        f"plan.projects.P03.cancelled={str(draw(st.booleans())).lower()}",
        f"model.building_stages={draw(st.integers(1, 4))}",
    ]
    share, places = draw(st.floats(0, 1)), draw(st.floats(1, 500))
    closed = draw(st.sampled_from(("primary", "hospital", "eldercare")))
    where = f'service="{closed}",district="jimei"'
    sets.append(
        f'plan.closures=[{{id="one",{where},date=2018-09-01,share={share:.3f}}},'
        f'{{id="two",service="kindergarten",district="huli",date=2019-09-01,'
        f'places={places:.1f},to="{closed}"}}]'
    )
    day = draw(st.sampled_from(("promised=2018-09-01", "opens=2019-09-01")))
    size = draw(st.floats(1, 3000))
    sets.append(
        f'plan.projects=[{{id="NEW",service="primary",district="huli",places={size:.1f},{day},'
        "closes=2020-06-01}]"
    )
    number, size = draw(st.integers(1, 40)), draw(st.floats(1, 50_000))
    yearly = str(draw(st.booleans())).lower()
    district_shares = ",".join(f"{name}={1 / 6!r}" for name in city_pack().axes["district"])
    sets.append(
        f'plan.programmes=[{{id="own",service="{closed}",places={size:.1f},projects={number},'
        f"begins=2018-01-01,promised=2020-06-30,yearly={yearly},"
        f"district_shares={{{district_shares}}}}}]"
    )
    return tuple(sets)


def converted(outcome):
    """Places converted to a service, less those converted from it, shape (timetable, service)."""
    run = outcome.trajectory
    came, went = run.arrived["conversions"], run.left["conversions"]
    return (came - went)[0, ..., -1].sum(axis=2)


@settings(max_examples=examples(6), deadline=None)
@given(plans())
def test_everything_ever_planned_is_somewhere(sets):
    """Start + planned + converted + expanded = planned + approved + … + open + cancelled + closed.

    By service on both deliveries, to 1e-9; the places of each named project add up to its size.
    """
    outcome = supply_outcome(*sets)
    building = building_of(outcome)
    for each in building.projects:
        np.testing.assert_allclose(each.states.sum(axis=1), each.running.places, rtol=1e-12)
        assert each.states.min() >= -1e-9
    held = building.places.sum(axis=(2, 3))[..., -1]
    named = np.zeros(held.shape)
    for each in building.projects:
        for name, share in carried(choices_of_run(outcome), each.running.service.name):
            named[:, building.services.index(name)] += each.running.places * share
    planned = np.zeros(held.shape)
    for row, service in enumerate(building.services):
        programmes = choices_of_run(outcome).plan.programmes
        rests = [
            building.rests[p.name] * share_in(choices_of_run(outcome), p.service, service)
            for p in programmes
        ]
        planned[:, row] = sum(rests) + building.starts[row].sum()
    planned += converted(outcome) + building.expanded[..., -1].sum(axis=2)
    np.testing.assert_allclose(held, planned + named, rtol=1e-9)


@pytest.fixture(scope="module")
def baseline():
    return outcome_of(ONE_WINDOW)


def test_projects_are_counted_beside_places(baseline):
    building = building_of(baseline)
    for service, projects in (("kindergarten", 120), ("primary", 101), ("senior_general", 24)):
        counted = building.counted(service)[:, :, -1]
        np.testing.assert_allclose(counted.sum(axis=1), projects, rtol=1e-9)
    promised = building.places[0, building.services.index("hospital"), :, OPEN, -1].sum()
    assert promised == pytest.approx(27_000)  # the level the programme is to reach


def test_the_record_of_supply_is_met(baseline):
    found = {each.name: each for each in compare_supply(baseline, building_of(baseline))}
    scored = {name: each.is_within for name, each in found.items() if each.tolerance is not None}
    assert all(scored.values()), scored
    assert {"announced_2016_2018", "hospital_2017", "hospital_2018", "eldercare_2017"} <= set(
        scored
    )
    assert "kindergarten_places_2018_2022" not in found  # the run ends in 2020
    assert found["announced_2016_2018"].promised == pytest.approx(80_000, rel=0.05)
    for state, number in (("planned", 120), ("approved", 65), ("building", 56), ("finished", 38)):
        assert found[f"snapshot_{state}"].expected == pytest.approx(number, abs=0.05)


def test_a_year_of_slip_costs_a_project_its_places_for_a_year(baseline):
    building, series = building_of(baseline), service_series(baseline)
    slips = {
        each.project.running.project.name: each for each in years_slips(building.projects, series)
    }
    tongan = slips["P21"]
    assert tongan.place == "tongan"
    assert tongan.place_years == pytest.approx(1080, rel=1e-3)  # all grades, well before the end
    assert tongan.gap_if_late == pytest.approx(tongan.gap + tongan.lost)
    order = [each.place_years for each in years_slips(building.projects, series)]
    assert order == sorted(order, reverse=True)


def test_with_a_limit_to_building_starts_come_later_and_nothing_is_lost():
    free, tight = (
        building_of(supply_outcome(*sets))
        for sets in ((), ("plan.building_capacity.primary=5000",))
    )
    row = free.services.index("primary")
    opened = [
        each.stock[1, row, :, OPEN, -1].sum() - free.starts[row].sum() for each in (free, tight)
    ]
    assert 0 < opened[1] < 0.7 * opened[0]
    whole = [each.places[:, row].sum(axis=(1, 2))[:, -1] for each in (free, tight)]
    np.testing.assert_allclose(whole[0], whole[1], rtol=1e-9)
