"""What an editor is told of the files of a pack is what the checker holds them to."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.city.loading import all_settings
from simulator.city.pack.check import EVERY_FORM
from simulator.city.pack.schemas import pack_schemas
from simulator.city.pack.sheets import SHEETS
from tests.city import city_pack

PACK = city_pack()
SCHEMAS = pack_schemas(PACK, all_settings())
TOMBI = Path(sys.executable).with_name("tombi")


@pytest.fixture
def folder(tmp_path):
    """A copy of the TOML files, and an editor's settings that name the schema of each."""
    told = ['toml-version = "v1.0.0"']
    for form in EVERY_FORM:
        schema = f"pack/{form.file.removesuffix('.toml')}.schema.json"
        (tmp_path / schema).parent.mkdir(exist_ok=True)
        (tmp_path / schema).write_text(SCHEMAS[schema], encoding="utf-8")
        shutil.copy(PACK.folder / form.file, tmp_path)
        told.append(f'[[schemas]]\npath = "{schema}"\ninclude = ["{form.file}"]')
    (tmp_path / "tombi.toml").write_text("\n".join(told), encoding="utf-8")
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TOMBI, "lint", "--offline", "."], cwd=folder, capture_output=True, text=True, check=False
    )


def test_an_editor_finds_no_fault_in_the_pack(folder):
    done = lint(folder)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("city.toml", "name_en = ", "name_eng = "),
        ("services.toml", '"school_age"', '"school_agee"'),
        ("fit.toml", 'quantity = "births"', 'quantity = "birth"'),
        ("scoreboard.toml", 'status = "unknown"', 'status = "unknwon"'),
        ("parameters.toml", '"world.departures"', '"world.departure"'),
    ],
)
def test_an_editor_underlines_a_slip(folder, file, old, new):
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    done = lint(folder)
    assert done.returncode != 0
    assert file in done.stdout + done.stderr


def test_every_table_has_its_columns_described():
    for sheet in SHEETS:
        name = sheet.file.removesuffix(".csv").replace("/", ".")
        fields = json.loads(SCHEMAS[f"pack/{name}.schema.json"])["fields"]
        assert [field["name"] for field in fields] == [column.name for column in sheet.columns]
