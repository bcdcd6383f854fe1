"""Every faulty file of invalid/ is refused with exactly the lines of the text beside it."""

from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.files.scenario_file import load_scenario
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, SETTINGS

INVALID = Path(__file__).parent / "invalid"
FILES = sorted(path.name for path in INVALID.glob("*.toml"))
ADVICE = (
    "expected",
    "keep one",
    "give each",
    "did you mean",
    "known",
    "too deeply",
    "no folder",
    "drop",
)


@pytest.mark.parametrize("name", FILES)
def test_is_refused_with_the_expected_message(name, monkeypatch):
    monkeypatch.chdir(INVALID)
    with pytest.raises(ScenarioError) as refused:
        load_scenario(Path(name), SETTINGS, AXES)
    expected = Path(name).with_suffix(".txt").read_text(encoding="utf-8")
    assert f"{refused.value}\n" == expected


def test_every_expectation_has_its_file():
    assert sorted(path.with_suffix(".toml").name for path in INVALID.glob("*.txt")) == FILES


def test_every_fault_is_one_line_that_says_what_would_be_right():
    for path in INVALID.glob("*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            english, _, chinese = line.rpartition(" / ")
            assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), line
            assert any(words in english for words in ADVICE), line


def test_the_complete_file_is_not_refused():
    assert load_scenario(COMPLETE, SETTINGS, AXES).name == "complete"
