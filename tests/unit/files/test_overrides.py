from datetime import date

import pytest

from simulator.files.overrides import parse_override
from simulator.files.schema import build_schema
from tests.scenarios.settings_of_each_kind import AXES, SETTINGS

SCHEMA = build_schema(SETTINGS, AXES)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("model.seed=2", {"model": {"seed": 2}}),
        (" model.seed = 2 ", {"model": {"seed": 2}}),
        ("model.method=BDF", {"model": {"method": "BDF"}}),
        ('model.method="BDF"', {"model": {"method": "BDF"}}),
        ("model.stop=2020-09-01", {"model": {"stop": date(2020, 9, 1)}}),
        ("plan.on_time=true", {"plan": {"on_time": True}}),
        ("world.arrivals.scale=1.2", {"world": {"arrivals": {"scale": 1.2}}}),
        ("world.arrivals={scale=1.2}", {"world": {"arrivals": {"scale": 1.2}}}),
        ('notes."a.b"=x=y', {"notes": {"a.b": "x=y"}}),
        ("world.young_share=45%", {"world": {"young_share": "45%"}}),
        ("迁入.甲=3", {"迁入": {"甲": 3}}),
        ("world.arrivals={万人=3}", {"world": {"arrivals": {"万人": 3}}}),
        (
            "world.young_share={scale={2018={%=80}}}",
            {"world": {"young_share": {"scale": {"2018": {"%": 80}}}}},
        ),
        ('notes.x="a, 甲 = 3"', {"notes": {"x": "a, 甲 = 3"}}),
        (
            "policy.two_child.stages.2016.opens=false",
            {"policy": {"two_child": {"stages": [{"id": "2016", "opens": False}]}}},
        ),
        (
            "policy.two_child.stages.2016={opens=false}",
            {"policy": {"two_child": {"stages": [{"id": "2016", "opens": False}]}}},
        ),
        (
            "policy.two_child.stages.2016=3",
            {"policy": {"two_child": {"stages": {"2016": 3}}}},
        ),
    ],
)
def test_read(text, document):
    file, faults = parse_override(text, SCHEMA)
    assert faults == []
    assert (file.path, file.document) == ("--set", document)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("model.seed", "--set: model.seed: found no = in 'model.seed'"),
        ("model.seed=", "--set: model.seed: found no value after ="),
        ("model.seed＝2", "found a full-width ＝"),
        ("=2", "--set: found no key before ="),
        ("a..b=2", "found no key"),
        ("model.seed='2", "--set: model.seed: found '2: "),
        ("model.seed=[1", "expected a TOML value"),
        ("model.seed=1\nx = 2", "expected one value"),
        ("notes.x=" + "[" * 5000, "too deeply"),
        ("extends=a.toml", "--set: extends: cannot be set on the command line"),
        ("schema_version=2", "cannot be set on the command line"),
        ("notes.x=\udcff", "not UTF-8"),
    ],
)
def test_refused(text, says):
    file, [fault] = parse_override(text, SCHEMA)
    assert file is None
    assert says in str(fault)
    str(fault).encode("utf-8")
