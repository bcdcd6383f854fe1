"""Pictures of the baseline on pages are those that the command draws now, the band included."""

import pytest

from docs.making.pictures import PICTURES, pictures
from simulator.files.locations import ROOT


@pytest.fixture(scope="module")
def made():
    return dict(pictures())


def test_the_pictures_are_what_the_command_draws(made):
    for path, content in made.items():
        assert path.read_bytes() == content, f"run python3 -m docs.making.pictures: {path.name}"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_command_stands_under_the_picture(name):
    asked = " ".join(PICTURES["gaps_overview"])
    command = f"python3 run.py figure scenarios/baseline.toml gaps_overview {asked}"
    assert command in (ROOT / name).read_text(encoding="utf-8")
