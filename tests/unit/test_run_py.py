"""The set-up: what it finds, what it makes, and how it refuses. Nothing is downloaded here."""

import ast
import os
import runpy
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import run

SOURCE = Path(run.__file__)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, in a folder with a space and Chinese in its name."""
    root = tmp_path / "测试 dir"
    root.mkdir()
    for name in ("pyproject.toml", run.RUN_LOCK, run.TEST_LOCK):
        (root / name).write_bytes((SOURCE.parent / name).read_bytes())
    monkeypatch.setattr(run, "ROOT", root)
    monkeypatch.setattr(run, "VENV", root / ".venv")
    return root


@pytest.fixture
def steps(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Every step of the set-up, noted instead of done."""
    done: list[tuple[str, ...]] = []

    def note(*command: str) -> None:
        done.append(command)
        if "venv" in command:
            run.interpreter().parent.mkdir(parents=True)
            run.interpreter().touch()

    monkeypatch.setattr(run, "step", note)
    monkeypatch.setattr(run.subprocess, "run", finished(0, ""))  # pip is there
    return done


def finished(returncode: int, stderr: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    def answer(*_: object, **__: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], returncode, "", stderr)

    return answer


# -- what an old or bare interpreter sees


def test_an_old_python_can_read_it() -> None:
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_an_old_python_is_refused_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"3\.11 or newer(?s:.*)更新版本"):
        runpy.run_path(str(SOURCE))


def test_its_top_is_standard_library_alone() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    names = {
        alias.name for node in tree.body if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {node.module or "" for node in tree.body if isinstance(node, ast.ImportFrom)}
    assert names
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


# -- is everything here already?


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        ("numpy>=2.0", True),
        ("numpy>=2.0,<3", True),
        ("numpy==2.4.6", True),
        ("numpy[fast]>=2.0", True),
        ("numpy[fast]>=3", False),
        ("numpy>=2.4.10", False),
        ("numpy<2.4.6", False),
        ("numpy>=2.0,<2.4", False),
        ("dask[distributed]>=2025.1", False),
    ],
)
def test_versions_are_compared_by_number(
    requirement: str, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import metadata

    def version(name: str) -> str:
        if name == "numpy":
            return "2.4.6"
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", version)
    assert run.is_satisfied(requirement) is expected


def test_release_stops_at_the_first_letter() -> None:
    assert run.release("2.0.1rc1") == (2, 0, 1)
    assert run.release("20251206.2.4") == (20251206, 2, 4)


def test_this_interpreter_has_everything_for_the_tests() -> None:
    assert run.has_packages(testing=False)
    assert run.has_packages(testing=True)


def test_a_missing_package_is_noticed(checkout: Path) -> None:
    project = checkout / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace('"click>=8.1"', '"click>=99"'), encoding="utf-8")
    assert not run.has_packages(testing=False)
    project.write_text(text.replace('"pytest>=8.3"', '"pytest>=99"'), encoding="utf-8")
    assert run.has_packages(testing=False)
    assert not run.has_packages(testing=True)


# -- making .venv


def test_first_call_builds_from_the_lock_alone(
    checkout: Path, steps: list[tuple[str, ...]]
) -> None:
    assert run.environment(testing=False) == run.interpreter()
    venv, packages, project = steps
    assert venv[1:] == ("-m", "venv", "--without-pip", str(checkout / ".venv"))
    assert {"--require-hashes", "--no-deps", "--no-compile"} <= set(packages)
    assert packages[-1] == str(checkout / "requirements.txt")
    assert {"--no-index", "--no-build-isolation", "--no-deps", "-e"} <= set(project)
    assert project[-1] == str(checkout)


