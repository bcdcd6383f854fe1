"""What a scenario itself builds: projects, programmes, closures, conversions; told or refused."""

from datetime import date
from functools import cache

import numpy as np
import pytest

from simulator.city.ground.outcome import Outcome, choices_of_run
from simulator.city.services.series import service_series
from simulator.city.supply.project_course import expected_opening, promised_opening
from simulator.city.supply.projects import expected_serving, promised_serving, running_projects
from simulator.errors import ScenarioError
from simulator.stockflow.values.calendar import calendar_label, instant
from tests.city import ONE_WINDOW, choices, city_pack, loaded, run
from tests.supply_alone import supply_outcome

NEW = 'id="NEW1",service="primary",district="huli",places=2000'
OWN = (
    'id="own",service="primary",places=3000,projects=3,begins=2017-01-01,promised=2019-12-31,'
    "yearly=true,district_shares={siming=0.25,huli=0.75}"
)
SEPTEMBER = instant(date(2019, 9, 1))


def projects(*records):
    return f"plan.projects=[{','.join(f'{{{record}}}' for record in records)}]"


def programme(record):
    return f"plan.programmes=[{{{record}}}]"


def closure(record):
    return f'plan.closures=[{{id="one",{record}}}]'


def running(*sets, name):
    return next(each for each in running_projects(choices(*sets)) if each.project.name == name)


def faults(*sets):
    with pytest.raises(ScenarioError) as refused:
        supply_outcome(*sets)
    return [(fault.key, fault.message.split(" / ")[0]) for fault in refused.value.faults]


@cache
def whole(*sets):
    sets = (ONE_WINDOW, "model.stop=2021-01-01", *sets)
    one = loaded(*sets)
    return Outcome(trajectory=run(*sets), scenario=one.scenario, file=one.file, pack=one.pack)


def supplied(outcome: Outcome, service, place, year):
    """Promised and expected supply of a service in a place at an instant."""
    series = next(one for one in service_series(outcome) if one.service.name == service)
    row, column = series.place(place), int(np.argmin(np.abs(series.years - year)))
    return series.promised[row, column], series.risk_adjusted[row, column]


def gained(sets, service, place, year):
    """Promised and expected supply beyond that of the baseline."""
    with_it, without = (supplied(whole(*each), service, place, year) for each in (sets, ()))
    return with_it[0] - without[0], with_it[1] - without[1]


def test_a_new_school_is_promised_and_open_on_its_day():
    sets = (projects(f"{NEW},opens=2019-09-01"),)
    promised, expected = gained(sets, "primary", "huli", SEPTEMBER)
    assert promised == pytest.approx(2000, abs=1e-6)
    assert expected == pytest.approx(2000 / 6, abs=1e-6)  # grade one of six
    assert gained(sets, "primary", "huli", SEPTEMBER - 1) == pytest.approx((0, 0), abs=1e-6)
    assert gained(sets, "primary", "siming", SEPTEMBER) == pytest.approx((0, 0), abs=1e-6)


def test_a_new_school_opens_all_grades_where_it_says_so():
    sets = (projects(f"{NEW},opens=2019-09-01,opens_all_grades=true"),)
    assert gained(sets, "primary", "huli", SEPTEMBER)[1] == pytest.approx(2000, abs=1e-6)


def test_a_promise_alone_may_be_late():
    one = running(projects(f"{NEW},promised=2019-09-01"), name="NEW1")
    assert one.slippage.on_time < 1
    assert one.project.grade == "D"
    assert calendar_label(promised_opening(one)) == "2019-09-01"


def test_late_leaves_the_promise_and_moves_the_opening():
    """Promised for September 2017; two years late it is there in September 2019, not before."""
    known, late = running(name="P38"), running("plan.projects.P38.late=2", name="P38")
    years = np.array([SEPTEMBER - 2, SEPTEMBER - 1, SEPTEMBER])
    np.testing.assert_array_equal(promised_serving(late, years), promised_serving(known, years))
    assert promised_opening(late) + 2 == pytest.approx(expected_opening(late).middle)
    served = expected_serving(late, promised_opening(late) + np.array([0.0, 1.0, 2.0]))
    assert served[:2].max() == 0
    assert served[2] > 0


def test_postponed_moves_the_promise_too():
    known, moved = running(name="P38"), running("plan.projects.P38.postponed=2", name="P38")
    assert moved.announced == pytest.approx(known.announced + 2)
    assert moved.due == moved.announced
    assert moved.slippage == known.slippage


def test_what_opened_is_certain_and_keeps_its_promise():
    known, opened = running(name="P38"), running("plan.projects.P38.opens=2020-09-01", name="P38")
    assert promised_opening(opened) == promised_opening(known)
    found = expected_opening(opened)
    assert {calendar_label(day) for day in (found.early, found.middle, found.late)} == {
        "2020-09-01"
    }


