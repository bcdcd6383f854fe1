"""A key that is far from the record and does nothing is told in one line, what matters first."""

from simulator.city.idle_input import examine
from simulator.city.loading import load
from simulator.city.told_once import told_once
from simulator.errors import Fault
from simulator.words.catalogue import message
from tests.city import BASELINE, city_pack

HEAD = f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'


def fault(line, key, told="x", path="mine.toml"):
    return Fault(path=path, line=line, key=key, message=told)


def test_an_idle_key_far_from_the_record_is_told_in_one_line(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(
        f"{HEAD}[feedback]\nplanners.delay = 9\n[world]\narrivals.scale = 5\n", encoding="utf-8"
    )
    remarks = examine(load(path, (), city_pack())).remarks
    assert [(one.line, one.key) for one in remarks] == [
        (6, "world.arrivals"),
        (4, "feedback.planners.delay"),
    ]
    chinese, english = remarks[1].message.pair
    assert english.startswith("has no effect: feedback.planners.on = false")
    assert "; besides: comes to 9 (year), 5 times the value on record, 1.8" in english
    assert chinese.startswith("不起作用：")
    assert "；此外，取值为 9 年，为记录值（1.8）的5倍" in chinese


def test_a_field_of_an_idle_record_is_told_in_the_line_of_the_record():
    idle = fault(3, "plan.closures.c", message("effect.idle", reason="dated late"))
    told = told_once([fault(6, "plan.closures.c.places", "too many")], [idle])
    [one] = told
    assert (one.line, one.key) == (3, "plan.closures.c")
    assert one.message.pair[1] == "has no effect: dated late; besides: places: too many"


def test_what_is_about_another_key_or_line_or_file_stays():
    idle = fault(3, "plan.closures.c")
    others = [
        fault(3, "plan.closures.c", path="parent.toml"),
        fault(9, "plan.closures.cc"),
        fault(2, "plan.closures.c"),
        fault(3, "plan"),
    ]
    assert told_once(others, [idle]) == (*others, idle)
    whole = fault(None, "")
    assert told_once(others, [whole]) == (*others, whole)
