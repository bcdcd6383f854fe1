"""Help: the same page from the parser and from a bare interpreter, in the language asked for."""

import subprocess
import sys

import pytest

import run
from calibration.commands import ANSWERS
from calibration.verbs import EVERY_VERB
from simulator.commands.cli import ANSWERS as OF_THE_SIMULATOR
from simulator.commands.cli import CHECKOUT, build_commands, main
from simulator.commands.help_page import columns, help_asked, verb_page, wrapped
from simulator.commands.verbs import EXIT_CODES, TEST
from simulator.words.catalogue import pair
from tests.city import ROOT

VERBS = (*EVERY_VERB, TEST)
BARE = "import sys; sys.path.insert(0, {root!r}); import run; run.main({arguments!r})"


def bare(*arguments):
    """What ``run.py`` answers where nothing is installed."""
    code = BARE.format(root=str(ROOT), arguments=list(arguments))
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def parsed(capsys, *arguments):
    assert main(arguments, CHECKOUT, ANSWERS, (TEST,)) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [(), ("--help",), ("-h",), ("help",), ("run", "--help"), ("help", "trace"), ("test", "-h")],
    ids=" ".join,
)
def test_a_bare_interpreter_says_what_the_parser_says(arguments, capsys):
    asked = (*arguments, "--lang", "en") if arguments else ("--lang", "en")
    assert bare(*asked) == parsed(capsys, *asked) != ""


def test_the_help_lists_every_verb_and_every_exit_code(capsys):
    said = parsed(capsys, "--help", "--lang", "zh")
    for verb in VERBS:
        assert f"\n  {verb.name} " in said
        assert pair(verb.help)[0][:20] in said.replace("\n", "")
    for code in EXIT_CODES:
        assert f"\n  {code} " in said


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_the_help_of_a_verb_names_all_it_takes(verb):
    said = verb_page(verb, CHECKOUT, "en")
    for option in verb.options:
        assert all(flag in said for flag in option.flags)
        assert pair(option.help)[1][:30] in said.replace("\n", " ")
    assert all(argument.shown in said for argument in verb.arguments)
    assert f"{CHECKOUT} {verb.name} {verb.example}".rstrip() in said


def test_every_verb_has_an_answer_and_the_parser_takes_what_is_declared():
    answered = (*OF_THE_SIMULATOR, *ANSWERS)
    assert tuple(verb for verb, _ in answered) == EVERY_VERB
    group = build_commands(answered)
    for verb in EVERY_VERB:
        names = {each.name for each in group.commands[verb.name].params}
        assert names == {each.name for each in (*verb.arguments, *verb.options)}


def test_help_comes_before_the_environment(monkeypatch, capsys):
    monkeypatch.delattr(run, "environment")
    monkeypatch.delenv("PYTHONPATH", raising=False)  # with one, run.py would start itself again
    monkeypatch.setattr(run, "has_packages", lambda **_: pytest.fail("looked for packages"))
    with pytest.raises(SystemExit) as end:
        run.main(["check", "--help"])
    assert end.value.code == 0
    assert "run.py check [OPTIONS] [SCENARIO...]" in capsys.readouterr().out


def test_what_only_looks_like_a_question_for_help_is_none():
    for arguments in (["test", "--", "--help"], ["run", "x.toml"], ["chek", "--help"]):
        assert help_asked(arguments, VERBS, CHECKOUT, "both") is None


def test_lines_are_broken_where_each_language_allows_it():
    lines = list(wrapped("承诺的学位和床位，能否满足 many words", "  ", 24))
    assert lines == ["  承诺的学位和床位，能否", "  满足 many words"]
    assert max(map(columns, lines)) <= 24
    assert list(wrapped("四个汉字。", "", 8)) == ["四个汉字。"]
