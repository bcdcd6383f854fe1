"""The desk behind the page, on the baseline with one birth window a year."""

import json
from pathlib import Path

import numpy as np
import pytest

from simulator.city.expected_run import run_expected
from simulator.city.loading import load
from simulator.city.services.series import service_series
from simulator.commands.traced_page import trace_on_page
from simulator.errors import CommandError, ScenarioError
from simulator.files import locations
from simulator.page.desk import Desk
from simulator.page.state import state_of
from tests.city import ROOT

SMALL = """
schema_version = 2
extends = "baseline.toml"
title = { zh = "小", en = "Small" }
intent = { zh = "快", en = "quick" }

[model]
cohorts_per_year = 1
compiled = false
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of scenarios: the baseline, and a small one that runs quickly."""
    made = tmp_path_factory.mktemp("own") / "scenarios"
    made.mkdir()
    (made / "small.toml").write_text(SMALL, encoding="utf-8")
    baseline = (ROOT / "scenarios" / "baseline.toml").read_text(encoding="utf-8")
    (made / "baseline.toml").write_text(baseline, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def desk(folder):
    at_hand = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return Desk(first="small", scenarios=at_hand, tracer=trace_on_page)


@pytest.fixture
def own(folder, monkeypatch):
    """Scenarios of one's own are written here."""
    monkeypatch.setattr(locations, "SCENARIOS", folder)
    return folder


def state(**changes: str) -> dict[str, object]:
    return {
        "scenario": "small",
        "changes": {key.replace("__", "."): v for key, v in changes.items()},
    }


def test_the_first_answer_has_all_that_a_page_needs_and_is_json(desk):
    found = desk.start({})
    json.dumps(found, allow_nan=False)
    assert {one["name"] for one in found["scenarios"]} == {"small", "baseline"}
    assert len(found["levers"]) == 12
    assert len(found["targets"]) == 84
    assert found["picture"]["levers"]["delay_factor"] == {"rest": 100.0, "acts": True}
    assert found["picture"]["levers"]["net_arrivals"]["acts"] is False  # the run ends before
    assert all(
        chinese and english for chinese, english in found["words"].values() if chinese != "万"
    )


def test_the_numbers_are_those_of_a_run_from_the_command_line(desk, folder):
    said = {"plan.delay_factor": "1.5", "world.arrivals": "{ scale = 1.1 }"}
    desk.run({"state": {"scenario": "small"}})
    found = desk.run({"state": {"scenario": "small", "changes": said}})
    ran = desk.kept[next(reversed(desk.kept))]
    loaded = load(folder / "small.toml", [f"{key}={text}" for key, text in said.items()])
    wanted = service_series(run_expected(loaded))
    for one, other in zip(service_series(ran.outcome), wanted, strict=True):
        for name in ("demand", "promised", "risk_adjusted"):
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12)
    primary = next(one for one in found["services"] if one["name"] == "primary")
    city = next(one for one in primary["places"] if one["name"] == "city")
    shown = next(one for one in wanted if one.service.name == "primary")
    assert city["demand"][-1] == round(float(shown.demand[-1, -1]), 1)


def test_what_has_changed_is_said_first_and_only_if_it_has(desk):
    same = desk.run({"state": state()})
    assert "“小”原样" in same["changed"][0]
    moved = desk.run({"state": state(plan__delay_factor="2")})
    assert moved["changed"][1].startswith("Against Small: ")
    assert "becomes" in moved["changed"][1]
    nothing = desk.run({"state": state(world__net_arrivals='{ scale = { "2021" = 0.8 } }')})
    assert nothing["changed"][1] == "At the end nothing differs from Small."


def test_levers_rest_where_the_scenario_without_changes_is(desk):
    moved = desk.run({"state": state(plan__delay_factor="2")})
    assert moved["levers"]["delay_factor"]["rest"] == 100.0


def test_a_change_that_is_wrong_is_told_as_of_a_file(desk):
    with pytest.raises(ScenarioError) as caught:
        desk.run({"state": state(plan__delay_fctor="2")})
    assert "plan.delay_factor" in str(caught.value)


