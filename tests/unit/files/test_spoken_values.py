"""Numbers in the units in which people speak."""

import pytest

from simulator.files.path_tables import check_path
from simulator.files.scalar_values import check_scalar
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.grammar.spoken_units import (
    SPOKEN_UNITS,
    as_spoken,
    dimension_of,
    spoken_names,
)

SHARE = Setting(key="t.x", kind="number", meaning="", unit="1", minimum=0.0, maximum=1.0)
NORM = Setting(key="t.x", kind="path", meaning="", unit="places/persons", minimum=0.0)
PEOPLE = Setting(key="t.x", kind="path", meaning="", unit="persons/year", minimum=0.0)
YEARS = Setting(key="t.x", kind="number", meaning="", unit="year")


def check(setting, value):
    spot = Spot(
        file=TomlFile(path="s.toml", document={"t": {"x": value}}, lines={}),
        findings=Findings(),
        parts=("t", "x"),
    )
    found = (check_path if setting.kind == "path" else check_scalar)(setting, value, spot)
    return found, [str(fault) for fault in spot.findings.faults]


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        (NORM, {"per_1000": 21}, {"value": 0.021}),
        (NORM, {"每千人": 21.3}, {"value": 0.0213}),
        (NORM, {"per_10000": 5}, {"value": 0.0005}),
        (NORM, {"每十万人": 3}, {"value": 0.00003}),
        (SHARE, {"percent": 45}, 0.45),
        (SHARE, {"百分比": 7}, 0.07),
        (SHARE, {"‰": 7.1}, 0.0071),
        (PEOPLE, {"万": 33.097}, {"value": 330970.0}),
        (PEOPLE, {"亿": 0.01}, {"value": 1e6}),
        (NORM, {"value": {"per_1000": 21}}, {"value": 0.021}),
        (PEOPLE, {"scale": {"percent": 110}}, {"scale": 1.1}),
        (NORM, {"add": {"per_1000": -1}}, {"add": -0.001}),
    ],
)
def test_a_unit_stands_where_a_number_stands(setting, value, expected):
    assert check(setting, value) == (expected, [])


def test_dated_numbers_may_each_have_their_unit():
    found, faults = check(NORM, {"scale": {"2018": {"percent": 80}, "2020": 1}})
    assert (found["scale"], faults) == ({"2018": 0.8, "2020": 1.0}, [])
    found, _ = check(
        PEOPLE, {"values": {"2018": {"万": 30}}, "interpolation": "step", "after": "hold"}
    )
    assert found["values"] == {"2018": 300000.0}


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        (SHARE, {"万": 3}, "the unit 万 does not fit this number (a ratio); expected per_1000"),
        (PEOPLE, {"percent": 3}, "the unit percent does not fit this number (persons/year); expe"),
        (YEARS, {"percent": 3}, "does not fit this number (year); expected a plain number"),
        (SHARE, {"percent": 450}, "found { percent = 450 }, that is 4.5; expected a number from"),
        (SHARE, {"percent": "45"}, 't.x.percent: found "45"; expected 45'),
        (SHARE, {"percent": {"percent": 1}}, "t.x.percent: found"),
        (SHARE, {"percent": 4, "permille": 3}, "expected one unit and nothing beside it"),
        (NORM, {"per_1000": 4, "scale": 3}, "expected one unit and nothing beside it"),
        (SHARE, {"prozent": 4}, "found a table with prozent; expected a number (a number from 0"),
        (NORM, {"per_100": 4, "per_1000": 3}, "expected one unit"),
        (NORM, {"per_1001": 4}, 'no such key; did you mean "per_100'),
        (NORM, {"scale": {"wan": 4}}, "the unit wan does not fit this number (0.8 = −20%)"),
    ],
)
def test_a_unit_that_does_not_fit_is_refused(setting, value, says):
    found, [line] = check(setting, value)
    assert found is None
    assert says in line


def test_every_name_is_one_unit_and_no_key_of_a_path():
    names = [name for unit in SPOKEN_UNITS for name in unit.names]
    assert len(set(names)) == len(names) == len(spoken_names())
    assert not set(names) & {"value", "values", "scale", "add", "over"}


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [("1", "ratio"), ("1/year", "ratio"), ("places/persons", "ratio"), ("places", "count"),
     ("persons/year", "count"), ("year", None), ("day", None), ("", None)],
)  # fmt: skip
def test_what_fits_follows_from_the_unit_of_the_key(unit, dimension):
    assert dimension_of(unit) == dimension


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        (0.021, "places/persons", ("每千人 21（0.021）", "21 per 1,000 (0.021)")),
        (403440.0, "persons/year", ("40.344万", "403,440")),
        (4.0344e14, "persons/year", ("4,034,400亿", "403,440,000,000,000")),
        (5000.0, "places", ("5,000", "5,000")),
        (1.5, "1", ("1.5", "1.5")),
    ],
)
def test_a_number_is_shown_as_people_say_it(number, unit, expected):
    assert as_spoken(number, unit) == expected
