"""What a gap of the baseline rests on: groups, picked and frozen; levels; a sentence."""

import numpy as np
import pytest

from simulator.city.ensemble import elasticities as levels
from simulator.city.ensemble import pick_freeze
from simulator.city.ensemble.describing import describe, sentence
from simulator.city.ensemble.drawn import Block, drawn_choices, drawn_outcome
from simulator.city.ensemble.drivers import DRIVERS, driver_of
from simulator.city.ensemble.elasticities import _edit, elasticities
from simulator.city.ensemble.kept import numbers_of_draws
from simulator.city.ensemble.pick_freeze import Answered, Question, answered
from simulator.city.ensemble.picked_chance import PickedChance
from simulator.city.ensemble.traits import Drawn, Gap, readings_of_gap
from simulator.city.loading import load
from simulator.errors import StructureError
from simulator.files.locations import SCENARIOS
from simulator.stockflow.values.chance import Chance
from simulator.words.catalogue import say

BASELINE = SCENARIOS / "baseline.toml"
YEARLY = ("model.cohorts_per_year=1",)
HUNDREDTH = 1.01


@pytest.fixture(scope="module")
def loaded():
    return load(BASELINE, (*YEARLY, "plan.cancellation_rate=0.05"))


@pytest.fixture(scope="module")
def gap(loaded):
    return Gap(service=loaded.pack.service["primary"], place="huli", when=2020 + 2 / 3)


def picked(*names, seed=1):
    return PickedChance(seed=seed, other=2, picked=frozenset(names), draws=4)


def test_whatever_is_drawn_belongs_to_a_group(loaded):
    chance = picked()
    block = Block(loaded=loaded, chance=chance)
    numbers_of_draws(drawn_outcome(block))
    assert {"people", "use", "delays", "schools"} <= chance.heard


def test_what_belongs_to_no_group_is_refused():
    with pytest.raises(StructureError, match="earthquakes"):
        picked().uniform("earthquakes", "huli")


def test_a_name_belongs_to_one_group_and_every_group_has_its_words():
    firsts = [first for driver in DRIVERS for first in driver.drawn]
    assert len(firsts) == len(set(firsts))
    assert driver_of("common delay").name == "delays"
    for driver in DRIVERS:
        assert say(f"driver.{driver.name}", "both")


def test_only_the_group_that_is_picked_comes_from_the_other_seed():
    chance, other = picked("delays"), Chance(seed=2, draws=4)
    same = Chance(seed=1, draws=4)
    assert np.array_equal(chance.normal("delay", "x"), other.normal("delay", "x"))
    assert np.array_equal(chance.uniform("take-up", "x"), same.uniform("take-up", "x"))


def test_rows_of_the_posterior_are_those_of_the_seed_of_people():
    many = {"first": 0, "draws": 4000, "other": 2}
    own = PickedChance(seed=1, **many).rows(400)
    others = PickedChance(seed=1, picked=frozenset({"people"}), **many).rows(400)
    assert (own.min(), own.max()) == (0, 399)
    assert abs(np.corrcoef(own, others)[0, 1]) < 0.06
    assert np.array_equal(others, PickedChance(seed=2, **many).rows(400))
    assert Chance(seed=1, first=398, draws=4).rows(400).tolist() == [398, 399, 0, 1]


def test_a_group_moves_its_own_side_of_the_gap(loaded, gap):
    def read(*names):
        block = Block(loaded=loaded, chance=picked(*names))
        drawn = Drawn(choices=drawn_choices(block), outcome=drawn_outcome(block), gap=gap)
        return readings_of_gap(drawn)

    plain, late, other_people = read(), read("delays"), read("people")
    assert late["demand"] == pytest.approx(plain["demand"], rel=1e-9)
    assert (np.abs(late["risk_adjusted"] - plain["risk_adjusted"]) > 1).any()
    assert other_people["risk_adjusted"] == pytest.approx(plain["risk_adjusted"], rel=1e-9)
    assert (np.abs(other_people["demand"] - plain["demand"]) > 1).all()
    assert plain["gap"] == pytest.approx(plain["demand"] - plain["risk_adjusted"])


