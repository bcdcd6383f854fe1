"""``trace``: the unit and language of a cell, and inputs that are those of its own row."""

import json
import shutil

import pytest

from simulator.commands.cli import main
from simulator.door.result import Result
from tests.unit.commands.test_trace import HULI, outcome, said


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return Result(outcome=outcome()).save(tmp_path_factory.mktemp("cells") / "baseline")


@pytest.mark.parametrize(
    ("address", "first"),
    [
        ("services:2020-09-01/primary/huli:coverage", "Coverage = 1.08"),
        ("projects:P57:expected_opening", "Expected opening = 2017-09-01"),
        ("services:#1:gap", "Gap = unknown"),
        ("ratios:#1:upper", "Numerator = "),
        ("components:2018/huli/migrant/arrivals:persons", "Persons = "),
    ],
)
def test_a_unit_is_that_of_the_cell(folder, capsys, address, first):
    line = said(capsys, folder, address)[0].splitlines()[0]
    assert line.startswith(first)
    assert ("persons" in line) is address.startswith("components")
    assert "places" not in line
    assert "beds" not in line


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("target_values:T01/class/2020:value", ("people(",)),
        ("target_values:T01/class/2020:denominator", ("people(",)),
        ("target_values:T07/registered/2020:value", ("death_rate",)),
        ("target_values:T51/resident/2020:value", ("death_rate", "relative_mortality", "people(")),
        ("target_values:T13/area/2020:value", ("residents(", "people(")),
    ],
)
def test_a_target_that_counts_no_places_is_not_led_to_supply(folder, capsys, address, named):
    out, _ = said(capsys, folder, address)
    assert all(f"\n  {name}" in out for name in named)
    assert "supply" not in out
    assert "projects.csv" not in out


def test_a_record_has_no_equation_behind_it(folder, capsys):
    out, _ = said(capsys, folder, "target_values:T13/area/2020:numerator")
    assert "No equation of the model stands behind this column" in out
    out, _ = said(capsys, folder, "target_values:T37/open/2020:value")
    assert "supply(" in out


def test_in_chinese_no_unit_is_english(folder, capsys):
    assert main(("trace", str(folder), HULI, "--lang", "zh")) == 0
    out = capsys.readouterr().out
    assert "T23  新增义务教育学位  ≥ 187,000 个，2020年底前\n" in out
    assert (
        main(
            ("trace", str(folder), "components:2018/huli/migrant/arrivals:persons", "--lang", "zh")
        )
        == 0
    )
    first = capsys.readouterr().out.splitlines()[0]
    assert first.endswith(" 人")


def test_of_a_project_only_its_own_inputs_are_shown(folder, capsys):
    out, _ = said(capsys, folder, "projects:P57:expected_opening")
    assert "projects.csv:61  P57" in out
    assert "P33b" not in out
    assert "Equations" not in out, "no heading without anything beneath it"


def test_projects_of_a_scenario_stand_with_their_own_district(folder, tmp_path, capsys):
    copy = tmp_path / "built"
    shutil.copytree(folder, copy)
    resolved = copy / "scenario.resolved.toml"
    new = (
        '[[plan.projects]]\nid = "NEW1"\nservice = "primary"\ndistrict = "tongan"\n'
        "places = 500\nopens = 2019-09-01\n"
    )
    resolved.write_text(f"{resolved.read_text(encoding='utf-8')}\n{new}", encoding="utf-8")
    manifest = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    del manifest["scenario"]["stated"]  # so that the resolved file is taken for what was stated
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for district, is_there in (("tongan", True), ("huli", False), ("city", True)):
        out, _ = said(capsys, copy, f"services:2019-09-01/primary/{district}:promised")
        assert ("plan.projects.NEW1.places  500" in out) is is_there


def test_a_folder_that_is_not_there_is_told_as_such(tmp_path, capsys):
    assert main(("trace", str(tmp_path / "nosuch"), HULI, "--lang", "en")) == 2
    assert "nosuch: no such folder" in capsys.readouterr().err
