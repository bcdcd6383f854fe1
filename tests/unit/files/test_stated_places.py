"""Which file and line stated what: kept without a path of the machine, read back as it was."""

import json
import shutil

from simulator.city.loading import load
from simulator.files.stated_places import read_places, stated_places
from tests.city import BASELINE

MINE = """schema_version = 2
extends = "baseline.toml"
title = { zh = "我的", en = "Mine" }
intent = "?"

[world]
arrivals = { scale = { "2018" = 1.1 } }

[[plan.projects]]
id = "P57"
late = 2
"""

DATED = {"interpolation": "step", "before": "parent", "after": "hold"}


def kept(folder):
    folder.mkdir()
    shutil.copyfile(BASELINE, folder / "baseline.toml")
    path = folder / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    file = load(path, ("plan.delay_factor=1.5",)).file
    names = {(folder / name).as_posix(): name for name in ("baseline.toml", "mine.toml")}
    return stated_places(file, names)


def test_every_layer_of_a_key_is_kept_with_its_line(tmp_path):
    places = read_places(json.loads(json.dumps(kept(tmp_path / "here"))))
    told = {
        address: [(each.kind, each.path, each.line, each.value) for each in places[address]]
        for address in ("world.arrivals", "plan.projects.P57.late", "plan.delay_factor")
    }
    assert told == {
        "world.arrivals": [
            ("parent", "baseline.toml", 15, {"scale": 1.0}),
            ("file", "mine.toml", 7, {**DATED, "scale": {"2018": 1.1}}),
        ],
        "plan.projects.P57.late": [("file", "mine.toml", 11, 2.0)],
        "plan.delay_factor": [
            ("parent", "baseline.toml", 55, 1.0),
            ("set", "--set", None, 1.5),
        ],
    }
    assert "plan.projects.P57" not in places
    assert not {"title", "intent"} & set(places)


def test_what_is_kept_is_the_same_in_every_folder(tmp_path):
    here, there = kept(tmp_path / "here"), kept(tmp_path / "there")
    assert here == there
    assert str(tmp_path) not in json.dumps(here)
