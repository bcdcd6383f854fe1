"""A checkout of its own, and the steps of its set-up, noted instead of done."""

from pathlib import Path

import pytest

import run
from tests.set_up import SOURCE, finished


@pytest.fixture(autouse=True)
def _own_bytecode(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process of the tests keeps its modules where it kept them before."""
    monkeypatch.setattr(run, "keep_compiled", lambda: None)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own, in a folder with a space and Chinese in its name."""
    root = tmp_path / "测试 dir"
    root.mkdir()
    for name in ("pyproject.toml", run.RUN_LOCK, run.TEST_LOCK, run.WEB_LOCK):
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