def made_up_run(question, chance):
    """A gap of three groups: nobody is left to chance but who arrives, late and registered."""
    came, late = chance.normal("net_arrivals", "2020"), chance.normal("delay", "x")
    gaps = 3 * came + late + 0 * chance.uniform("registration", "2020")
    return pick_freeze._Part(gap=gaps, traits={"births": came}, heard=frozenset(chance.heard))


def test_more_draws_go_on_where_the_last_ended(loaded, gap, monkeypatch):
    told = []
    question = Question(loaded=loaded, gap=gap, seed=5)
    monkeypatch.setattr(pick_freeze, "CHUNK", 2)
    monkeypatch.setattr(pick_freeze, "_run", made_up_run)
    few = answered(question, 2)
    more = answered(question, 4, few, told.append)
    whole = answered(question, 4)
    assert more.drivers == ("net_arrivals", "later_people", "delays")
    assert more.ab.shape == (3, 4)
    assert told == [20]
    for name in ("a", "b", "ab"):
        assert np.array_equal(getattr(more, name), getattr(whole, name))
        assert np.array_equal(getattr(more, name)[..., :2], getattr(few, name))
    births, before = more.traits["births"], few.traits["births"]
    assert births[[0, 1, 4, 5]].tolist() == before.tolist()  # of A, then of B
    assert len(set(births.tolist())) == 8


def test_groups_are_told_as_they_were_made_up(loaded, gap, monkeypatch):
    monkeypatch.setattr(pick_freeze, "_run", made_up_run)
    found = answered(Question(loaded=loaded, gap=gap, seed=5), 512).shares()
    assert found.first.value == pytest.approx([0.9, 0.0, 0.1], abs=0.05)
    assert found.total.value == pytest.approx([0.9, 0.0, 0.1], abs=0.05)


def test_levels_by_hand(gap, monkeypatch):
    few = ("arrivals", "life_expectancy", "enrolment", "take_up", "delays")
    monkeypatch.setattr(levels, "LEVELS", [each for each in levels.LEVELS if each.name in few])
    found = elasticities(BASELINE, YEARLY, gap, force=False)
    rows = {row.level.name: row for row in found.rows}
    assert rows["enrolment"].demand == pytest.approx(0.01 * found.demand)
    assert rows["take_up"].demand == pytest.approx(-0.01 * found.demand)
    assert rows["take_up"].of_demand == pytest.approx(1.0)
    assert rows["arrivals"].gap == pytest.approx(rows["arrivals"].demand)  # places stay
    assert rows["life_expectancy"].demand > 0
    assert rows["delays"].demand == 0.0
    assert rows["delays"].gap > 0


def test_a_level_is_moved_from_where_the_scenario_has_it():
    assert _edit("k", None, HUNDREDTH) == "k.scale=1.01"
    assert _edit("k", {"scale": 2.0}, HUNDREDTH) == "k.scale=2.02"
    assert _edit("k", 2.0, HUNDREDTH) == "k=2.02"
    assert _edit("k", {"scale": {"2018": 0.8}}, HUNDREDTH) is None
    assert _edit("k", {"add": 5.0}, HUNDREDTH) is None


def made_up(gaps, **traits):
    half = len(gaps) // 2
    return Answered(drivers=(), a=gaps[:half], b=gaps[half:], ab=np.zeros((0, half)), traits=traits)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_shortage_is_one_sentence(gap, language):
    came = np.linspace(40_000, 80_000, 200)
    found = describe(made_up(came - 60_100, net_arrivals=came, take_up=np.full(200, 98.0)))
    told = sentence(found, gap, language)
    assert "60,000" in told
    assert told.count("100") == 1  # per cent of the short draws
    assert "98" in told  # of those in the box, whose edge is that of a slice
    assert found.edge is None
    assert list(found.box.limits) == ["net_arrivals"]


def test_where_nobody_is_short_the_largest_gaps_are_told(gap):
    came = np.linspace(40_000, 80_000, 200)
    found = describe(made_up(came - 100_000, net_arrivals=came))
    assert found.edge == pytest.approx(-30_000, abs=100)
    assert found.base == 0
    assert "70,000" in sentence(found, gap, "en")


def test_where_nothing_tells_them_apart_that_is_said(gap):
    found = describe(made_up(np.linspace(-1, 1, 200), births=np.ones(200)))
    assert sentence(found, gap, "en") == say("rests.nowhere", "en")
