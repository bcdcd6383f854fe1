"""What is typed or read never acts on a terminal, takes long, or ends in a traceback."""

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.commands import fault_report
from simulator.commands.cli import main
from simulator.visible import visible_lines
from tests.city import BASELINE, ROOT

HEAD = f"""schema_version = 1
extends = "{BASELINE.as_posix()}"
title = {{ zh = "案例", en = "Case" }}
intent = "?"
"""
RAW = "\u202e\x07\x1b[2J"
ESCAPE = r'"\u001b]0;taken\u0007\u001b[2J"'


def check(tmp_path, capsys, body, name="case.toml"):
    path = tmp_path / name
    path.write_text(HEAD + body, encoding="utf-8")
    assert main(("check", str(path))) == 2
    said = capsys.readouterr()
    assert visible_lines(said.err) == said.err
    return said.err.replace(str(path), name)


def test_no_key_value_or_name_reaches_the_terminal_raw(tmp_path, capsys):
    body = f"[plan]\n{ESCAPE} = 1\n[world]\npopulation_basis = {ESCAPE}\n"
    said = check(tmp_path, capsys, body, "a\u202eb.toml")
    assert r"a\u202eb.toml: the file name holds an invisible character (U+202E" in said
    said = check(tmp_path, capsys, body)
    assert r"case.toml:6: plan.\x1b]0;taken\x07\x1b[2J: " in said
    assert r'found "\x1b]0;taken\x07\x1b[2J"' in said


@pytest.mark.parametrize(
    "arguments",
    [
        (RAW,),
        ("run", f"{RAW}.toml"),
        ("run", str(BASELINE), RAW),
        ("run", str(BASELINE), f"--{RAW}"),
        ("run", str(BASELINE), "--set", f"world.{RAW}=1"),
        ("run", str(BASELINE), "--set", f"world.population_basis='{RAW}"),
        ("run", str(BASELINE), "--set", RAW),
        ("run", f"nowhere{RAW}/x.toml"),
    ],
)
def test_nothing_typed_acts_on_the_terminal(arguments, capsys):
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert visible_lines(said.err + said.out) == said.err + said.out


@pytest.mark.parametrize(
    ("typed", "right"),
    [("1,1", "1.1"), ("10%", "1.1"), ("-10%", "0.9"), ("１０％", "1.1"), ("12,000", "12000")],
)
def test_a_factor_is_hinted_by_what_it_means(typed, right, capsys):
    assert main(("run", str(BASELINE), "--set", f"world.arrivals.scale={typed}")) == 2
    said = capsys.readouterr().err
    assert f"expected {right} (" in said
    assert f"应写 {right}" in said


CLOSURE = """[[plan.closures]]
id = "c"
service = "primary"
district =   "siming"
date = 2018-09-01
share = 0.1
"""
INSIDE = {
    CLOSURE.replace("primary", "primry"): 'case.toml:7: plan.closures.c.service: found "primry" '
    '(column 11); expected a service; did you mean "primary"?',
    CLOSURE.replace("siming", "simming"): 'case.toml:8: plan.closures.c.district: found "simming" '
    '(column 14); expected a district; did you mean "siming"?',
    "[polcy.two_child]\ngestation = 0.5\n": "case.toml:5: polcy: no such key",
    '[[policy.two_chld.stages]]\nid = "x"\n': "case.toml:5: policy.two_chld: no such key",
}


@pytest.mark.parametrize("body", INSIDE)
def test_a_name_inside_is_told_at_its_own_line(tmp_path, capsys, body):
    assert INSIDE[body] in check(tmp_path, capsys, body)


