"""What the set-up refuses, and how it says so."""

import sys
from pathlib import Path

import pytest

import run
from tests.set_up import finished


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
