"""Every figure of docs/beds.md, computed again."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from simulator.city.beds.erlang import load_carried, turned_away
from simulator.city.beds.ledgers import bed_years, queue_for
from simulator.city.ground.outcome import Outcome
from simulator.city.services.table import services_table
from tests.city import ROOT, city_pack, loaded, run

PAGE = (ROOT / "docs" / "beds.md").read_text(encoding="utf-8")
LINES = " ".join(PAGE.split())
OPEN, OLD, NEW = 1550, 17 / 1000, 21 / 1000
YEAR, FORECAST = 87_518, 120_000
LOAD = YEAR * 6 / 365
USE = replace(city_pack().bed_use["obstetric"], season=1.0)


@cache
def outcome():
    one = loaded()
    return Outcome(trajectory=run(), scenario=one.scenario, file=one.file, pack=one.pack)


@cache
def baseline():
    return {(found.service.name, found.year): found for found in bed_years(outcome())}


@cache
def curve(service, column):
    """A column of ``services.csv`` for the city, by day."""
    found = {each.name: each.cells for each in services_table(outcome()).columns}
    rows = zip(found["date"], found["service"], found["district"], found[column], strict=True)
    return {
        day: float(cell)
        for day, kind, district, cell in rows
        if (kind, district) == (service, "city") and cell
    }


def first_surplus(share):
    """The month from which obstetric beds are to spare if new hospitals have that share of them."""
    hospital, wanted = curve("hospital", "risk_adjusted"), curve("obstetric", "demand")
    days = [day for day in hospital if day >= "2017-05-01"]
    spare = [OPEN + share * (hospital[day] - 14_600) > wanted[day] for day in days]
    first = spare.index(True)
    assert all(spare[first:])
    return date.fromisoformat(days[first]).strftime("%B %Y")


def row(*cells):
    return f"| {' | '.join(cells)} |"


@pytest.mark.parametrize("beds", [10, 20, 30, 100, 1550])
def test_how_full_a_ward_can_be(beds):
    """What is taken is what is not turned away: load × (1 − share) ÷ beds."""
    load, often = load_carried(beds, 0.01), load_carried(beds, 0.05)
    name = {30: "30, a ward", 1550: "1,550, every obstetric bed of the city"}.get(beds, str(beds))
    told = f"{load:,.0f}" if beds > 1000 else f"{load:.2f}"
    assert row(name, told, f"{99 * load / beds:.0f} %", f"{95 * often / beds:.0f} %") in PAGE


def test_the_beds_of_may_2017():
    """120,000 × 17 ÷ 1,000 = 2,040; 87,518 × 17 ÷ 1,000 = 1,488; × 21: 2,520 and 1,838."""
    assert row(f"{YEAR:,} (2016)", f"{YEAR * OLD:,.0f}", f"{YEAR * NEW:,.0f}") in PAGE
    assert (
        row(f"{FORECAST:,} (forecast)", f"{FORECAST * OLD:,.0f}", f"{FORECAST * NEW:,.0f}") in PAGE
    )
    assert (round(YEAR * OLD), round(YEAR * NEW)) == (1488, 1838)
    assert (round(FORECAST * OLD), round(FORECAST * NEW)) == (2040, 2520)
    assert f"{FORECAST * OLD:,.0f} beds, {FORECAST * OLD - OPEN:.0f} short" in PAGE
    assert f"({OPEN - YEAR * OLD:.0f} over)" in PAGE
    assert f"the new one {YEAR * NEW - OPEN:.0f} short" in LINES


def test_the_two_errors_add_up():
    """(120,000 − 87,518) × 0.017 = 552; 0.004 × 87,518 = 350; 0.004 × 32,482 = 130: 1,032."""
    births, norm = (FORECAST - YEAR) * OLD, (NEW - OLD) * YEAR
    both = (NEW - OLD) * (FORECAST - YEAR)
    assert births + norm + both == pytest.approx(FORECAST * NEW - YEAR * OLD)
    assert f"it is {births + norm + both:,.0f}:" in PAGE
    assert row("births", f"{births:.0f}", f"{FORECAST - YEAR:,} more deliveries at 17") in PAGE
    assert f"| norm | {norm:.0f} |" in PAGE
    assert f"| both | {both:.0f} |" in PAGE
    assert f"made {births:.0f} beds of the need" in PAGE


def test_what_came_in_2017():
    came = baseline()["obstetric", 2017].admissions
    assert row(f"{came:,.0f} (2017, baseline)", f"{came * OLD:,.0f}", f"{came * NEW:,.0f}") in PAGE
    assert f"stayed {FORECAST - came:,.0f} deliveries below" in LINES


def test_what_the_norms_mean():
    """87,518 × 6 ÷ 365 = 1,438.7 in bed; 1,438.7 ÷ 1,488 = 0.97, ÷ 1,838 = 0.78."""
    queue, busy = queue_for(LOAD, USE), queue_for(LOAD, city_pack().bed_use["obstetric"])
    for name, beds in (
        ("one pool, 1 % turned away", queue.pool_1),
        ("17 per 1,000", YEAR * OLD),
        ("open in May 2017", OPEN),
        ("use, at 85 %", LOAD / 0.85),
        ("wards of 30, 5 % turned away", queue.wards_5),
        ("21 per 1,000", YEAR * NEW),
        ("wards of 30, 1 % turned away", queue.wards_1),
    ):
        assert row(name, f"{beds:,.0f}", f"{100 * LOAD / beds:.0f} %") in PAGE
    assert f"{LOAD:,.0f} women in bed" in PAGE
    assert f"takes {busy.wards_1:,.0f} for 1 % and {busy.wards_5:,.0f} for 5 %" in PAGE
    assert queue.wards_5 < YEAR * NEW < queue.wards_1
    assert f"({100 * turned_away(30, LOAD * 30 / OPEN):.1f} %)" in PAGE
    assert turned_away(OPEN, LOAD) < 0.0005


@pytest.mark.parametrize(
    "service", ["hospital", "obstetric", "paediatric", "psychiatric", "eldercare"]
)
def test_the_baseline_of_2020(service):
    one = baseline()[service, 2020]
    beds = (one.norm, one.for_use, one.queue.wards_5, one.queue.wards_1)
    known = ("unknown", "unknown")
    if one.open is not None:
        known = (f"{one.open:,.0f}", f"{100 * one.occupancy:.0f} %")
    assert row(service, *(f"{number:,.0f}" for number in beds), *known) in PAGE


def test_what_is_said_of_the_baseline():
    found = baseline()
    assert found["hospital", 2020].norm / found["hospital", 2020].for_use == pytest.approx(
        2, abs=0.1
    )
    beds_each = found["eldercare", 2020].norm / found["eldercare", 2020].in_bed
    assert f"{beds_each:.1f} beds for each person who lives there" in LINES
    hospital, paediatric = found["hospital", 2020], found["paediatric", 2020]
    short, spare = hospital.lacking(hospital.norm), -hospital.lacking(hospital.for_use)
    assert hospital.disagrees
    assert (
        f"{round(short, -2):,.0f} short by the norm and {round(spare, -2):,.0f} to spare" in LINES
    )
    by_use = paediatric.lacking(paediatric.for_use)
    assert f"paediatric beds are {paediatric.lacking(paediatric.norm):,.0f} short" in LINES
    assert f"({abs(by_use):,.0f} {'short' if by_use > 0 else 'over'})" in LINES
    assert abs(by_use) < 0.05 * paediatric.open
    for service in ("obstetric", "eldercare"):
        assert max(found[service, 2020].lacking(beds) for beds in both_of(found[service, 2020])) < 0
    assert found["obstetric", 2017].occupancy is None  # open beds are on record from May on
    assert f"{100 * found['obstetric', 2018].occupancy:.0f} women for 100 beds" in LINES
    assert f"by 2020 they are {100 * found['obstetric', 2020].occupancy:.0f}" in LINES


def both_of(one):
    return one.norm, one.for_use


def test_what_a_new_hospital_opens():
    """1,550 + 0.05 × (19,507 − 14,600) = 1,795; 901 + 0.0525 × (19,507 − 13,331) = 1,225."""
    found, there = baseline(), baseline()["hospital", 2020].open
    for service, count, whole, low, high in (
        ("obstetric", OPEN, 14_600, 0.05, 0.19),
        ("paediatric", 901, 13_331, 0.0525, 0.1),
    ):
        at = [count + share * (there - whole) for share in (low, high)]
        assert f"({at[0]:,.0f} to {at[1]:,.0f})" in LINES
        assert f"{found[service, 2020].open:,.0f}" in LINES
    assert f"at the end of 2020, not {there:,.0f}" in LINES
    month = "2017-05-01"
    assert f"the model has {curve('obstetric', 'risk_adjusted')[month]:,.0f}" in LINES
    assert f"it has {curve('hospital', 'risk_adjusted')[month]:,.0f} hospital beds" in LINES


def test_when_obstetric_beds_are_to_spare():
    middle, late, early = (first_surplus(share) for share in (OPEN / 14_600, 0.05, 0.19))
    assert f"comes in {middle}; by the interval between {early} and {late}" in LINES


def test_the_norm_of_beds_is_the_demand_of_services():
    """The same figure in both tables: at the end of 2020, of the whole city."""
    place = run().system.axis["service"].index("hospital")
    demand = run().measures["demand"][0, place, :, -1].sum()
    assert baseline()["hospital", 2020].norm == pytest.approx(demand)
