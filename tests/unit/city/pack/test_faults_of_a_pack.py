"""Slips in the files of a pack: each told with file, line, key, and what was probably meant."""

import pytest

from simulator.city.loading import all_settings
from simulator.city.pack.check import check_files
from tests.city import ROOT
from tests.pack_files import line_of

PACK = ROOT / "calibration" / "xiamen"
SETTINGS = all_settings()
WITH_CHILD = '[[parameter]]\nkey = "world.adults_with_child"\n'

# file, what is written there, what is written in its place, line of the fault, what is said of it;
# in files that every fit writes anew the line is that on which a text first begins
SLIPS = {
    "a key misspelt": ("city.toml", "name_en = ", "name_eng = ", 8, 'did you mean "name_en"?'),
    "a key missing": ("city.toml", 'name_zh = "厦门"\n', "", None, "name_zh is missing"),
    "a word in place of a day": ("city.toml", '"2010-11-01"', '"autumn"', 69, "a day such as"),
    "a number as text": (
        "city.toml", "value = 3561000", 'value = "3561000"', 73, "a number from 0",
    ),
    "a share above one": ("city.toml", "value = 0.8965", "value = 1.8965", 91, "from 0.1 to 1"),
    "a district in no area": ("city.toml", 'area = "island"', 'area = "islnd"', 17, '"island"?'),
    "a district twice": ("city.toml", 'id = "huli"', 'id = "siming"', 20, "on line"),
    "an area without a district": (
        "city.toml", '["siming", "huli"]', '["siming"]', 23, "not among",
    ),
    "a source nobody lists": ("city.toml", 'source_id = "YB22"', 'source_id = "YB2"', 76, "YB"),
    "a grade there is not": ("city.toml", 'grade = "A"', 'grade = "E"', 78, "known: A, B, C, D"),
    "one letter of a kind": ("services.toml", '"school_age"', '"school_agee"', 26, "school_age"),
    "a share of points above one": ("services.toml", "0.8272", "1.8272", 57, "from 0 to 1"),
    "a residency misspelt": ("services.toml", '"migrant"]', '"migrnt"]', 29, '"migrant"?'),
    "a table misspelt": ("services.toml", "[service.norm]", "[service.nrom]", 45, '"norm"?'),
    "a negative norm": ("services.toml", "value = 6.0", "value = -6.0", 653, "from 0 to 1000"),
    "a class of nobody": (
        "services.toml", "class_size = 30", "class_size = 0", 62, "from 1 to 200",
    ),
    "shares that fall": ("services.toml", "0.49, 0.68", "0.1, 0.68", 665, "ascending values"),
    "places of a district negative": (
        "services.toml", "huli = 38617", "huli = -38617", 126, "0 or more",
    ),
    "a district left out": ("services.toml", "huli = 38617\n", "", 124, "huli missing"),
    "districts that do not add up": ("services.toml", "38617", "48617", 115, "add up to 179855"),
    "a service twice": ("services.toml", 'id = "primary"', 'id = "kindergarten"', 133, "on line"),
    "an age range reversed": ("services.toml", "to = 14", "to = -1", 801, "from 0 to 120"),
    "a definition there is not": ("services.toml", '"designed"', '"desgned"', 19, '"designed"?'),
    "grade D without a reason": (
        "services.toml",
        'reason = "places are counted against pupils"\n',
        "",
        53,
        "without a reason",
    ),
    "a programme's table misspelt": (
        "programmes.toml", "[[programme]]", "[[programm]]", 99, '"programme"?',
    ),
    "a service there is not": (
        "programmes.toml", 'service = "primary"', 'service = "primry"', 158, '"primary"?',
    ),
    "shares of districts off one": (
        "programmes.toml", "siming = 0.164673", "siming = 0.264673", 118, "the sum is 1.1",
    ),
    "a promise on no day": ("programmes.toml", '"2016-12-31"', '"soon"', 135, "a day such as"),
    "more shares than dates": (
        "programmes.toml", "shares = [0.105906, ", "shares = [", 136, "as many as dates",
    ),
    "a promise that falls": ("programmes.toml", "0.257069", "0.05", 136, "never fall"),
    "an end before the beginning": (
        "programmes.toml", '"2020-12-31"', '"2012-12-31"', 25, "a later day",
    ),
    "programmes off their total": (
        "programmes.toml", "places = 139408", "places = 149408", 35, "add up to",
    ),
    "a project negative": ("projects.csv", ",800,800,", ",800,-800,", 2, "0 or more"),
    "a project twice": ("projects.csv", "\nP02,", "\nP01,", 3, "on line 2"),
    "a project of no programme": (
        "projects.csv", "planned,hospital_2016_2020", "planned,hospital_16", 2, "hospital_2016",
    ),
    "a state there is not": ("projects.csv", ",building,2015", ",bulding,2015", 2, '"building"?'),
    "a day of the thirteenth month": (
        "projects.csv", "2015-09-18", "2015-13-18", 2, "a day such as",
    ),
    "a column misspelt": ("projects.csv", ",increment,", ",incremnt,", 1, '"increment"?'),
    "a cell too many": ("projects.csv", "P01,", "P01,,", 2, "cells"),
    "a key of no parameter": (
        "parameters.toml", '"world.departures"', '"world.departure"',
        '"world.departures"', "world.departures",
    ),
    "a parameter twice": (
        "parameters.toml", '"world.registered_departures"', '"world.departures"',
        '"world.departures"', "on line",
    ),
    "a parameter without a value": (
        "parameters.toml", f"{WITH_CHILD}value = 1.2\n", WITH_CHILD, WITH_CHILD, "value and values",
    ),
    "a parameter as text": (
        "parameters.toml", "value = 1.2\n", 'value = "1.2"\n', "value = 1.2\n", "a number",
    ),
    "a parameter beyond its bounds": (
        "parameters.toml",
        "values = { 2011 = ",
        "values = { 2011 = -",
        14,
        "0 or more",
    ),
    "an ascent of nothing": (
        "parameters.toml", "value = 0.4\n", "value = 0\n", "value = 0.4\n", "0.001 or more",
    ),
    "steps that begin late": (
        "parameters.toml", "[[0, 0.03]", "[[5, 0.03]", "value = [[0, 0.03]", "begin at age 0",
    ),
    "an area without its share": (
        "parameters.toml", "island = 0.4808, ", "", "value = { island", "island missing",
    ),
    "shares of areas off one": (
        "parameters.toml", "island = 0.4808", "island = 0.3808", "value = { island", "sum is 0.9",
    ),
    "delays as a number": (
        "parameters.toml", "value = { on_time = 0.1667, median", "value = 3 # ",
        "value = { on_time = 0.1667", "a table",
    ),
    "a comparator there is not": ("targets.csv", ",>=,2020", ",>,2020", 2, 'did you mean ">="'),
    "a target twice": ("targets.csv", "\nT02,", "\nT01,", 3, "on line 2"),
    "a target without an id": ("targets.csv", "\nT02,", "\n,", 3, "is empty"),
    "a number fitted to no key": (
        "fit.toml", 'keys = ["world.arrivals"]', 'keys = ["world.arivals"]', 44, "world.arrivals",
    ),
    "a transform there is not": (
        "fit.toml", 'transform = "log"', 'transform = "ln"', 46, "known: plain, log",
    ),
    "a prior of a number below it": (
        "fit.toml", 'after = "arrivals_2011"', 'after = "arrivals_2013"', 62, "before this number",
    ),
    "a prior twice": (
        "fit.toml", 'name = "arrivals_2012"', 'name = "arrivals_2011"', 58, "on line",
    ),
    "a prior without a centre": (
        "fit.toml", "centre = 320000.0\ncentre_planned = 170000.0\n", "", 42, "or neither",
    ),
    "a path that is not fitted": (
        "fit.toml", 'key = "world.arrivals"', 'key = "world.departures"', 44, "[[path]]",
    ),
    "a year of the fit as a word": (
        "fit.toml", 'dates = ["2011"]', 'dates = ["first"]', 45, "as a date",
    ),
    "a series of no record": (
        "fit.toml", 'series = "births"', 'series = "birth"',
        'series = "births"', "has no row of series",
    ),
    "a quantity nobody counts": (
        "fit.toml", 'quantity = "births"', 'quantity = "birth"', 'quantity = "births"', '"births"?',
    ),
    "an error model there is not": ("fit.toml", '"tight"', '"tigt"', '"tight"', '"tight"?'),
    "a reading of no target": ("scoreboard.toml", 'id = "T02"', 'id = "T99"', 96, '"T9'),
    "a status that is not so": (
        "scoreboard.toml", 'status = "unknown"', 'status = "recorded"', 111, "expected modelled",
    ),
    "a driver of nothing": (
        "scoreboard.toml", '"world.arrivals.scale"', '"world.arrivals.scael"', 142, "scale",
    ),
    "an age group left out": (
        "observations/census_2010.csv", "\nmen,10,14,", "\nmen,11,14,", 5, "each age group begins",
    ),
    "no open age group": (
        "observations/census_2010.csv", "\nmen,85,,", "\nmen,85,99,", 20, "an open one",
    ),
    "a series of no record defined": (
        "definitions.toml", "registered_births = {", "registerd_births = {", 16, "registered_b",
    ),
    "a series of no record asked for": (
        "city.toml", '"residents_revised"', '"residents_revisd"', 103, "residents_revised",
    ),
    "births negative": ("observations/births.csv", ",35800,", ",-35800,", 2, "from 0 to"),
    "pupils of no district": (
        "observations/pupils.csv", "september,siming", "september,simng", 3, '"siming"?',
    ),
    "a year of pupils twice": (
        "observations/births.csv", "births,2012,", "births,2011,", 3, "on line 2",
    ),
    "a sex there is not": ("observations/census_2010.csv", "\nmen,0,", "\nman,0,", 2, '"men"?'),
    "a death rate twice": ("rates/mortality.csv", "2000,men,1,", "2000,men,0,", 3, "on line 2"),
    "an age without a death rate": (
        "rates/mortality.csv", "2000,men,1,0.00314955,estimate\n", "", None, "2000 men 1",
    ),
    "a death rate that is none": ("rates/mortality.csv", "0.0303863", "high", 2, "a number from 0"),
    "a year of infants left out": (
        "rates/infant.csv", "2003,", "2030,", 8, "every whole number",
    ),
    "an order of birth there is not": (
        "rates/fertility_by_order.csv", "15,1,", "15,9,", 2, "known: 1, 2",
    ),
    "a ratio of no service": (
        "definitions.toml", 'service = "eldercare"', 'service = "eldercar"', 71, "eldercare",
    ),
    "a question there is not": (
        "supply_record.toml", 'asks = "built"', 'asks = "build"', 18, '"built"?',
    ),
    "a date of no record": (
        "supply_record.toml", '"2018-12-31"]]', '"2018-31-12"]]', 20, "a day such as",
    ),
    "a source twice": ("sources.csv", "\nFJYB18_1703,", "\nFJYB16_2217,", 4, "on line 3"),
    "a target without a number": ("targets.csv", ",99,percent", ",many,percent", 2, "a number"),
}  # fmt: skip


