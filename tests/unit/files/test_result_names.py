"""Names of folders and titles of what ``--set`` changes."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.city.loading import all_settings
from simulator.files.changes import changed_title, short_key
from simulator.files.locations import ROOT, SCENARIOS
from simulator.files.result_names import names_of, output_name, owner_of
from tests.city import BASELINE, loaded

TITLE = {"zh": "基准", "en": "Baseline"}
UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$')


@pytest.mark.parametrize(
    ("overrides", "name"),
    [
        ((), "baseline"),
        (("world.arrivals.scale=1.1",), "baseline__arrivals-x1.1"),
        ((" world.arrivals.scale = 1.1 ",), "baseline__arrivals-x1.1"),
        (("world.arrivals.add=-5000",), "baseline__arrivals-add-5000"),
        (("plan.delay_factor=1.5",), "baseline__delay_factor-1.5"),
        (("plan.on_time=true", "model.stop=2017-01-01"), "baseline__on_time-true__stop-2017-01-01"),
        (("plan.norm.obstetric=25",), "baseline__norm.obstetric-25"),
    ],
)
def test_a_change_is_read_from_the_name(overrides: tuple[str, ...], name: str) -> None:
    assert output_name("baseline", overrides) == name


def test_of_two_values_of_a_key_the_later_holds_so_their_order_counts() -> None:
    values = ("model.seed=1", "model.seed=2")
    assert output_name("baseline", values) != output_name("baseline", values[::-1])


@pytest.mark.parametrize(
    "pair",
    [
        ("a.b=1 2", "a.b=1-2"),
        ("a.b=1/2", "a.b=1:2"),
        ("a.b=-5", "a.b=--5"),
        ("a.arrivals=+5", "a.arrivals.add=5"),
        ('a.b={ scale = { "2018" = 0.8 } }', 'a.b={ scale = { "2018" = 0.9 } }'),
        ("a.b=" + "1" * 200, "a.b=" + "1" * 201),
        ("a.b=1.", "a.b=1"),
        ("a.b=１", "a.b=1"),
    ],
)
def test_changes_that_look_alike_have_names_of_their_own(pair: tuple[str, str]) -> None:
    names = {output_name("x", (text,)) for text in pair}
    assert len(names) == 2
    for name in names:
        assert not UNSAFE.search(name)
        assert len(os.fsencode(name)) < 100


def test_what_one_value_joins_two_do_not() -> None:
    assert output_name("x", ("a.b=1__c-2",)) != output_name("x", ("a.b=1", "a.c=2"))


TEXT = st.text(min_size=1, max_size=12).filter(lambda text: text.strip() and "=" not in text)
CHANGE = st.builds("a.{}={}".format, st.sampled_from(["b", "b.scale", "b.add", "b.c"]), TEXT)


@given(st.lists(CHANGE, min_size=1, max_size=4), st.lists(CHANGE, min_size=1, max_size=4))
def test_two_different_changes_never_share_a_name(one: list[str], other: list[str]) -> None:
    def plain(changes: list[str]) -> list[list[str]]:
        return [[part.strip() for part in text.partition("=")] for text in changes]

    names = [output_name("x", changes) for changes in (one, other)]
    assert (names[0] == names[1]) == (plain(one) == plain(other))
    assert not any(UNSAFE.search(name) for name in names)


def test_no_two_keys_are_the_same_without_their_table() -> None:
    keys = loaded().file.schema.leaves
    assert len(keys) > 40
    assert {setting.key for setting in all_settings()} & keys.keys()
    assert [key for key, number in Counter(map(short_key, keys)).items() if number > 1] == []


def test_long_names_of_scenarios_are_bounded_too() -> None:
    names = {output_name("福" * 84, (f"model.seed={number}",)) for number in range(3)}
    assert len(names) == 3
    assert max(len(os.fsencode(name)) for name in names) <= 230
    for name, _ in zip(names_of("福" * 76, "州" * 84), range(50), strict=False):
        assert len(os.fsencode(name)) <= 255


# -- whose results


def test_an_owner_is_a_file_and_its_changes(tmp_path: Path) -> None:
    mine, his = tmp_path / "a" / "base.toml", tmp_path / "b" / "base.toml"
    assert owner_of([mine]) != owner_of([his])
    assert owner_of([mine]) == owner_of([tmp_path / "b" / ".." / "a" / "base.toml"])
    assert owner_of([mine]) != owner_of([mine], ("model.seed=1",))
    assert owner_of([mine], (" model.seed = 1",)) == owner_of([mine], ("model.seed=1",))
    assert owner_of([mine, his]) != owner_of([his, mine])


def test_one_that_came_with_the_program_is_the_same_however_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    assert owner_of([Path("scenarios/baseline.toml")]) == owner_of([SCENARIOS / "baseline.toml"])


# -- titles


def test_a_title_says_what_was_changed_in_both_languages() -> None:
    assert changed_title(TITLE, ()) == TITLE
    assert changed_title(TITLE, ("model.draws=200",)) == TITLE
    assert changed_title(TITLE, ("world.arrivals.scale=1.1", "plan.delay_factor=1.5")) == {
        "zh": "基准（改动：arrivals × 1.1、delay_factor = 1.5）",
        "en": "Baseline (with arrivals × 1.1, delay_factor = 1.5)",
    }


def test_many_or_long_changes_are_not_all_written_out() -> None:
    many = changed_title(TITLE, [f"plan.delay_factor={number}" for number in range(5)])
    assert many["en"].endswith("delay_factor = 2 and 2 more)")
    assert many["zh"].endswith("delay_factor = 2等，另有2项）")
    long = changed_title(TITLE, ("plan.note=" + "x" * 100,))
    assert long["en"] == f"Baseline (with note = {'x' * 23}…)"
    assert "\x1b" not in changed_title(TITLE, ("plan.note=\x1b[2J",))["en"]


def test_a_run_that_is_changed_says_so_in_title_and_manifest() -> None:
    changed = loaded("world.arrivals.scale=1.1").file
    assert changed.title["en"] == "Baseline (with arrivals × 1.1)"
    assert changed.overrides == ("world.arrivals.scale=1.1",)
    assert loaded().file.title["en"] == "Baseline"
    assert BASELINE.is_file()


@pytest.mark.parametrize(
    "text",
    ["report.figures=png", 'report.language="en"', "report.to_year=2019", "model.draws=50",
     "model.seed=2", "model.compiled=false"],
)  # fmt: skip
def test_what_is_shown_or_how_it_is_computed_is_no_change_of_a_scenario(text):
    assert changed_title(TITLE, [text]) == TITLE
    both = changed_title(TITLE, [text, "world.arrivals.scale=1.1"])
    assert both["en"] == "Baseline (with arrivals × 1.1)"
