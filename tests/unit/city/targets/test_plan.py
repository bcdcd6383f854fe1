"""The figures of a plan read from a table, and when a number meets one."""

from dataclasses import replace

import pytest

from simulator.city.targets.plan import read_plan
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


def test_a_pack_without_a_plan_has_no_figures(tmp_path):
    assert read_plan(replace(city_pack(), folder=tmp_path)) == ()
