"""``doctor`` and ``schema``: what is here, what is not, and how it is put right."""

import json
import shutil

import pytest

from simulator.city.loading import all_settings
from simulator.city.pack.city_pack import load_city_pack
from simulator.commands import doctor
from simulator.commands.cli import main
from simulator.commands.requirements import Requirement, parse_requirement, requirements
from simulator.files import locations
from simulator.files.json_schema import dump_json_schema
from simulator.files.schema import build_schema
from simulator.words.catalogue import pair
from tests.city import ROOT
from tests.pack_files import PACK

WHERE = pair("doctor.outputs")
HOW = pair("doctor.writable")


def test_a_sound_installation_is_told_line_by_line(capsys):
    assert main(("doctor", "--lang", "en")) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "everything a run needs is here"
    for part in ("Python: 3.", "numpy >=2.0: ", "numba >=0.61: ", "city pack xiamen", "UTF-8"):
        assert any(part in line for line in lines), part
    assert all(line.startswith(("ok", "remark", "    →")) for line in lines)


@pytest.mark.parametrize(
    ("wanted", "state", "told"),
    [
        (Requirement(name="click", bounds=">=8.1"), "ok", ""),
        (Requirement(name="click", bounds=">=99"), "missing", "install click>=99"),
        (Requirement(name="no-such-package", bounds=">=1"), "missing", "run.py of a checkout"),
        (Requirement(name="no-such", bounds=">=1", extra="fast"), "remark", 'pip install "minshe'),
    ],
)
def test_a_package_is_looked_at_with_its_bounds(wanted, state, told):
    found = doctor.package_condition(wanted)
    assert found.state == state
    assert told in (found.remedy or ("", ""))[1]


def test_a_package_that_cannot_be_loaded_is_told(monkeypatch):
    def broken(_):
        raise ImportError("libfoo.so: cannot open shared object file")

    monkeypatch.setattr(doctor, "import_module", broken)
    found = doctor.package_condition(Requirement(name="click", bounds=">=8.1"))
    assert found.state == "missing"
    assert "libfoo.so" in found.remedy[1]


def test_with_a_package_missing_the_code_is_three_and_the_rest_is_not_tried(monkeypatch, capsys):
    absent = Requirement(name="no-such-package", bounds=">=1")
    monkeypatch.setattr(doctor, "requirements", lambda _: (absent,))
    monkeypatch.setattr(doctor, "LOOKS", (lambda: pytest.fail("needs the packages"),))
    assert main(("doctor", "--lang", "en")) == 3
    said = capsys.readouterr().out
    assert "not ok  no-such-package >=1: not installed" in said
    assert said.endswith("not in order: 1\n")


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    found = doctor.folder_condition(tmp_path / "file" / "below", WHERE, "missing", HOW)
    assert (found.state, found.remedy) == ("missing", HOW)
    assert doctor.folder_condition(tmp_path / "not yet", WHERE, "missing", HOW).state == "ok"
    assert list(tmp_path.iterdir()) == [tmp_path / "file"], "nothing is left behind"


def test_a_faulty_pack_is_told_with_its_lines(tmp_path, monkeypatch, capsys):
    shutil.copytree(PACK, tmp_path / "xiamen")
    path = tmp_path / "xiamen" / "services.toml"
    path.write_text(
        path.read_text("utf-8").replace("[service.take_up]", "[service.tak_up]", 1),
        encoding="utf-8",
    )
    monkeypatch.setattr(locations, "PACKS", tmp_path)
    assert main(("doctor", "--lang", "en")) == 3
    assert "calibration/xiamen/services.toml:" in capsys.readouterr().out


def test_requirements_are_those_of_the_project():
    found = {each.name: each for each in requirements(ROOT)}
    assert found["duckdb"].bounds == ">=1.2,<3"
    assert found["numba"].extra == "fast"
    assert parse_requirement("dask[distributed]>=2025.1; extra == 'fast'") == Requirement(
        name="dask", bounds=">=2025.1", extra="fast"
    )


def test_those_of_an_installed_program_are_those_it_came_with(tmp_path):
    names = {each.name for each in requirements(tmp_path)}
    assert {"numpy", "click", "numba"} <= names


def test_the_schema_is_that_which_checks_a_file(capsys):
    assert main(("schema",)) == 0
    text = capsys.readouterr().out
    axes = load_city_pack(PACK).axes
    assert text == dump_json_schema(build_schema(all_settings(), axes))
    assert "primary" in json.loads(text)["properties"]["plan"]["properties"]["norm"]["properties"]


def test_the_schema_is_written_over_a_schema_alone(tmp_path, capsys):
    path = tmp_path / "new" / "scenario.schema.json"
    for _ in range(2):
        assert main(("schema", "--out", str(path), "--lang", "en")) == 0
        assert f"#:schema {path.as_posix()}" in capsys.readouterr().out
    path.write_text('{"mine": true}', encoding="utf-8")
    assert main(("schema", "-o", str(path))) == 2
    assert "not overwritten" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == '{"mine": true}'
    assert main(("schema", "-o", str(tmp_path))) == 2


@pytest.mark.parametrize("extra", ["fast", "cluster"])
def test_every_extra_says_what_it_is_for(extra):
    assert extra in {each.extra for each in requirements(ROOT)}
    absent = Requirement(name="no-such", bounds=">=1", extra=extra)
    found = doctor.package_condition(absent)
    assert found.state == "remark"
    assert f"minsheng[{extra}]" in found.remedy[1]
