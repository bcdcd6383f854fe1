import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.errors import SimulatorError
from simulator.files.publishing import MARK, publish, refuse_foreign

ROOT = Path(__file__).parents[3]

# A run that says it is in the middle of its work and then hangs; the test kills it there.
DYING = """
import sys, time
from pathlib import Path
from simulator.files import publishing as folder
from simulator.files.publishing import publish

def hang():
    print("here", flush=True)
    time.sleep(60)

def write(new):
    (new / "half.csv").write_text("new", encoding="utf-8")
    if sys.argv[2] == "while writing":
        hang()
    (new / "manifest.json").write_text("new", encoding="utf-8")
    if sys.argv[2] == "while clearing up":
        folder.shutil.rmtree = lambda *args, **kwargs: hang()

if sys.argv[2] == "between the moves":
    rename = Path.rename
    def stuck(self, target):
        if self.name.endswith(".new"):
            hang()
        return rename(self, target)
    Path.rename = stuck
publish(Path(sys.argv[1]), write)
"""


def result(text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "tables").mkdir()
        (folder / "tables" / "people.csv").write_text(text, encoding="utf-8")
        (folder / MARK).write_text(text, encoding="utf-8")

    return write


def text_of(folder: Path) -> str:
    return (folder / MARK).read_text(encoding="utf-8")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


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
    publish(folder, result("first"))
    assert text_of(folder) == "first"
    assert (folder / "tables" / "people.csv").is_file()
    assert names_in(folder.parent) == {"baseline"}


def test_a_new_result_takes_the_place_of_the_old_one_entirely(folder: Path) -> None:
    publish(folder, result("first"))
    (folder / "left over.csv").touch()
    publish(folder, result("second"))
    assert text_of(folder) == "second"
    assert names_in(folder) == {"tables", MARK}
    assert names_in(folder.parent) == {"baseline"}


def test_nothing_is_seen_until_all_is_there(folder: Path) -> None:
    publish(folder, result("first"))

    def write(new: Path) -> None:
        result("second")(new)
        assert text_of(folder) == "first"
        assert new.parent == folder.parent

    publish(folder, write)
    assert text_of(folder) == "second"


def test_a_run_that_fails_leaves_the_old_result_and_no_litter(folder: Path) -> None:
    publish(folder, result("first"))

    def fail(new: Path) -> None:
        (new / "half.csv").touch()
        raise RuntimeError("no more disk")

    with pytest.raises(RuntimeError, match="no more disk"):
        publish(folder, fail)
    assert text_of(folder) == "first"
    assert names_in(folder.parent) == {"baseline"}


def test_a_run_killed_while_writing_leaves_the_old_result_whole(
    folder: Path, killed: Callable[[str], None]
) -> None:
    publish(folder, result("first"))
    killed("while writing")
    assert text_of(folder) == "first"
    assert (folder / "tables" / "people.csv").is_file()
    assert ".baseline.new" in names_in(folder.parent)
    publish(folder, result("second"))
    assert text_of(folder) == "second"
    assert names_in(folder.parent) == {"baseline"}


@pytest.mark.parametrize(
    ("moment", "found"), [("between the moves", "first"), ("while clearing up", "new")]
)
def test_a_run_killed_while_moving_is_settled_at_the_next_start(
    folder: Path, killed: Callable[[str], None], moment: str, found: str
) -> None:
    publish(folder, result("first"))
    killed(moment)
    with pytest.raises(ZeroDivisionError):
        publish(folder, lambda _: 1 // 0)
    assert text_of(folder) == found
    assert names_in(folder.parent) == {"baseline"}


def test_the_next_run_settles_what_a_killed_one_left(
    folder: Path, killed: Callable[[str], None]
) -> None:
    publish(folder, result("first"))
    killed("between the moves")
    assert not folder.exists()

    def fail(new: Path) -> None:
        raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        publish(folder, fail)
    assert text_of(folder) == "first"


def test_two_runs_of_one_scenario_publish_one_after_the_other(folder: Path) -> None:
    inside: list[str] = []

    def write(name: str) -> Callable[[Path], None]:
        def slowly(new: Path) -> None:
            inside.append(name)
            time.sleep(0.2)
            inside.append(name)
            result(name)(new)

        return slowly

    runs = [threading.Thread(target=publish, args=(folder, write(name))) for name in "ab"]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert inside in (["a", "a", "b", "b"], ["b", "b", "a", "a"])
    assert text_of(folder) == inside[-1]
    assert names_in(folder.parent) == {"baseline"}


def test_a_folder_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to mother.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(SimulatorError, match=r"did not write.*请另选"):
        publish(tmp_path / "letters", result("first"))
    assert names_in(tmp_path / "letters") == {"to mother.txt"}
    assert names_in(tmp_path) == {"letters"}


def test_an_empty_folder_may_be_filled_and_a_file_may_not_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    publish(tmp_path / "empty", result("first"))
    assert text_of(tmp_path / "empty") == "first"
    (tmp_path / "file").touch()
    with pytest.raises(SimulatorError, match="did not write"):
        refuse_foreign(tmp_path / "file")


def test_a_file_open_elsewhere_is_named_as_the_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, result("first"))

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "access denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(SimulatorError, match=r"close its files.*请关闭"):
            publish(folder, result("second"))
    assert text_of(folder) == "first"
    assert names_in(folder.parent) == {"baseline"}


def test_the_old_result_comes_back_where_the_new_one_cannot_move(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, result("first"))
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise PermissionError(13, "access denied")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(SimulatorError, match="close its files"):
            publish(folder, result("second"))
    assert text_of(folder) == "first"
    assert names_in(folder.parent) == {"baseline"}