def test_second_call_does_nothing_and_waits_for_nobody(
    checkout: Path, steps: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.environment(testing=False)
    steps.clear()
    monkeypatch.delattr(run, "one_at_a_time")
    assert run.environment(testing=False) == checkout / run.interpreter()
    assert steps == []


def test_the_test_tools_are_added_and_nothing_made_again(
    checkout: Path, steps: list[tuple[str, ...]]
) -> None:
    run.environment(testing=False)
    steps.clear()
    run.environment(testing=True)
    (added,) = steps
    assert added[-1] == str(checkout / "requirements-dev.txt")
    steps.clear()
    run.environment(testing=False)
    assert steps == []


def test_a_new_lock_makes_it_again_from_nothing(
    checkout: Path, steps: list[tuple[str, ...]]
) -> None:
    run.environment(testing=False)
    stale = checkout / ".venv" / "lib" / "stale"
    stale.mkdir(parents=True)
    with (checkout / run.RUN_LOCK).open("a") as lock:
        lock.write("# changed\n")
    steps.clear()
    run.environment(testing=False)
    assert len(steps) == 3
    assert not stale.exists()


def test_a_broken_attempt_is_made_again(
    checkout: Path, steps: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    note = run.step

    def stumble(*command: str) -> None:
        note(*command)
        if "-r" in command:
            raise SystemExit(2)

    monkeypatch.setattr(run, "step", stumble)
    with pytest.raises(SystemExit):
        run.environment(testing=False)
    monkeypatch.setattr(run, "step", note)
    steps.clear()
    run.environment(testing=False)
    assert len(steps) == 3
    assert (checkout / ".venv" / "requirements.txt.stamp").exists()


def test_another_python_inside_makes_it_again(
    checkout: Path, steps: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run.environment(testing=False)
    assert run.is_ready(testing=False)
    monkeypatch.setattr(run, "python_version", lambda: "3.99")
    assert run.is_ready(testing=False)
    monkeypatch.setattr(sys, "prefix", str(checkout / ".venv"))
    assert not run.is_ready(testing=False)
    assert len(steps) == 3


def test_two_first_calls_build_once(
    steps: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    note, together, most = run.step, threading.Lock(), [0]

    def slowly(*command: str) -> None:
        assert together.acquire(blocking=False), "two processes build at once"
        time.sleep(0.05)
        note(*command)
        together.release()
        most[0] += 1

    monkeypatch.setattr(run, "step", slowly)
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(run.environment, testing=False) for _ in range(2)]
        assert [future.result() for future in futures] == [run.interpreter()] * 2
    assert most == [3]
    assert len(steps) == 3


# -- refusals


def test_a_foreign_venv_is_left_alone(
    checkout: Path, steps: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "pyvenv.cfg").write_text("home = elsewhere\n")
    with pytest.raises(SystemExit) as refusal:
        run.environment(testing=False)
    assert refusal.value.code == 2
    assert steps == []
    assert (checkout / ".venv" / "pyvenv.cfg").exists()
    told = capsys.readouterr().err
    assert "was not made by run.py" in told
    assert "不是由 run.py 创建" in told


@pytest.mark.parametrize(
    ("stderr", "english", "chinese"),
    [
        ("ERROR: No matching distribution found for x==1", "No package index", "软件包源"),
        ("HTTPSConnectionPool(): Max retries exceeded", "No package index", "软件包源"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "Setting up failed", "安装失败"),
        ("", "exit code 1", "安装失败"),
    ],
)
def test_a_failed_step_says_why(
    stderr: str,
    english: str,
    chinese: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(run.subprocess, "run", finished(1, stderr))
    with pytest.raises(SystemExit) as refusal:
        run.step("pip")
    assert refusal.value.code == 2
    told = capsys.readouterr()
    assert english in told.err
    assert chinese in told.err
    assert told.out == ""


def test_missing_pip_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.subprocess, "run", finished(1, "No module named pip"))
    with pytest.raises(SystemExit):
        run.need_pip()
    told = capsys.readouterr().err
    assert "apt install python3-pip" in told
    assert "缺少 pip" in told


def test_pip_is_looked_for_before_anything_is_made(
    steps: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run.subprocess, "run", finished(1, "No module named pip"))
    with pytest.raises(SystemExit):
        run.environment(testing=False)
    assert steps == []


def test_a_folder_that_cannot_be_written_is_told(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / ".venv").write_text("a file where the folder should be")
    monkeypatch.setattr(run, "has_packages", lambda **_: False)
    with pytest.raises(SystemExit) as refusal:
        run.main(["run", "x.toml"])
    assert refusal.value.code == 2
    assert "安装失败" in capsys.readouterr().err


def test_steps_run_without_the_user_site_and_foreign_paths(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    script = (
        "import os, sys; "
        "sys.exit('PYTHONPATH' in os.environ or os.environ['PIP_USER'] != '0' "
        "or not sys.flags.utf8_mode)"
    )
    run.step(sys.executable, "-c", script)


# -- handing over


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
    monkeypatch.setattr(cli, "main", lambda arguments: asked.append(arguments) or 2)
    with pytest.raises(SystemExit) as end:
        run.answer(["check", "x.toml"])
    assert end.value.code == 2
    assert asked == [["check", "x.toml"]]


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
