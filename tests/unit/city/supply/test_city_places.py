"""What is begun, complete and standing draw by draw: its mean is what is expected of a run."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.supply.building import building_of
from simulator.city.supply.city_places import STEPS, city_places, places_of
from simulator.city.supply.project_course import delayed_states, expected_states
from simulator.city.supply.projects import running_projects
from simulator.city.supply.samples import named_delays
from simulator.stockflow.values.chance import Chance
from tests.examples import examples
from tests.supply_alone import SPAN, supply_outcome
from tests.unit.city.supply.test_samples import CLOSED, drawn, in_use, sure_of_start

DRAWS = examples(800)
BLOCK = DRAWS // 2
INSTANTS = (2016.0, 2016 + 2 / 3, 2018.0, 2019 + 2 / 3, 2020.0, 2020 + 2 / 3, 2021.0)
LARGEST = 3000
"""Places of the largest project, or more."""


def places_in_draws(*sets):
    """City places of many draws, block by block, and those of the expected run."""
    pack = sure_of_start()
    blocks = [
        replace(supply_outcome(*sets, pack=pack, chance=chance, readings=INSTANTS), chance=chance)
        for chance in (Chance(seed=5, first=first, draws=BLOCK) for first in range(0, DRAWS, BLOCK))
    ]
    whole = supply_outcome(*sets, pack=pack, readings=INSTANTS)
    return [city_places(each) for each in blocks], places_of(building_of(whole))


def assert_mean_is_expected(draws, expected, largest):
    """Within 4.5 standard errors, or three draws with a largest project more or less."""
    error = draws.std(axis=0, ddof=1) / np.sqrt(len(draws))
    allowed = np.maximum(4.5 * error, 3 * largest / len(draws) + 1e-6)
    np.testing.assert_array_less(np.abs(draws.mean(axis=0) - expected), allowed)


@pytest.mark.parametrize("sets", [("plan.cancellation_rate=0.05",), (CLOSED,)])
def test_the_mean_of_draws_is_what_is_expected(sets):
    blocks, expected = places_in_draws(*sets)
    assert np.array_equal(blocks[0].years, INSTANTS)
    for step in STEPS:
        places, projects = (
            np.concatenate([getattr(each, what)[step] for each in blocks])
            for what in ("places", "projects")
        )
        assert_mean_is_expected(places, expected.places[step][0], LARGEST)
        assert_mean_is_expected(projects, expected.projects[step][0], 12)
        assert places.std(axis=0).max() > 100
    for programme, houses in expected.houses.items():
        drawn_houses = np.concatenate([each.houses[programme] for each in blocks])
        assert_mean_is_expected(drawn_houses, houses[0], 30)
    np.testing.assert_allclose(blocks[0].unplanned[0], expected.unplanned[0], rtol=1e-9)


def test_nothing_serves_that_does_not_stand_and_nothing_stands_that_was_not_begun():
    [block, *_], _ = places_in_draws("plan.cancellation_rate=0.05")
    begun, complete, standing = (block.places[step] for step in STEPS)
    assert (begun >= complete - 1e-6).all()
    assert (complete >= standing - 1e-6).all()
    plan = drawn("plan.cancellation_rate=0.05", draws=BLOCK, seed=5, pack=sure_of_start())
    serving = in_use(plan, np.array(INSTANTS)).sum(axis=3).transpose(1, 2, 0)
    assert (serving <= standing + 1e-6).all()
    assert serving.max() > 1000


def test_states_of_a_drawn_project_are_whole_and_on_average_expected():
    plan = drawn("plan.cancellation_rate=0.05", draws=5000)
    years = np.arange(SPAN[0], SPAN[1] + 5, 1 / 4)
    for running in running_projects(plan)[:12]:
        states = delayed_states(running, named_delays(plan, running), years)
        assert set(np.unique(states / running.places)) <= {0.0, 1.0}
        np.testing.assert_allclose(states.sum(axis=0), running.places)
        share = states.mean(axis=1) / running.places
        wanted = expected_states(running, years) / running.places
        np.testing.assert_allclose(share, np.broadcast_to(wanted, share.shape), atol=0.035)
