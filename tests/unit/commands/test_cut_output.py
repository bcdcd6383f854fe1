"""Whoever reads the output may stop, as ``head`` does: nothing is said, the exit code is 141."""

import os
import subprocess
import sys

import pytest

from simulator.commands.cli import main
from tests.city import BASELINE, ROOT

WAYS = {"run.py": ["run.py"], "installed": ["-m", "calibration"]}
WRITTEN = {
    "help": ["--help"],
    "lines": ["show", str(BASELINE), "--why", "plan.norm"],
    "a table": ["show", str(BASELINE)],
    "a file": ["schema"],
}


def cut(arguments: list[str], *, faults_too: bool = False) -> tuple[int, str]:
    """The exit code where nobody reads, and what is said beside the output."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, *arguments],
            check=False,
            cwd=ROOT,
            stdout=writing,
            stderr=writing if faults_too else subprocess.PIPE,
            encoding="utf-8",
        )
    finally:
        os.close(writing)
    return done.returncode, done.stderr or ""


BY_DEFAULT = (("run.py", "a table"), ("installed", "lines"))
"""The others are cut in ``tests/slow/test_all_extremes.py``."""


@pytest.mark.parametrize(("way", "written"), BY_DEFAULT)
def test_an_output_that_nobody_reads_ends_quietly(way, written):
    assert cut([*WAYS[way], *WRITTEN[written]]) == (141, "")


@pytest.mark.parametrize("way", ["installed"])
def test_a_refusal_that_nobody_reads_ends_as_quietly(way):
    assert cut([*WAYS[way], "check", "README.md"], faults_too=True) == (141, "")


def test_a_fault_of_its_own_keeps_its_code_where_only_the_rest_is_unread(tmp_path):
    path = tmp_path / "faulty.toml"
    path.write_text("schema_version = 2\n", encoding="utf-8")
    code, said = cut(["run.py", "check", str(path)])
    assert code == 2
    assert "title" in said


def test_a_verb_that_ends_the_process_itself_still_does(monkeypatch):
    def end(*_, **__):
        raise SystemExit(5)

    monkeypatch.setattr("simulator.commands.check.check_scenarios", end)
    with pytest.raises(SystemExit):
        main(("check",))
