"""Every faulty text of refused/ gets exactly the lines beside it.

The folder holds small texts by subject, which build on ``complete.toml`` beside them. With
``--regenerate`` what is said is written anew; read the diff.
"""

import shutil
import tomllib
from pathlib import Path

import pytest

from simulator.errors import ScenarioError
from simulator.files.scenario_file import load_scenario
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, SETTINGS

REFUSED = Path(__file__).parent / "refused"
INVALID = Path(__file__).parent / "invalid"
CASES = {
    (path.stem, case["name"]): case
    for path in sorted(REFUSED.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
}
ENOUGH = 150


@pytest.fixture
def here(tmp_path, monkeypatch):
    shutil.copy(COMPLETE, tmp_path)
    monkeypatch.chdir(tmp_path)


def said_of(text):
    Path("case.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_scenario(Path("case.toml"), SETTINGS, AXES)
    return [str(fault).removeprefix("case.toml") for fault in refused.value.faults]


@pytest.mark.parametrize(("subject", "name"), CASES)
def test_is_refused_in_these_words(subject, name, here, regenerate):
    case = CASES[subject, name]
    said = said_of(case["text"])
    if regenerate:
        path = REFUSED / f"{subject}.toml"
        path.write_text(
            path.read_text(encoding="utf-8").replace(written(case["said"]), written(said)),
            encoding="utf-8",
        )
    assert said == case["said"]


def written(said):
    return "said = [\n" + "".join(f"  {quoted(line)},\n" for line in said) + "]\n"


def quoted(line):
    if "'" not in line:
        return f"'{line}'"
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def test_names_are_given_once():
    texts = [path.read_text(encoding="utf-8") for path in REFUSED.glob("*.toml")]
    assert sum(text.count("[[case]]") for text in texts) == len(CASES)


def test_there_are_enough():
    assert len(CASES) + len(list(INVALID.glob("*.toml"))) >= ENOUGH


@pytest.mark.parametrize(("subject", "name"), CASES)
def test_every_line_is_told_in_both_languages(subject, name):
    for line in CASES[subject, name]["said"]:
        english, _, chinese = line.rpartition(" / ")
        assert english
        assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese), line
        assert line.isprintable()
