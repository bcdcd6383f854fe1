"""Reports of made-up cities whose every gap is known, of a city without plan and projects."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.document.places_section import places_section
from simulator.city.document.projects_section import projects_section
from simulator.city.document.report import build_report
from simulator.city.ground.outcome import Outcome
from simulator.city.tables import TABLES
from simulator.report.document.html import write_html
from simulator.report.document.parts import Rows
from simulator.report.table import Table, dates, numbers, texts
from tests.city import outcome_of
from tests.outcomes import READINGS, MadeUp, write_observations
from tests.reports import SMALL, material_of

WIDE = READINGS.size


def city(folder, north: float, south: float) -> Outcome:
    """Primary demand is 1,000 in either district; beds are 10 of 10."""
    write_observations(folder, "residents", [])
    (folder / "trial.toml").touch()
    sources = "source_id,title,publisher,date,grade,gives\nS1,年鉴,Bureau,2018,A,pupils\n"
    (folder / "sources.csv").write_text(sources, encoding="utf-8")
    demand = np.zeros((3, 2, WIDE))
    demand[0], demand[1] = 1000.0, 10.0
    supply = np.zeros((2, 3, 2, WIDE))
    supply[:, 0, 0], supply[:, 0, 1] = north, south
    supply[:, 1] = 10.0
    return MadeUp(folder=folder, measures={"demand": demand, "supply": supply}).outcome()


def material(outcome: Outcome, language):
    """What its report is made from; the made-up pack has no files whose lines could be named."""
    tables = {name: make(outcome) for name, make in TABLES.items() if name != "inputs"}
    return material_of(outcome, language, tables=tables)


def places_of(outcome: Outcome, language):
    chart, _, *maps = places_section(material(outcome, language)).blocks
    return chart, {one.name: one for one in maps if isinstance(one, Rows)}


@pytest.mark.parametrize(
    ("north", "south", "english", "chinese"),
    [
        (1000.0, 1000.0, "never short in any of 2 catchments", "2个范围均未出现短缺"),
        (
            900.0,
            1200.0,
            "short at some time in 1 of 2 catchments, most in North 100 (Sept 2015)",
            "2个范围中1个曾短缺，最多的是北区100（2015年9月）",
        ),
        (
            900.0,
            600.0,
            "short at some time in 2 of 2 catchments, most in South 400 (Sept 2015)",
            "2个范围中2个曾短缺，最多的是南区400（2015年9月）",
        ),
        (2000.0, 2000.0, "never short in any of 2 catchments", "2个范围均未出现短缺"),
    ],
    ids=["none", "one district", "all", "surplus alone"],
)
def test_a_map_says_where_places_are_short(north, south, english, chinese, tmp_path):
    outcome = city(tmp_path, north, south)
    _, maps = places_of(outcome, "en")
    assert maps["map-primary"].title == f"The primary: {english}"
    _, maps = places_of(outcome, "zh")
    assert maps["map-primary"].title == f"服务primary：{chinese}"


def test_cells_of_a_map_say_their_side_and_a_tie_has_none(tmp_path):
    _, maps = places_of(city(tmp_path, 1400.0, 600.0), "en")
    north, south, whole = maps["map-primary"].body
    assert maps["map-primary"].head == ("District", "2015", "2016", "2017")
    assert [(cell.text, cell.tone) for cell in north[1:]] == [("−400", "surplus")] * 3
    assert [(cell.text, cell.tone) for cell in south[1:]] == [("+400", "shortage")] * 3
    assert [(cell.text, cell.tone) for cell in whole[1:]] == [("0", "")] * 3
    assert whole[0].text == "Whole city"


def test_what_is_short_is_shown_first_and_its_curve_says_so(tmp_path):
    chart, _ = places_of(city(tmp_path, 900.0, 600.0), "en")
    assert chart.values["chosen"] == [0, 0]
    whole, north, south = chart.values["services"][0]["places"]
    assert whole["finding"].startswith("The primary, whole city: short 500 (Sept 2017)")
    assert "short 100" in north["finding"]
    assert "short 400" in south["finding"]


def test_a_city_in_balance_is_never_short(tmp_path):
    chart, _ = places_of(city(tmp_path, 1000.0, 1000.0), "en")
    found = chart.values["services"][0]["places"][0]["finding"]
    assert found == "The primary, whole city: never short; in balance (Sept 2017)"


def test_supply_that_is_not_on_record_is_unknown_and_has_no_map(tmp_path):
    chart, maps = places_of(city(tmp_path, 900.0, 600.0), "zh")
    unknown = chart.values["services"][2]
    assert {place["finding"].split("：")[1] for place in unknown["places"]} == {
        "供给未知，起始存量没有记录"
    }
    assert set(unknown["places"][0]["expected"]) == {None}
    assert set(maps) == {"map-primary", "map-hospital"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_city_without_plan_and_projects_has_no_section_of_them(language, tmp_path):
    outcome = city(tmp_path, 900.0, 600.0)
    document = build_report(material(outcome, language))
    assert [section.name for section in document.sections] == [
        *("answer", "places", "people", "assumptions", "method", "provenance")
    ]
    assert write_html(document).startswith("<!DOCTYPE html>")


def test_nobody_has_no_pyramid(tmp_path):
    people = build_report(material(city(tmp_path, 900.0, 600.0), "en")).sections[2]
    assert [block.name for block in people.blocks] == ["people-components", "people-births"]


def test_projects_without_any_day_have_no_years():
    whole = material_of(outcome_of(*SMALL), "en")
    tables = {**whole.tables, "projects": projects(("", "", 100.0))}
    section = projects_section(replace(whole, tables=tables))
    assert section is not None
    assert section.blocks[0].values["when"] == []
    assert section.blocks[0].title.startswith("None of 1 named projects")


def projects(*rows: tuple[str, str, float]) -> Table:
    """Projects by day promised, day expected and places."""
    promised, expected, places = zip(*rows, strict=True)
    count = len(rows)
    return Table(
        name="projects",
        columns=(
            *(texts(name, [""] * count) for name in ("name_zh", "name_en", "grade")),
            *(texts(name, ["primary"] * count) for name in ("service",)),
            *(texts(name, ["huli"] * count) for name in ("district",)),
            numbers("places", list(places), "places", 1),
            dates("promised_opening", promised),
            dates("expected_opening", expected),
            *(dates(f"{name}_opening", expected) for name in ("early", "late")),
        ),
    )


@pytest.mark.parametrize(
    ("rows", "english", "chinese"),
    [
        (
            [("2016-09-01", "2016-09-01", 100.0), ("2017-09-01", "2017-09-01", 50.0)],
            (
                "None of 2 named projects is expected later than promised; "
                "all places and beds promised by the end are open then"
            ),
            "2个具名项目均预期不晚于承诺启用；到期末，承诺的学位和床位均已启用",
        ),
        (
            [("2016-09-01", "2017-09-01", 100.0), ("2017-09-01", "2018-09-01", 50.0)],
            (
                "2 of 2 named projects are expected later than promised, by 12 months on average; "
                "50 of the places and beds promised by the end are not open then"
            ),
            "2个具名项目中2个预期晚于承诺，平均晚12个月；到期末，承诺的学位和床位中尚有50个未启用",
        ),
        (
            [("2016-09-01", "", 700.0), ("2019-09-01", "2020-09-01", 50.0)],
            (
                "1 of 2 named projects are expected later than promised, by 12 months on average, "
                "and 1 never; 700 of the places and beds promised by the end are not open then"
            ),
            "2个具名项目中1个预期晚于承诺，平均晚12个月，另有1个预期不再启用；到期末，承诺的学位和床位中尚有700个未启用",
        ),
    ],
    ids=["on time", "late", "never and after the end"],
)
def test_the_finding_of_projects_says_how_late_and_what_is_not_open(rows, english, chinese):
    for language, told in (("en", english), ("zh", chinese)):
        whole = material_of(outcome_of(*SMALL), language)
        tables = {**whole.tables, "projects": projects(*rows)}
        section = projects_section(replace(whole, tables=tables))
        assert section is not None
        assert section.blocks[0].title == told
