"""Making .venv: once, from the locks alone, again where something has changed."""

import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import run


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
    monkeypatch.setattr(run, "PYTHON", "3.99")
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


def test_the_page_adds_its_packages_once_and_only_when_asked_for(
    checkout: Path, steps: list[tuple[str, ...]]
) -> None:
    run.environment(testing=False)
    steps.clear()
    assert not run.is_ready(testing=False, serving=True)
    run.environment(testing=False, serving=True)
    (added,) = steps
    assert added[-1] == str(checkout / "requirements-web.txt")
    assert "--require-hashes" in added
    steps.clear()
    run.environment(testing=False, serving=True)
    assert steps == []


def test_the_test_tools_have_what_the_page_needs(
    checkout: Path, steps: list[tuple[str, ...]]
) -> None:
    run.environment(testing=True)
    steps.clear()
    run.environment(testing=False, serving=True)
    assert steps == []


def test_where_the_page_has_no_packages_the_command_is_told_with_3(
    steps: list[tuple[str, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run.environment(testing=False)

    def unreached(*_: str) -> None:
        run.refuse("No package index answered", "未能取得")

    monkeypatch.setattr(run, "step", unreached)
    with pytest.raises(SystemExit) as caught:
        run.environment(testing=False, serving=True)
    assert caught.value.code == 3
    told = capsys.readouterr().err
    assert "-m pip download" in told
    assert "requirements-web.txt" in told
    assert run.is_ready(testing=False)
