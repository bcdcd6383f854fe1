"""Which folders results may go into, whatever they are called."""

import os
from pathlib import Path

import pytest

from simulator.errors import SimulatorError
from simulator.files.hidden_siblings import Siblings, shortened
from simulator.files.locations import ROOT
from simulator.files.publishing import publish
from simulator.files.result_names import names_of
from simulator.files.results_folder import own_folder, placed, refuse_unusable


def write(text: str = "x", owner: str = "") -> object:
    def into(new: Path) -> dict[str, object]:
        (new / "a.csv").write_text(text, encoding="utf-8")
        return {"written_for": owner} if owner else {}

    return into


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_of_somebody_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to mother.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(SimulatorError, match=r"did not write.*另选文件夹"):
        publish(tmp_path / "letters", write())
    assert names_in(tmp_path / "letters") == ["to mother.txt"]
    assert names_in(tmp_path) == ["letters"]


def test_an_empty_folder_may_be_filled_and_a_file_may_not_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    publish(tmp_path / "empty", write())
    assert "a.csv" in names_in(tmp_path / "empty")
    (tmp_path / "file").touch()
    with pytest.raises(SimulatorError, match=r"is a file.*是文件"):
        refuse_unusable(tmp_path / "file")


def test_a_link_is_refused_and_names_what_it_leads_to(tmp_path: Path) -> None:
    publish(tmp_path / "real", write())
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(SimulatorError, match="is a link to real"):
        publish(tmp_path / "link", write("second"))
    assert (tmp_path / "link").is_symlink()
    (tmp_path / "parent").symlink_to(".")
    publish(tmp_path / "parent" / "real", write("third"))  # links above are followed
    assert (tmp_path / "real" / "a.csv").read_text(encoding="utf-8") == "third"


@pytest.mark.parametrize(
    "name", [".", "..", "scenarios", "scenarios/mine", "simulator/x", ".git/results", "tests"]
)
def test_the_program_itself_is_no_place_for_results(name: str) -> None:
    with pytest.raises(SimulatorError, match=r"the program itself.*程序自身"):
        refuse_unusable(ROOT / name)
    refuse_unusable(ROOT / "outputs" / "mine")
    refuse_unusable(ROOT / "results")


def test_the_folder_one_stands_in_is_not_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path / "results", write())
    (tmp_path / "results" / "own").mkdir()
    for here in (tmp_path / "results", tmp_path / "results" / "own"):
        monkeypatch.chdir(here)
        with pytest.raises(SimulatorError, match=r"started in.*cd \.\."):
            publish(tmp_path / "results", write())


def test_a_name_of_84_chinese_characters_works(tmp_path: Path) -> None:
    folder = tmp_path / ("福" * 84)
    for text in ("first", "second"):
        publish(folder, write(text))
        assert (folder / "a.csv").read_text(encoding="utf-8") == text
        assert names_in(tmp_path) == [folder.name]


@pytest.mark.parametrize("name", ["福" * 86, "/".join(["a" * 250] * 20)])
def test_a_name_no_system_takes_is_told_with_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(
        SimulatorError, match=r"longer than the system allows.*超过系统允许"
    ) as told:
        refuse_unusable(tmp_path / name)
    assert str(tmp_path / name) in str(told.value)
    assert names_in(tmp_path) == []


def test_hidden_names_are_of_bounded_length_and_differ() -> None:
    long = [Siblings(Path("/x") / (name * 84)) for name in ("福", "州")]
    hidden = [path for each in long for path in (each.new, each.old, each.gone, each.lock)]
    assert len({path.name for path in hidden}) == 8
    assert max(len(os.fsencode(path.name)) for path in hidden) <= 255
    assert Siblings(Path("/x/baseline")).lock == Path("/x/.baseline.lock")
    assert shortened("baseline", 8) == "baseline"


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "notes").touch()
    with pytest.raises(SimulatorError, match="notes is in the way"):
        publish(tmp_path / "notes" / "results", write())


def test_a_folder_that_may_not_be_written_is_told_before_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != tmp_path)
    with pytest.raises(SimulatorError, match=r"may not be written.*--out.*无权写入.*--out"):
        refuse_unusable(tmp_path / "a" / "b")


def test_a_folder_goes_by_the_name_the_system_has_it_under(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Baseline").mkdir()
    assert placed(tmp_path / "a" / ".." / "Baseline") == tmp_path / "Baseline"
    assert placed(tmp_path / "Baseline" / "..") == tmp_path
    # Here upper and lower case differ; where they do not, what is asked for is there as well.
    (tmp_path / "baseline").symlink_to("Baseline")
    monkeypatch.setattr(os, "listdir", lambda _: ["Baseline"])
    assert placed(tmp_path / "baseline") == tmp_path / "Baseline"


# -- whose results


@pytest.fixture
def outputs(tmp_path: Path) -> Path:
    return tmp_path


def test_each_owner_finds_a_folder_of_his_own_again(outputs: Path) -> None:
    def run(owner: str, home: str) -> str:
        folder = own_folder(outputs, names_of("base", home), owner)
        publish(folder, write(owner, owner), owner)
        return folder.name

    first = [run(owner, home) for owner, home in (("1", "a"), ("2", "b"), ("3", "b"), ("4", ""))]
    assert first == ["base", "b-base", "b-base_2", "base_2"]
    again = [run(owner, home) for owner, home in (("4", ""), ("3", "b"), ("2", "b"), ("1", "a"))]
    assert again == first[::-1]
    for owner, name in zip("1234", first, strict=True):
        assert (outputs / name / "a.csv").read_text(encoding="utf-8") == owner


def test_the_second_keeps_its_folder_when_the_first_one_is_deleted(outputs: Path) -> None:
    for owner in "12":
        publish(own_folder(outputs, names_of("base"), owner), write(owner, owner), owner)
    (outputs / "base").rename(outputs / "elsewhere")
    assert own_folder(outputs, names_of("base"), "2") == outputs / "base_2"


def test_results_of_nobody_known_may_be_taken_over(outputs: Path) -> None:
    publish(outputs / "base", write())
    assert own_folder(outputs, names_of("base"), "1") == outputs / "base"


def test_what_is_no_results_stands_in_the_way_and_is_told(outputs: Path) -> None:
    (outputs / "base").mkdir()
    (outputs / "base" / "letter").touch()
    folder = own_folder(outputs, names_of("base"), "1")
    assert folder == outputs / "base"
    with pytest.raises(SimulatorError, match="did not write"):
        refuse_unusable(folder)
