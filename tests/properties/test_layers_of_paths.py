"""Laws of values in time: every layer is a function of what holds without it, in their order."""

from bisect import bisect_right
from itertools import pairwise
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.files.path_layers import check_merged_path, merge_paths
from simulator.files.path_tables import check_path
from simulator.files.path_values import first_date, needs_beneath, path_from
from simulator.files.resolved import dump_value
from simulator.files.toml_text import Findings, Spot, TomlFile, parse_toml
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.extremes import telling_moments
from simulator.stockflow.values.paths import Lines, Moment
from tests.documents import CALM

ANY = Setting(key="t.x", kind="path", meaning="", unit="persons/year")
RECORD = Lines(
    name="record",
    years=(2011.0, 2014.5, 2020.0),
    values=np.array([[5.0], [8.0], [3.0]]),
    before="hold",
    after="hold",
)
YEARS = range(2009, 2023)
numbers = st.integers(-40, 40).map(lambda number: number / 8)
factors = st.integers(0, 24).map(lambda number: number / 8)


def dated(values):
    return st.dictionaries(st.sampled_from(YEARS).map(str), values, min_size=1, max_size=3)


def words(before):
    return st.fixed_dictionaries(
        {"interpolation": st.sampled_from(("linear", "step")), "after": st.just("hold")},
        optional={"before": st.sampled_from(before)},
    )


plain = st.one_of(
    st.fixed_dictionaries({"value": numbers}),
    st.fixed_dictionaries({"scale": factors}, optional={"add": numbers}),
    st.fixed_dictionaries({"add": numbers}),
)
absolute = st.tuples(
    st.fixed_dictionaries({"values": dated(numbers)}, optional={"scale": factors, "add": numbers}),
    words(("parent", "hold")),
).map(lambda both: both[0] | both[1])
edits = st.tuples(
    st.one_of(
        st.fixed_dictionaries({"scale": dated(factors)}, optional={"add": numbers}),
        st.fixed_dictionaries({"add": dated(numbers)}, optional={"scale": factors}),
        st.fixed_dictionaries({"add": dated(numbers), "scale": dated(factors)}),
    ),
    st.one_of(st.just({}), words(("parent", "hold"))),
).map(lambda both: both[0] | both[1])
layers = st.lists(st.one_of(plain, absolute, edits), min_size=1, max_size=5)
instants = st.integers(2008 * 24, 2024 * 24).map(lambda number: number / 24 + 1 / 97)


def checked(table):
    file = TomlFile(path="s.toml", document={"t": {"x": table}}, lines={})
    spot = Spot(file=file, findings=Findings(), parts=("t", "x"))
    path = check_path(ANY, table, spot)
    check_merged_path(ANY, path, spot)
    assert spot.findings.faults == []
    return path


def merged(tables):
    found = {}
    for table in tables:
        found = merge_paths(found, checked(table))
    return found


def at(table, year):
    return float(path_from("t.x", table, RECORD).value(Moment(year, year, year + 1e-9))[0])


def reading(stated, table, year, before):
    """A number of dated ones at an instant, as the documentation has it; ``before`` the first."""
    years = sorted(float(day) for day in stated)
    numbers = [stated[f"{day:.0f}"] for day in years]
    place = bisect_right(years, year) - 1
    if place < 0:
        return numbers[0] if table.get("before") == "hold" else before
    if place == len(years) - 1 or table.get("interpolation", "step") == "step":
        return numbers[place]
    return float(np.interp(year, years, numbers))


def follow(table, year, beneath):
    """What a layer makes of the number beneath it, worked out by hand."""
    value = table.get("value", beneath)
    if "values" in table:
        value = reading(table["values"], table, year, beneath)
    for key, neutral, act in (("scale", 1.0, float.__mul__), ("add", 0.0, float.__add__)):
        edit = table.get(key, neutral)
        number = reading(edit, table, year, neutral) if isinstance(edit, dict) else edit
        value = act(float(value), float(number))
    return value


@CALM
@given(layers, instants)
def test_layers_act_one_after_the_other(tables, year):
    expected = float(RECORD.value(Moment(year, year, year + 1e-9))[0])
    for table in tables:
        expected = follow(table, year, expected)
    assert at(merged(tables), year) == pytest.approx(expected, rel=1e-12, abs=1e-12)


@CALM
@given(layers)
def test_a_merged_path_is_written_and_read_as_it_is(tables):
    table = merged(tables)
    file, faults = parse_toml(f"[t]\nx = {dump_value(table)}\n", "s.toml")
    assert faults == []
    again = checked(file.document["t"]["x"])
    assert again == table
    assert list(again) == list(table)
    for year in (2008.3, *(year + 0.4 for year in YEARS)):
        assert at(again, year) == at(table, year)


@CALM
@given(st.lists(st.one_of(plain, absolute, edits), max_size=3), st.one_of(absolute, edits))
def test_years_before_the_first_date_are_untouched(beneath, last):
    last = {key: entry for key, entry in last.items() if key != "before"}
    last = {key: entry for key, entry in last.items() if isinstance(entry, dict | str)}
    below, above = merged(beneath), merged([*beneath, last])
    first = first_date(last)
    for year in (first - 0.001, first - 0.5, first - 1, 2009.3):
        if year < first:
            assert at(above, year) == at(below, year)


@CALM
@given(layers)
def test_the_telling_moments_hold_the_highest_and_the_lowest(tables):
    path = path_from("t.x", merged(tables), RECORD)
    told = [float(path.value(moment)[0]) for moment in telling_moments(path)]
    ends = [2000.0, *path.kinks(-inf, inf), 2030.0]
    for start, stop in pairwise(ends):
        for year in np.linspace(start, stop, 23):
            value = float(path.value(Moment(float(year), start, stop))[0])
            slack = 1e-9 * max(1.0, *map(abs, told))
            assert min(told) - slack <= value <= max(told) + slack


@CALM
@given(layers)
def test_only_what_leaves_nothing_to_the_record_does_without_it(tables):
    table = merged(tables)
    if needs_beneath(table):
        with pytest.raises(ValueError, match=r"t\.x"):
            path_from("t.x", table)
    else:
        assert at(table, 2015.2) == float(
            path_from("t.x", table).value(Moment(2015.2, 2015.2, 2015.2 + 1e-9))[0]
        )
