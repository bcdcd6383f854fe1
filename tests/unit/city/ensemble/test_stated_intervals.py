"""Numbers of a pack with an interval: drawn where nobody states them, together if they are one."""

import numpy as np
import pytest

from simulator.city.ensemble.drawn import Block, drawn_choices
from simulator.city.ensemble.stated_intervals import enrolment_ratios, take_ups, uses_of_beds
from simulator.city.loading import load
from simulator.files.locations import SCENARIOS
from simulator.stockflow.values.chance import Chance

MANY = Chance(seed=11, draws=4000)


@pytest.fixture(scope="module")
def loaded():
    return load(SCENARIOS / "baseline.toml")


def test_take_up_is_drawn_where_an_interval_is_stated(loaded):
    found = take_ups(loaded.pack, MANY)
    assert "plan.take_up.hospital" not in found
    kindergarten = found["plan.take_up.kindergarten"]
    assert np.quantile(kindergarten, 0.1) == pytest.approx(0.97, abs=0.002)
    assert kindergarten.max() == 1.0


def test_a_ratio_of_several_days_moves_as_a_whole(loaded):
    found = enrolment_ratios(loaded.pack, "revised", MANY)
    values = found["world.enrolment_ratio.senior_general", "revised"]["values"]
    first, last = values.values()
    assert np.corrcoef(np.log(first), np.log(last))[0, 1] == pytest.approx(1.0, abs=1e-3)
    stated = loaded.pack.parameters.find("world.enrolment_ratio.senior_general", "revised")
    for day, (low, high) in stated["interval"].items():
        assert np.quantile(values[day], [0.1, 0.9]) == pytest.approx([low, high], rel=0.01)


def test_a_draw_with_more_children_has_fewer_of_them_in_school(loaded):
    ratios = enrolment_ratios(loaded.pack, "revised", Chance(seed=11, draws=400))
    primary = ratios["world.enrolment_ratio.primary", "revised"]["value"]
    junior = ratios["world.enrolment_ratio.junior", "revised"]["value"]
    vocational = ratios["world.enrolment_ratio.senior_vocational", "revised"]["value"]
    # what the fit found of one draw stands in both stages the people are fitted to, and no other
    assert np.corrcoef(primary, junior)[0, 1] > 0.5
    assert abs(np.corrcoef(primary, vocational)[0, 1]) < 0.2


def test_what_a_scenario_states_is_a_choice():
    loaded = load(SCENARIOS / "baseline.toml", ("plan.take_up.kindergarten=0.9",))
    choices = drawn_choices(Block(loaded=loaded, chance=Chance(seed=1, draws=3)))
    assert choices.numbers("plan.take_up.kindergarten").tolist() == [0.9]


def test_stay_and_admissions_are_drawn_within_what_the_pack_states(loaded):
    found = uses_of_beds(loaded.pack, MANY)
    stay, level = (found[f"{key}.hospital"] for key in ("plan.length_of_stay", "world.admissions"))
    assert np.quantile(stay, [0.1, 0.5, 0.9]) == pytest.approx([7.2, 7.83, 8.5], rel=0.01)
    assert np.quantile(level, [0.1, 0.5, 0.9]) == pytest.approx([0.77, 1.0, 1.38], rel=0.02)
    # of these only the product of stay and admissions is known
    assert "plan.length_of_stay.eldercare" not in found
    drawn = drawn_choices(Block(loaded=loaded, chance=MANY))
    assert np.array_equal(drawn.numbers("world.admissions.hospital"), level)
