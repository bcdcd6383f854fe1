"""The page as people use it: languages, keyboard, two tabs, haste, a program that dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from simulator.city.expected_run import run_expected
from simulator.city.loading import load
from simulator.city.services.series import service_series
from simulator.page.desk import scenarios_at_hand
from simulator.page.engine import Engine
from simulator.page.state import State
from tests.browser.served import ROOT, Seen, serving, settle
from tests.browser.test_levers import changes, slide

HERE = Path(__file__).parent
CONTRAST, NAMELESS, DRAGS = (
    (HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("contrast", "nameless", "drags")
)


def test_the_first_page_is_finished(opened):
    page = opened()
    assert "基准" in page.inner_text("#changed")
    assert page.locator("#services button").count() == 10
    assert page.locator("#strip button").count() == 84
    assert page.locator("#map td").count() > 30
    assert page.locator("#curve svg path").count() > 3
    assert page.evaluate("document.fonts.check('16px \"Minsheng Sans\"', '厦门')")


def test_both_languages_say_everything(opened):
    page = opened()
    slide(page, "delay_factor", 150)
    page.click("#en")
    assert page.get_attribute("html", "lang") == "en"
    text = page.inner_text("body").replace("中文", "")
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in text), text
    assert "{" not in text
    assert "undefined" not in text
    assert "Against Baseline" in page.inner_text("#changed")
    page.click("#zh")
    assert "与“基准”相比" in page.inner_text("#changed")
    assert (
        page.locator("[data-word]").evaluate_all("all => all.filter(e => !e.textContent).length")
        == 0
    )


def test_an_english_browser_is_spoken_to_in_english(opened):
    page = opened(locale="en-GB")
    assert page.get_attribute("html", "lang") == "en"


def test_by_keyboard_alone(opened):
    page = opened()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.className")
        )
        if page.evaluate("document.activeElement.type") == "range":
            break
    assert {"scenario", "against", "open", "zh", "en"} <= set(reached)
    page.keyboard.press("ArrowRight")
    settle(page)
    assert len(changes(page)) == 1
    page.locator("#map td[tabindex='0']").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    chosen = page.locator("#map td[aria-selected='true']")
    assert chosen.count() == 1
    assert page.evaluate("M.place") != "city"
    assert page.evaluate("document.activeElement.tagName") == "TD"
    page.focus("#trace")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h3")
    assert "targets.csv" in page.inner_text("#drawer")
    page.keyboard.press("Escape")
    assert page.is_hidden("#drawer")
    assert page.evaluate("document.activeElement.id") == "trace"
    page.focus("#strip button[tabindex='0']")
    page.keyboard.press("End")
    assert page.inner_text("#target").startswith("T84")


def test_whatever_takes_input_has_a_name(opened):
    page = opened()
    nameless = page.evaluate(NAMELESS)
    assert nameless == []


@pytest.mark.parametrize("width", [390, 1440])
def test_letters_stand_out_from_their_ground(opened, width):
    page = opened(width=width)
    slide(page, "delay_factor", 150)
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1180), (1280, 720), (1920, 1080)])
def test_from_phone_to_projector_nothing_is_cut(opened, width, height):
    page = opened(width=width, height=height)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        """() => [...document.querySelectorAll('#services button, .lever, #cell, header')]
            .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 200))"""
    )
    assert wide == []


def test_two_tabs_do_not_disturb_each_other(opened):
    one, other = opened(), opened()
    slide(one, "delay_factor", 150)
    slide(other, "delay_factor", 200)
    slide(one, "cancellation", 5)
    assert changes(one) == {"plan.delay_factor": "1.5", "plan.cancellation_rate": "0.05"}
    assert changes(other) == {"plan.delay_factor": "2"}
    assert one.inner_text("#changed") != other.inner_text("#changed")


def test_five_hundred_quick_drags_end_in_the_last_state(opened):
    page = opened()
    asked = page.evaluate(DRAGS, [500, 170])
    settle(page)
    assert asked < 250
    fresh = opened("#scenario=baseline&set=plan.delay_factor%3D1.7")
    for part in ("#changed", "#headline", "#services", "#map", "#cell"):
        assert page.inner_text(part) == fresh.inner_text(part), part


def test_what_is_saved_is_run_to_the_same_numbers(opened, tmp_path):
    name = f"browser_{os.getpid()}"
    path = ROOT / "scenarios" / f"{name}.toml"
    page = opened()
    slide(page, "delay_factor", 150)
    page.click("#save")
    page.fill("#save-name", "../up")
    page.click("#save-do")
    page.wait_for_selector("#save-messages .fault")
    try:
        page.fill("#save-name", name)
        page.fill("#save-intent", "延期之后够用吗？")
        page.press("#save-intent", "Tab")
        page.click("#save-do")
        page.wait_for_selector("#saving", state="hidden")
        settle(page)
        assert page.input_value("#scenario") == name
        text = path.read_text(encoding="utf-8")
        assert "delay_factor = 1.5" in text
        assert "够用" in text
        shown = asked_of(page, {"scenario": name})
        command = [
            sys.executable,
            "-m",
            "calibration",
            "run",
            str(path),
            "--out",
            str(tmp_path / "o"),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=300)
        assert done.returncode == 0, done.stderr
        same_as_table(shown, tmp_path / "o" / "tables" / "services.csv")
        page.set_input_files("#file", path)
        page.wait_for_selector("#changes li")
        settle(page)
        assert changes(page) == {"plan.delay_factor": "1.5"}
    finally:
        path.unlink(missing_ok=True)


def asked_of(page, state):
    """The picture of a state, asked for by the page itself."""
    return page.evaluate("state => M.ask('run', { state })", state)


def same_as_table(shown, path):
    """Every number of a picture stands in the table of the run, to the digit that is shown."""
    import csv

    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {(r["date"][:7], r["service"], r["district"]): r for r in csv.DictReader(file)}
    compared = 0
    for service in shown["services"]:
        for place in service["places"]:
            for n, when in enumerate(service["when"]):
                row = rows[when, service["name"], place["name"]]
                for here, there in (("demand", "demand"), ("expected", "risk_adjusted")):
                    told = place[here][n]
                    assert (told is None) == (row[there] == ""), (row, here)
                    if told is not None:
                        assert abs(told - float(row[there])) <= 0.050001, (row, here)
                        compared += 1
    assert compared > 500


@pytest.mark.parametrize("scenario", ["baseline", "long_view_2030"])
def test_compiled_legs_give_the_numbers_of_a_run(scenario):
    said = (
        ("plan.delay_factor", "1.4"),
        ("world.first_birth_level", '{ scale = { "2018" = 0.9 } }'),
    )
    engine = Engine(scenarios=scenarios_at_hand())
    engine.run(State(scenario=scenario))
    found = engine.run(State(scenario=scenario, changes=said)).outcome
    texts = [*("=".join(each) for each in said), "model.draws=0"]
    wanted = run_expected(load(ROOT / "scenarios" / f"{scenario}.toml", texts))
    for one, other in zip(service_series(found), service_series(wanted), strict=True):
        for name in ("demand", "promised", "risk_adjusted", "users"):
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), rtol=1e-12)


WRONG = """schema_version = 2
extends = "baseline.toml"
title = { zh = "一", en = "a" }
intent = "?"
[plan]
delay_fctor = 2
on_time = 3
"""


def test_a_file_with_slips_is_told_with_its_lines(opened, tmp_path):
    path = tmp_path / "wrong.toml"
    path.write_text(WRONG, encoding="utf-8")
    page = opened()
    page.set_input_files("#file", path)
    page.wait_for_selector("#messages .fault")
    said = page.inner_text("#messages")
    assert "wrong.toml:6" in said
    assert "plan.delay_factor" in said
    assert "wrong.toml:7" in said
    assert changes(page) == {}


def test_another_scenario_to_hold_it_against(opened):
    page = opened()
    page.select_option("#against", "as_planned")
    settle(page)
    assert "按规划" in page.inner_text("#changed")
    assert page.get_attribute("#as-difference", "aria-pressed") == "true"
    page.click("#as-gap")
    assert page.get_attribute("#as-gap", "aria-pressed") == "true"


def test_a_program_that_dies_under_load_is_told(browser):
    seen = Seen()
    with serving("scenarios/baseline.toml") as program:
        page = browser.new_page(locale="zh-CN")
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.goto(program.address)
        settle(page)
        page.evaluate(
            "given => { window.load = setInterval(() => (" + DRAGS + ")(given), 200); }", [20, 100]
        )
        page.wait_for_timeout(600)
        os.kill(program.process.pid, signal.SIGKILL)
        page.wait_for_selector("#messages .fault", timeout=20_000)
        page.evaluate("clearInterval(window.load)")
        assert "没有应答" in page.inner_text("#messages")
        assert page.locator("#services button").count() == 10
        page.close()
    assert seen.complaints == []


def test_draws_come_in_while_nothing_moves(opened):
    page = opened("#scenario=baseline&service=primary&place=huli")
    assert "抽样" in page.inner_text("#fan-how")
    for _ in range(240):
        if "次" in page.inner_text("#fan-how"):
            break
        page.wait_for_timeout(500)
    assert "次" in page.inner_text("#fan-how")
    page.keyboard.press("Control+z")
    slide(page, "delay_factor", 150)
    assert "正在抽样" in page.inner_text("#fan-how")  # never the band of another state
