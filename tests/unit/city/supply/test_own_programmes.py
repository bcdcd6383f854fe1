"""Programmes that a scenario states: by day or by shares, its own or a change of the pack's."""

import numpy as np
import pytest

from simulator.city.ground.own_plan import SCENARIO, is_own, shares_of_service
from simulator.city.supply.building import building_of
from simulator.city.supply.programmes import promised_schedule, remainder
from simulator.city.supply.projects import programme_size, running_projects
from simulator.errors import ScenarioError
from tests.city import choices, city_pack, pinned_pack
from tests.supply_alone import supply_outcome

SERVICES, DISTRICTS = city_pack().axes["service"], city_pack().axes["district"]
PRIMARY = SERVICES.index("primary")
STOP = "model.stop=2026-01-01"
SHARES = "district_shares={huli=0.25,jimei=0.75}"
PLAN = "id='plan',service='primary',places=60000,projects=40,begins=2021-01-01"
BY_DAY = 'promised={"2023-12-31"=0.4,"2025-06-30"=1.0}'


def programmes(*records):
    return f"plan.programmes=[{','.join(f'{{{each}}}' for each in records)}]"


def projects(*records):
    return f"plan.projects=[{','.join(f'{{{each}}}' for each in records)}]"


def named(plan, name):
    return next(each for each in plan.plan.programmes if each.name == name)


def gained(sets, day):
    """Promised open places of primary schools by district beyond those without the plan."""
    span = (2015.0, 2026.0)
    found = []
    for each in (sets, ()):
        building = building_of(supply_outcome(STOP, *each, span=span))
        when = int(np.argmin(np.abs(building.years - day)))
        found.append(building.places[0, PRIMARY, :, 4, when])
    return found[0] - found[1]


def build(plan):
    for each in plan.plan.programmes:
        remainder(plan, each)
    promised_schedule(plan, "primary")


def refused(*sets):
    with pytest.raises(ScenarioError) as found:
        build(choices(STOP, *sets))
    return [(each.key, each.message.split(" / ")[0]) for each in found.value.faults]


def test_a_plan_of_2021_to_2025_opens_as_it_is_promised():
    """40 % by the end of 2023, open in September 2024; all by mid-2025, open in September 2025."""
    sets = (programmes(f"{PLAN},{BY_DAY},{SHARES}"),)
    for day, share in ((2024.5, 0.0), (2024 + 2 / 3, 0.4), (2025 + 2 / 3, 1.0)):
        found = dict(zip(DISTRICTS, gained(sets, day), strict=True))
        assert found["huli"] == pytest.approx(60_000 * 0.25 * share, abs=1e-6)
        assert found["jimei"] == pytest.approx(60_000 * 0.75 * share, abs=1e-6)
        assert found["siming"] == pytest.approx(0, abs=1e-6)


def test_without_shares_of_its_own_it_is_built_where_the_pack_builds():
    plan = choices(STOP, programmes(f"{PLAN},{BY_DAY}"))
    own, known = named(plan, "plan"), named(plan, "primary_2016_2020")
    assert own.district_shares == pytest.approx(known.district_shares)
    assert (own.grade, own.district_grade) == ("D", "D")
    homes = shares_of_service(city_pack(), "eldercare")
    assert sum(homes.values()) == pytest.approx(1, abs=1e-5)
    assert homes["siming"] == pytest.approx(0.256736 * 8120 / 10520 + homes_of("siming"), abs=1e-4)


def homes_of(district):
    """The part that day care and rural homes have in the shares of eldercare."""
    others = [p for p in city_pack().programmes if p.service == "eldercare" and p.places < 2000]
    return sum(p.places * p.district_shares[district] for p in others) / 10520


def test_a_programme_of_the_pack_is_as_the_scenario_states_it():
    changed = "id='primary_2016_2020',places=200000,promised=2020-12-31"
    plan = choices(programmes(changed))
    programme = named(plan, "primary_2016_2020")
    assert programme_size(plan, programme) == 200_000
    assert remainder(plan, programme).places == pytest.approx(200_000 - 15_439)
    assert list(promised_schedule(plan, "primary")) == [2021.0]
    other = named(plan, "junior_2016_2020")
    assert programme_size(plan, other) == other.places == 47_592


def test_the_size_of_a_service_is_that_of_the_programmes_of_the_pack():
    """``plan.programme_places`` leaves the programmes of a scenario's own as they state."""
    sized = "plan.programme_places.primary=200000"
    plan = choices(STOP, sized, programmes(f"{PLAN},{BY_DAY}"))
    assert programme_size(plan, named(plan, "primary_2016_2020")) == 200_000
    assert programme_size(plan, named(plan, "plan")) == 60_000


