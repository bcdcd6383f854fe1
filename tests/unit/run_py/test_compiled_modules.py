"""Modules are compiled once, also where the surroundings keep nothing beside the sources."""

import os
import sys
from pathlib import Path

import pytest

import run

keep_compiled = run.keep_compiled  # before any fixture puts another in its place


@pytest.fixture
def nothing_kept(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Surroundings in which Python keeps no compiled module; the folder that .venv would be."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    (checkout / ".venv").mkdir()
    return checkout / ".venv"


def test_they_are_kept_in_an_environment_that_is_ours(nothing_kept: Path) -> None:
    (nothing_kept / run.MARK).touch()
    keep_compiled()
    assert not sys.dont_write_bytecode
    assert sys.pycache_prefix == os.environ["PYTHONPYCACHEPREFIX"] == str(nothing_kept / "compiled")
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ


def test_an_environment_that_is_not_ours_is_left_alone(nothing_kept: Path) -> None:
    keep_compiled()
    assert sys.dont_write_bytecode
    assert sys.pycache_prefix is None


def test_where_they_are_kept_anyway_nothing_changes(
    nothing_kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (nothing_kept / run.MARK).touch()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    keep_compiled()
    assert sys.pycache_prefix is None
    assert os.environ["PYTHONPYCACHEPREFIX"] == ""


def test_every_verb_and_the_tests_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(run, "has_packages", lambda **_: True)
    monkeypatch.setattr(run, "is_inside", lambda: False)
    monkeypatch.setattr(run, "keep_compiled", lambda: asked.append(True))
    monkeypatch.setattr(run, "answer", lambda _: None)
    monkeypatch.setattr(run, "hand_over", lambda *_: None)
    monkeypatch.chdir(run.ROOT)
    run.main(["check", "x.toml"])
    run.main(["test"])
    assert asked == [True, True]