LARGE = {
    "a text": '[notes]\nx = "' + "y" * 4_900_000 + '"\n',
    "a dotted key": ".".join("a" * 20_000) + " = 1\n",
    "unknown keys": "[plan]\n" + "".join(f"k{n} = 1\n" for n in range(9_990)),
    "too many keys": "[plan]\n" + "".join(f"k{n} = 1\n" for n in range(400_000)),
    "records": "".join(f'[[plan.closures]]\nid = "c{n}"\n' for n in range(490)),
    "quotes": 'x = "' + '\\"' * 2_400_000,
    "prose": "x y z\n" * 99_000,
}
CHECK = """
import resource, sys
from simulator.commands.cli import main
code = main(["check", sys.argv[1]])
used = resource.getrusage(resource.RUSAGE_SELF)
memory = used.ru_maxrss
if sys.platform == "linux":  # there it begins with that of the process that started this one
    [memory] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(code, used.ru_utime + used.ru_stime, memory)
"""
MEMORY = 500_000 * (1 if sys.platform == "linux" else 1024)
"""In the unit in which the system tells it: kilobytes on Linux, bytes elsewhere."""
SECONDS = 10
"""A check takes less than three; what grows with the square of a file takes minutes."""


BY_DEFAULT = ("records", "quotes")
"""The others are checked in ``tests/slow/test_all_extremes.py``."""


@pytest.mark.parametrize("name", BY_DEFAULT)
def test_a_check_of_any_file_is_bounded(name, tmp_path):
    assert_check_is_bounded(name, tmp_path)


def assert_check_is_bounded(name, tmp_path):
    path = tmp_path / "large.toml"
    path.write_text(HEAD + LARGE[name], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    code, seconds, memory = done.stdout.split()
    assert code == "2"
    assert float(seconds) < SECONDS
    assert int(memory) < MEMORY
    assert len(done.stderr.splitlines()) <= 102


def test_more_faults_than_are_told_are_said_to_be_there(tmp_path, capsys):
    said = check(tmp_path, capsys, LARGE["unknown keys"]).splitlines()
    assert len(said) == 102
    assert "more than 100 faults" in said[100]


@pytest.fixture
def broken(monkeypatch, tmp_path):
    """A verb with a fault of its own, and an empty folder for the report."""

    def fail(*_, **__):
        raise RuntimeError(f"deliberate \x1b[2J {Path.home()}/secret")

    monkeypatch.setattr("simulator.commands.check.check_scenarios", fail)
    monkeypatch.setattr(fault_report, "OUTPUTS", tmp_path / "outputs")
    monkeypatch.setenv("MINSHENG_TEST_TOKEN", "hunter2")
    return tmp_path / "outputs"


def test_a_fault_of_the_program_leaves_two_lines_and_a_report(broken, capsys):
    assert main(("check", "scenarios/baseline.toml")) == 70
    chinese, english = capsys.readouterr().err.splitlines()
    [report] = broken.iterdir()
    assert "程序自身出错（RuntimeError）" in chinese
    assert "a fault of the program (RuntimeError)" in english
    assert report.name in chinese
    assert report.name in english
    text = report.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert r"deliberate \x1b[2J ~/secret" in text
    assert "arguments: ['check', 'scenarios/baseline.toml']" in text
    assert "numpy " in text
    assert "hunter2" not in text


def test_a_report_goes_to_another_folder_or_is_missed_in_words(broken, capsys, monkeypatch):
    broken.write_text("a file in the way", encoding="utf-8")
    elsewhere = broken.parent / "elsewhere"
    monkeypatch.setattr(fault_report.tempfile, "gettempdir", lambda: str(elsewhere))
    assert main(("check",)) == 70
    assert len(list(elsewhere.iterdir())) == 1
    monkeypatch.setattr(fault_report.tempfile, "gettempdir", lambda: str(broken))
    assert main(("check",)) == 70
    assert "no report could be written" in capsys.readouterr().err


@pytest.mark.parametrize("stop", [SystemExit, KeyboardInterrupt])
def test_what_stops_a_program_is_no_fault_of_it(broken, monkeypatch, stop):
    def end(*_, **__):
        raise stop(5)

    monkeypatch.setattr("simulator.commands.check.check_scenarios", end)
    if stop is SystemExit:
        with pytest.raises(SystemExit):
            main(("check",))
    else:
        assert main(("check",)) == 130
    assert not broken.exists()
