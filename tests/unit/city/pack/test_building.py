"""programmes.toml and projects.csv as they are read."""

from pathlib import Path

import pytest

from simulator.city.pack.building import read_programmes, read_projects
from simulator.files.records import Row

CELLS = {
    "id": "P1",
    "name_zh": "东校",
    "name_en": "",
    "service": "primary",
    "district": "east",
    "increment": "900",
    "programme": "schools",
    "inside_programme": "yes",
    "in_starting_stock": "no",
    "state": "building",
    "promised_opening": "2017-09-01",
    "promised_completion": "",
    "promised_by_plan": "",
    "revised_opening": "",
    "actual_opening": "",
    "start": "",
    "derived": "increment;state",
    "rule": "a rule",
    "source_id": "S1",
    "opens_all_grades": "yes",
    "grade": "D",
}


def project(**changes):
    [found] = read_projects((Row(path=Path("p"), line=2, cells={**CELLS, **changes}),))
    return found


def test_a_project_is_read_whole():
    found = project()
    assert (found.name, found.places, found.programme) == ("P1", 900.0, "schools")
    assert found.promised == pytest.approx(2017 + 2 / 3, abs=1e-12)
    assert found.opens_all_grades
    assert (found.derived, found.rule, found.source) == (("increment", "state"), "a rule", "S1")
    assert project(promised_completion="2017-07-01").promised == 2017.5
    assert found.own_promise == found.promised
    counted = project(promised_by_plan="2016-12-31")
    assert (counted.promised, counted.own_promise) == (2017.0, found.promised)
    assert not found.in_starting_stock
    assert found.title == {"zh": "东校", "en": "东校"}


@pytest.mark.parametrize(
    ("changes", "is_named"),
    [
        ({}, True),
        ({"increment": ""}, False),
        ({"increment": "0"}, False),
        ({"promised_opening": ""}, False),
        ({"service": ""}, False),
    ],
)
def test_a_project_runs_by_name_when_service_size_and_date_are_known(changes, is_named):
    assert project(**changes).is_named is is_named


def test_only_a_project_inside_a_programme_takes_from_it():
    assert project(inside_programme="no").programme is None
    assert project(in_starting_stock="yes").in_starting_stock


def test_the_end_of_a_year_is_the_start_of_the_next():
    [found] = read_programmes(
        {
            "programme": [
                {
                    "id": "schools",
                    "service": "primary",
                    "places": 1000,
                    "projects": 4,
                    "begins": "2016-01-01",
                    "district_shares": {"east": 1},
                    "promised": {"dates": ["2016-12-31", "2017-09-01"], "shares": [0.5, 1]},
                }
            ]
        }
    )
    assert (found.begins, found.promised_years[0]) == (2016.0, 2017.0)
    assert found.promised_years[1] == pytest.approx(2017 + 2 / 3, abs=1e-12)
    assert (found.places, found.projects, found.promised_shares) == (1000.0, 4, (0.5, 1.0))
