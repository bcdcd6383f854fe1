"""Net arrivals go on, in every draw, from what they were on record in that draw."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.ensemble.drawn import Block, drawn_outcome
from simulator.city.ensemble.posterior import posterior_entries
from simulator.city.loading import load
from simulator.files.locations import SCENARIOS
from simulator.stockflow.values.calendar import place_of
from simulator.stockflow.values.chance import Chance

DRAWS, LAW, NET = 4, ("future.net_arrivals", ""), "world.net_arrivals"
SPEED = 0.25


@pytest.fixture(scope="module")
def quiet():
    """The long view in years, with a law of net arrivals that leaves nothing to chance."""
    sets = ("model.cohorts_per_year=1", "model.stop=2024-01-01", "report.to_year=2023")
    loaded = load(SCENARIOS / "long_view_2030.toml", sets)
    table = dict(loaded.pack.parameters.table)
    table[LAW] = {**table[LAW], "value": {**table[LAW]["value"], "spread": 0.0}}
    parameters = replace(loaded.pack.parameters, table=table)
    return replace(loaded, pack=replace(loaded.pack, parameters=parameters))


def test_they_go_on_from_the_last_year_of_the_draw_itself(quiet):
    """Without chance N(t) is N̄ + (N(2020) − N̄) e^(−κ (t − 2020)), N̄ the draw's own five years."""
    run = drawn_outcome(Block(loaded=quiet, chance=Chance(seed=1, draws=DRAWS))).trajectory
    places = [place_of(run.readings, float(year)) for year in range(2016, 2025)]
    came, went = (
        array.reshape(DRAWS, -1, array.shape[-1]).sum(axis=1)[:, places]
        for array in (run.arrived["arrivals"], run.left["departures"])
    )
    net = np.diff(came - went, axis=1)  # 2016 to 2023
    mean = net[:, :5].mean(axis=1, keepdims=True)
    expected = mean + (net[:, 4:5] - mean) * np.exp(-SPEED * np.arange(1, 4))
    np.testing.assert_allclose(net[:, 5:], expected, rtol=0.02, atol=400)
    assert np.ptp(net[:, 4]) > 10_000  # or every draw would go on from one number


def test_a_posterior_that_does_not_tell_them_leaves_what_the_pack_states(quiet, tmp_path):
    pack = quiet.pack
    told = posterior_entries(pack, "revised", Chance(seed=1, draws=3))
    assert told[NET, "revised"]["values"]["2020"].shape == (3,)
    assert told["future.net_arrivals", "revised"]["value"]["mean_error"] == 0.0
    bare = {**pack.parameters.table}
    del bare[NET, "revised"]
    without = replace(pack, parameters=replace(pack.parameters, table=bare))
    assert (NET, "revised") not in posterior_entries(without, "revised", Chance(seed=1, draws=3))


@pytest.mark.parametrize("basis", ["revised", "planned"])
def test_draws_lie_around_what_the_pack_states(quiet, basis):
    stated = quiet.pack.parameters.find(NET, basis)
    own = posterior_entries(quiet.pack, basis, Chance(seed=1, draws=200))[NET, basis]["values"]
    for year, (low, high) in stated["interval"].items():
        inside = np.mean((own[year] > low) & (own[year] < high))
        assert inside == pytest.approx(0.8, abs=0.06)
