"""A slip in the scoreboard of a pack: file, line, key, what was found, what would be right."""

from dataclasses import replace

import pytest

from simulator.city.supply.building import building_of
from simulator.city.targets.board import score
from simulator.city.targets.reading import read_entries
from simulator.errors import DataError, UnitError
from tests.city import city_pack
from tests.scoreboards import SCOREBOARD, board, pack_with

SLIPS = [
    ('counts = "serving"', 'counts = "servng"', "counts", 'did you mean "serving"?'),
    ('people = "resident"', 'people = "residents"', "people", 'did you mean "resident"?'),
    ('of = ["hospital"]', 'of = ["hospitals"]', "of", 'did you mean "hospital"?'),
    ('status = "unknown"', 'status = "unknwon"', "status", 'did you mean "unknown"?'),
    ('status = "unknown"', 'status = "recorded"', "status", "expected modelled with"),
    ('"T61"\nstatus = "unknown"', '"T61"\nstatus = "recorded"', "status", "a comparable"),
    ('id = "T02"', 'id = "T99"', "id", '"T99"'),
    ('id = "T02"', 'id = "T01"', "id", "is already on line 66"),
    ('ratio = "hospital_per_resident"', 'ratio = "beds"', "ratio", "known: "),
    ('series = "hospital_beds_open"', 'series = "beds_opn"', "where", "matches 0 rows"),
    ('table = "observations/beds.csv"', 'table = "observations/bed.csv"', "table", "did you mean"),
    ('direction = "down"', 'direction = "sideways"', "direction", "known: up, down"),
    ("per = 1000", 'per = "thousand"', "per", "expected a number"),
    ("ages = [[16, 59]]", "ages = 60", "ages", "expected a list"),
    ('reading = "plan"', 'readings = "plan"', "readings", 'did you mean "reading"?'),
    ('grade = "D"', 'grade = "E"', "grade", "known: A, B, C, D"),
    ('programme = "eldercare_day', 'programme = "elder', "programme", "did you mean"),
    ("transport = {", "traffic = {", "traffic", "known: "),
    ('key = "world.arrivals.scale"', 'key = "world.arivals.scale"', "key", "did you mean"),
    ('whom = { zh = "常住人口", en = "residents" }\n', "", "", "whom is missing"),
    ('people = "pupils"\n', "", "", "people is missing"),
    ('counts = "built"', 'counts = "recorded"', "", "series is missing"),
    ("ages = [[16, 59]]", "ages = [[16, 20, 59]]", "ages", "has length 3"),
    ('source_kind = "census"', 'source_kind = "sensus"', "source_kind", 'did you mean "census"?'),
    ('source_kind = "census"\n', "", "", "T03 lacks source_kind: its number is not on record"),
    ('"T60"\nstatus = "recorded"', '"T60"\nsource_kind = "census"\nstatus = "recorded"',
     "source_kind", "T60 is recorded and its number is there"),
    ('unrecorded = "enrolment"', 'unrecorded = "enrollment"', "unrecorded", "did you mean"),
    ('unrecorded = "enrolment"\n', "", "", "is enrolment here and — in the first reading"),
    ('population = "registered"\n', "", "", "population is missing"),
    ('population = "registered"', 'population = "registred"', "population", "did you mean"),
    ('status = "modelled"', 'status = "input"', "status", "input with values of life_expectancy"),
    ('status = "input"', 'status = "modelled"', "status", "input with values of life_expectancy"),
    ("[close]\nvalue = 3", "[close]\nvalue = 0.03", "value", "expected a whole number"),
    ("[close]\nvalue = 3", "[close]\nvalue = 300", "value", "1"),
    ('none_for = ["years"]', 'none_for = ["year"]', "", "did you mean"),
    ('none_for = ["years"]\n', "", "", "none_for is missing"),
    ('"dead_end_roads_left", year = "2021", date = "2021-05-07"',
     '"road_length_open", year = "2022", date = "2022-08-04"', "where", "expected a figure of T55"),
    ('note = { zh = "三甲', 'definition = { zh = "一", en = "1" }\nnote = { zh = "三甲',
     "definition", "a note"),
    ('role = "later"\ntable = "observations/target_figures.csv"\nwhere = { series = "good_air',
     'role = "aim"\ntable = "observations/target_figures.csv"\nwhere = { series = "good_air',
     "role", "an aim is no record"),
    ('role = "later"\ntable = "observations/target_figures.csv"\nwhere = { series = "good_air',
     'role = "outcome"\ntable = "observations/target_figures.csv"\nwhere = { series = "good_air',
     "role", "expected later by its date and the deadline of T12"),
    ('"sewage_treatment_rate_plant", year = "2011"',
     '"sewage_capacity_added", year = "2020"', "where", "expected percent, the unit of T73"),
    ('day = "school_year"', 'day = "schoolyear"', "day", 'did you mean "school_year"?'),
]  # fmt: skip


