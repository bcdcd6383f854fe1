"""What each file of a pack may say alone, but not beside the others; and cells that look right."""

import os

import pytest

from simulator.city.loading import all_settings
from simulator.city.pack.check import check_files
from tests.pack_files import line_of

SETTINGS = all_settings()
BIRTHS, RESIDENTS = "observations/births.csv", "observations/residents.csv"
ADULTS, OF_ADULTS = "value = 1.2\n", "interval = [0.5, 2.0]"
_OF_HOMES = 'FS20170921"\nstatus = "published"\ngrade = '
OF_2013 = "births,2013,,calendar_year,city,both,all,44000,persons"

# file, what is written there, what is written in its place, line of the fault, what is said of it
UNSPELT = {
    "digits of full width": (BIRTHS, ",44000,", ",４４０００,", 4, "expected 44000 (a number"),
    "digits parted": (BIRTHS, ",44000,", ',"44,000",', 4, "expected 44000 (a number"),
    "a unit in the cell": (BIRTHS, ",44000,", ",4.4万,", 4, "expected 44000 (a number"),
    "digits joined": (BIRTHS, ",44000,", ",44_000,", 4, "a number from 0"),
    "a leading zero": ("rates/mortality.csv", "\n2000,men,5,", "\n2000,men,05,", 7, "expected 5 ("),
    "percent": ("rates/infant.csv", ",0.12739,", ",12.739%,", 2, "expected 0.12739 ("),
    "a percentage": ("city.toml", "value = 0.8965", "value = 89.65", 91, "expected 0.8965 ("),
    "more than any country has": (BIRTHS, ",44000,", ",1e300,", 4, "a number from 0"),
    "a whole number without end": (
        "services.toml", "class_size = 30", f"class_size = {'9' * 400}", 62, "from 1 to 200",
    ),
    "a parameter without end": (
        "parameters.toml", ADULTS, f"value = 1{'0' * 400}\n", ADULTS, "a number",
    ),
    "an infinite parameter": ("parameters.toml", ADULTS, "value = inf\n", ADULTS, "found inf"),
    "a space after a name": (BIRTHS, "births,2013", "births ,2013", 4, 'expected "births"'),
    "a name in another case": (BIRTHS, "births,2012", "Births,2011", 3, "on line 2"),
    "a source in another case": ("sources.csv", "\nFJYB18_1703,", "\nfjyb16_2217,", 4, "line 3"),
    "a source twice": (BIRTHS, "N18c;XCP", "N18c;N18c", 2, '"N18c" appears twice'),
    "a day without dashes": (RESIDENTS, "2016-01-01", "20160101", 10, "a day such as"),
    "a day of a week": ("projects.csv", "2015-09-18", "2015-W38-5", 2, "a day such as"),
    "a year in words": (BIRTHS, "births,2013", "births,2013年", 4, "a year or a span"),
    "years reversed": (BIRTHS, "births,2013", "births,2013-2011", 4, "a year or a span"),
    "an age group there is not": (BIRTHS, OF_2013, OF_2013.replace("all", "al"), 4, "65+"),
    "a rule of dates there is not": (
        BIRTHS, OF_2013, OF_2013.replace("calendar", "calender"), 4, "when it was counted",
    ),
    "a basis of rates there is not": (
        "rates/mortality.csv", "0.0303863,estimate", "0.0303863,estmate", 2, '"estimate"?',
    ),
    "a region there is not": (
        "rates/life_expectancy.csv", "china,2000", "chna,2000", 2, '"china"?',
    ),
    "a sector misspelt": ("targets.csv", "T01,education", "T01,educaton", 2, '"education"?'),
    "a kind of people misspelt": (
        "definitions.toml", 'from = "register"', 'from = "registr"', 43, '"register"?',
    ),
    "a quotation mark never closed": (BIRTHS, ",44000,persons,", ',44000,"persons,', 4, "marks"),
    "a quotation mark inside": (BIRTHS, ",44000,persons,", ',44000,"per"sons,', 4, "marks"),
    "a character nobody sees": (BIRTHS, ",44000,persons,", ",44000,per\0sons,", 4, "control"),
    "an id in capitals": ("services.toml", 'id = "primary"', 'id = "Primary"', 133, "lower-case"),
    "a list of nothing": (
        "supply_record.toml",
        'services = ["kindergarten", "primary", "junior", "senior_general"]',
        "services = []",
        19,
        "has length 0",
    ),
    "a period of one day": (
        "supply_record.toml", '"2016-01-01", "2018-12-31"', '"2016-01-01"', 20, "has length 1",
    ),
}  # fmt: skip

