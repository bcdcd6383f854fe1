"""Where things lie in a checkout, and where for a program that is installed."""

import shutil
from pathlib import Path

import pytest

from simulator.city.loading import load
from simulator.errors import DataError, ScenarioError
from simulator.files import locations
from simulator.files.layers import read_chain
from tests.city import ROOT, SHORT
from tests.pack_files import PACK

CHILD = """schema_version = 2
extends = "baseline.toml"
title = { zh = "我的", en = "Mine" }
intent = "x"
"""


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The data of a wheel in one folder, and an empty one to work in."""
    packs = tmp_path / "site-packages" / "calibration"
    shutil.copytree(ROOT / "scenarios", packs / "scenarios")
    shutil.copytree(PACK, packs / "xiamen")
    for name, value in {
        "ROOT": packs.parent,
        "PACKS": packs,
        "SCENARIOS": packs / "scenarios",
        "OUTPUTS": Path("outputs"),
        "INSTALLED": True,
    }.items():
        monkeypatch.setattr(locations, name, value)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return packs


def files(path):
    return [layer.path for layer in read_chain(Path(path)).layers]


def names(path):
    return [layer.file.path for layer in read_chain(Path(path)).layers]


def test_a_checkout_holds_everything():
    assert not locations.INSTALLED
    assert locations.SCENARIOS == ROOT / "scenarios"
    assert locations.OUTPUTS == ROOT / "outputs"
    assert locations.pack_folder("xiamen") == locations.own_pack_folder("xiamen") == PACK


def test_a_checkout_looks_for_packs_nowhere_else(tmp_path, monkeypatch):
    shutil.copytree(PACK, tmp_path / "calibration" / "xiamen")
    monkeypatch.chdir(tmp_path)
    assert locations.pack_folder("xiamen") == PACK
    assert locations.cities() == ["xiamen"]


@pytest.mark.parametrize("written", ["baseline.toml", "./baseline.toml", "scenarios/baseline.toml"])
def test_a_scenario_that_came_along_is_found_from_anywhere(installed, written):
    assert files(written) == [installed / "scenarios" / "baseline.toml"]
    assert names(written) == ["scenarios/baseline.toml"]
    assert locations.shown(files(written)[0]) == "scenarios/baseline.toml"


def test_from_a_checkout_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert files("scenarios/baseline.toml") == [ROOT / "scenarios" / "baseline.toml"]
    (tmp_path / "mine.toml").write_text(CHILD, encoding="utf-8")
    assert files("mine.toml") == [ROOT / "scenarios" / "baseline.toml", Path("mine.toml")]


@pytest.mark.parametrize("written", ["other/baseline.toml", "../baseline.toml", "gone.toml"])
def test_under_any_other_name_it_is_missing(installed, written):
    chain = read_chain(Path(written))
    assert chain.layers == []
    assert [fault.path for fault in chain.faults] == [written]


def test_what_is_missing_may_mean_one_that_came_along(installed):
    [fault] = read_chain(Path("scenarios/baselin.toml")).faults
    assert 'did you mean "baseline.toml"' in fault.message


def test_a_file_of_the_working_folder_goes_first(installed):
    own = Path("scenarios/baseline.toml")
    own.parent.mkdir()
    shutil.copy(installed / "scenarios" / "baseline.toml", own)
    assert files("scenarios/baseline.toml") == [own]
    assert files("baseline.toml") == [installed / "scenarios" / "baseline.toml"]


def test_a_parent_is_looked_for_beside_its_child_and_then_among_those_that_came_along(installed):
    mine = Path("own/mine.toml")
    mine.parent.mkdir()
    mine.write_text(CHILD, encoding="utf-8")
    assert files(mine) == [installed / "scenarios" / "baseline.toml", mine]
    assert names(mine) == ["scenarios/baseline.toml", "own/mine.toml"]
    shutil.copy(installed / "scenarios" / "baseline.toml", "own/baseline.toml")
    assert files(mine) == [Path("own/baseline.toml"), mine]


def test_own_scenarios_are_checked_beside_those_that_came_along(installed):
    Path("scenarios").mkdir()
    Path("scenarios/mine.toml").write_text(CHILD, encoding="utf-8")
    shutil.copy(installed / "scenarios" / "baseline.toml", "scenarios")
    found = {path.name: path for path in locations.scenario_files()}
    assert found["mine.toml"] == Path("scenarios/mine.toml")
    assert found["baseline.toml"] == Path("scenarios/baseline.toml")
    assert found["slow_delivery.toml"] == installed / "scenarios" / "slow_delivery.toml"


def test_a_pack_of_the_working_folder_goes_first(installed):
    assert locations.pack_folder("xiamen") == installed / "xiamen"
    shutil.copytree(PACK, "calibration/xiamen")
    shutil.copytree(PACK, "calibration/quanzhou")
    assert locations.pack_folder("xiamen") == Path("calibration/xiamen")
    assert locations.cities() == ["quanzhou", "xiamen"]
    assert load(Path("baseline.toml"), SHORT).pack.folder == Path("calibration/xiamen")


def test_a_city_without_a_pack_is_refused_with_all_that_have_one(installed):
    shutil.copytree(PACK, "calibration/quanzhou")
    with pytest.raises(ScenarioError, match=r"\(quanzhou, xiamen\)"):
        load(Path("baseline.toml"), ("model.city=atlantis",))
    from simulator.city.pack.city_pack import load_city_pack

    with pytest.raises(DataError, match="known: quanzhou, xiamen"):
        load_city_pack(locations.pack_folder("atlantis"))
