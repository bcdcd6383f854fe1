"""The command line: every refusal is plain lines on stderr, exit code 2, nothing written."""

from pathlib import Path

import pytest

from simulator.commands.check import Wish
from simulator.commands.cli import main
from simulator.commands.run import Asked
from simulator.files import locations
from tests.city import BASELINE

RUN = ("run", str(BASELINE))


@pytest.fixture
def outputs(tmp_path, monkeypatch):
    monkeypatch.setattr("simulator.commands.run.OUTPUTS", tmp_path / "outputs")
    return tmp_path / "outputs"


def scenario(tmp_path, text):
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    return ("run", str(path))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("run", "scenarios/gone.toml"), "scenarios/gone.toml: "),
        (
            (*RUN, "--set", "world.arivals=5"),
            '--set: world.arivals: no such key; did you mean "world.arr',
        ),
        ((*RUN, "--set", "plan.on_tme=true"), "--set: plan.on_tme: no such key; did you mean"),
        (
            (*RUN, "--set", "model.city=atlantis"),
            '--set: model.city: found "atlantis"; expected a city',
        ),
        (
            (*RUN, "--set", "model.start=2015-01-01"),
            "--set: model.start: a run starts on the first",
        ),
        (
            (*RUN, "--set", "model.method=LSODA"),
            "--set: model.method: LSODA would need a dense work array of ",
        ),
        ((*RUN, "--set", "model.method=Euler"), '--set: model.method: found "Euler"; expected'),
        (
            (*RUN, "--set", "policy.two_child.planning_share.scale=2"),
            "--set: policy.two_child.planning_share: comes to 1.",
        ),
    ],
)
def test_a_refusal_is_said_on_stderr_and_nothing_is_written(arguments, message, outputs, capsys):
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(message)
    assert "Traceback" not in said.err
    assert said.err.endswith("未写入任何内容 / nothing was written\n")
    assert not outputs.exists()


def test_lsoda_names_its_work_array_and_what_works_instead(outputs, capsys):
    assert main((*RUN, "--set", "model.method=LSODA", "--set", "model.cohorts_per_year=1")) == 2
    said = capsys.readouterr().err
    assert " × " in said
    assert "GB" in said
    for method in ("RK45", "RK23", "DOP853", "Radau", "BDF"):
        assert method in said


@pytest.mark.parametrize("verb", ["run", "check"])
def test_a_missing_extra_has_an_exit_code_of_its_own(verb, tmp_path, outputs, capsys, monkeypatch):
    monkeypatch.setattr("simulator.stockflow.engine.preconditions.find_spec", lambda _: None)
    file = scenario(tmp_path, f'schema_version = 2\nextends = "{BASELINE}"\nmodel.compiled = true')
    assert main((verb, file[1])) == 3
    said = capsys.readouterr().err
    assert f"{file[1]}:3: model.compiled: " in said
    assert " -m pip install numba" in said
    assert not outputs.exists()


def test_bad_toml_is_said_with_its_line(tmp_path, outputs, capsys):
    arguments = scenario(tmp_path, "schema_version = 2\nextends = baseline.toml\n")
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert f"{arguments[1]}:2: " in said
    assert "Traceback" not in said
    assert not outputs.exists()


def test_every_fault_of_a_file_is_one_line(tmp_path, outputs, capsys):
    text = f"""
schema_version = 2
extends = "{BASELINE.as_posix()}"
title = {{ zh = "试", en = "Trial" }}
intent = "?"
[world]
arivals = 5
[plan]
delay_factor = "slow"
"""
    assert main(scenario(tmp_path, text)) == 2
    *faults, _ = capsys.readouterr().err.splitlines()
    assert [fault.split(": ")[0].rpartition(":")[2] for fault in faults] == ["7", "9"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("walk",),
            'no verb "walk"; there are run, serve, report, figure, need, rests, batch, targets,',
        ),
        (("chek",), 'no verb "chek"; did you mean check?'),
        (("--st",), "no option --st; there are --lang, -h, --help"),
        (("run",), "SCENARIO is missing"),
        ((*RUN, "--st", "a=1"), "no option --st; did you mean --set?"),
        ((*RUN, "--out"), "--out needs a value: --out FOLDER"),
        ((*RUN, "--force=yes"), "--force takes no value"),
        ((*RUN, "two.toml", "three.toml"), 'run does not take "two.toml three.toml"'),
        (("check", "--format", "xml"), '--format: found "xml"; expected one of "text", "json"'),
        (("check", "--lang", "de"), '--lang: found "de"; expected zh or en or both'),
    ],
)
def test_a_wrong_command_is_explained(arguments, words, capsys):
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert "用法：run.py" in said.err
    assert "Usage: run.py" in said.err
    assert said.out == ""


@pytest.mark.parametrize("typed", ["minsheng", "python3 -m calibration"])
def test_help_names_the_command_that_was_typed(typed, capsys):
    assert main(["run", "--help"], typed) == 0
    assert capsys.readouterr().out.startswith(f"用法 Usage: {typed} run ")


@pytest.mark.parametrize("arguments", [("--help",), ("run", "-h"), ("--version",)])
def test_help_and_version_end_well(arguments, capsys):
    assert main(arguments) == 0
    assert capsys.readouterr().out


def test_what_the_disk_refuses_is_said(monkeypatch, capsys):
    def full(*_, **__):
        raise OSError(28, "No space left on device", "outputs/baseline")

    monkeypatch.setattr("simulator.commands.run.run_scenario", full)
    assert main(RUN) == 2
    assert capsys.readouterr().err == "outputs/baseline: No space left on device\n"


def test_an_interrupted_run_leaves_earlier_results(monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("simulator.commands.run.run_scenario", interrupted)
    assert main(RUN) == 130
    assert "stopped; earlier results are untouched" in capsys.readouterr().err


def test_arguments_reach_their_command(monkeypatch, tmp_path):
    heard = []

    def hear(*given, **named):
        heard.append((given, named))

    monkeypatch.setattr("simulator.commands.run.run_scenario", hear)
    monkeypatch.setattr("simulator.commands.check.check_scenarios", hear)
    assert main((*RUN, "--set", "a=1", "--set", "b=2", "--out", str(tmp_path))) == 0
    assert main((*RUN, "--set", "a=1", "--draws", "20", "--seed", "3", "--workers", "2")) == 0
    assert main(("check", "x.toml", "--force")) == 0
    drawn = ("a=1", "model.draws=20", "model.seed=3")
    assert heard == [
        ((BASELINE, ("a=1", "b=2"), tmp_path, Asked()), {}),
        ((BASELINE, drawn, None, Asked(workers=2)), {}),
        (((Path("x.toml"),), Wish(force=True)), {}),
    ]


def test_paths_are_shown_as_typed_from_where_the_reader_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert locations.shown(tmp_path / "outputs" / "baseline") == "outputs/baseline"
    assert locations.shown(tmp_path.parent) == tmp_path.parent.as_posix()