DISAGREEING = {
    "a district in two areas": (
        "city.toml", '["siming", "huli"]', '["siming", "huli", "jimei"]', 59, "another area",
    ),
    "a district twice in an area": (
        "city.toml", '["siming", "huli"]', '["siming", "huli", "huli"]', 59, "appears twice",
    ),
    "a city without a district": (
        "city.toml", '"tongan", "xiangan"]', '"tongan"]', 53, "xiangan missing",
    ),
    "a city that is none": ("city.toml", 'id = "city"', 'id = "town"', 49, "no area with id"),
    "a census after the start": ("city.toml", "2010-11-01", "2020-11-01", 68, "a later day"),
    "a horizon before the record": ("city.toml", "2051-01-01", "2015-01-01", 130, "supply_date"),
    "a goal without its day": (
        "city.toml", 'residents_goal_date = "2021-01-01"\n', "", 111, "expected both",
    ),
    "a goal before the record ends": (
        "city.toml", 'goal_date = "2021-01-01"', 'goal_date = "2011-01-01"', 117, "a later day",
    ),
    "a stock of other places": (
        "services.toml", 'place_kind = "served"\ndefinition', 'place_kind = "open"\ndefinition',
        117, "as service kindergarten is defined",
    ),
    "a series of other people": (
        "definitions.toml", 'primary = { population = "resident"',
        'primary = { population = "registered"', 21, "as service primary is defined",
    ),
    "a converter to itself": (
        "definitions.toml", 'to = "resident"', 'to = "register"', 44, "no such name",
    ),
    "a percentage of admissions": ("beds.toml", "[0.075, ", "[7.5, ", 14, "from 0 to 5"),
    "admissions from age 1": ("beds.toml", "from = [0, 5", "from = [1, 5", 13, "begin at 0"),
    "a promise after the end": (
        "programmes.toml", '"2020-03-01", "2020-12-31"', '"2020-03-01", "2035-12-31"', 135,
        "within the programme",
    ),
    "a promise of less than all": ("programmes.toml", "0.715744, 1.0]", "0.715744, 0.9]", 136,
                                   "end at 1"),
    "a year outside its programme": (
        "programmes.toml", "years = [2016,", "years = [1999,", 479, "within the programme",
    ),
    "a programme that enters late": (
        "programmes.toml", 'date = "2016-07-01"', 'date = "2036-07-01"', 146, "within the prog",
    ),
    "an opening before the start": ("projects.csv", "2018-01-08", "2014-01-08", 2, "not before"),
    "begun, but planned": ("projects.csv", ",building,2015", ",planned,2015", 2, "a later state"),
    "open before the day": ("projects.csv", ",building,2015", ",open,2015", 2, "an earlier state"),
    "a project of no service": (
        "projects.csv", ",primary,tongan,1080", ",,tongan,1080", 22, 'expected "primary"',
    ),
    "a project of another service": (
        "projects.csv", ",primary,tongan,1080", ",junior,tongan,1080", 22, 'expected "primary"',
    ),
    "inside no programme": (
        "projects.csv", ",hospital_2016_2020,yes,no,building,2015", ",,yes,no,building,2015", 2,
        "does not fit",
    ),
    "beds of a school": ("projects.csv", "1080,places", "1080,beds", 22, 'expected "places"'),
    "counted twice": (
        "projects.csv", "yes,no,building,2015", "yes,yes,building,2015", 2, "yes for only",
    ),
    "more than its capacity": ("projects.csv", ",800,800,", ",800,8000,", 2, "no more than"),
    "a sum of itself": (
        "supply_record.toml", 'sum_of = ["openings_2016_2018"', 'sum_of = ["announced_2016_2018"',
        50, "does not come before",
    ),
    "a grade above its source": (BIRTHS, "derived,B,", "derived,A,", 2, "expected B at best"),
    "a grade above its source in TOML": (
        "services.toml", f'{_OF_HOMES}"C"', f'{_OF_HOMES}"A"', 974, "expected B at best",
    ),
    "a share of new beds and no whole": (
        "services.toml", 'part_of = "hospital"', "", 749, "and no whole",
    ),
    "a part counted before its whole": (
        "services.toml", 'date = "2017-05-01"', 'date = "2015-05-01"', 749, "counted before",
    ),
    "more come with the whole than counted": (
        "services.toml", "whole = 14600", "whole = 34600", 750, "more beds have come",
    ),
    "a share beyond its interval": (
        "services.toml", "value = 0.1062", "value = 0.2", 750, "within its interval",
    ),
    "a ramp that ends early, unsaid": ("services.toml", "low = 0.75", "", 662, "no interval"),
    "a ramp that ends below its interval": (
        "services.toml", "low = 0.75", "low = 0.95", 665, "within its interval",
    ),
    "an estimate of grade B": (BIRTHS, "derived,B,", "estimated,B,", 2, "expected D"),
    "an estimate observed": (
        RESIDENTS, "none,aid,YB22", "tight,observation,YB22", 16, "not an obs",
    ),
    "a year left out": (BIRTHS, "births,2013", "birth,2013", 5, "lacks 2013"),
    "a year that fixes a path left out": (
        "observations/registered.csv", "registered,2014", "registred,2014", 8, "lacks 2014",
    ),
    "a unit among others": (BIRTHS, "44000,persons", "44,thousand", 4, 'expected "persons"'),
    "a day of another year": (RESIDENTS, "2015,2016-01-01", "2015,2006-01-01", 10, "a day in 2015"),
    "a day of a period": (BIRTHS, "2013,,", "2013,2013-05-01,", 4, "no date for a total"),
    "a count of the future": (BIRTHS, "births,2018", "births,2048", 9, "is later than"),
    "a census ten times": (
        "observations/districts_2010.csv", "siming,men,456490,", "siming,men,4564900,", None,
        "add up to",
    ),
    "ages reversed": (
        "observations/census_2010.csv", "\nmen,5,9,", "\nmen,5,1,", 4, "age 5 or later",
    ),
    "a decimal point misplaced": (
        "rates/mortality.csv", "\n2000,men,60,0.0", "\n2000,men,60,0.", 62, "changes little",
    ),
    "weights off one": (
        "rates/migration_profile.csv", "0.0217636", "0.2176360", None, "expected 1",
    ),
    "an interval elsewhere": (
        "parameters.toml", OF_ADULTS, "interval = [97.2, 177]", OF_ADULTS, "holds",
    ),
    "an interval of one": (
        "parameters.toml", OF_ADULTS, "interval = [0.9]", OF_ADULTS, "[low, high]",
    ),
    "an instant twice": (
        "parameters.toml", "values = { 2011 =", "values = { 2011-01-01 = 3.0, 2011 =", 14, "same",
    ),
    "a centre of nothing": ("fit.toml", "centre = 320000.0", "centre = 0.0", 47, "above 0"),
    "a spread of nothing": ("fit.toml", "spread = 0.3", "spread = 0", 49, "or more"),
    "a window before the start": ("fit.toml", '"2019-01-01"', '"1999-01-01"', 11, "after the st"),
    "a date fitted twice": ("fit.toml", 'dates = ["2012"]', 'dates = ["2011"]', 60, "is already"),
}  # fmt: skip


