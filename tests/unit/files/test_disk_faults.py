"""What the operating system refuses while results are published: told, and nothing lost."""

import errno
import os
from pathlib import Path

import pytest

from simulator.errors import SimulatorError
from simulator.files.publishing import publish, replace_files
from tests.results_folders import contents, names_in, result, text_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "输出 of runs" / "baseline"


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


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no room to write .*没有写入的空间"),
        (errno.EDQUOT, "no room to write .*已达使用限额"),
        (errno.EROFS, "may not be written .*无权写入"),
        (errno.EIO, "reports an error .*报告错误"),
        (errno.ENAMETOOLONG, "longer than the system allows.*超过系统允许的长度"),
    ],
)
def test_what_the_disk_refuses_is_told_with_the_folder_in_both_languages(
    folder: Path, number: int, words: str
) -> None:
    publish(folder, result("first"))
    (folder / "notes.txt").write_text("mine", encoding="utf-8")

    def refused(new: Path) -> dict[str, object]:
        result("second")(new)
        raise OSError(number, os.strerror(number))

    with pytest.raises(SimulatorError, match=words) as told:
        publish(folder, refused)
    assert str(folder) in str(told.value)
    assert text_of(folder) == "first"
    assert contents(folder) == {"first", "mine"}
    assert names_in(folder.parent) == {"baseline"}


def test_what_is_refused_elsewhere_is_not_blamed_on_the_folder(folder: Path) -> None:
    def read(new: Path) -> dict[str, object]:
        raise PermissionError(13, "Permission denied", "/elsewhere/rates.csv")

    with pytest.raises(PermissionError):
        publish(folder, read)


def test_files_are_replaced_together_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_files(tmp_path, {"a": b"1", "b": b"2"})
    write_bytes = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if self.name == ".b.new":
            raise OSError(errno.ENOSPC, "No space left on device", str(self))
        return write_bytes(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(SimulatorError, match="no room"):
        replace_files(tmp_path, {"a": b"3", "b": b"4"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"1", "b": b"2"}
