"""``calibrate``: a step writes its report, then its own entries of ``parameters.toml``."""

import shutil
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from calibration import commands, fitted_pack, verbs
from calibration.parameters_file import Entry
from calibration.steps import STEPS
from calibration.task import StepResult
from simulator.commands import cli
from simulator.errors import DataError
from simulator.files import locations
from tests.pack_files import PACK

STATED = {"unit": "year", "definition": "d", "source_id": "PACK", "status": "fitted", "grade": "C"}


def write_page(folder):
    (folder / "report.md").write_text("x\n", encoding="utf-8")


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """A copy of the pack, and one step that notes what it was given."""
    shutil.copytree(PACK, tmp_path / "packs" / "xiamen")
    monkeypatch.setattr(locations, "PACKS", tmp_path / "packs")
    monkeypatch.setattr(locations, "OUTPUTS", tmp_path / "outputs")
    tasks = []

    def step(task):
        tasks.append(task)
        return StepResult(
            entries=(Entry(key="slippage.school", fields={"value": [1.0, 0.5], **STATED}),),
            summary=("one line",),
            write_report=write_page,
        )

    monkeypatch.setattr(commands, "STEPS", {"trial": step})
    return tasks


def slippage_of(tmp_path, packs="packs"):
    text = (tmp_path / packs / "xiamen" / "parameters.toml").read_text(encoding="utf-8")
    return {e["key"]: e["value"] for e in tomllib.loads(text)["parameter"] if "value" in e}[
        "slippage.school"
    ]


def test_a_step_writes_its_report_and_its_entries(asked, tmp_path, capsys):
    commands.calibrate_step("xiamen", "trial", None)
    assert asked[0].pack.name == "xiamen"
    assert asked[0].standing is None
    assert slippage_of(tmp_path) == [1.0, 0.5]
    folder = tmp_path / "outputs" / "calibration" / "xiamen" / "trial"
    names = {path.name for path in folder.iterdir()}
    assert names == {"report.md", "parameters.toml", "manifest.json"}
    assert "one line" in capsys.readouterr().out


def test_a_fit_of_an_earlier_day_leaves_the_parameters_alone(asked, tmp_path):
    before = slippage_of(tmp_path)
    commands.calibrate_step("xiamen", "trial", date(2017, 8, 29))
    assert slippage_of(tmp_path) == before
    assert 2017.6 < asked[0].standing < 2017.7
    assert (tmp_path / "outputs" / "calibration" / "xiamen" / "trial-2017-08-29").is_dir()


@pytest.fixture
def installed(asked, tmp_path, monkeypatch):
    """The pack is one that came with an installed program; its files may not be written."""
    monkeypatch.setattr(locations, "INSTALLED", True)
    for path in (tmp_path / "packs").rglob("*.*"):
        path.chmod(0o444)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return asked


def test_of_a_pack_that_came_along_a_copy_is_fitted(installed, tmp_path, capsys):
    before = slippage_of(tmp_path)
    commands.calibrate_step("xiamen", "trial", None)
    assert slippage_of(tmp_path) == before
    assert slippage_of(tmp_path, "work/calibration") == [1.0, 0.5]
    assert "calibration/xiamen/" in capsys.readouterr().out
    shipped, own = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (tmp_path / "packs" / "xiamen", tmp_path / "work/calibration/xiamen")
    )
    assert {str(path) for path in shipped if shipped[path] != own.pop(path)} == {"parameters.toml"}
    assert own == {}
    assert [path.name for path in Path("calibration").iterdir()] == ["xiamen"]
    assert locations.pack_folder("xiamen") == Path("calibration/xiamen")


def test_a_fit_of_an_earlier_day_copies_nothing(installed):
    commands.calibrate_step("xiamen", "trial", date(2017, 8, 29))
    assert not Path("calibration").exists()


def test_what_stands_in_the_place_of_the_copy_is_told_before_the_fit(installed):
    Path("calibration/xiamen").mkdir(parents=True)
    with pytest.raises(DataError, match="a folder without city"):
        commands.calibrate_step("xiamen", "trial", None)
    assert installed == []


def test_a_copy_that_cannot_be_made_leaves_nothing(installed, monkeypatch):
    def stumble(*_):
        raise OSError("disk full")

    monkeypatch.setattr(fitted_pack, "rewrite_parameters", stumble)
    with pytest.raises(OSError, match="disk full"):
        commands.calibrate_step("xiamen", "trial", None)
    assert list(Path("calibration").iterdir()) == []


def test_an_unknown_city_is_refused(asked):
    with pytest.raises(DataError, match="no such city pack; known: xiamen"):
        commands.calibrate_step("atlantis", "trial", None)
    assert asked == []


def test_the_steps_that_may_be_named_are_those_there_are():
    assert tuple(STEPS) == verbs.STEP_NAMES


def test_the_verbs_join_those_of_the_simulator(capsys):
    assert cli.main(["calibrate", "--help"], further=commands.ANSWERS) == 0
    assert "CITY" in capsys.readouterr().out
    answered = tuple(verb.name for verb, _ in (*cli.ANSWERS, *commands.ANSWERS))
    assert answered == tuple(verb.name for verb in verbs.EVERY_VERB)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("calibrate", "xiamen", "--step", "nothing"),
            'expected one of "supply", "population", "net_arrivals", "schools"',
        ),
        (("calibrate", "xiamen", "--standing", "2017"), "expected a date such as 2020-09-01"),
        (("backtest", "xiamen", "--origin", "1999"), "expected a year from 2012 to 2100"),
        (("calibrate",), "CITY is missing"),
    ],
)
def test_what_a_verb_does_not_take_is_told(arguments, told, capsys):
    assert cli.main(arguments, further=commands.ANSWERS) == 2
    assert told in capsys.readouterr().err


def test_a_backtest_starts_from_two_years_where_none_is_named(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "calibration.backtest.backtest_city.backtest_city",
        lambda pack, origins, tell: asked.append(origins) or sys.exit(0),
    )
    for further in ((), ("--origin", "2015", "--origin", "2013")):
        with pytest.raises(SystemExit):
            cli.main(("backtest", "xiamen", *further), further=commands.ANSWERS)
    assert asked == [[2014, 2016], [2013, 2015]]
