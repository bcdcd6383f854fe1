"""``new``: a scenario that builds on another one, with a menu of right lines."""

import re

import pytest

from simulator.commands.cli import main
from simulator.commands.menu import MENU, menu_of
from simulator.commands.new import scenario_text
from simulator.files import locations
from simulator.files.stated_text import shown_value
from tests.city import BASELINE, ROOT, loaded

SWITCHED_OFF = re.compile(r"^#(?=\S)", re.MULTILINE)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of scenarios of one's own, with those that came with the program."""
    for path in (ROOT / "scenarios").glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(locations, "SCENARIOS", tmp_path)
    return tmp_path


def test_it_builds_on_the_baseline_and_says_what_to_do_next(folder, capsys):
    assert main(("new", "岛外加速")) == 0
    said = capsys.readouterr().out
    path = folder / "岛外加速.toml"
    assert f"check {path.as_posix()}" in said or f"check '{path.as_posix()}'" in said
    assert 'extends = "baseline.toml"' in path.read_text(encoding="utf-8")
    assert main(("check", str(path))) == 0


@pytest.mark.parametrize("parent", ["high_migration", "scenarios/high_migration.toml"])
def test_it_builds_on_another_one_however_that_is_named(folder, parent, monkeypatch):
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "high_migration.toml").write_bytes(
        (folder / "high_migration.toml").read_bytes()
    )
    monkeypatch.chdir(folder)
    assert main(("new", "mine", "--from", parent)) == 0
    text = (folder / "mine.toml").read_text(encoding="utf-8")
    assert 'high_migration.toml"\n' in text
    assert "\n#arrivals = { scale = 1.2 }" in text
    assert main(("check", "mine.toml")) == 0


def test_nothing_is_overwritten(folder, capsys):
    before = (folder / "slow_delivery.toml").read_bytes()
    assert main(("new", "slow_delivery")) == 2
    assert "nothing is overwritten" in capsys.readouterr().err
    assert (folder / "slow_delivery.toml").read_bytes() == before


@pytest.mark.parametrize(
    "name", ["../up", "a/b", "", "-x", ".hidden", "a b", "con", "x" * 61, "a:b"]
)
def test_a_name_that_cannot_be_one_is_refused(folder, name, capsys):
    before = sorted(folder.iterdir())
    assert main(("new", "--", name)) == 2
    assert "can't name a scenario" in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


def test_a_parent_that_is_wrong_is_told_and_nothing_written(folder, capsys):
    assert main(("new", "mine", "--from", "slow_delivry")) == 2
    assert 'did you mean "slow_delivery.toml"' in capsys.readouterr().err
    assert not (folder / "mine.toml").exists()


@pytest.mark.parametrize("name", ["baseline", "with_feedback"])
def test_every_line_of_the_menu_is_right_and_changes_nothing(folder, name):
    one = loaded(name=name)
    text = scenario_text("all", f"{name}.toml", one)
    lines = SWITCHED_OFF.findall(text)
    assert len(lines) > 40
    path = folder / "all.toml"
    path.write_text(SWITCHED_OFF.sub("", text), encoding="utf-8")
    from simulator.city.loading import load

    switched_on = load(path).file.values
    same = {key for key, value in one.file.values.items() if switched_on[key] == value}
    assert same == set(one.file.values)


def test_every_key_of_the_menu_is_there_with_its_value_on_record():
    text = "\n".join(menu_of(loaded()))
    for key in MENU:
        assert f"# {key}：" in text
        assert f"# {key}: " in text
    hospital = next(line for line in text.splitlines() if line.startswith("#norm.hospital"))
    assert "记录值 / on record: 0.006 (calibration/xiamen/services.toml:" in hospital
    assert hospital.endswith("; B)")
    eldercare = next(line for line in text.splitlines() if line.startswith("#programme_places.eld"))
    assert "= 10520.0   #" in eldercare
    assert "#programme_places.obstetric" not in text, "there is no programme to change"


def test_an_installed_program_writes_into_the_folder_it_is_started_in(tmp_path, monkeypatch):
    monkeypatch.setattr(locations, "INSTALLED", True)
    monkeypatch.chdir(tmp_path)
    assert main(("new", "mine")) == 0
    text = (tmp_path / "scenarios" / "mine.toml").read_text(encoding="utf-8")
    assert 'extends = "baseline.toml"' in text
    assert str(BASELINE.parent) not in text
    assert main(("check", "scenarios/mine.toml")) == 0


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"scale": 1.1}, "{ scale = 1.1 }"),
        ({"values": {"2012": 2.0, "2011": 1.0}, "before": "hold"}, "2011: 1 … 2012: 2"),
        (0.0005639999999999999, "0.000564"),
        (True, "true"),
        ("revised", "revised"),
        (["a", "b"], "[a, b]"),
        ("x" * 5, "xxxxx"),
    ],
)
def test_a_value_is_shown_on_one_short_line(value, shown):
    assert shown_value(value) == shown
    assert len(shown_value({"note": "y" * 300})) == 100
