"""From the set-up to the program: arguments and exit codes pass untouched."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.set_up import SOURCE


class HandedOverError(Exception):
    """Stands for the process that was replaced."""


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    seen: list[list[str]] = []

    def replace(_: str, command: list[str], surroundings: dict[str, str]) -> None:
        assert surroundings["PYTHONUTF8"] == "1"
        seen.append(command)
        raise HandedOverError

    monkeypatch.setattr(os, "execve", replace)
    return seen


def test_arguments_pass_untouched(
    checkout: Path,
    steps: list[tuple[str, ...]],
    handed: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "has_packages", lambda **_: False)
    with pytest.raises(HandedOverError):
        run.main(["run", "情景 一.toml", "--set", "a=b c"])
    assert steps
    script = str(checkout / "run.py")
    assert handed == [[str(run.interpreter()), script, "run", "情景 一.toml", "--set", "a=b c"]]


def test_an_interpreter_with_all_packages_goes_straight_on(
    handed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    answered: list[list[str]] = []
    monkeypatch.setattr(run, "is_inside", lambda: False)
    monkeypatch.setattr(run, "has_packages", lambda **_: True)
    monkeypatch.setattr(run, "answer", answered.append)
    run.main(["run", "x.toml"])
    assert answered == [["run", "x.toml"]]
    assert handed == []


def test_the_exit_code_of_a_verb_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.commands import cli

    asked: list[list[str]] = []
    monkeypatch.setattr(cli, "main", lambda given, typed, *_: asked.append([typed, *given]) or 2)
    with pytest.raises(SystemExit) as end:
        run.answer(["check", "x.toml"])
    assert end.value.code == 2
    assert asked == [["python3 run.py", "check", "x.toml"]]


def test_it_starts_again_without_packages_meant_for_another_program(
    handed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    with pytest.raises(HandedOverError):
        run.main(["run", "x.toml"])
    assert "PYTHONPATH" not in os.environ
    assert handed == [[sys.executable, str(SOURCE), "run", "x.toml"]]


def test_a_foreign_numpy_does_not_reach_in(tmp_path: Path) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('foreign')\n", encoding="utf-8")
    for command in ([str(SOURCE)], ["-m", "calibration"]):
        done = subprocess.run(
            [sys.executable, *command, "check", "scenarios/baseline.toml"],
            cwd=SOURCE.parent,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "valid (40 settings)" in done.stdout


def test_the_verb_test_becomes_pytest(
    handed: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "is_inside", lambda: False)
    monkeypatch.setattr(run, "has_packages", lambda **_: True)
    monkeypatch.chdir(SOURCE.parent)
    with pytest.raises(HandedOverError):
        run.main(["test", "-k", "a b"])
    (command,) = handed
    assert command[:3] == [sys.executable, "-m", "pytest"]
    assert command[-2:] == ["-k", "a b"]


def test_coverage_is_reported_where_asked_and_benchmarks_run_alone() -> None:
    assert run.pytest_arguments([])[:4] == ["-n", "2", "--dist", "worksteal"]
    assert "--cov" not in run.pytest_arguments([])
    assert "--cov-report=term:skip-covered" in run.pytest_arguments(["--cov"])
    assert run.pytest_arguments(["tests/benchmarks"]) == ["tests/benchmarks"]