def test_the_pack_of_the_city_has_no_fault():
    assert [str(fault) for fault in check_files(PACK, SETTINGS).faults] == []


BY_DEFAULT = list(SLIPS)[::2]  # the others are in tests/slow/test_all_slips.py
ROWS = [SLIPS[name] for name in BY_DEFAULT]


@pytest.mark.parametrize(("file", "old", "new", "line", "said"), ROWS, ids=BY_DEFAULT)
def test_a_slip_is_told_where_it_stands(copy, file, old, new, line, said):
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = check_files(copy, SETTINGS).faults
    found = [fault for fault in faults if said in fault.message]
    assert found, [str(fault) for fault in faults]
    assert {fault.path for fault in found} == {f"calibration/xiamen/{file}"}
    assert " / " in found[0].message  # in both languages
    assert found[0].line == line_of(file, line)


def test_a_file_that_is_not_there(copy):
    (copy / "services.toml").unlink()
    [fault] = check_files(copy, SETTINGS).faults
    assert str(fault) == "calibration/xiamen/services.toml: no such file / 没有这个文件"


def test_tables_that_are_none(copy):
    (copy / "observations" / "births.csv").write_bytes("births,厦门".encode("gbk"))
    (copy / "observations" / "deaths.csv").write_text("", encoding="utf-8")
    first = (copy / "observations" / "census_2010.csv").read_text(encoding="utf-8").split("\n")[0]
    (copy / "observations" / "census_2010.csv").write_text(first + "\n", encoding="utf-8")
    said = [str(fault) for fault in check_files(copy, SETTINGS).faults]
    for name, message in (
        ("observations/births.csv", "is not UTF-8 text"),
        ("observations/deaths.csv", "has no rows"),
        ("observations/census_2010.csv", "has no rows"),
    ):
        assert any(f"{name}: " in text and message in text for text in said), (name, said)


def test_everything_is_told_at_once(copy):
    for file, old, new in (
        ("city.toml", 'grade = "A"', 'grade = "E"'),
        ("projects.csv", ",800,800,", ",800,-800,"),
        ("rates/infant.csv", "0.12739", "high"),
    ):
        path = copy / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    paths = [fault.path.removeprefix("calibration/xiamen/") for fault in check_files(copy).faults]
    assert paths == ["city.toml", "projects.csv", "rates/infant.csv"]


def test_a_name_that_means_nothing_is_told(copy):
    (copy / "observations" / "birth.csv").write_text("a\n", encoding="utf-8")
    unread = check_files(copy, SETTINGS).unread
    assert any("observations/birth.csv" in text and "births.csv" in text for text in unread)
    assert any(
        "not used by any run: " in text and "observations/norms.csv" in text for text in unread
    )
