"""What follows the record: laws of the pack, what a scenario states over them, and draws."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.ground.choices import Choices, choices_of
from simulator.city.ground.future import BY_NATION, FOLLOWED, law_of
from simulator.city.people.vital_rates import mortality_level, national_tables
from simulator.demography.life_table import life_expectancy
from simulator.errors import DataError, ScenarioError
from simulator.stockflow.values.chance import Chance
from simulator.stockflow.values.paths import at
from tests.city import city_pack, loaded, pinned_pack

BIRTHS, NET = "world.first_birth_level", "world.net_arrivals"
REGISTRATION, PRIMARY = "world.registration_rate", "world.enrolment_ratio.primary"
LONG = "long_view_2030"
DRAWS = 2_000


def of(name: str = LONG, *sets: str, draws: int = 0, seed: int = 1) -> Choices:
    found = choices_of(loaded(*sets, name=name).file, city_pack())
    return replace(found, chance=Chance(seed=seed, draws=draws))


def values(choices: Choices, key: str, years: range) -> np.ndarray:
    """Shape (years, draws or 1), in the middle of each year."""
    path = choices.path(key)
    return np.stack([at(path, year + 0.5) for year in years])


def test_every_law_continues_a_key_and_no_other() -> None:
    assert law_of("world.life_expectancy.men") == "life_expectancy"
    assert law_of(BIRTHS) == "first_births"
    assert law_of("world.first_birth_levels") is None
    assert law_of("world.departures") is None
    laws = {key.split(".")[1] for key, _ in city_pack().parameters.table if key[:7] == "future."}
    assert {*FOLLOWED, BY_NATION} == laws


def test_first_births_go_on_falling_by_less_each_year() -> None:
    found = values(of(), BIRTHS, range(2018, 2031))[:, 0]
    recorded = city_pack().parameters.find(BIRTHS, "revised")["values"]
    last, before = recorded["2018-07-01"], recorded["2015-07-01"]
    assert found[0] == last
    slope = np.log(last / before) / 3
    expected = np.log(last) + slope * np.cumsum(0.8 ** np.arange(1, 13))
    np.testing.assert_allclose(np.log(found[1:]), expected, rtol=1e-12)


NATIONAL = "world.future.first_births=national"
NATION = {2018: 1.5387, 2019: 1.4961, 2020: 1.2357, 2021: 1.1174, 2022: 1.0344, 2023: 0.9995,
          2024: 1.013, 2025: 1.0209}  # fmt: skip


def test_first_births_may_go_as_those_of_the_country() -> None:
    last = city_pack().parameters.find(BIRTHS, "revised")["values"]["2018-07-01"]
    found = values(of(LONG, NATIONAL), BIRTHS, range(2018, 2031))[:, 0]
    country = np.array([NATION[min(year, 2025)] for year in range(2018, 2031)])
    np.testing.assert_allclose(found, last * country / NATION[2018], rtol=1e-12)


def test_their_ratio_to_the_country_returns_slowly_and_the_country_errs_after_its_record() -> None:
    years = range(2019, 2031)
    found = np.log(values(of(LONG, NATIONAL, draws=DRAWS), BIRTHS, years))
    middle = np.log(values(of(LONG, NATIONAL), BIRTHS, years))
    gone = np.arange(1, 13)
    ratio = 0.021**2 * -np.expm1(-2 * 0.0157 * gone) / (2 * 0.0157)
    country = 0.05**2 * np.maximum(np.arange(2019, 2031) - 2023, 0)
    spread = np.sqrt(ratio + country)
    np.testing.assert_allclose(found.std(axis=1), spread, rtol=0.07)
    off = np.abs(found.mean(axis=1) - middle[:, 0])
    np.testing.assert_array_less(off, 4 * spread / np.sqrt(DRAWS))


def test_without_a_path_of_the_country_that_is_refused_at_its_line() -> None:
    table = {k: v for k, v in city_pack().parameters.table.items() if k[0] != "nation.fertility"}
    pack = replace(city_pack(), parameters=replace(city_pack().parameters, table=table))
    with pytest.raises(ScenarioError, match=r"world\.future\.first_births: .*nation\.fertility"):
        replace(of(LONG, NATIONAL), pack=pack).path(BIRTHS)


def test_before_an_origin_nobody_knows_the_country_of_later_years() -> None:
    known = city_pack().known_by(2019.0).parameters.value("nation.fertility")
    assert known[-1] == [2018, 1.5387]


def test_net_arrivals_return_to_the_mean_of_the_record() -> None:
    recorded = np.array(list(city_pack().parameters.find(NET, "revised")["values"].values()))
    found = values(of(), NET, range(2021, 2031))[:, 0]
    away = (recorded[-1] - recorded.mean()) * np.exp(-0.25 * np.arange(1, 11))
    np.testing.assert_allclose(found, recorded.mean() + away, rtol=1e-12)


@pytest.mark.parametrize("key", [BIRTHS, NET, REGISTRATION, PRIMARY])
def test_held_is_the_last_value_in_every_draw(key: str) -> None:
    held = of(LONG, *(f"world.future.{law}=held" for law in FOLLOWED), draws=3)
    found = values(held, key, range(2021, 2031))
    assert found.shape == (10, 1)
    assert np.all(found == found[0])


@pytest.mark.parametrize(
    ("key", "last", "spread"), [(REGISTRATION, 2020, 0.28), (PRIMARY, 2018, 0.01)]
)
def test_what_walks_spreads_with_the_root_of_the_years(key: str, last: int, spread: float) -> None:
    years = range(last + 2, 2031)
    found = np.log(values(of(draws=DRAWS), key, years))
    middle = np.log(values(of(), key, years))
    assert np.all(middle == middle[0])
    # a school year begins in September: in the middle of a year the walk is of the one before
    gone = np.array([year - last - (1 if key == PRIMARY else 0) for year in years])
    np.testing.assert_allclose(found.std(axis=1), spread * np.sqrt(gone), rtol=0.07)
    np.testing.assert_array_less(
        np.abs(found.mean(axis=1) - middle[:, 0]), 4 * spread * np.sqrt(gone / DRAWS)
    )


def test_senior_schools_walk_three_times_as_far() -> None:
    key = "world.enrolment_ratio.senior_general"
    found = np.log(values(of(draws=DRAWS), key, range(2025, 2026))[0])
    assert found.std() == pytest.approx(0.03 * np.sqrt(7), rel=0.07)


@pytest.mark.parametrize(
    ("name", "quantile"), [("low_future", 0.1), (LONG, 0.5), ("high_future", 0.9)]
)
@pytest.mark.parametrize(("key", "first"), [(BIRTHS, 2019), (NET, 2021)])
def test_low_middle_and_high_are_the_quantiles_of_the_draws(
    name: str, quantile: float, key: str, first: int
) -> None:
    years = range(first, 2031)
    drawn = values(of(draws=DRAWS), key, years)
    stated = values(of(name), key, years)[:, 0]
    # of so many draws as are below it the number is binomial
    below = (drawn < stated[:, np.newaxis]).mean(axis=1)
    error = np.sqrt(quantile * (1 - quantile) / DRAWS)
    np.testing.assert_array_less(np.abs(below - quantile), 4 * error)


def test_what_a_scenario_states_outright_is_left_to_no_chance() -> None:
    low = of("low_future", draws=5)
    assert values(low, BIRTHS, range(2019, 2031)).shape[1] in (1, 5)
    found = values(low, BIRTHS, range(2019, 2031))
    assert np.all(found == found[:, :1])
    scaled = values(of(LONG, f"{BIRTHS}.scale=2", draws=5), BIRTHS, range(2019, 2031))
    np.testing.assert_allclose(
        scaled, 2 * values(of(draws=5), BIRTHS, range(2019, 2031)), rtol=1e-12
    )


def test_a_path_has_one_shape_before_and_after_its_record() -> None:
    found = of(draws=4).path(BIRTHS)
    assert {at(found, year).shape for year in (2012.0, 2018.6, 2024.0)} == {(4,)}


def test_two_scenarios_meet_the_same_chance_however_long_they_are() -> None:
    years = range(2021, 2026)
    short = values(of("baseline", "model.stop=2026-01-01", draws=6), NET, years)
    np.testing.assert_array_equal(short, values(of(draws=6), NET, years))


def test_a_year_of_life_more_is_one_level_of_all_rates() -> None:
    drawn = of(draws=400)
    gain = at(drawn.future.expectancy_gain(), 2029.5)
    assert gain.std() == pytest.approx(0.2 * np.sqrt(11), rel=0.15)
    level = at(mortality_level(drawn), 2029.5)
    table, a0 = national_tables(city_pack())
    last = max(table)
    for draw in (gain.argmin(), gain.argmax()):
        lived = life_expectancy(table[last] * level[draw], a0[max(a0)])
        found = (lived - life_expectancy(table[last], a0[max(a0)])).mean()
        assert found == pytest.approx(gain[draw], rel=0.05)
    assert np.all(at(mortality_level(of()), 2029.5) == 1.0)


def test_a_pack_without_the_law_that_is_asked_for_is_refused() -> None:
    bare = replace(of(), pack=pinned_pack())
    with pytest.raises(DataError, match=r"future\.first_births: has no value"):
        bare.path(BIRTHS)
