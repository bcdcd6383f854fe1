"""Schema, pack and model agree: every key has a value, every value and setting has a use."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from simulator.city import whole as build
from simulator.city.ground.choices import choices_of
from simulator.city.ground.future import FOLLOWED
from simulator.city.loading import ANSWERS, all_settings, city_system
from simulator.city.pack.parameter_form import COUNTING_ERROR, PRIOR
from simulator.city.people import values as people
from simulator.city.whole import SETTINGS, build_scenario, values_of
from simulator.files.scenario_file import load_scenario
from simulator.files.schema import build_schema
from simulator.stockflow.grammar.system import named_parameters
from simulator.stockflow.values.chance import Chance
from simulator.stockflow.values.paths import Moment
from tests.city import BASELINE, ONE_WINDOW, choices, city_pack, loaded

KEYS = build_schema(SETTINGS, city_pack().axes).leaves
BASES = ("revised", "planned")
INSTANTS = (2011.0, 2012.1, 2014.9, 2016.7, 2018.3, 2020.8, 2021.5)

OWN_PROGRAMME = (
    '[{id="own",service="primary",places=900,projects=1,begins=2017-01-01,promised=2018-01-01,'
    "district_shares={siming=1.0}}]"
)
CHANGES = {
    "world.population_basis": "planned",
    "world.arrivals": "{scale=1.1}",
    "world.net_arrivals": "{scale=1.1}",
    **{f"world.future.{law}": "held" for law in FOLLOWED},
    "world.registered_arrivals": "5000",
    "world.arrivals_under_15": "0.2",
    "world.moves_out": "{siming=0.01}",
    "world.arrival_districts": "{siming={add=0.01},huli={add=-0.01}}",
    "world.departures": "{scale=1.1}",
    "world.registered_departures": "0.1",
    "world.registration_rate": "{scale=1.1}",
    "world.registration_women": "{scale=1.1}",
    "world.registered_newborn_share": "0.5",
    "world.presence_share": "0.9",
    "world.life_expectancy": "{women={add=1}}",
    "world.first_birth_level": "{scale=1.1}",
    "world.first_birth_timing": "{add=0.5}",
    "world.second_birth_level": "{scale=1.1}",
    "world.higher_birth_level": "{scale=1.1}",
    "world.birth_seasonality": '{"02"=0.9,"10"=1.1}',
    "world.year_effect": "1.02",
    "world.migrant_mortality": "0.9",
    "policy.three_child.higher_births": "1.2",
    "world.sex_ratio_at_birth": "105",
    "world.children_per_maternity": "1.02",
    "world.mothers_from_outside": "0.3",
    "world.newborn_arrivals": "5",
    "world.admissions": "{hospital=1.2}",
    "world.headship": "{scale=1.1}",
    "world.households_in_need": "0.3",
    "plan.homes_started": "{scale=1.1}",
    "plan.home_building_time": "3",
    "plan.home_delay": "2",
    "plan.homes_allocated": "1",
    "world.newborns_on_dates": '[{id="a",date=2012-09-01,persons=5}]',
    "policy.two_child.planning_share": "0.5",
    "policy.two_child.mean_spacing": "2",
    "policy.two_child.gestation": "0.8",
    "policy.two_child.age_limit": "40",
    "policy.two_child.eligible_before": "{registered=0.4}",
    "policy.two_child.stages": '[{id="universal",registered=0.9}]',
    "plan.on_time": "true",
    "plan.delay_factor": "1.5",
    "plan.cancellation_rate": "0.1",
    "plan.take_up": "{primary=0.9}",
    "plan.unlisted_expansion": "{primary=500}",
    "world.enrolment_ratio": "{primary=1.1}",
    "plan.points_threshold": "2",
    "plan.private_places": "{primary=2}",
    "world.adults_with_child": "0.5",
    "plan.building_capacity": "{primary=5000}",
    "plan.norm": "{hospital={scale=2}}",
    "plan.length_of_stay": "{hospital=7}",
    "plan.target_occupancy": "{hospital=0.9}",
    "plan.programme_places": "{eldercare=12000}",
    "plan.opens_all_grades": "true",
    "plan.continues": "true",
    "plan.projects": '[{id="P02",late=1}]',
    "plan.programmes": OWN_PROGRAMME,
    "plan.closures": '[{id="a",service="primary",district="huli",date=2017-01-01,share=0.1}]',
    "feedback.planners.on": "true",
    "feedback.planners.delay": "1",
    "feedback.planners.adjustment": "2",
    "feedback.planners.supply_line": "1",
    "feedback.families.on": "true",
    "feedback.families.delay": "2",
    "feedback.families.strength": "0.1",
    "feedback.private.on": "true",
    "feedback.private.delay": "2",
    "feedback.private.share": "0.1",
}
LEFT_TO_CHANCE = {
    f"world.future.{law}" for law in ("registration", "life_expectancy", "enrolment_ratios")
}
CLOSED = tuple(f"feedback.{name}.on=true" for name in ANSWERS)
MOVING = "world.moves_out.siming.add=0.01"  # read by runs that state moves alone
FIELDS = {
    "policy.two_child.stages": {
        "opens": "false",
        "date": "2014-01-01",
        "announced": "2015-10-01",
        "ramp": "0.5",
        "registered": "0.9",
        "migrant": "0.97",
    },
    "plan.projects": {
        "promised": "2017-01-01",
        "postponed": "1",
        "late": "1",
        "opens": "2017-01-01",
        "closes": "2020-01-01",
        "cancelled": "true",
        "places": "10",
    },
}
# fields that only a project of the scenario's own states (``test_own_plan``)
OF_ITS_OWN = {
    *("service", "district", "programme", "begun", "opens_all_grades", "facilities"),
    *("state", "title", "note", "source", "grade"),
}
RECORD = {"policy.two_child.stages": "universal", "plan.projects": "P02"}
# of a stage that states its announcement, that decides
# of a project whose opening is on record, the promise alone moves
OF_ANOTHER = {"date": "one_only_child", "postponed": "P03"}


def built(*sets, pack=None):
    """The values of a scenario; the dear ones, tested elsewhere, are the baseline's."""
    one = loaded(ONE_WINDOW)
    file = load_scenario(BASELINE, all_settings(), city_pack().axes, (ONE_WINDOW, *sets))
    return build_scenario(one.system, file, pack or city_pack())


