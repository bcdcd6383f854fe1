"""What is lawful in a plan and yet told; and days of a project that can't be."""

import numpy as np
import pytest

from simulator.city.supply.project_course import expected_states, promised_states
from simulator.city.supply.projects import expected_serving, running_projects
from simulator.city.supply.serving import under_way
from simulator.city.supply.told import plan_remarks
from simulator.errors import ScenarioError
from tests.city import ONE_WINDOW, choices, loaded

NEW = "id='NEW1',service='primary',district='huli',places=2000"
YEARS = 2011 + np.arange(0, 181) / 12


def projects(record):
    return f"plan.projects=[{{{record}}}]"


def closing(record):
    return f"plan.closures=[{{id='c',district='huli',{record}}}]"


def running(*sets, name="NEW1"):
    return next(each for each in running_projects(choices(*sets)) if each.project.name == name)


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        (
            projects(f"{NEW},promised=2500-09-01"),
            "NEW1.promised",
            "after the run ends (2021-01-01)",
        ),
        (projects(f"{NEW},opens=2025-09-01"), "NEW1.opens", "none of its places opens within"),
        (projects("id='P57',late=4"), "P57.late", "it would open on 2021-09-01, after the run"),
        (projects("id='P57',postponed=9"), "P57.postponed", "it would open on 2026-09-01"),
        (
            projects(f"{NEW},promised=2020-10-15"),
            "NEW1.promised",
            "it would open on 2021-09-01, after the run ends (2021-01-01)",
        ),
        (projects(f"{NEW},opens=2019-09-01,closes=2030-09-01"), "NEW1.closes", "stay open throu"),
        (
            projects(f"{NEW},opens=2019-09-01,closes=2020-02-01"),
            "NEW1.closes",
            "the gap on 1 September shows it from 2020-09-01",
        ),
        (
            projects("id='N',service='psychiatric',district='huli',places=90,opens=2018-05-01"),
            "N.service",
            "its supply and gap are not shown",
        ),
        (
            closing("service='primary',date=2018-03-01,share=0.1"),
            "c.date",
            "2018-03-01 lies within a school year",
        ),
        (
            closing("service='hospital',date=2018-03-01,share=0.1,to='psychiatric'"),
            "c.to",
            "what is converted counts as closed",
        ),
    ],
)
def test_what_may_surprise_is_told_at_its_field(text, key, told):
    [remark] = plan_remarks(choices(text))
    assert remark.key.endswith(f".{key}")
    assert told in remark.message


@pytest.mark.parametrize(
    "text",
    [
        "plan.on_time=false",
        projects(f"{NEW},opens=2019-09-01,closes=2020-09-01"),
        closing("service='primary',date=2018-09-01,share=0.1"),
        closing("service='hospital',date=2018-03-01,share=0.1,to='eldercare'"),
    ],
)
def test_what_is_as_usual_is_not(text):
    assert plan_remarks(choices(text)) == ()


def test_a_loaded_scenario_has_the_remarks():
    one = loaded(ONE_WINDOW, projects(f"{NEW},opens=2025-09-01"))
    assert [each.key for each in one.remarks] == ["plan.projects.NEW1.opens"]


@pytest.mark.parametrize(
    ("record", "field", "told"),
    [
        ("id='P57',opens=1066-10-14", "P57.opens", "within the run (to 2021-01-01)"),
        ("id='P57',promised=1066-10-14", "P57.promised", "before the run (2011-01-01 to 2021-01"),
        ("id='P57',promised=2014-07-01", "P57.promised", "open by 2015-09-01 are in the starting"),
        ("id='P21',closes=2017-01-01", "P21.closes", "not after it opens (2017-09-01)"),
        ("id='P21',late=2,closes=2018-09-01", "P21.closes", "not after it opens (2019-09-01)"),
    ],
)
def test_days_that_can_not_be_are_refused_with_the_span(record, field, told):
    with pytest.raises(ScenarioError) as found:
        running_projects(choices(projects(record)))
    [fault] = found.value.faults
    assert fault.key == f"plan.projects.{field}"
    assert told in fault.message


@pytest.mark.parametrize(
    "record",
    [
        "id='P29',opens=2017-09-01",  # before the day its building began, by the pack
        "id='P29',late=0.4",
        "id='P02',opens=2016-06-01",
        "id='P29',promised=2016-07-01,opens=2020-09-01",
        f"{NEW},promised=2018-09-01,closes=2019-09-01",
        f"{NEW},opens=2019-09-01,begun=2018-01-01,closes=2020-09-01",
    ],
)
def test_the_states_of_a_project_add_up_whatever_its_days(record):
    one = running(projects(record), name=record.split("'")[1])
    for states in (promised_states(one, YEARS), expected_states(one, YEARS)):
        np.testing.assert_allclose(states.sum(axis=0), one.places, rtol=1e-12)
        assert states.min() >= -1e-9


def test_a_closed_project_is_not_under_way():
    """What planners see as coming ends where the project does, and is never below zero."""
    one = running(projects(f"{NEW},promised=2018-09-01,closes=2019-09-01"))
    coming = under_way(choices(), one, YEARS)
    assert coming.min() >= -1e-9
    assert coming[YEARS < 2018].min() > 0
    assert coming[YEARS > 2019.7].max() == expected_serving(one, YEARS)[YEARS > 2019.7].max() == 0


def test_all_grades_may_be_opened_at_once_in_one_school_of_the_pack():
    one = running("plan.projects.P38.opens_all_grades=true", name="P38")
    assert one.project.opens_all_grades
    assert not running(name="P38").project.opens_all_grades
