"""A run of the city with draws of its supply: lawful in every draw, each as if it were alone."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.feedback.values import counted_projects
from simulator.city.ground.choices import choices_of
from simulator.city.supply.serving import project_serving
from simulator.city.whole import values_of
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.chance import EXPECTED as NONE
from simulator.stockflow.values.chance import Chance
from simulator.stockflow.values.paths import at
from tests.city import HELD, ONE_WINDOW, loaded, reading

SETS = (ONE_WINDOW, "model.stop=2021-01-01", "report.to_year=2020")
DRAWS = 8
PROMISED, EXPECTED = 0, 1
STATES = ("planned_now", "approved_now", "building_now", "finished_now", "open_places",
          "cancelled_now", "closed_now")  # fmt: skip


def drawn(*sets, first=0, draws=DRAWS):
    one = loaded(*SETS, *sets)
    plan = choices_of(one.file, one.pack).along(one.system.axis)
    return one.system, replace(plan, chance=Chance(seed=20170829, first=first, draws=draws))


@pytest.fixture(scope="module")
def run():
    system, plan = drawn(*HELD)
    return simulate(system, values_of(plan))


def test_nothing_is_lost_in_any_draw(run):
    for balance in run.balances:
        assert balance.residual.shape[0] == DRAWS
        assert np.abs(balance.residual).max() < 1e-9
    entered = sum(
        run.arrived[name][..., -1]
        for name in run.arrived
        if name.startswith(("starting_stock", "programme_", "unlisted_growth"))
    )
    states = sum(run.measures[name][..., -1] for name in STATES)
    np.testing.assert_allclose(states, entered, rtol=1e-9, atol=1e-6)


def test_every_draw_has_a_supply_of_its_own(run):
    last = reading(run, 2020 + 2 / 3)
    city = run.measures["supply"][..., last].sum(axis=-1)
    services = run.system.axis["service"]
    for name in ("kindergarten", "primary", "junior", "senior_general", "hospital", "obstetric",
                 "paediatric", "eldercare"):  # fmt: skip
        assert len(np.unique(city[:, EXPECTED, services.index(name)])) > DRAWS / 2
    beds = services.index("hospital")
    assert np.ptp(city[:, PROMISED, beds]) == 0
    assert np.ptp(run.measures["residents"], axis=0).max() == 0


def test_a_draw_alone_is_run_as_in_its_block(run):
    system, plan = drawn(*HELD, first=5, draws=1)
    alone = simulate(system, values_of(plan))
    for name in ("supply", "gap", "private_places"):
        found, block = alone.measures[name][0], run.measures[name][5]
        np.testing.assert_allclose(found, block, rtol=1e-12, atol=1e-9)


def test_who_respond_count_what_serves_in_the_draw():
    """With the loop of families closed they see the projects of each draw; planners the named."""
    _, plan = drawn("feedback.families.on=true", draws=4)
    found = counted_projects(plan, (2011.0, 2021.0))["projects_in_use"]
    serving = project_serving(plan, 2011.0, 2021.0)
    for year in (2017.0, 2018 + 1 / 3, 2019 + 2 / 3):
        np.testing.assert_allclose(at(found, year), at(serving, year)[:, EXPECTED], rtol=1e-12)
    assert np.ptp(at(found, 2020.0), axis=0).max() > 100


def test_planners_count_as_under_way_what_will_come_in_the_draw():
    """Nothing of what will be given up, so that the mean is what they count without draws."""
    sets = ("feedback.planners.on=true", "plan.cancellation_rate=0.2")
    _, plan = drawn(*sets, draws=1000)
    paths = counted_projects(plan, (2011.0, 2021.0))
    expected = counted_projects(replace(plan, chance=NONE), (2011.0, 2021.0))
    for name in ("projects_under_way", "projects_in_use"):
        found, whole = at(paths[name], 2019.0), at(expected[name], 2019.0)[0]
        assert found.min() > -1e-9
        assert np.ptp(found, axis=0).max() > 100
        error = found.std(axis=0, ddof=1) / np.sqrt(1000)
        assert np.all(np.abs(found.mean(axis=0) - whole) <= 4.5 * error + 1e-6)
