"""Enrolment ratios and places that no list names: by hand, and what the pack holds of them."""

import tomllib
from dataclasses import dataclass, replace
from types import SimpleNamespace

import numpy as np
import pytest

from calibration.schools.enrolment import Prior, catchment_ratios, errors, fit_ratio
from calibration.schools.evidence import Enrolled, of_city, run_at_one
from calibration.schools.expansion import expansion_of
from calibration.schools.step import fit_basis, priors_of
from simulator.city.axes import CITY
from simulator.city.pack.services import Capacity, Start
from simulator.stockflow.values.calendar import place_of
from tests.city import city_pack

SEPTEMBER = 2 / 3


def counted(year, pupils, at_one, grade="A", place=CITY):
    return Enrolled(
        service="primary",
        place=place,
        year=year + SEPTEMBER,
        pupils=pupils,
        at_one=at_one,
        error_size={"A": 0.01}.get(grade, 0.015),
    )


def test_one_ratio_lies_between_the_prior_and_the_counts():
    rows = (counted(2015, 105.0, 100.0), counted(2017, 98.0, 100.0))
    first, second = fit_ratio(rows, Prior(level=0.03, change=0.0))
    # ln 1.05 = 0.048790, ln 0.98 = -0.020203; weights 1 / 0.01^2 = 10,000 each, prior 1 / 0.03^2 =
    # 1,111.1: (487.90 - 202.03) / 21,111.1 = 0.013541, exp = 1.013633
    assert first.value == second.value == pytest.approx(1.013633, abs=1e-6)
    # 1 / sqrt(21,111.1) = 0.0068825; x 1.28155 = 0.0088202: 1.013633 x exp(-+ 0.0088202)
    assert (first.low, first.high) == pytest.approx((1.004732, 1.022613), abs=1e-6)
    # 1.013633 / 1.05 - 1 = -0.034635 and 1.013633 / 0.98 - 1 = 0.034320
    assert errors(rows, (first, second)) == pytest.approx([-0.034635, 0.034320], abs=1e-6)


def test_without_a_count_there_is_no_ratio_and_with_a_wide_prior_the_count_itself():
    assert fit_ratio((), Prior(level=0.03, change=0.0)) == ()
    [alone] = fit_ratio((counted(2017, 130.0, 100.0),), Prior(level=1e3, change=0.0))
    assert alone.value == pytest.approx(1.3, rel=1e-6)


def test_a_ratio_that_may_change_meets_two_counts_as_far_as_they_are_known():
    rows = (counted(2015, 130.0, 100.0), counted(2017, 113.0, 100.0, grade="C"))
    found = fit_ratio(rows, Prior(level=0.1, change=0.1))
    assert errors(rows, found) == pytest.approx([0.0, 0.0], abs=0.005)
    assert found[0].value > found[1].value


def test_a_prior_that_expects_another_ratio_draws_towards_it():
    rows = (counted(2015, 105.0, 100.0),)
    [found] = fit_ratio(rows, Prior(mean=1.1, level=0.01, change=0.0))
    # as sure of 1.1 as of the count: exp((ln 1.1 + ln 1.05) / 2) = sqrt(1.155)
    assert found.value == pytest.approx(1.155**0.5)


def test_the_pack_states_the_prior_of_every_stage_that_is_fitted():
    found = priors_of(city_pack())
    assert set(found) == {"primary", "junior", "senior_general", "senior_vocational"}
    assert found["primary"] == Prior(level=0.03, change=0.0)
    assert found["senior_general"] == Prior(level=0.1, change=0.1)


def test_a_catchment_shares_one_ratio_against_the_city():
    pupils = {"a": 110.0, "b": 100.0, "c": 90.0}
    at_one = {"a": 100.0, "b": 100.0, "c": 100.0}
    # the city 300 / 300 = 1; a and b together 210 / 200 = 1.05; c 90 / 100
    assert catchment_ratios(pupils, at_one, (("a", "b"), ("c",))) == pytest.approx(
        {"a": 1.05, "b": 1.05, "c": 0.9}
    )


