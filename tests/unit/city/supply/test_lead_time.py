"""How long a new project takes, against known quantiles."""

import pytest
from scipy.stats import gamma

from simulator.city.ground.choices import choices_of
from simulator.city.loading import load
from simulator.city.supply import lead_time as module
from simulator.city.supply.lead_time import lead_time
from simulator.city.supply.slippage import Stays
from simulator.files.locations import SCENARIOS


def choices(*changes):
    loaded = load(SCENARIOS / "baseline.toml", changes)
    return choices_of(loaded.file, loaded.pack)


def test_stays_of_one_length_a_stage_make_one_gamma_time(monkeypatch):
    # two stages of half a year in each of three stays: six stages, Γ(6, 1/2)
    stay = Stays(planned=1.0, approved=1.0, building=1.0)
    monkeypatch.setattr(module, "stays", lambda *_: stay)
    found = lead_time(choices(), "primary", 0.9)
    assert found == pytest.approx(gamma(6, scale=0.5).ppf(0.9), abs=0.01)


def test_delays_twice_as_long_take_twice_as_long():
    once, twice = (
        lead_time(choices(f"plan.delay_factor={factor}"), "junior") for factor in (1.0, 2.0)
    )
    assert twice == pytest.approx(2 * once, abs=0.02)
    assert once > 1.0


def test_on_time_nothing_has_to_be_decided_earlier():
    assert lead_time(choices("plan.on_time=true"), "primary") == 0.0