def test_temporary_places_leave_on_their_day():
    sets = (projects(f"{NEW},opens=2018-09-01,opens_all_grades=true,closes=2019-07-01"),)
    assert gained(sets, "primary", "huli", SEPTEMBER - 1) == pytest.approx((2000, 2000), abs=1e-6)
    assert gained(sets, "primary", "huli", SEPTEMBER) == pytest.approx((0, 0), abs=1e-6)


def test_a_programme_is_promised_year_by_year_where_it_says():
    """1,000 at the end of 2017, 2018 and 2019; schools open on the 1 September after."""
    sets = (programme(OWN),)
    for years, share in ((-1, 1 / 3), (0, 2 / 3), (1, 1.0)):
        promised, expected = gained(sets, "primary", "huli", SEPTEMBER + years)
        assert promised == pytest.approx(0.75 * 3000 * share, abs=1e-6)
        assert 0 <= expected < promised
    assert gained(sets, "primary", "jimei", SEPTEMBER + 1) == pytest.approx((0, 0), abs=1e-3)


def test_a_named_project_inside_a_programme_of_its_own_is_not_counted_twice():
    inside = projects(f'{NEW},programme="own",promised=2019-09-01')
    promised, _ = gained((programme(OWN), inside), "primary", "city", SEPTEMBER + 1)
    assert promised == pytest.approx(3000, abs=1e-6)


def test_a_kindergarten_becomes_a_primary_school():
    record = 'service="kindergarten",district="huli",date=2018-09-01,places=300,to="primary"'
    sets = (closure(record),)
    lost, _ = gained(sets, "kindergarten", "huli", SEPTEMBER)
    won, _ = gained(sets, "primary", "huli", SEPTEMBER)
    assert (lost, won) == pytest.approx((-300, 300), abs=1e-6)
    run = supply_outcome(*sets).trajectory
    assert max(np.abs(balance.residual).max() for balance in run.balances) < 1e-9


def test_places_close_by_number():
    sets = (closure('service="primary",district="siming",date=2018-09-01,places=500'),)
    promised, _ = gained(sets, "primary", "siming", SEPTEMBER)
    assert promised == pytest.approx(-500, abs=1e-6)


def test_a_plan_of_its_own_is_among_the_tables():
    outcome = supply_outcome(projects(f"{NEW},opens=2019-09-01"), programme(OWN))
    plan = choices_of_run(outcome).plan
    assert "NEW1" in {each.name for each in plan.projects}
    assert "own" in {each.name for each in plan.programmes}
    assert len(plan.projects) == len(city_pack().projects) + 1


@pytest.mark.parametrize(
    ("sets", "key", "told"),
    [
        ((projects('id="P577",places=900'),), "P577", 'no project P577 (did you mean "P57"?)'),
        ((projects('id="NEW1",service="primary"'),), "NEW1", "district, places, promised missing"),
        (
            (projects('id="N",service="primry",district="huli",places=9,promised=2019-01-01'),),
            "N.service",
            'found "primry"; expected a service; did you mean "primary"?',
        ),
        (
            (projects('id="N",service="primary",district="hulli",places=9,promised=2019-01-01'),),
            "N.district",
            'did you mean "huli"?',
        ),
        ((projects(f'{NEW},promised=2019-01-01,programme="junior_2016_2020"'),), "NEW1.programme",
         'expected "junior", the service of programme'),
        ((projects('id="P57",district="huli"'),), "P57.district", "is a project of the city pack"),
        ((projects('id="P57",opens=1066-10-14'),), "P57.opens", "are in the starting stock"),
        ((projects(f"{NEW},opens=2019-03-01"),), "NEW1.opens", "expected 2018-09-01 or 2019-09-01"),
        ((projects(f"{NEW},opens=2019-09-01,late=1"),), "NEW1.late", "expected one of them"),
        ((projects(f"{NEW},opens=2019-09-01,cancelled=true"),), "NEW1.cancelled", "one of them"),
        ((projects(f"{NEW},opens=2019-09-01,closes=2018-09-01"),), "NEW1.closes", "not after it"),
        ((programme(OWN.replace("0.75", "0.5")),), "own.district_shares", "add up to 0.75"),
        ((programme(OWN.replace("2019-12-31", "2016-12-31")),), "own.promised", "not after it beg"),
        (
            (programme(OWN.replace('"own"', '"primary_2016_2020"')),),
            "primary_2016_2020.service",
            "expected places, projects, promised or district_shares",
        ),
        ((closure('service="primry",district="siming",date=2018-09-01,share=0.1'),), "one.service",
         'did you mean "primary"?'),
        ((closure('service="primary",district="siming",date=2018-09-01'),), "one", "either share"),
        (
            (closure('service="psychiatric",district="siming",date=2018-09-01,share=0.1'),),
            "one.service",
            "how many places of psychiatric are open is unknown",
        ),
        (
            (closure('service="primary",district="siming",date=2018-09-01,share=1,to="primary"'),),
            "one.to",
            "into itself",
        ),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_at_its_field(sets, key, told):
    found = faults(*sets)
    assert [each for each in found if each[0].endswith(key) and told in each[1]], found