def test_a_project_inside_a_programme_of_the_pack_leaves_the_size_of_the_others_alone():
    """Four homes without a size have the mean of the homes that the pack does not name."""
    inside = "id='N',service='eldercare',district='huli',places=1000,promised=2020-06-30"
    name = "eldercare_institutions_2016_2020"
    known = {each.project.name: each.places for each in running_projects(choices())}
    plan = choices(projects(f"{inside},programme='{name}'"))
    found = {each.project.name: each.places for each in running_projects(plan)}
    assert found == pytest.approx({**known, "N": 1000.0}, rel=1e-12)
    assert remainder(plan, named(plan, name)).places == pytest.approx(8120 * 26 / 30 - 1000)


def test_what_a_row_of_the_pack_may_say_a_record_may_say():
    record = (
        "id='N',service='eldercare',district='mainland',places=300,promised=2019-06-30,"
        "begun=2017-03-01,state='building',facilities=3,note='某报告',source='X',grade='C',"
        "title={zh='养老院',en='Homes'}"
    )
    [project] = [each for each in choices(projects(record)).plan.projects if is_own(each)]
    assert (project.state, project.facilities, project.grade) == ("building", 3, "C")
    assert (project.rule, project.source) == ("某报告", f"{SCENARIO}: X")
    assert project.title == {"zh": "养老院", "en": "Homes"}
    assert project.begun == pytest.approx(2017 + 2 / 12)
    running = next(
        each for each in running_projects(choices(projects(record))) if each.project.name == "N"
    )
    assert (running.begun, running.slips) == (project.begun, False)


@pytest.mark.parametrize(
    ("sets", "key", "told"),
    [
        ((programmes("id='plan',service='primary'"),), "plan", "places, projects, begins, promise"),
        (
            (programmes(f"{PLAN},{BY_DAY}".replace("primary", "primry")),),
            "plan.service",
            'did you mean "primary"?',
        ),
        (
            (programmes(f"{PLAN},{BY_DAY}".replace("primary", "psychiatric")),),
            "plan",
            "expected district_shares",
        ),
        ((programmes(f"{PLAN},promised=2020-12-31"),), "plan.promised", "not after it begins"),
        (
            (programmes(f"{PLAN},promised=2020-12-31".replace("2021-01", "2010-01")),),
            "plan.begins",
            "before the run (2011-01-01)",
        ),
        (
            (programmes(f"{PLAN},promised=2020-12-31".replace("2021-01", "2015-01")),),
            "plan.begins",
            "before the record of primary starts (2015-09-01)",
        ),
        ((programmes(f"{PLAN},{BY_DAY},yearly=true"),), "plan.yearly", "expected promised = the l"),
        ((programmes(f"{PLAN},{BY_DAY}".replace("60000", "0")),), "plan.places", "found 0 places"),
        (
            (
                programmes("id='primary_2016_2020',places=200000"),
                "plan.programme_places.primary=150000",
            ),
            "primary_2016_2020.places",
            "is stated here and by plan.programme_places.primary",
        ),
        (
            (programmes("id='primary_2016_2020',begins=2017-01-01"),),
            "primary_2016_2020.begins",
            "which says its begins",
        ),
        (
            (
                programmes(f"{PLAN},{BY_DAY}".replace("60000", "1000")),
                projects(
                    "id='N',service='primary',district='huli',places=2000,promised=2024-09-01,"
                    "programme='plan'"
                ),
            ),
            "plan.places",
            "the named projects of plan hold 2,000 places, more than the 1,000",
        ),
        (
            (
                projects(
                    "id='N',service='primary',district='huli',places=200000,promised=2024-09-01,"
                    "programme='primary_2016_2020'"
                ),
            ),
            "N.places",
            "the named projects of primary_2016_2020 hold 215,439 places",
        ),
        (
            (
                projects(
                    "id='N',service='primary',district='huli',places=30000,promised=2017-06-01,"
                    "programme='primary_2016_2020'"
                ),
            ),
            "N.promised",
            "primary_2016_2020 is promised faster than the programme itself",
        ),
        (
            (
                projects(
                    "id='N',service='primary',district='huli',places=300,promised=2017-06-01,"
                    "begun=2018-01-01"
                ),
            ),
            "N.begun",
            "not before promised = 2017-06-01",
        ),
        ((projects("id='P29',places=0"),), "P29.places", "would have 0 places"),
        ((projects("id='P34',places=300"),), "P34", "has no service in the city pack"),
        ((projects("id='P29',places=0.5"),), "P29.places", "would have 0.5 places"),
    ],
)
def test_what_can_not_be_is_refused_at_the_line_that_causes_it(sets, key, told):
    found = refused(*sets)
    assert [each for each in found if each[0].endswith(f".{key}") and told in each[1]], found


def test_the_pack_itself_is_never_changed():
    before = pinned_pack().programmes, pinned_pack().projects
    _ = choices(programmes("id='primary_2016_2020',places=1e6", f"{PLAN},{BY_DAY}")).plan
    assert (pinned_pack().programmes, pinned_pack().projects) == before
