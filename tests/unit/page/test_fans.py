"""Draws beside the page: the same numbers as an ensemble's, a few at a time."""

import numpy as np
import pytest

from simulator.city.ensemble.order import orders_of
from simulator.city.ensemble.quantiles import quantiles
from simulator.city.services.series import service_series
from simulator.page import fans
from simulator.page.engine import Engine
from simulator.page.fans import Fans, draw
from simulator.page.state import State
from tests.city import ROOT


class Now:
    """Runs what it is asked for at once, or holds it back."""

    def __init__(self, held=False):
        self.held, self.asked = held, []

    def submit(self, make, order):
        self.asked.append(order)
        return Done(make(order)) if not self.held else Done(None)


class Done:
    def __init__(self, found):
        self.found, self.cancelled = found, False

    def done(self):
        return self.found is not None

    def result(self):
        return self.found

    def cancel(self):
        self.cancelled = True


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The baseline with one birth window, in a folder of its own."""
    folder = tmp_path_factory.mktemp("drawn") / "scenarios"
    folder.mkdir()
    text = (ROOT / "scenarios" / "baseline.toml").read_text(encoding="utf-8")
    text = text.replace("cohorts_per_year = 3", "cohorts_per_year = 1")
    path = folder / "small.toml"
    path.write_text(text.replace('compiled = "auto"', "compiled = false"), encoding="utf-8")
    return Engine(scenarios={"small": path}).run(State(scenario="small"))


def test_a_fan_is_of_the_draws_there_are(ran, monkeypatch):
    monkeypatch.setattr(fans, "DRAWS", 2)
    monkeypatch.setattr(fans, "TOGETHER", 1)
    found = Fans(pool=Now())
    fan = found.fan(ran, "primary", "huli")
    assert (fan["draws"], fan["of"]) == (2, 2)
    seed = int(str(ran.loaded.file.values["model.seed"]))
    drawn = [draw(order)["primary"] for order in orders_of(ran.loaded, 2, seed, 1)]
    row = list(ran.loaded.pack.catchments("primary")).index("huli")
    wanted = quantiles(np.concatenate([demand[:, row] for demand, _ in drawn]))
    np.testing.assert_allclose(fan["low"], wanted.low, atol=0.051)
    np.testing.assert_allclose(fan["high"], wanted.high, atol=0.051)
    series = next(s for s in service_series(ran.outcome) if s.service.name == "primary")
    assert len(fan["low"]) == len(fan["short"]) <= series.years.size
    assert all(0 <= share <= 1 for share in fan["short"] if share is not None)


def test_another_state_is_asked_for_in_its_stead(ran):
    pool = Now(held=True)
    found = Fans(pool=pool)
    assert found.fan(ran, "primary", "huli") == {"draws": 0, "of": fans.DRAWS}
    first = list(found.waiting)
    other = type(ran)(state=State(scenario="other"), loaded=ran.loaded, outcome=ran.outcome)
    found.fan(other, "primary", "huli")
    assert all(each.cancelled for each in first)
    assert len(pool.asked) == 2 * fans.DRAWS / fans.TOGETHER


def test_draws_of_two_states_are_the_same_draws(ran):
    pool = Now(held=True)
    found = Fans(pool=pool)
    found.fan(ran, "primary", "huli")
    other = type(ran)(state=State(scenario="other"), loaded=ran.loaded, outcome=ran.outcome)
    found.fan(other, "primary", "huli")
    half = len(pool.asked) // 2
    chances = [order.chance for order in pool.asked]
    assert chances[:half] == chances[half:]
