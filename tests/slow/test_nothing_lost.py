"""Real runs that are killed, stopped, run at once, on a full disk, in somebody else's home.

Whatever happens, the folder holds one whole result, old or new, with all that the user has put in.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest

from simulator.files.locations import OUTPUTS
from simulator.files.publishing import publish
from simulator.files.results_mark import MARK, read_mark
from tests.city import BASELINE, ONE_WINDOW, ROOT

INSTANTS = 30
FIRST = 0.5
"""Seconds after which even a busy machine has read the first line of the program."""

QUICK = (ONE_WINDOW, "model.stop=2017-01-01", "report.to_year=2016")
SHORT = tuple(part for text in QUICK for part in ("--set", text))
LINE = "已中断"


def command(*arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "run.py"), *map(str, arguments)]


def run_into(folder: Path, *further: str) -> list[str]:
    return command("run", BASELINE, *SHORT, *further, "--out", folder)


def done(arguments: Sequence[str], **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments, capture_output=True, encoding="utf-8", check=False, cwd=ROOT, **options
    )


def faults_of(folder: Path, users: set[str]) -> list[str]:
    """What is missing: files of the result that are not as written, texts of the user's."""
    mark = read_mark(folder)
    if mark is None:
        return ["no manifest"]
    texts = {
        path: path.read_bytes().decode(errors="replace")
        for path in folder.rglob("*")
        if path.is_file()
    }
    changed = {
        name
        for name in mark.outputs
        if not (folder / name).is_file() or not mark.is_unchanged(name, folder / name)
    }
    mine = {path.relative_to(folder).as_posix() for path, text in texts.items() if text in users}
    return [*sorted(changed - mine), *sorted(users - set(texts.values()))]


