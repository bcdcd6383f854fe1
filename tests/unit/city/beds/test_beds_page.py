"""Every figure of docs/beds.md, computed again."""

from dataclasses import replace
from functools import cache

import pytest

from simulator.city.beds.erlang import load_carried, turned_away
from simulator.city.beds.ledgers import bed_years, queue_for
from simulator.city.ground.outcome import Outcome
from tests.city import ROOT, city_pack, loaded, run

PAGE = (ROOT / "docs" / "beds.md").read_text(encoding="utf-8")
LINES = " ".join(PAGE.split())
OPEN, OLD, NEW = 1550, 17 / 1000, 21 / 1000
YEAR, FORECAST = 87_518, 120_000
LOAD = YEAR * 6 / 365
USE = replace(city_pack().bed_use["obstetric"], season=1.0)


@cache
def baseline():
    one = loaded()
    outcome = Outcome(trajectory=run(), scenario=one.scenario, file=one.file, pack=one.pack)
    return {(found.service.name, found.year): found for found in bed_years(outcome)}


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
    hospital, obstetric = found["hospital", 2020], found["obstetric", 2020]
    for one, digits in ((hospital, -2), (obstetric, 0)):
        short, spare = one.lacking(one.norm), -one.lacking(one.for_use)
        assert one.disagrees
        assert f"{round(short, digits):,.0f} short" in LINES
        assert f"{round(spare, digits):,.0f} to spare" in LINES
    assert not found["paediatric", 2020].disagrees
    assert not found["eldercare", 2020].disagrees
    assert found["obstetric", 2017].occupancy is None  # open beds are on record from May on
    assert f"{100 * found['obstetric', 2018].occupancy:.0f} women for 100 beds" in LINES
    assert f"by 2020 they are {100 * found['obstetric', 2020].occupancy:.0f}" in LINES


def test_the_norm_of_beds_is_the_demand_of_services():
    """The same figure in both tables: at the end of 2020, of the whole city."""
    place = run().system.axis["service"].index("hospital")
    demand = run().measures["demand"][0, place, :, -1].sum()
    assert baseline()["hospital", 2020].norm == pytest.approx(demand)