@dataclass(frozen=True)
class Serving:
    """A run in which a service has so many places at each September."""

    places: tuple[float, float]

    @property
    def found(self):
        axis = {
            "timetable": SimpleNamespace(index=("promised", "expected").index),
            "service": SimpleNamespace(index=("primary",).index),
        }
        supply = np.zeros((1, 2, 1, 1, 2))
        supply[0, 1, 0, 0] = self.places
        run = SimpleNamespace(
            readings=np.array([2015 + SEPTEMBER, 2017 + SEPTEMBER]),
            measures={"supply": supply},
            system=SimpleNamespace(axis=axis),
        )
        entry = {"id": "primary", "starting_load": {"low": 0.8, "value": 0.9, "high": 1.0}}
        pack = SimpleNamespace(documents={"services.toml": {"service": [entry]}})
        return SimpleNamespace(trajectory=run, choices=SimpleNamespace(pack=pack))


def test_what_no_list_names_is_growth_at_the_same_load_less_what_lists_opened():
    primary = replace(
        city_pack().service["primary"],
        capacity=Capacity(
            standard=45,
            limit=55,
            load=0.9,
            grade="D",
            limit_interval=(55, 55),
            load_interval=(0.9, 0.9),
        ),
        start=Start(year=2015 + SEPTEMBER, places={"all": 1000.0}, grade="A", counted=900.0),
    )
    grown = expansion_of(Serving((1000.0, 1040.0)).found, (counted(2017, 1080.0, 1.0),), primary)
    # (1,080 - 900) / 0.9 = 200 places grown, 1,040 - 1,000 = 40 of them in lists: 160 / 2 a year
    assert (grown.grown, grown.listed, grown.value) == pytest.approx((200, 40, 80))
    # at a load of 1.0: (180 - 40) / 2 = 70; at 0.8: (225 - 40) / 2 = 92.5
    assert (grown.low, grown.high) == pytest.approx((70, 92.5))
    fuller = expansion_of(Serving((1000.0, 1300.0)).found, (counted(2017, 1080.0, 1.0),), primary)
    assert fuller.value == 0  # more in lists than grew: nothing is left to add
    assert expansion_of(Serving((1000.0, 1040.0)).found, (), primary) is None


@pytest.fixture(scope="module")
def fitted_at_one():
    return run_at_one(city_pack(), "revised")


@pytest.fixture(scope="module")
def fitted(fitted_at_one):
    return fit_basis(fitted_at_one, "revised", None)


def test_pupils_of_the_record_are_met_within_two_per_cent_by_one_ratio(fitted):
    """Those of 2018 within 2.2 %: they ask for a ratio 3.7 % below that of 2015."""
    for service, years in (("primary", (2015, 2017, 2018)), ("junior", (2015, 2017))):
        rows = of_city(fitted.rows, service)
        assert tuple(int(row.year) for row in rows) == years
        assert len({ratio.value for ratio in fitted.ratios[service]}) == 1
        found = dict(zip(years, np.abs(errors(rows, fitted.ratios[service])), strict=True))
        assert found.pop(2018, 0.0) < 0.022
        assert max(found.values()) < 0.02


def test_primary_pupils_of_2018_are_foreseen_from_those_of_2017():
    earlier = fit_basis(run_at_one(city_pack(), "revised"), "revised", 2018.0)
    everything = fit_basis(run_at_one(city_pack(), "revised"), "revised", None)
    held_out = of_city(everything.rows, "primary")[-1]
    assert int(held_out.year) == 2018
    [*_, ratio] = earlier.ratios["primary"]
    assert abs(ratio.value * held_out.at_one / held_out.pupils - 1) < 0.03


def test_the_pack_holds_what_the_step_finds(fitted):
    text = (city_pack().folder / "parameters.toml").read_text(encoding="utf-8")
    table = {
        (each["key"], each.get("basis", "")): each for each in tomllib.loads(text)["parameter"]
    }
    for service in ("primary", "junior", "senior_vocational"):
        stated = table[f"world.enrolment_ratio.{service}", "revised"]["value"]
        assert stated == pytest.approx(fitted.ratios[service][-1].value, abs=5e-4)
    for grown in fitted.expansions:
        stated = table[f"plan.unlisted_expansion.{grown.service}", ""]["values"]
        assert stated["2015-09-01"] == pytest.approx(grown.value, rel=2e-3)