SLIPS = UNSPELT | DISAGREEING
ROWS = {name: SLIPS[name] for name in list(SLIPS)[::2]}  # all: tests/slow/test_all_slips.py


@pytest.mark.parametrize(("file", "old", "new", "line", "said"), ROWS.values(), ids=ROWS)
def test_a_slip_is_told_where_it_stands_and_nowhere_else(copy, file, old, new, line, said):
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = check_files(copy, SETTINGS).faults
    assert {fault.path for fault in faults} == {f"calibration/xiamen/{file}"}, faults
    found = [fault for fault in faults if said in fault.message]
    assert found, [str(fault) for fault in faults]
    assert found[0].line == line_of(file, line)
    assert " / " in found[0].message  # in both languages


def test_a_figure_is_counted_per_as_many_as_the_plan_says(copy):
    path = copy / "targets.csv"
    text = path.read_text(encoding="utf-8").replace("6,beds/1000,", "6,beds/10000,", 1)
    path.write_text(text, encoding="utf-8")
    faults = check_files(copy, SETTINGS).faults
    assert all("the unit of T04 in targets.csv is beds/10000" in each.message for each in faults)
    assert {fault.key for fault in faults} >= {"target.T04.value.built.per"}


def one_fault(copy):
    [fault] = check_files(copy, SETTINGS).faults
    return str(fault).removeprefix("calibration/xiamen/")


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("city.toml", b"", "is empty"),
        ("observations/census_2010.csv", b"", "has no rows"),
        (BIRTHS, b"series;year;value\nbirths;2013;44000\n", "separated by"),
        (BIRTHS, b"series\tyear\tvalue\nbirths\t2013\t44000\n", "separated by"),
        (BIRTHS, b"series,year,year\nbirths,2013,2013\n", "appears twice"),
        ("sources.csv", "来源".encode("gbk"), "not UTF-8 text"),
        ("sources.csv", b"", "has no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_once(copy, file, content, said):
    (copy / file).write_bytes(content)
    told = one_fault(copy)
    assert told.startswith(file)
    assert said in told


@pytest.mark.parametrize("file", ["sources.csv", "targets.csv", "rates/mortality.csv"])
def test_a_table_that_others_need_is_told_once(copy, file):
    (copy / file).unlink()
    assert one_fault(copy).startswith(f"{file}: no such file")


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo, lambda path: path.symlink_to(path)])
@pytest.mark.parametrize("file", ["beds.toml", "sources.csv", "observations/norms.csv"])
def test_what_is_no_file_is_no_missing_file(copy, file, make):
    (copy / file).unlink()
    make(copy / file)
    assert one_fault(copy).startswith(f"{file}: is a folder or a special file")