def test_what_is_saved_runs_to_the_same_numbers_and_is_never_written_over(desk, own):
    asked = state(plan__delay_factor="1.5")
    asked["changes"]["plan.projects.new_school"] = (
        '{ service = "primary", district = "huli", places = 900, promised = 2018-09-01 }'
    )
    told = desk.save({"state": asked, "name": "mine", "intent": "够用吗？"})
    path = own / "mine.toml"
    assert (told["name"], path.is_file()) == ("mine", True)
    text = path.read_text(encoding="utf-8")
    assert text == desk.toml({"state": asked, "name": "mine", "intent": "够用吗？"})["text"]
    here = desk.run({"state": {"scenario": "mine"}})
    assert here["services"] == desk.run({"state": asked})["services"]
    saved = service_series(run_expected(load(path)))
    ran = desk.kept[state_of(asked, desk.scenarios)]
    for one, other in zip(service_series(ran.outcome), saved, strict=True):
        np.testing.assert_allclose(one.risk_adjusted, other.risk_adjusted, rtol=1e-12)
    with pytest.raises(CommandError):
        desk.save({"state": state(), "name": "mine"})
    assert path.read_text(encoding="utf-8") == text
    path.unlink()


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "", "con", "x" * 61, "baseline", ".hidden", "a\0b"]
)
def test_names_that_lead_elsewhere_are_refused(desk, own, name):
    before = sorted(path.name for path in own.parent.rglob("*"))
    with pytest.raises(CommandError):
        desk.save({"state": state(), "name": name})
    assert sorted(path.name for path in own.parent.rglob("*")) == before


OPENED = """schema_version = 2
extends = "small.toml"
title = { zh = "开", en = "opened" }
intent = { zh = "问", en = "asked" }
[plan]
delay_factor = 1.5
[[plan.projects]]
id = "P57"
cancelled = true
"""


def test_a_file_that_is_opened_is_a_state(desk, own):
    found = desk.open({"text": OPENED, "name": "mine.toml"})
    assert found == {
        "scenario": "small",
        "changes": {"plan.delay_factor": "1.5", "plan.projects.P57": "{ cancelled = true }"},
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("delay_factor", "delay_fctor", 6, "plan.delay_factor"),
        ("delay_factor = 1.5", "delay_factor = 25", 6, ""),
        ("delay_factor = 1.5", "delay_factor ＝ 1.5", 6, "="),
        ('"small.toml"', '"../../../etc/passwd"', 2, "small.toml"),
        ('extends = "small.toml"\n', "", None, "small.toml"),
        ("[plan]", 'overlays = ["/etc/hosts"]\n[plan]', 5, "overlays"),
        ("schema_version = 2", "schema_version = 9", 1, ""),
    ],
)
def test_a_file_with_a_slip_is_told_by_its_line(desk, own, old, new, line, told):
    with pytest.raises(ScenarioError) as caught:
        desk.open({"text": OPENED.replace(old, new), "name": "mine.toml"})
    assert (line, True) in {(fault.line, told in fault.message) for fault in caught.value.faults}


def test_a_cell_leads_to_its_clause(desk):
    asked = {"state": state(), "service": "primary", "place": "huli", "when": "2020-09"}
    found = desk.trace(asked)["groups"]
    text = json.dumps(found, ensure_ascii=False)
    assert "T23" in text
    assert "targets.csv" in text
    with pytest.raises(CommandError):
        desk.trace({**asked, "when": "1999-09"})


def test_every_key_can_be_searched_for(desk):
    keys = {each["key"]: each for each in desk.keys({"state": state()})["keys"]}
    assert keys["plan.delay_factor"]["value"] == "1.0"
    assert "延期" in keys["plan.delay_factor"]["meaning"][0]
    assert "title" not in keys


def test_few_runs_are_kept(desk):
    for n in range(8):
        desk.run({"state": state(plan__cancellation_rate=f"0.0{n}")})
    assert len(desk.kept) <= 4
    assert len(desk.engine.warm) <= 3


def test_nothing_is_written_but_what_is_saved(desk, own, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in own.rglob("*")}
    desk.run({"state": state(plan__delay_factor="1.2")})
    desk.targets({"state": state(plan__delay_factor="1.2")})
    desk.open({"text": OPENED, "name": "mine.toml"})
    desk.toml({"state": state(plan__delay_factor="1.2")})
    assert {path: path.stat().st_mtime_ns for path in own.rglob("*")} == before
    assert not list(Path().iterdir())
