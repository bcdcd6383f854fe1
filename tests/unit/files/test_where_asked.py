"""Lines of a sound file are found once somebody asks for one."""

import pickle
from pathlib import Path

import pytest

from simulator.files import toml_lines
from simulator.files.toml_text import read_toml

TEXT = "[a]\nx = 1\n[[b]]\ny = [2,\n3]\n"


@pytest.fixture
def file(tmp_path: Path):
    path = tmp_path / "s.toml"
    path.write_text(TEXT, encoding="utf-8")
    read, faults = read_toml(path, "s.toml")
    assert read is not None
    assert faults == []
    return read


def test_lines_and_columns_are_those_of_the_text(file) -> None:
    found = toml_lines.find_key_lines(TEXT)
    assert dict(file.lines) == found.lines
    assert dict(file.columns) == found.columns
    assert file.line(("b", 0, "y")) == 4
    assert file.columns.get(("nothing",)) is None
    assert dict(pickle.loads(pickle.dumps(file)).lines) == found.lines  # noqa: S301 - our own


def test_nobody_looks_for_them_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toml_lines, "find_key_lines", lambda _: pytest.fail("looked for"))
    path = tmp_path / "s.toml"
    path.write_text(f"{TEXT}z = 1\n", encoding="utf-8")
    read, _ = read_toml(path, "s.toml")
    assert read is not None
    assert read.document["b"] == [{"y": [2, 3], "z": 1}]
