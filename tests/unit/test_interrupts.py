"""Ctrl-C and a request to end: at once, one line, 128 plus the signal; never in between."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from simulator import interrupts

ROOT = Path(__file__).parents[2]
LINE = "已中断，原有结果未改动 / stopped; earlier results are untouched"

# Says that it is ready, then does what the test is about until it is stopped.
STARTED = """
import sys, time
from pathlib import Path
from simulator import interrupts

interrupts.take_over()
rest = Path(sys.argv[1])

def ready():
    print("here", flush=True)

"""
FIRST_LINE = 0.5
"""Seconds after which even a busy machine has read the first line of the program."""

ANYWHERE = (
    "ready()\ntime.sleep(60)",
    "ready()\nwhile True: pass",
    "class Slow:\n    def __del__(self):\n        ready(); time.sleep(60)\nx = Slow()\ndel x",
    "ready()\ntry:\n    time.sleep(60)\nexcept BaseException:\n    print('swallowed')",
    "import atexit\natexit.register(lambda: (ready(), time.sleep(60)))\nsys.exit(0)",
    "import threading\nthreading.Thread(target=lambda: time.sleep(60)).start()\nready()",
)


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Whoever starts the tests in the background has all that they start ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def stopped(code: str, folder: Path, number: int = signal.SIGINT) -> tuple[int, str, str]:
    arguments = [sys.executable, "-c", STARTED + code, str(folder / "half")]
    child = subprocess.Popen(
        arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "here\n"
    time.sleep(0.05)
    child.send_signal(number)
    out, err = child.communicate(timeout=20)
    return child.returncode, out, err


@pytest.mark.parametrize("code", ANYWHERE)
def test_wherever_a_command_is_it_ends_with_130_and_one_line(code: str, tmp_path: Path) -> None:
    assert stopped(code, tmp_path) == (130, "", f"{LINE}\n")


def test_a_request_to_end_is_answered_alike(tmp_path: Path) -> None:
    assert stopped(ANYWHERE[0], tmp_path, signal.SIGTERM) == (143, "", f"{LINE}\n")


def test_what_was_half_written_is_cleared_away(tmp_path: Path) -> None:
    code = """
(rest / "a").mkdir(parents=True)
(rest.parent / "draft").touch()
with interrupts.clearing(rest, rest.parent / "draft"):
    ready(); time.sleep(60)
"""
    assert stopped(code, tmp_path)[0] == 130
    assert list(tmp_path.iterdir()) == []


def test_what_is_done_is_no_longer_cleared(tmp_path: Path) -> None:
    code = """
with interrupts.clearing(rest):
    rest.mkdir()
ready(); time.sleep(60)
"""
    assert stopped(code, tmp_path)[0] == 130
    assert [path.name for path in tmp_path.iterdir()] == ["half"]


def test_where_files_change_places_the_end_waits(tmp_path: Path) -> None:
    code = """
with interrupts.uninterrupted():
    with interrupts.uninterrupted():
        ready(); time.sleep(0.5)
    time.sleep(0.2)
    rest.mkdir()
    interrupts.tell_when_stopped("done")
print("further")
"""
    assert stopped(code, tmp_path) == (130, "", "done\n")
    assert (tmp_path / "half").is_dir()


def test_a_command_that_has_done_its_work_keeps_its_exit_code() -> None:
    for code in (0, 2):
        text = f"{STARTED}print('x' * 9000)\nsys.exit(interrupts.leaving({code}))"
        done = subprocess.run(
            [sys.executable, "-c", text, "x"], cwd=ROOT, capture_output=True, check=False
        )
        assert (done.returncode, len(done.stdout), done.stderr) == (code, 9001, b"")


def test_output_that_nobody_takes_is_no_fault_and_one_that_is_lost_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = f"{STARTED}print('x')\nsys.exit(interrupts.leaving(0))"
    arguments = [sys.executable, "-c", text, "x"]
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(arguments, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")
    if Path("/dev/full").exists():
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                arguments, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr
        assert done.stderr


def test_a_command_in_the_background_goes_on_ignoring_ctrl_c(tmp_path: Path) -> None:
    text = f"{STARTED}ready(); time.sleep(0.5)\nsys.exit(interrupts.leaving(0))"
    ignoring = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")
    child = subprocess.Popen(
        [*ignoring, sys.executable, "-c", text, "x"], cwd=ROOT, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    child.stdout.readline()
    child.send_signal(signal.SIGINT)
    assert child.wait(20) == 0
    child.stdout.close()


@pytest.mark.parametrize(
    "command", [("run.py",), ("-m", "calibration")], ids=["run.py", "-m calibration"]
)
@pytest.mark.parametrize("after", [0.1, 0.2, 0.6, 0.9])
def test_while_a_command_is_being_loaded_it_ends_alike(
    command: Sequence[str], after: float
) -> None:
    child = subprocess.Popen(
        [sys.executable, *command, "check"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": "/elsewhere"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    time.sleep(after)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=30)
    if child.returncode != 130:  # before its first line is read, an interpreter answers for itself
        assert after < FIRST_LINE
        assert child.returncode in {1, -signal.SIGINT}
        return
    assert "Traceback" not in err
    assert len(err.splitlines()) == 1


def test_called_from_python_nothing_listens() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interrupts.uninterrupted(), interrupts.clearing(Path("x")):
        assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt), interrupts.uninterrupted():
        raise KeyboardInterrupt
