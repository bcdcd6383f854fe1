"""What a run was made from: every key of pack and scenario once, with grounds and place."""

from functools import cache
from pathlib import Path

import pytest

from simulator.city.ground.outcome import Outcome
from simulator.city.loading import load
from simulator.city.record.inputs_table import inputs_table
from tests.city import ONE_WINDOW, ROOT, city_pack, outcome_of


@cache
def rows(*sets: str) -> dict[str, dict[str, str]]:
    return rows_of(outcome_of(ONE_WINDOW, "model.stop=2014-01-01", *sets))


def rows_of(outcome: Outcome) -> dict[str, dict[str, str]]:
    table = inputs_table(outcome)
    names = [column.name for column in table.columns]
    cells = zip(*(column.cells for column in table.columns), strict=True)
    found = [dict(zip(names, row, strict=True)) for row in cells]
    assert len({row["key"] for row in found}) == len(found)
    return {row["key"]: row for row in found}


def test_every_parameter_of_the_pack_stands_in_it_with_grade_and_source() -> None:
    wanted = {key for key, basis in city_pack().parameters.table if basis in ("", "revised")}
    assert wanted <= rows().keys()
    for key in wanted:
        row = rows()[key]
        assert row["grade"] in "ABCD"
        assert row["source"]
        assert row["stands_in"].startswith("calibration/xiamen/parameters.toml:")


def test_a_value_is_that_of_the_population_basis_and_leads_to_its_line() -> None:
    row = rows()["world.arrivals"]
    assert row["value"] == "2011: 449480 … 2020: 344310"
    path, _, line = row["stands_in"].partition(":")
    text = (ROOT / path).read_text(encoding="utf-8").splitlines()
    assert text[int(line) - 1 :][:2] == ["[[parameter]]", 'key = "world.arrivals"']
    assert row["unit"] == "persons/year"
    assert row["source"].startswith("YB22: ")
    planned = rows("world.population_basis=planned")["world.arrivals"]
    assert planned["value"].startswith("2011: 233060")


def test_what_services_state_stands_in_it_and_is_called_by_its_service() -> None:
    row = rows()["plan.norm.primary"]
    assert row["stands_in"].startswith("calibration/xiamen/services.toml:")
    assert row["name_zh"].endswith("小学学位")
    assert row["name_en"].endswith(": Primary school places")


def test_what_the_scenario_states_is_told_with_its_place() -> None:
    lines = (ROOT / "scenarios" / "baseline.toml").read_text(encoding="utf-8").splitlines()
    row = rows()["plan.on_time"]
    assert (row["value"], row["stated"]) == ("", "no")
    path, _, line = row["stated_in"].partition(":")
    assert path == "baseline.toml"
    assert lines[int(line) - 1].startswith("on_time = false")
    changed = rows("world.arrivals.scale=1.1")["world.arrivals"]
    assert (changed["stated"], changed["stated_in"]) == ("{ scale = 1.1 }", "set")
    assert changed["value"] == rows()["world.arrivals"]["value"]


def test_a_field_of_a_record_is_called_by_what_it_is_and_of_which() -> None:
    row = rows()["policy.two_child.stages.universal.date"]
    assert row["stated"] == "2016-01-01"
    assert row["name_en"].endswith(": universal")
    assert row["name_zh"] != row["name_en"]


def test_how_the_run_is_computed_and_shown_is_no_input_of_the_city() -> None:
    assert not [key for key in rows() if key.startswith(("model.", "report.", "notes"))]


@pytest.mark.parametrize("place", ["one", "two"])
def test_no_path_of_the_machine_stands_in_it(tmp_path: Path, place: str) -> None:
    scenario = tmp_path / place / "mine.toml"
    scenario.parent.mkdir()
    base = (ROOT / "scenarios" / "baseline.toml").as_posix()
    scenario.write_text(
        f'schema_version = 2\nextends = "{base}"\ntitle.zh = "试"\ntitle.en = "x"\n'
        'intent = "试 / x"\n[plan]\ndelay_factor = 2.0\n',
        encoding="utf-8",
    )
    mine = load(scenario, (), known=city_pack(), force=True)
    whole = outcome_of(ONE_WINDOW, "model.stop=2014-01-01")
    found = rows_of(
        Outcome(
            trajectory=whole.trajectory, scenario=whole.scenario, file=mine.file, pack=mine.pack
        )
    )
    assert found["plan.delay_factor"]["stated_in"] == "mine.toml:7"
    assert not [row for row in found.values() if str(tmp_path) in "".join(row.values())]
    assert found["plan.on_time"]["stated_in"].startswith("minsheng:baseline.toml:")
