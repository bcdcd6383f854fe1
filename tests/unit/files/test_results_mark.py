"""What is known as results of this program, and what is not."""

import json
from pathlib import Path

import pytest

from simulator.errors import SimulatorError
from simulator.files.publishing import publish
from simulator.files.results_mark import MARK, Mark, digest_of, read_mark, seal

PROGRAM = {"name": "minsheng", "version": "0.2.0"}
WEB = {"name": "My shop", "short_name": "Shop", "icons": [], "start_url": "/"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "people.csv").write_text("1", encoding="utf-8")
    return tmp_path


def written(folder: Path, content: object) -> Path:
    (folder / MARK).write_text(
        content if isinstance(content, str) else json.dumps(content), encoding="utf-8"
    )
    return folder


def test_what_is_sealed_is_known_file_by_file(folder: Path) -> None:
    seal(folder, {"written_for": "me"})
    mark = read_mark(folder)
    assert mark is not None
    assert mark.owner == "me"
    assert set(mark.outputs) == {"tables/people.csv", MARK}
    for name in mark.outputs:
        assert mark.is_unchanged(name, folder / name)
    (folder / "tables" / "people.csv").write_text("2", encoding="utf-8")
    assert not mark.is_unchanged("tables/people.csv", folder / "tables" / "people.csv")
    assert mark.lists("tables/people.csv")
    assert not mark.lists("tables/other.csv")


def test_equal_results_have_equal_manifests(folder: Path) -> None:
    seal(folder, {"a": 1})
    first = (folder / MARK).read_bytes()
    (folder / MARK).unlink()
    seal(folder, {"a": 1})
    assert (folder / MARK).read_bytes() == first


@pytest.mark.parametrize("change", ["\n", " "])
def test_a_manifest_that_was_touched_is_no_longer_the_programs(folder: Path, change: str) -> None:
    seal(folder, {})
    written(folder, (folder / MARK).read_text(encoding="utf-8") + change)
    mark = read_mark(folder)
    assert mark is not None
    assert not mark.is_unchanged(MARK, folder / MARK)
    assert mark.lists(MARK)


def test_a_folder_without_a_manifest_has_no_mark(folder: Path) -> None:
    assert read_mark(folder) is None


def test_results_of_version_0_2_0_are_known_with_their_list(folder: Path) -> None:
    digest = digest_of(folder / "tables" / "people.csv")
    mark = read_mark(
        written(folder, {"form": 1, "program": PROGRAM, "outputs": {"tables/people.csv": digest}})
    )
    assert mark is not None
    assert mark.owner == ""
    assert mark.is_unchanged("tables/people.csv", folder / "tables" / "people.csv")
    assert mark.is_unchanged(MARK, folder / MARK)


def test_a_model_described_by_version_0_2_0_is_known_and_every_file_kept(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    written(folder, {"program": "minsheng", "version": "0.2.0", "of": "model"})
    (folder / "equations.md").write_text("old", encoding="utf-8")

    def describe(new: Path) -> dict[str, object]:
        (new / "equations.md").write_text("new", encoding="utf-8")
        return {"of": "model"}

    (moved,) = publish(folder, describe)
    assert moved.was == "equations.md"
    assert (folder / moved.now).read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (WEB, "does not say that this program wrote it.*未注明由本程序写入"),
        ({"program": {"name": "other"}, "outputs": {}}, "does not say"),
        ({"program": "minsheng"}, "does not say"),
        ({"origins": [2014]}, "backtest up to version 0.2.0"),
        ({"program": PROGRAM, "form": 2}, "does not say"),
        ({"program": PROGRAM, "form": 2, "outputs": {"a": "no digest"}}, "does not say"),
        ({"program": PROGRAM, "form": 3, "outputs": {}}, "later version.*更新的版本"),
        ([], "does not say"),
        ("", "cut off or damaged.*不完整或已损坏"),
        ('{"form": 2, "program": {"na', "cut off or damaged"),
        ("[" * 100_000, "cut off or damaged"),
        ("\udce9", "cut off or damaged"),
    ],
)
def test_anything_else_is_refused_and_nothing_touched(
    tmp_path: Path, content: object, words: str
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / MARK).write_bytes(text.encode(errors="surrogateescape"))
    (folder / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(SimulatorError, match=words) as told:
        publish(folder, lambda new: {})
    assert str(folder) in str(told.value)
    assert {path.name for path in folder.iterdir()} == {MARK, "index.html"}
    assert (folder / MARK).read_bytes() == text.encode(errors="surrogateescape")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_manifest_that_is_a_link_or_a_folder_is_none(tmp_path: Path) -> None:
    for name, make in (("link", Path.symlink_to), ("folder", lambda path, _: path.mkdir())):
        (tmp_path / name).mkdir()
        make(tmp_path / name / MARK, "elsewhere")
        with pytest.raises(SimulatorError, match="does not say"):
            read_mark(tmp_path / name)


def test_one_letter_spelt_in_two_ways_is_one_name(folder: Path) -> None:
    (folder / "caf\u00e9.csv").write_text("1", encoding="utf-8")
    seal(folder, {})
    mark = read_mark(folder)
    assert mark is not None
    assert mark.is_unchanged("cafe\u0301.csv", folder / "caf\u00e9.csv")
    assert not Mark().lists("a")