@pytest.fixture
def cheap(monkeypatch):
    standing = loaded(ONE_WINDOW).scenario.paths["death_rate"]  # kept whole before the patch
    monkeypatch.setattr(build, "starting_people", lambda *_: np.zeros(1))
    monkeypatch.setattr(people, "death_rates", lambda *_: standing)


def said(scenario):
    """Everything a scenario says, as numbers."""
    found = {}
    for name, path in scenario.paths.items():
        found[name] = np.concatenate(
            [path.value(Moment(year, year, year + 1e-7)).ravel() for year in INSTANTS]
        )
    for name, occasions in scenario.occasions.items():
        for place, occasion in enumerate(occasions):
            values = [np.asarray(value).ravel() for value in occasion.values.values()]
            found[f"{name} {place}"] = np.concatenate([[occasion.year], *values])
    return found


@cache
def baseline(*sets):
    return said(built(*sets))


def switched_on(key):
    """How a loop answers is told only where it is closed; what follows plan or record, after it."""
    if key in ("plan.continues", "world.net_arrivals") or key.startswith("world.future"):
        return ("model.stop=2025-01-01",)
    table, _, field = key.rpartition(".")
    return (f"{table}.on=true",) if table.startswith("feedback") and field != "on" else ()


def differs(one, other):
    return one.keys() != other.keys() or any(
        not np.array_equal(one[name], other[name]) for name in one
    )


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("key", [k for k, s in KEYS.items() if s.kind in ("path", "number")])
def test_every_key_has_a_value_within_its_bounds(key, basis):
    """Sizes of programmes a service does not have, and cancellations none states, are zero."""
    wanted = choices(f"world.population_basis={basis}", pack=city_pack())
    if KEYS[key].kind == "path":
        assert np.isfinite(wanted.path(key).value(Moment(2015.0, 2015.0, 2015.1))).all()
    else:
        assert np.isfinite(wanted.number(key))


