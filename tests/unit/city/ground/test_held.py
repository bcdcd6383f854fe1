"""What is held after the record: every dated input that ends before the run, and no other."""

from dataclasses import replace

import pytest

from simulator.city.ground.held import held_data, held_inputs
from simulator.city.ground.outcome import Outcome
from simulator.city.record.held_table import held_grid, held_table
from tests.drawn_cities import xiamen

PAST = {"world.arrivals", "world.registration_rate"}
BIRTHS, NET = "world.first_birth_level", "world.net_arrivals"
DATED = {
    "values": {"2012": 300_000.0, "2025": 200_000.0},
    "interpolation": "linear",
    "before": "hold",
    "after": "hold",
}


def with_value(outcome: Outcome, key: str, value: object) -> Outcome:
    file = replace(outcome.file, values={**outcome.file.values, key: value})
    return replace(outcome, file=file)


def since(outcome: Outcome) -> dict[str, float]:
    return {one.key: one.since for one in held_inputs(outcome)}


def test_what_ends_before_the_run_is_listed_and_what_does_not_is_not() -> None:
    short, long = (since(xiamen(stop, 2015, future="held")) for stop in (2021.0, 2031.0))
    assert not PAST & short.keys()
    assert {key: long[key] for key in PAST} == dict.fromkeys(PAST, 2021.0)
    assert short[BIRTHS] == long[BIRTHS] == 2018.5
    # as many arrive as in the last year: what they come to less those who leave is not stated
    assert NET not in long
    assert short.keys() <= long.keys()
    assert list(long.values()) == sorted(long.values())


def test_what_follows_a_law_is_not_held_but_what_a_scenario_states_of_it_is() -> None:
    long = since(xiamen(2031.0, 2015))
    assert not {*PAST, BIRTHS, NET} & long.keys()
    # nothing is drawn of it, so that it is as the record has it
    assert long["world.life_expectancy.men"] == 2025.5
    scaled = with_value(xiamen(2031.0, 2015), BIRTHS, {"scale": 2.0})
    assert BIRTHS not in since(scaled)
    stated = with_value(xiamen(2031.0, 2015), NET, DATED)
    assert since(stated)[NET] == 2025.0


def test_a_constant_that_was_never_dated_is_not_held() -> None:
    found = since(xiamen(2031.0, 2015))
    assert not {key for key in found if key.startswith(("plan.take_up", "plan.norm"))}
    assert "world.departures" not in found


def test_values_are_those_of_the_record_or_of_the_scenario() -> None:
    held = xiamen(2031.0, 2015, future="held")
    found = {one.key: one for one in held_inputs(held)}
    assert (found["world.arrivals"].value, found["world.arrivals"].unit) == (
        344_310,
        "persons/year",
    )
    assert found["world.arrivals"].origin == "record"
    scaled = with_value(held, "world.arrivals", {"scale": 2.0})
    (arrivals,) = (one for one in held_inputs(scaled) if one.key == "world.arrivals")
    assert (arrivals.value, arrivals.origin, arrivals.since) == (688_620, "record", 2021.0)
    own = with_value(held, "world.arrivals", DATED)
    (arrivals,) = (one for one in held_inputs(own) if one.key == "world.arrivals")
    assert (arrivals.value, arrivals.origin, arrivals.since) == (200_000, "scenario", 2025.0)


def test_the_last_table_of_death_rates_goes_on() -> None:
    assert "rates/mortality.csv" not in since(xiamen(2026.0, 2015))
    (table,) = (one for one in held_inputs(xiamen(2031.0, 2015)) if one.value is None)
    assert (table.key, table.since) == ("rates/mortality.csv", 2026.0)


def test_table_screen_and_manifest_say_the_same() -> None:
    outcome = xiamen(2031.0, 2015, future="held")
    table, data = held_table(outcome), held_data(outcome)
    assert list(table.column("key").cells) == [entry["key"] for entry in data]
    assert list(table.column("since").cells) == [entry["since"] for entry in data]
    assert (
        dict(zip(table.column("key").cells, table.column("value").cells, strict=True))[
            "world.arrivals"
        ]
        == "344310.000000"
    )
    grid = held_grid(outcome, "both")
    assert grid is not None
    assert str(len(data)) in grid.title
    rows = dict(grid.rows)
    assert rows["2021-01-01"].startswith("world.arrivals 344,310 人/年；")
    assert rows["2017-01-01"].startswith("world.arrival_districts（6 项）")
    assert dict(held_grid(outcome, "en").rows)["2021-01-01"].startswith(
        "world.arrivals 344,310 persons/year; "
    )


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_where_nothing_is_held_nothing_is_said(language) -> None:
    assert held_grid(xiamen(2012.0, 2011), language) is None
    assert held_table(xiamen(2012.0, 2011)).length == 0