def settle(folder: Path) -> None:
    """What the next run does first."""
    with pytest.raises(ZeroDivisionError):
        publish(folder, lambda _: {"": 1 // 0})


class Results:
    """A folder of results in which a user is at work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        begun = time.monotonic()
        first = done(run_into(folder))
        assert first.returncode == 0, first.stderr
        self.seconds = time.monotonic() - begun
        self.users = {"my notes"}
        (folder / "我的").mkdir()
        (folder / "我的" / "notes.txt").write_text("my notes", encoding="utf-8")

    def change(self, text: str) -> None:
        """Change a table, as with Excel; what the user himself overwrites is no longer his."""
        table = self.folder / "tables" / "gaps.csv"
        self.users -= {table.read_bytes().decode(errors="replace")}
        self.users.add(text)
        table.write_text(text, encoding="utf-8")

    def sent(self, number: int, shares: Iterator[float]) -> Iterator[tuple[int, str]]:
        """Start a run for each share of its length, and send it a signal when that has passed.

        Gives the exit code and what was said. A run that has come to its end by then does not
        count: machines are busy at times, and it is tried again, as a shorter one.
        """
        for share in shares:
            while True:
                child = subprocess.Popen(
                    run_into(self.folder),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                )
                time.sleep(FIRST + share * max(self.seconds - FIRST, 0.0))
                was_running = child.poll() is None
                child.send_signal(number)
                said = child.communicate(timeout=120)[1]
                if was_running:
                    break
                self.seconds *= 0.85
            yield child.returncode, f"after {share:.2f} of {self.seconds:.1f} s: {said}"

    def faults(self) -> list[str]:
        return faults_of(self.folder, self.users)

    def beside(self) -> set[str]:
        return {path.name for path in self.folder.parent.iterdir()} - {self.folder.name}


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Whoever starts the tests in the background has all that they start ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path / "结果 of mine" / "baseline")


def shares() -> Iterator[float]:
    """Two thirds of the instants over the whole run, a third where it is written."""
    early = INSTANTS * 2 // 3
    late = INSTANTS - early
    yield from (number / early for number in range(early))
    yield from (0.8 + 0.2 * number / late for number in range(late))


def test_killed_at_thirty_instants_nothing_is_lost(results: Results) -> None:
    results.change("mine 0")
    ends = results.sent(signal.SIGKILL, shares())
    for number, (code, told) in enumerate(ends, start=1):
        assert code == -signal.SIGKILL
        settle(results.folder)
        assert results.faults() == [], told
        assert results.beside() == set(), told
        results.change(f"mine {number}")
    assert number == INSTANTS
    assert done(run_into(results.folder)).returncode == 0
    assert results.faults() == []


def test_stopped_at_thirty_instants_it_ends_with_130_and_a_line(results: Results) -> None:
    results.change("mine 0")
    ends = results.sent(signal.SIGINT, shares())
    for number, (code, told) in enumerate(ends, start=1):
        assert code == 130, told
        assert "Traceback" not in told
        assert told.count(LINE) == 1, told
        assert results.faults() == [], told
        assert results.beside() == set(), told
        results.change(f"mine {number}")
    assert number == INSTANTS


@pytest.mark.parametrize("number", [2, 4])
def test_runs_at_once_into_one_folder_leave_one_of_them_whole(
    results: Results, number: int
) -> None:
    results.change("mine")
    seeds = [str(seed) for seed in range(number)]
    runs = [
        subprocess.Popen(
            run_into(results.folder, "--set", f"model.seed={seed}"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for seed in seeds
    ]
    said = [run.communicate()[1] for run in runs]
    assert [run.returncode for run in runs] == [0] * number, said
    assert results.faults() == []
    assert results.beside() == set()
    manifest = json.loads((results.folder / MARK).read_text(encoding="utf-8"))
    assert manifest["scenario"]["set"]["model.seed"] in seeds


LIMITS = (1, 20, 60, 200, 400)
"""Kilobytes a file may have: some are written, the next one is not."""


@pytest.mark.skipif(os.name == "nt", reason="no limits of this kind")
def test_where_there_is_no_room_it_is_told_and_the_old_results_stay(results: Results) -> None:
    results.change("mine")
    for limit in LIMITS:
        limited = ("bash", "-c", f'ulimit -f {limit}; exec "$@"', "bash")
        told = done([*limited, *run_into(results.folder)])
        assert told.returncode == 2, f"{limit}: {told.stderr}"
        assert "no room to write" in told.stderr
        assert "没有写入的空间" in told.stderr
        assert str(results.folder) in told.stderr
        assert "Traceback" not in told.stderr
        assert results.faults() == []
        assert results.beside() == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for two results."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = done(["mount", "-t", "tmpfs", "-o", "size=48m", "none", str(place)])
    if mounted.returncode:
        pytest.skip("whoever runs the tests may not mount a disk")
    yield place
    done(["umount", str(place)])


def test_a_full_disk_is_told_and_the_old_results_stay(small_disk: Path) -> None:
    results = Results(small_disk / "baseline")
    results.change("mine")
    room = shutil.disk_usage(small_disk).free
    for left in (0, 4096, 100_000, 500_000):
        filler = small_disk / "filler"
        filler.write_bytes(b"\0" * max(room - left - 8192, 0))
        told = done(run_into(results.folder))
        filler.unlink()
        assert told.returncode == 2, f"{left}: {told.stderr}"
        assert "没有写入的空间" in told.stderr
        assert "Traceback" not in told.stderr
        assert results.faults() == []
        assert results.beside() == set()
    assert done(run_into(results.folder)).returncode == 0
    assert results.faults() == []


def test_in_somebody_elses_home_results_go_where_they_are_asked_for(tmp_path: Path) -> None:
    mount = f"mount --bind '{ROOT}' '{ROOT}' && mount -o remount,ro,bind '{ROOT}'"
    closed = ("unshare", "-m", "bash", "-c", f'{mount} && exec "$@"', "bash")
    if shutil.which("unshare") is None or done([*closed, "true"]).returncode:
        pytest.skip("whoever runs the tests may not mount a disk")
    surroundings = {**os.environ, "HOME": str(ROOT), "MPLCONFIGDIR": str(tmp_path)}
    told = done([*closed, *command("run", BASELINE, *SHORT)], env=surroundings)
    assert told.returncode == 2, told.stderr
    for words in ("may not be written", "无权写入", "--out", str(OUTPUTS)):
        assert words in told.stderr
    own = done([*closed, *run_into(tmp_path / "mine")], env=surroundings)
    assert own.returncode == 0, own.stderr
    assert faults_of(tmp_path / "mine", set()) == []


def test_two_files_of_one_name_have_a_folder_each(tmp_path: Path) -> None:
    name = f"two-people-{uuid4().hex[:8]}"
    try:
        for _ in range(2):
            for home in ("chen", "lin"):
                path = tmp_path / home / f"{name}.toml"
                path.parent.mkdir(exist_ok=True)
                path.write_text(
                    f'schema_version = 1\nextends = "{BASELINE.as_posix()}"\n'
                    f'title = {{ zh = "{home}", en = "{home}" }}\nintent = "?"\n',
                    encoding="utf-8",
                )
                ran = done(command("run", path, *SHORT, "--set", "report.figures=false"))
                assert ran.returncode == 0, ran.stderr
                assert ("another scenario file" in ran.stderr) == (home == "lin")
        changes = "__cohorts_per_year-1__stop-2017-01-01__to_year-2016__figures-false"
        for folder, home in ((f"{name}{changes}", "chen"), (f"lin-{name}{changes}", "lin")):
            manifest = json.loads((OUTPUTS / folder / MARK).read_text(encoding="utf-8"))
            assert manifest["scenario"]["title"]["en"].startswith(home)
    finally:
        for folder in OUTPUTS.glob(f"*{name}*"):
            shutil.rmtree(folder)
