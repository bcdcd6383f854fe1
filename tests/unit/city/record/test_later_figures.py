"""The country's figures later than the record: told by a run that uses them, unknown to a fit."""

from datetime import date

import numpy as np
import pytest

from calibration.fit.city_problem import build_problem
from simulator.city.people.nation import nation_in
from simulator.city.people.vital_rates import national_tables
from simulator.city.record.later_figures import later_figures
from simulator.words.catalogue import spoken
from tests.city import city_pack
from tests.drawn_cities import xiamen
from tests.unit.city.ground.test_held import with_value

KEYS = ("world.life_expectancy.men", "world.life_expectancy.women")


def told(outcome) -> str | None:
    found = later_figures(outcome)
    return None if found is None else spoken(found, "en")[0]


def test_a_run_within_the_record_uses_none() -> None:
    assert told(xiamen(2021.0, 2015)) is None


@pytest.mark.parametrize("future", ["trend", "held"])
def test_a_run_beyond_it_says_which(future: str) -> None:
    found = told(xiamen(2031.0, 2015, future=future))
    assert found is not None
    assert "(2021-01-01)" in found
    assert found.endswith("rates/mortality.csv, rates/population.csv, world.life_expectancy.")


def test_what_a_scenario_states_itself_is_none_of_the_countrys() -> None:
    outcome = xiamen(2031.0, 2015)
    for key in KEYS:
        outcome = with_value(outcome, key, {"value": 80.0})
    found = told(outcome)
    assert found is not None
    assert "life_expectancy" not in found


def test_a_pack_of_an_instant_has_no_later_figures_of_the_country() -> None:
    early = city_pack().known_by(2015.0)
    assert max(national_tables(early)[0]) == 2014
    (last,) = nation_in(early, (2020,))
    np.testing.assert_array_equal(last, nation_in(city_pack(), (2014,))[0])
    for key in KEYS:
        dated = early.parameters.find(key, "revised")["values"]
        assert max(dated) == "2014-07-01"
    # who was there at the start, and what is fitted, is not the country's
    whole = city_pack()
    assert early.rows("observations/births.csv") == whole.rows("observations/births.csv")
    kept = early.parameters.find("world.arrivals", "revised")
    assert kept == whole.parameters.find("world.arrivals", "revised")
    assert max(national_tables(whole)[0]) == 2025
    assert date.fromisoformat(max(whole.parameters.find(KEYS[0], "")["values"])).year == 2025


def test_a_fit_knows_none_later_than_the_end_of_its_record() -> None:
    blocks = build_problem(city_pack(), "revised").blocks
    assert blocks.pack.until == blocks.span[1]
    assert max(national_tables(blocks.pack)[0]) < blocks.span[1]
