"""The figures of a plan read from a table, and when a number meets one or is close to it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.city.targets.plan import Close, read_plan
from tests.city import city_pack

HEAD = (
    "id,sector,quantity_zh,quantity_en,value,unit,comparator,deadline_year,driver,section,"
    "source_id,note"
)
ROW = "{id},s,甲,A,{value},beds,{sign},{year},people,一,S1,"


def written(folder, *lines):
    (folder / "targets.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return replace(city_pack(), folder=folder)


def line(name="T01", value="6", sign=">=", year="2020"):
    return ROW.format(id=name, value=value, sign=sign, year=year)


@pytest.mark.parametrize(
    ("sign", "promise", "met", "missed"),
    [
        (">=", "6", 6 - 1e-9, 5.99),
        ("<=", "5", 5 + 1e-9, 5.01),
        ("=", "38", 38.07, 37.9),
        ("=", "0", 0.0, 0.1),
    ],
)
def test_when_a_number_meets_a_figure(tmp_path, sign, promise, met, missed):
    (target,) = read_plan(written(tmp_path, line(value=promise, sign=sign)))
    assert target.is_met(met)
    assert not target.is_met(missed)


@pytest.mark.parametrize(
    ("sign", "promise", "value", "verdict"),
    [
        (">=", "6", 5.8201, "close"),  # 2.998 % short
        (">=", "6", 5.8199, "missed"),  # 3.002 %
        ("<=", "5", 5.149, "close"),
        ("<=", "5", 5.151, "missed"),
        ("=", "38", 38.0, "met"),
        ("=", "38", 37.04, "close"),
        ("=", "0", 0.001, "missed"),  # nothing is near to nothing
    ],
)
def test_what_is_within_the_per_cent_is_close(tmp_path, sign, promise, value, verdict):
    (target,) = read_plan(written(tmp_path, line(value=promise, sign=sign)))
    assert target.verdict(value, Close(per_cent=3)) == verdict


@pytest.mark.parametrize(
    ("promise", "value", "verdict"),
    [
        ("6", 5.808, "missed"),  # 3.2 % short
        ("30", 29.04, "missed"),  # the same 3.2 %
        ("6", 5.83, "close"),
        ("30", 29.15, "close"),
    ],
)
def test_as_far_off_is_as_close_however_many_are_promised(tmp_path, promise, value, verdict):
    (target,) = read_plan(written(tmp_path, line(value=promise, sign="=")))
    assert target.verdict(value, Close(per_cent=3)) == verdict


@pytest.mark.parametrize(("value", "verdict"), [(82.14, "met"), (82.1, "missed")])
def test_in_a_unit_that_has_no_band_nothing_is_close(tmp_path, value, verdict):
    (target,) = read_plan(written(tmp_path, line(value="82.14")))
    assert target.verdict(value, Close(per_cent=3, none_for=("beds",))) == verdict
    assert target.verdict(82.1, Close(per_cent=3, none_for=("others",))) == "close"


(AT_LEAST,), (AT_MOST,) = (
    tuple(each for each in read_plan(city_pack()) if each.name == name) for name in ("T37", "T51")
)
WORSE = ("met", "close", "missed")


@given(
    value=st.floats(0, 60_000),
    more=st.floats(0, 60_000),
    close=st.integers(1, 20),
    wider=st.integers(0, 20),
    units=st.sampled_from([(), ("beds", "per 1000")]),
)
def test_more_of_what_is_wanted_is_never_a_worse_verdict(value, more, close, wider, units):
    near, far = (Close(per_cent=each, none_for=units) for each in (close, close + wider))
    for target, better, worse in (
        (AT_LEAST, value + more, value),
        (AT_MOST, value / 6000, (value + more) / 6000),
    ):
        found = [WORSE.index(target.verdict(each, near)) for each in (better, worse)]
        assert found == sorted(found)
        assert WORSE.index(target.verdict(worse, far)) <= found[1]
        assert (target.verdict(worse, near) == "met") == target.is_met(worse)


def test_a_pack_without_a_plan_has_no_figures(tmp_path):
    assert read_plan(replace(city_pack(), folder=tmp_path)) == ()
