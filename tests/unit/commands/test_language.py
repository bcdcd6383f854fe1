"""The language of help and messages: as asked, else as the machine speaks."""

import pytest

from simulator.commands.cli import main
from simulator.commands.language import (
    answer_language,
    is_stated,
    language,
    language_of,
    one_command,
    speak,
    take_language,
)
from simulator.errors import CommandError
from tests.city import BASELINE

WRONG = ("run", str(BASELINE), "--set", "world.arivals=5")


@pytest.mark.parametrize(
    ("surroundings", "expected"),
    [
        ({}, "both"),
        ({"LANG": "C.UTF-8"}, "both"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "both"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "MINSHENG_LANG": "en"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "MINSHENG_LANG": "both"}, "both"),
    ],
)
def test_the_machine_says_which(surroundings, expected):
    assert language_of(surroundings) == expected


def test_the_option_may_stand_anywhere_and_the_last_one_holds():
    assert take_language(["--lang", "zh", "run", "x"]) == ("zh", ["run", "x"])
    assert take_language(["run", "--lang=en", "x", "--lang", "zh"]) == ("zh", ["run", "x"])
    assert take_language(["test", "--", "--lang", "zh"]) == (None, ["test", "--", "--lang", "zh"])


@pytest.mark.parametrize("arguments", [["--lang"], ["--lang", "fr"], ["--lang="]])
def test_another_language_is_refused(arguments):
    with pytest.raises(CommandError, match="expected zh or en or both"):
        take_language(arguments)


def test_another_language_of_the_variable_is_refused(monkeypatch, capsys):
    monkeypatch.setenv("MINSHENG_LANG", "german")
    assert main(("check",)) == 2
    assert 'MINSHENG_LANG: found "german"' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "there", "not_there"),
    [("zh", "没有这个键", "no such key"), ("en", "no such key", "没有这个键")],
)
def test_faults_and_notices_are_told_in_one_language(language, there, not_there, capsys):
    assert main((*WRONG, "--lang", language)) == 2
    said = capsys.readouterr().err
    assert there in said
    assert not_there not in said
    assert ("nothing was written" in said) == (language == "en")


def test_the_language_of_a_command_ends_with_it():
    assert main(("--version", "--lang", "zh")) == 0
    assert language() == "both"


def test_a_wrong_command_is_told_in_one_language(capsys):
    assert main(("run", "--lang", "zh")) == 2
    assert capsys.readouterr().err == (
        "缺少 SCENARIO\n用法：run.py run [OPTIONS] SCENARIO（帮助：python3 run.py run --help）\n"
    )


def test_a_fault_of_a_parent_is_told_in_one_language(tmp_path, capsys):
    path = tmp_path / "mine.toml"
    path.write_text('schema_version = 1\nextends = "gone.toml"\n', encoding="utf-8")
    assert main(("check", str(path), "--lang", "zh")) == 2
    said = capsys.readouterr().err
    assert 'gone.toml": 没有这个文件' in said
    assert "no such file" not in said


@pytest.mark.parametrize(
    ("stated", "of_the_scenario", "answer"),
    [
        # somebody states it: by --lang, the variable or the locale
        ("en", "zh", "en"),
        ("zh", "both", "zh"),
        ("both", "en", "both"),
        # nobody does: as the scenario is reported, of both languages that of the readers
        (None, "en", "en"),
        (None, "zh", "zh"),
        (None, "both", "zh"),
    ],
)
def test_an_answer_is_told_in_the_language_stated_else_in_that_of_the_scenario(
    stated, of_the_scenario, answer
):
    with one_command():
        if stated is not None:
            speak(stated)
        assert answer_language(of_the_scenario) == answer
    with one_command():
        speak("both", stated=False)
        assert answer_language(of_the_scenario) == ("en" if of_the_scenario == "en" else "zh")


@pytest.mark.parametrize(
    ("surroundings", "expected"),
    [
        ({}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "de_DE.UTF-8"}, False),
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "en_GB.UTF-8"}, True),
        ({"MINSHENG_LANG": "both"}, True),
        ({"MINSHENG_LANG": " "}, False),
    ],
)
def test_a_machine_states_a_language_or_none(surroundings, expected):
    assert is_stated(surroundings) is expected