def test_ages_at_which_women_still_give_birth_are_not_left_out(copy):
    path = copy / "rates" / "fertility_by_order.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(each for each in lines if not each.startswith("49,")), encoding="utf-8")
    assert "49 1; 49 2; 49 3+ is missing" in one_fault(copy)


@pytest.mark.parametrize(
    ("from_year", "to_year", "said"), [(2000, 2013, "2011"), (2018, 2025, "2020")]
)
def test_death_rates_reach_over_the_plan(copy, from_year, to_year, said):
    path = copy / "rates" / "mortality.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    left_out = tuple(f"{year}," for year in range(from_year, to_year + 1))
    path.write_text(
        "".join(each for each in lines if not each.startswith(left_out)), encoding="utf-8"
    )
    told = one_fault(copy)
    assert told.startswith("rates/mortality.csv")
    assert f"expected rates {'from' if said == '2011' else 'up to'} {said}" in told


def test_a_file_under_a_name_almost_right_is_told_before_what_it_lacks(copy):
    (copy / BIRTHS).rename(copy / "observations" / "brths.csv")
    told = one_fault(copy)
    assert told.startswith("observations/brths.csv: ")
    assert f"did you mean {BIRTHS}" in told


def test_other_ways_to_write_the_same_are_no_fault(copy):
    (copy / BIRTHS).write_bytes(b"\xef\xbb\xbf" + (copy / BIRTHS).read_bytes())
    census = copy / "observations" / "census_2010.csv"
    census.write_bytes(census.read_bytes().replace(b"\n", b"\r\n"))
    programmes = copy / "programmes.toml"
    text = programmes.read_text(encoding="utf-8")
    programmes.write_text(text.replace('"2016-12-31"', "2016-12-31"), encoding="utf-8")
    assert check_files(copy, SETTINGS).faults == ()
