import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.errors import SimulatorError
from simulator.files.publishing import MARK, OwnedByOthersError, publish
from tests.results_folders import contents, names_in, result, text_of

ROOT = Path(__file__).parents[3]

# A run that says it is in the middle of its work and then hangs; the test kills it there.
DYING = """
import sys, time
from pathlib import Path
from simulator.files import publishing
from simulator.files.publishing import publish

moment = sys.argv[2]

def hang(*_):
    print("here", flush=True)
    time.sleep(60)

def write(new):
    (new / "half.csv").write_text("new", encoding="utf-8")
    if moment == "while writing":
        hang()
    return {"text": "new"}

rename = Path.rename
def stuck(self, target):
    if moment == "between the moves" and self.name.endswith(".new"):
        hang()
    if moment == "before the rest is brought over" and self.name.endswith(".old"):
        hang()
    return rename(self, target)
Path.rename = stuck
if moment == "while clearing up":
    remove_tree = publishing.remove_tree
    publishing.remove_tree = lambda path: hang() if path.exists() else None
if moment == "before the user's files are moved":
    publishing.move_over = hang
publish(Path(sys.argv[1]), write)
"""
MOMENTS = (
    ("while writing", "first"),
    ("between the moves", "first"),
    ("before the user's files are moved", "new"),
    ("before the rest is brought over", "new"),
    ("while clearing up", "new"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "输出 of runs" / "baseline"


@pytest.fixture
def killed(folder: Path) -> Iterator[Callable[[str], None]]:
    def run(moment: str) -> None:
        arguments = [sys.executable, "-c", DYING, str(folder), moment]
        with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stdout.readline().strip() == b"here"
            child.kill()

    return run


def test_a_result_appears_whole_with_nothing_beside_it(folder: Path) -> None:
    assert publish(folder, result("first")) == ()
    assert text_of(folder) == "first"
    assert (folder / "tables" / "people.csv").is_file()
    assert names_in(folder.parent) == {"baseline"}


def test_a_new_result_takes_the_place_of_what_the_old_one_had(folder: Path) -> None:
    def more(new: Path) -> dict[str, object]:
        (new / "figure.svg").touch()
        return result("first")(new)

    publish(folder, more)
    assert publish(folder, result("second")) == ()
    assert text_of(folder) == "second"
    assert names_in(folder) == {"tables", MARK}
    assert names_in(folder.parent) == {"baseline"}


def test_nothing_is_seen_until_all_is_there(folder: Path) -> None:
    publish(folder, result("first"))

    def write(new: Path) -> dict[str, object]:
        content = result("second")(new)
        assert text_of(folder) == "first"
        assert new.parent == folder.parent
        return content

    publish(folder, write)
    assert text_of(folder) == "second"


def test_a_run_that_fails_leaves_the_old_result_and_no_litter(folder: Path) -> None:
    publish(folder, result("first"))

    def fail(new: Path) -> dict[str, object]:
        (new / "half.csv").touch()
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        publish(folder, fail)
    assert text_of(folder) == "first"
    assert names_in(folder.parent) == {"baseline"}


def test_folders_made_for_a_run_that_fails_are_taken_away_again(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        publish(tmp_path / "a" / "b" / "c", lambda _: {"": 1 // 0})
    assert names_in(tmp_path) == set()


@pytest.mark.parametrize(("moment", "found"), MOMENTS)
def test_whenever_a_run_is_killed_nothing_is_lost(
    folder: Path, killed: Callable[[str], None], moment: str, found: str
) -> None:
    publish(folder, result("first"))
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "tables" / "people.csv").write_text("changed", encoding="utf-8")
    killed(moment)
    with pytest.raises(ZeroDivisionError):
        publish(folder, lambda _: {"": 1 // 0})
    assert text_of(folder) == found
    assert {"mine", "changed"} <= contents(folder)
    assert names_in(folder.parent) == {"baseline"}
    publish(folder, result("last"))
    assert {"mine", "changed", "last"} <= contents(folder)
    assert names_in(folder.parent) == {"baseline"}


def test_a_folder_that_somebody_made_meanwhile_is_not_mixed_with_the_old_one(
    folder: Path, killed: Callable[[str], None]
) -> None:
    publish(folder, result("first"))
    killed("between the moves")
    folder.mkdir()
    with pytest.raises(ZeroDivisionError):  # an empty one gives way
        publish(folder, lambda _: {"": 1 // 0})
    assert text_of(folder) == "first"
    assert contents(folder) == {"first"}
    killed("between the moves")
    folder.mkdir()
    (folder / "letter").touch()
    with pytest.raises(SimulatorError, match="did not write"):
        publish(folder, result("third"))
    assert names_in(folder) == {"letter"}
    assert ".baseline.old" in names_in(folder.parent)


def test_two_runs_of_one_scenario_publish_one_after_the_other(folder: Path) -> None:
    inside: list[str] = []

    def write(name: str) -> Callable[[Path], dict[str, object]]:
        def slowly(new: Path) -> dict[str, object]:
            inside.append(name)
            time.sleep(0.2)
            inside.append(name)
            return result(name)(new)

        return slowly

    runs = [threading.Thread(target=publish, args=(folder, write(name))) for name in "ab"]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert inside in (["a", "a", "b", "b"], ["b", "b", "a", "a"])
    assert text_of(folder) == inside[-1]
    assert names_in(folder.parent) == {"baseline"}


def test_results_of_another_owner_stay(folder: Path) -> None:
    publish(folder, lambda new: {"text": "his", "written_for": "him"}, "him")
    with pytest.raises(OwnedByOthersError, match="another scenario file"):
        publish(folder, result("mine"), "me")
    assert text_of(folder) == "his"
    publish(folder, lambda new: {"text": "his again", "written_for": "him"}, "him")
    publish(folder, result("by name"))
    assert text_of(folder) == "by name"
