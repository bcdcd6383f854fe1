"""Paths of several files: each is a function of what lies beneath it, applied in their order."""

import pytest

from simulator.files.path_layers import afresh, check_merged_path, merge_paths
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting

SHARE = Setting(key="t.x", kind="path", meaning="", unit="1", minimum=0.0, maximum=1.0)
BETWEEN = {"interpolation": "linear", "before": "hold", "after": "error"}
HELD = {"before": "parent", "after": "hold"}
PARENT = {"interpolation": "step", "before": "parent", "after": "hold"}
FROM_2018 = {**PARENT, "scale": {"2018": 0.8}}


def check_merged(path):
    file = TomlFile(path="s.toml", document={"t": {"x": path}}, lines={})
    spot = Spot(file=file, findings=Findings(), parts=("t", "x"))
    check_merged_path(SHARE, path, spot)
    return [str(fault) for fault in spot.findings.faults]


@pytest.mark.parametrize(
    ("lower", "upper", "merged"),
    [
        ({"value": 1.0, "scale": 2.0}, {"value": 3.0}, {"value": 3.0}),
        ({"value": 1.0, "scale": 2.0}, {"scale": 3.0}, {"value": 1.0, "scale": 6.0}),
        ({"scale": 1.2}, {"scale": 1.1}, {"scale": 1.32}),
        ({"scale": 1.1}, {"scale": 1.1}, {"scale": 1.21}),
        ({"add": 3.0}, {"scale": 2.0}, {"scale": 2.0, "add": 6.0}),
        ({"scale": 2.0, "add": 3.0}, {"scale": 2.0, "add": 1.0}, {"scale": 4.0, "add": 7.0}),
        ({"scale": 1.0}, FROM_2018, FROM_2018),
        ({"scale": 1.2}, FROM_2018, {"over": {"scale": 1.2}, **FROM_2018}),
        (FROM_2018, {"scale": 1.2}, {"over": FROM_2018, "scale": 1.2}),
        (FROM_2018, FROM_2018, {"over": FROM_2018, **FROM_2018}),
        (FROM_2018, {"value": 1.0}, {"value": 1.0}),
        (FROM_2018, {"over": {}, "scale": 1.2}, {"over": {}, "scale": 1.2}),
        ({"over": {}, "scale": 1.2}, {"scale": 1.1}, {"over": {}, "scale": 1.32}),
        (FROM_2018, {"before": "error"}, {**FROM_2018, "before": "error"}),
        (
            {"over": FROM_2018, "scale": 1.2},
            {"after": "error"},
            {"over": {**FROM_2018, "after": "error"}, "scale": 1.2},
        ),
        ({"value": 1.0, "scale": 2.0}, {"add": 3.0}, {"value": 1.0, "scale": 2.0, "add": 3.0}),
        ({"values": {"2015": 1.0}, **BETWEEN}, {"value": 1.0}, {"value": 1.0}),
        (
            {"values": {"2015": 1.0}, **BETWEEN, "scale": 2.0},
            {"values": {"2016": 1.0}, "before": "hold", "after": "hold"},
            {"values": {"2016": 1.0}, **BETWEEN, "after": "hold"},
        ),
        (
            {"values": {"2015": 1.0}, **BETWEEN, "scale": 2.0},
            {"values": {"2016": 1.0}, "before": "parent"},
            {
                "over": {"values": {"2015": 1.0}, **BETWEEN, "scale": 2.0},
                "values": {"2016": 1.0},
                **BETWEEN,
                "before": "parent",
            },
        ),
        (
            {"over": {"scale": 2.0}, "values": {"2016": 1.0}, **PARENT},
            {"before": "hold"},
            {"values": {"2016": 1.0}, **PARENT, "before": "hold"},
        ),
        (
            {"value": 1.0},
            {"values": {"2016": 1.0}, **BETWEEN},
            {"values": {"2016": 1.0}, **BETWEEN},
        ),
        (
            {"values": {"2015": 1.0}, **BETWEEN},
            {"before": "error"},
            {"values": {"2015": 1.0}, **BETWEEN, "before": "error"},
        ),
    ],
)
def test_a_child_over_its_parent(lower, upper, merged):
    assert merge_paths(lower, upper) == merged


@pytest.mark.parametrize(
    "path",
    [
        {"value": 0.5, "scale": 2.0},
        {"values": {"2015": 0.5}, **BETWEEN, "add": 0.5},
        {"over": {"value": 0.5}, "values": {"2016": 1.0}, **PARENT, "scale": 1.0},
        {"scale": 9.0},  # of what the pack gives: known only where the pack is
    ],
)
def test_merged_paths_that_hold(path):
    assert check_merged(path) == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (
            {"values": {"2015": 1.0}, "before": "hold", "after": "hold"},
            "t.x.interpolation: is miss",
        ),
        ({"value": 1.0, "after": "hold"}, "t.x.after: is given without dated values"),
        ({"value": 0.5, "scale": 3.0}, "t.x.scale: changes 0.5 to 1.5"),
        ({"value": 0.5, "add": -1.0}, "t.x.add: changes 0.5 to -0.5"),
        (
            {"values": {"2015": 0.1, "2016": 0.9}, **BETWEEN, "scale": 2.0},
            "changes 0.9 to 1.8 (on 2016",
        ),
        (
            {"value": 0.5, **PARENT, "scale": {"2016": 1.0, "2018": 2.5}},
            "0.5 to 1.25 (on 2018-01-01)",
        ),
        (
            {"over": {"value": 0.5}, **FROM_2018, "scale": {"2018": 2.5}},
            "t.x.scale: changes 0.5 to",
        ),
        (
            {"over": {"values": {"2016": 1.0}, **HELD}, "scale": 1.0},
            "t.x.over.interpolation: is missing",
        ),
    ],
)
def test_merged_paths_that_do_not(path, says):
    [message] = check_merged(path)
    assert says in message


@pytest.mark.parametrize("x", [{"value": 1.0}, {"values": {"2015": 1.0}, **BETWEEN}])
def test_what_is_absolute_stands_afresh_as_it_is(x):
    assert afresh(SHARE, x) == x


def test_what_is_relative_stands_afresh_over_the_record():
    assert afresh(SHARE, FROM_2018) == {"over": {}, **FROM_2018}
    assert merge_paths({"scale": 1.2}, afresh(SHARE, {"scale": 1.1})) == {"over": {}, "scale": 1.1}
    nested = {"over": {"scale": 1.2}, **FROM_2018}
    assert merge_paths({"scale": 1.5}, afresh(SHARE, nested)) == nested