def test_kindergartens_start_with_the_children_the_people_of_the_fit_have(fitted_at_one):
    """No count of the city is on record, so a start that lags behind a fit makes a false shortage.

    Children of the ages of September 2015, city and districts, within half a per cent of the start
    in ``services.toml``; after a new fit of the people both are renewed together.
    """
    start = city_pack().service["kindergarten"].start
    found = fitted_at_one.served("kindergarten", start.year)
    assert start.counted == pytest.approx(found.sum(), rel=0.005)
    load = city_pack().service["kindergarten"].capacity.load
    there = [places * load for places in start.places.values()]
    assert there == pytest.approx(found.tolist(), rel=0.005)


def test_kindergartens_no_list_names_grow_with_their_number_at_the_load_of_the_start(fitted_at_one):
    """44 more than the 665 of 2015, each with the mean of children and a load of 0.97.

    169,855 x 44 / 665 / 0.97 = 11,586 places by 2017, 807 of them in lists: 10,779 / 2 a year; at a
    load of 1.05 4,948, at 0.90 5,840.
    """
    kindergarten = city_pack().service["kindergarten"]
    first = kindergarten.start.year
    more = fitted_at_one.served("kindergarten", first).sum() * 44 / 665
    rows = (
        Enrolled(
            service="kindergarten",
            place=CITY,
            year=2017 + SEPTEMBER,
            pupils=kindergarten.start.counted + more,
            at_one=1.0,
            error_size=0.01,
        ),
    )
    grown = expansion_of(fitted_at_one, rows, kindergarten)
    [entry] = (
        each
        for each in city_pack().documents["parameters.toml"]["parameter"]
        if each["key"] == "plan.unlisted_expansion.kindergarten"
    )
    day = "2015-09-01"
    assert entry["values"][day] == pytest.approx(grown.value, rel=0.005)
    assert entry["interval"][day] == pytest.approx([grown.low, grown.high], rel=0.005)


GRADES = {"primary": 6, "junior": 3}


def in_grades(pack):
    """The pack with every school filling grade by grade, and not named ones alone."""
    services = (
        replace(
            one, serving_shares=tuple((n + 1) / GRADES[one.name] for n in range(GRADES[one.name]))
        )
        if one.name in GRADES
        else one
        for one in pack.services
    )
    return replace(pack, services=tuple(services))


def primary_places(pack, *years):
    """Designed places of primary schools with what no list names fitted to pupils of 2017."""
    found = run_at_one(pack, "revised")
    rows = (counted(2017, 310_500.0, 1.0, grade="C"),)
    grown = expansion_of(found, rows, pack.service["primary"])
    run = found.trajectory
    row = run.system.axis["service"].index("primary")
    expected = run.system.axis["timetable"].index("expected")
    for year in years:
        there = place_of(run.readings, year + SEPTEMBER)
        yield run.measures["supply"][0, expected, row, :, there].sum() + 2 * grown.value


def test_the_record_hardly_tells_apart_two_rules_that_differ_in_what_they_say_of_2020():
    """328,848 pupils of 2018, held out, against the load of 0.97 that both have in 2017.

    Whole: 346,667 places, 0.949 to each, 2.2 % below; grade by grade: 331,315 places, 0.993 to
    each, 2.3 % above. In 2020 366,844 come: 410,997 places are 44,153 too many, 356,119 are 10,725
    too few.
    """
    whole = tuple(primary_places(city_pack(), 2018, 2020))
    grades = tuple(primary_places(in_grades(city_pack()), 2018, 2020))
    assert whole == pytest.approx((346_667, 410_997), abs=1)
    assert grades == pytest.approx((331_315, 356_119), abs=1)
    loads = [328_848 / places for places in (whole[0], grades[0])]
    assert loads == pytest.approx([0.949, 0.993], abs=5e-4)
    assert [abs(load / 0.97 - 1) for load in loads] == pytest.approx([0.022, 0.023], abs=5e-4)