def test_the_scoreboard_of_the_city_has_no_slip():
    assert len(read_entries(city_pack())) == 84


@pytest.mark.parametrize(("old", "new", "key", "told"), SLIPS[::2])  # others: slow/test_all_slips
def test_a_slip_is_told_with_its_line(tmp_path, old, new, key, told):
    with pytest.raises(DataError) as caught:
        pack_with(tmp_path, SCOREBOARD, old, new)
    path = tmp_path / "calibration" / "xiamen" / SCOREBOARD
    fault = next(fault for fault in caught.value.faults if told in fault.message)
    assert fault.path == "calibration/xiamen/scoreboard.toml"
    assert fault.line is not None
    lines = path.read_text(encoding="utf-8").splitlines()
    if key:
        assert key in fault.key.split(".")
        assert f"{key} = " in lines[fault.line - 1]


def test_a_figure_without_an_entry_is_told_where_the_plan_states_it(tmp_path):
    text = (city_pack().folder / SCOREBOARD).read_text(encoding="utf-8")
    last = text[text.index('[[target]]\nid = "T84"') :]
    with pytest.raises(DataError) as caught:
        pack_with(tmp_path, SCOREBOARD, last, "")
    assert "calibration/xiamen/targets.csv:85: id: T84 has no entry" in str(caught.value)


def test_every_slip_is_told_at_once(tmp_path):
    with pytest.raises(DataError):
        pack_with(tmp_path, SCOREBOARD, 'counts = "built"', 'counts = "bult"')
    with pytest.raises(DataError) as caught:
        pack_with(tmp_path, SCOREBOARD, 'id = "T50"', 'id = "T51"')
    told = str(caught.value)
    assert 'did you mean "built"?' in told
    assert "T51 is already on line" in told


def test_a_broken_file_is_told_with_its_line(tmp_path):
    with pytest.raises(DataError) as caught:
        pack_with(tmp_path, SCOREBOARD, 'status = "unknown"', "status = unknown")
    assert "scoreboard.toml:" in str(caught.value)


def test_a_reading_that_divides_unlike_definitions_is_refused(tmp_path):
    pack = pack_with(tmp_path, SCOREBOARD, 'as = { population = "register" }\n', "")
    outcome = replace(board().outcome, pack=pack)
    with pytest.raises(UnitError, match="differ in population"):
        score(outcome, building_of(outcome))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (
            'series = "sport_area"\nas = { population = "resident" }',
            'series = "sport_area"\nas = { population = "register" }',
            "population",
        ),
        (
            'with_hongai"\nas = { bed_kind = "open" }',
            'with_hongai"\nas = { bed_kind = "planned" }',
            "bed_kind",
        ),
        (
            'counts = "homes"\nreading = "both"\npeople = "urban_households"',
            'counts = "homes"\nreading = "both"\npeople = "registered"',
            "population",
        ),
    ],
)
def test_a_recorded_number_or_homes_of_another_definition_are_refused(tmp_path, old, new, kind):
    pack = pack_with(tmp_path, SCOREBOARD, old, new)
    outcome = replace(board().outcome, pack=pack)
    with pytest.raises(UnitError, match=f"differ in {kind}"):
        score(outcome, building_of(outcome))


def test_homes_are_counted_only_where_the_pack_says_something_of_housing(tmp_path):
    pack_with(tmp_path, SCOREBOARD, "[close]", "[close]")
    (tmp_path / "calibration" / "xiamen" / "housing.toml").unlink()
    with pytest.raises(DataError, match=r"housing\.toml is missing; expected housing\.toml, which"):
        pack_with(tmp_path, SCOREBOARD, "[close]", "[close]")
