"""What a user added to results, or changed in them, when the results are replaced."""

import errno
import os
from pathlib import Path

import pytest

from simulator.errors import SimulatorError
from simulator.files import user_files
from simulator.files.publishing import MARK, publish
from tests.results_folders import contents, names_in, result, text_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "输出 of runs" / "baseline"


@pytest.fixture(params=["links", "no links"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system with hard links, and one without."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    if request.param == "no links":
        monkeypatch.setattr(user_files.os, "link", refuse)


def test_what_a_user_added_goes_over_into_the_next_results(folder: Path, links: None) -> None:
    publish(folder, result("first"))
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / "tables" / "~$people.xlsx").write_text("lock of Excel", encoding="utf-8")
    (folder / "tables" / ".~lock.people.csv#").write_text("lock of LibreOffice", encoding="utf-8")
    (folder / "我的 表" / "二月").mkdir(parents=True)
    (folder / "我的 表" / "二月" / "a.xlsx").write_text("february", encoding="utf-8")
    (folder / "empty").mkdir()
    (folder / "link").symlink_to("notes.txt")
    (folder / "link to a folder").symlink_to("empty")
    for text in ("second", "third"):
        assert publish(folder, result(text)) == ()
        assert text_of(folder) == text
        assert contents(folder) == {
            *("mine", "lock of Excel", "lock of LibreOffice", "february", text)
        }
        links = {"link", "link to a folder"}
        assert names_in(folder) == {"tables", "我的 表", "empty", "notes.txt", *links, MARK}
        assert (folder / "link").readlink() == Path("notes.txt")
        assert (folder / "link to a folder").readlink() == Path("empty")
        assert names_in(folder.parent) == {"baseline"}


def test_a_table_that_a_user_changed_is_laid_aside_and_told(folder: Path, links: None) -> None:
    publish(folder, result("first"))
    changed = folder / "tables" / "people.csv"
    for number, text in enumerate(["my figures", "my other figures"], start=1):
        changed.write_text(text, encoding="utf-8")
        os.utime(changed, (1795867200, 1795867200))  # noon of 28 November 2026, UTC
        (moved,) = publish(folder, result("next"))
        count = "" if number == 1 else " 2"
        assert moved.was == "tables/people.csv"
        assert moved.now == f"tables/people (mine 2026-11-28{count}).csv"
        assert (folder / moved.now).read_text(encoding="utf-8") == text
        assert changed.read_text(encoding="utf-8") == "next"
    assert publish(folder, result("last")) == ()
    assert contents(folder) == {"my figures", "my other figures", "last"}


def test_a_changed_manifest_is_laid_aside_too(folder: Path) -> None:
    publish(folder, result("first"))
    manifest = folder / MARK
    manifest.write_text(f"{manifest.read_text(encoding='utf-8')}\n", encoding="utf-8")
    (moved,) = publish(folder, result("second"))
    assert moved.was == MARK
    assert text_of(folder) == "second"


def test_a_file_of_the_user_gives_way_where_its_name_is_needed(folder: Path, links: None) -> None:
    publish(folder, lambda new: {"text": "first"})
    (folder / "tables").write_text("a file", encoding="utf-8")
    (moved,) = publish(folder, result("second"))
    assert moved.was == "tables"
    assert contents(folder) == {"a file", "second"}


def test_a_folder_of_the_user_gives_way_where_its_name_is_needed(folder: Path, links: None) -> None:
    publish(folder, lambda new: {"text": "first"})
    (folder / "figure.svg").mkdir()
    for name in "ab":
        (folder / "figure.svg" / name).write_text(name, encoding="utf-8")

    def draw(new: Path) -> dict[str, object]:
        (new / "figure.svg").write_text("drawn", encoding="utf-8")
        return {"text": "second"}

    (moved,) = publish(folder, draw)
    assert moved.was == "figure.svg"
    assert names_in(folder / moved.now) == {"a", "b"}
    assert contents(folder) == {"a", "b", "drawn"}


def test_a_copy_of_what_is_written_anew_is_not_kept_twice(folder: Path) -> None:
    publish(folder, lambda new: {"text": "first"})
    (folder / "tables").mkdir()
    (folder / "tables" / "people.csv").write_text("second", encoding="utf-8")
    assert publish(folder, result("second")) == ()
    assert names_in(folder / "tables") == {"people.csv"}


def test_one_of_ours_in_another_case_is_the_users(folder: Path) -> None:
    publish(folder, result("first"))
    (folder / "tables" / "people.csv").rename(folder / "tables" / "People.csv")
    publish(folder, result("second"))
    assert contents(folder) == {"first", "second"}


def test_a_folder_that_cannot_be_looked_into_stays_with_all_in_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(folder, result("first"))
    (folder / "closed").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        with pytest.raises(SimulatorError, match="may not be written"):
            publish(folder, result("second"))
    assert text_of(folder) == "first"
    assert names_in(folder) == {"closed", "tables", MARK}


def test_a_closed_folder_of_the_user_leaves_no_rest(folder: Path) -> None:
    publish(folder, result("first"))
    (folder / "locked").mkdir()
    (folder / "locked" / "a").write_text("a", encoding="utf-8")
    (folder / "locked").chmod(0o555)
    publish(folder, result("second"))
    assert contents(folder) == {"a", "second"}
    assert names_in(folder.parent) == {"baseline"}
