"""The three ledgers for beds against sums done by hand."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.beds.ledgers import bed_years, queue_for
from simulator.stockflow.engine.simulate import simulate
from tests.beds import USE
from tests.city import ONE_WINDOW, city_pack, loaded
from tests.outcomes import READINGS, MadeUp

MONTHS = READINGS.size


@pytest.fixture
def outcome(tmp_path):
    """A hospital whose people grow by 12 a year, read on the first of every month.

    Demand 100 + 12 t in each of two districts, in bed 50 + 6 t, t in years since 2014.
    """
    since = np.broadcast_to(READINGS - READINGS[0], (2, MONTHS))
    demand, in_bed = np.zeros((3, 2, MONTHS)), np.zeros((3, 2, MONTHS))
    demand[1], in_bed[1] = 100 + 12 * since, 50 + 6 * since
    supply = np.zeros((2, 3, 2, MONTHS))
    supply[1, 1] = 80.0
    measures = {"demand": demand, "supply": supply, "in_bed": in_bed, "admissions": 50 * in_bed,
                "beds_for_use": in_bed / 0.8}  # fmt: skip
    made_up = MadeUp(folder=tmp_path, measures=measures).outcome()
    return replace(made_up, pack=replace(made_up.pack, bed_use={"hospital": USE}))


def of(outcome, service):
    return {one.year: one for one in bed_years(outcome) if one.service.name == service}


def test_people_at_the_end_of_the_year_admissions_of_the_year(outcome):
    """Norm of 2016: 2 × (100 + 12 × 3) = 272 at its end.

    In bed in 2016: t goes from 2 to 3, so that ∫ 2 × (50 + 6 t) dt = 2 × (50 + 6 × 2.5) = 130
    person-years; use 130 ÷ 0.8 = 162.5; open 2 × 80 = 160 all year; occupancy 130 ÷ 160 = 0.8125.
    """
    found = of(outcome, "hospital")
    assert sorted(found) == [2014, 2015, 2016, 2017]
    one = found[2016]
    assert one.norm == pytest.approx(272)
    assert one.in_bed == pytest.approx(130)
    assert one.admissions == pytest.approx(50 * 130)
    assert one.for_use == pytest.approx(162.5)
    assert one.open == pytest.approx(160)
    assert one.occupancy == pytest.approx(0.8125)


def test_deliveries_are_those_of_the_year(outcome):
    """110 births a year ÷ 1.1 ÷ (1 − 0.5) = 200 deliveries; × a norm of 2 are 400 beds."""
    services = tuple(
        replace(one, scope=replace(one.scope, kind="deliveries")) if one.name == "hospital" else one
        for one in outcome.pack.services
    )
    born = {"newborn_boys": 60.0, "newborn_girls": 50.0}
    arrived = {
        name: np.full((1, 2, 2, MONTHS), a_year / 4) * (READINGS - READINGS[0])
        for name, a_year in born.items()
    }
    run = replace(outcome.trajectory, arrived={**outcome.trajectory.arrived, **arrived})
    pack = replace(outcome.pack, services=services)
    by_deliveries = replace(outcome, pack=pack, trajectory=run)
    assert of(by_deliveries, "hospital")[2016].norm == pytest.approx(400)


def test_queues_of_wards_and_of_one_pool():
    """A load of 339 in the busiest month (282.5 × 1.2) in wards of 30 beds.

    At 1 % a ward carries 20.337 (printed 20.34): 339 ÷ 20.337 = 16.67 wards, 500.1 beds. At 5 % it
    carries 24.80: 13.67 wards, 410.1 beds. As one pool less, by the recursion B = a B ÷ (n + a B):
    B(363, 339) = 0.01006, B(364, 339) = 0.00928; B(334, 339) = 0.05170, B(335, 339) = 0.04972.
    """
    queue = queue_for(282.5, USE)
    assert queue.wards_1 == pytest.approx(500.1, abs=0.1)
    assert queue.wards_5 == pytest.approx(410.1, abs=0.1)
    assert 363 < queue.pool_1 < 364
    assert 334 < queue.pool_5 < 335


def test_what_the_open_beds_turn_away(outcome):
    """2016: 130 × 1.2 = 156 in the busiest month in 160 beds, 5.333 wards of 30: 29.25 each.

    B(30, 29.25): the recursion gives 0.119380.
    """
    assert of(outcome, "hospital")[2016].turned_away == pytest.approx(0.119380, abs=5e-7)


def test_unknown_is_unknown(outcome):
    """Before the record starts (2016), without a start, without a use: nothing, never zero."""
    assert of(outcome, "hospital")[2014].open is None
    assert of(outcome, "hospital")[2014].occupancy is None
    assert of(outcome, "hospital")[2014].turned_away is None
    one = of(outcome, "psychiatric")[2016]
    nothing = (one.admissions, one.in_bed, one.for_use, one.queue, one.open, one.use)
    assert nothing == (None,) * 6
    assert (one.occupancy, one.turned_away) == (None, None)
    assert "primary" not in {one.service.name for one in bed_years(outcome)}


@pytest.fixture(scope="module")
def small_city():
    """One day in a city of 1,000 men of 70, 100 boys of 3 and 500 childless women of 28."""
    one = loaded(ONE_WINDOW)
    cohorts = one.system.axis["cohort"]
    people = np.zeros_like(one.scenario.initial["people"])
    for number, status, opened in ((1000, 0, "1940-09"), (100, 0, "2007-09"), (500, 1, "1982-09")):
        people[0, status, cohorts.index(opened), 0, 0] = number
    scenario = replace(one.scenario, initial={"people": people}, readings=(2011.0,), snapshots=())
    return simulate(one.system, scenario)


def measured(run, name):
    found = run.measures[name][0, ..., 0].sum(axis=-1)
    return dict(zip(run.system.axis["service"].labels, found, strict=True))


@pytest.mark.parametrize(
    ("service", "admissions", "days", "occupancy"),
    [
        # 1,000 × 0.18 + 100 × 0.075 + 500 × 0.08 = 227.5; three in ten from outside: ÷ 0.7 = 325
        ("hospital", 325.0, 7.83, 0.85),
        # 100 × 0.075 ÷ 0.7
        ("paediatric", 75 / 7, 7.63, 0.85),
        # 1,600 × 0.00128
        ("psychiatric", 2.048, 45, 0.9),
        # 1,000 × 0.00325; 3.25 × 730 ÷ 365 = 6.5 in a home, 0.65 % of them
        ("eldercare", 3.25, 730, 0.85),
    ],
)
def test_the_ledger_of_use(small_city, service, admissions, days, occupancy):
    """Admissions by age, those from outside on top; × days ÷ 365 in bed; ÷ occupancy the beds."""
    in_bed = admissions * days / 365
    assert measured(small_city, "admissions")[service] == pytest.approx(admissions)
    assert measured(small_city, "in_bed")[service] == pytest.approx(in_bed)
    assert measured(small_city, "beds_for_use")[service] == pytest.approx(in_bed / occupancy)


def test_the_ledger_of_use_by_deliveries(small_city):
    """Each delivery is a stay of 6 days; mothers from outside are among the deliveries already."""
    deliveries = small_city.measures["deliveries"][0, ..., 0].sum()
    assert deliveries > 10
    assert measured(small_city, "admissions")["obstetric"] == pytest.approx(deliveries)
    assert measured(small_city, "in_bed")["obstetric"] == pytest.approx(deliveries * 6 / 365)


def test_nobody_lies_in_a_school(small_city):
    assert measured(small_city, "in_bed")["primary"] == 0
    assert set(city_pack().bed_use) < set(small_city.system.axis["service"].labels)


def test_a_year_not_read_in_every_month_has_no_ledger(outcome):
    """One month of 2015 left out, and the run cut off in the middle of 2017."""
    kept = np.flatnonzero((READINGS < 2017.5) & (np.abs(READINGS - 2015.5) > 0.01))
    run = outcome.trajectory
    measures = {name: values[..., kept] for name, values in run.measures.items()}
    arrived = {name: totals[..., kept] for name, totals in run.arrived.items()}
    cut = replace(run, readings=run.readings[kept], measures=measures, arrived=arrived)
    assert sorted(of(replace(outcome, trajectory=cut), "hospital")) == [2014, 2016]