class Recorder(dict):
    """A table that remembers what it was asked for."""

    def __init__(self, table):
        super().__init__(table)
        self.found = set()

    def get(self, key, default=None):
        if key in self:
            self.found.add(key)
        return super().get(key, default)


def test_every_value_of_the_parameter_file_is_used():
    table = Recorder(city_pack().parameters.table)
    pack = replace(city_pack(), parameters=replace(city_pack().parameters, table=table))
    for basis in BASES:
        built(f"world.population_basis={basis}", *CLOSED, MOVING, pack=pack)
    built("world.future.first_births=national", pack=pack)
    fitted_by = {each for each in table if each[0].startswith((PRIOR, COUNTING_ERROR))}
    assert set(table) - table.found == fitted_by  # what only the fit of schools reads


def test_the_bases_of_the_parameter_file_are_those_of_the_city():
    stated = {basis for _, basis in city_pack().parameters.table}
    known = {entry["id"] for entry in city_pack().city["basis"]}
    assert stated <= known | {""}
    [setting] = [setting for setting in SETTINGS if setting.key == "world.population_basis"]
    assert set(setting.choices) == known == set(BASES)


@pytest.mark.parametrize("sets", [(), CLOSED])
def test_every_parameter_is_named_by_an_equation(sets):
    system = loaded(ONE_WINDOW, *sets).system
    items = (*system.flows, *system.transfers, *system.measures)
    named = {name for item in items for name in named_parameters(system, item.name)}
    assert {parameter.name for parameter in system.parameters} - named == set()


def test_every_setting_is_in_the_table():
    assert set(CHANGES) == {setting.key for setting in SETTINGS}


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("key", sorted(set(CHANGES) - {"world.life_expectancy"} - LEFT_TO_CHANCE))
def test_every_setting_reaches_a_parameter(key):
    on = switched_on(key)
    assert differs(said(built(*on, f"{key}={CHANGES[key]}")), baseline(*on))


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize("key", sorted(LEFT_TO_CHANCE))
def test_what_is_left_to_chance_reaches_a_parameter_of_draws(key):
    one, found = loaded(ONE_WINDOW), []
    for sets in ((), (f"{key}=held",)):
        own = (ONE_WINDOW, "model.stop=2025-01-01", *sets)
        file = load_scenario(BASELINE, all_settings(), city_pack().axes, own)
        plan = choices_of(file, city_pack()).along(one.system.axis)
        found.append(said(values_of(replace(plan, chance=Chance(seed=1, draws=2)))))
    assert differs(*found)


def test_life_expectancy_reaches_deaths():
    found = said(built(f"world.life_expectancy={CHANGES['world.life_expectancy']}"))
    assert differs({"death_rate": found["death_rate"]}, {"death_rate": baseline()["death_rate"]})


@pytest.mark.usefixtures("cheap")
@pytest.mark.parametrize(
    ("key", "field"), [(key, field) for key, fields in FIELDS.items() for field in fields]
)
def test_every_field_of_a_record_reaches_a_parameter(key, field):
    [setting] = [setting for setting in SETTINGS if setting.key == key]
    assert set(FIELDS[key]) == set(setting.fields) - OF_ITS_OWN
    change = f"{key}.{OF_ANOTHER.get(field, RECORD[key])}.{field}={FIELDS[key][field]}"
    assert differs(said(built(change)), baseline())


def test_resolution_and_stages_reach_the_system():
    one = loaded(ONE_WINDOW)
    for change in ("model.cohorts_per_year=2", "model.building_stages=3", "model.stop=2025-01-01"):
        file = load_scenario(BASELINE, all_settings(), city_pack().axes, (ONE_WINDOW, change))
        other = city_system(file, city_pack())
        assert (other.axes, other.stocks) != (one.system.axes, one.system.stocks)
