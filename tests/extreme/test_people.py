"""People where nobody is born, nobody comes, or ten times as many do."""

import numpy as np
import pytest

from tests.extremes import (
    END,
    NO_ARRIVALS,
    NO_BIRTHS,
    NO_DEPARTURES,
    NO_MOVES,
    on,
    result,
    row,
)

ALONE = (*NO_BIRTHS, *NO_MOVES)
"""Nobody is born, comes, goes or is registered: people grow old, and some die.

Whoever lacks the points for school still leaves on entering it, and adults with them.
"""


def left_for_school(found, by="year"):
    """Children who left for want of points and adults who left with them."""
    streams = ("children_without_points", "parents_of_leavers")
    return sum(found.flow(name, by=by) for name in streams)


def test_without_births_nobody_is_born_and_no_bed_is_needed_for_it():
    found = result(*NO_BIRTHS)
    assert (found.flow("births") == 0).all()
    assert (found.measure("deliveries") == 0).all()
    # 1,550 obstetric beds are on record from May 2017: all there are, are to spare
    beds = row(found.table("services"), "obstetric", "city", "2018-06-01")
    assert (beds["demand"], beds["gap"]) == (0, -beds["risk_adjusted"])
    assert beds["risk_adjusted"] > 1550
    assert np.isnan(beds["coverage"])


def test_beds_for_each_of_no_deliveries_are_unknown():
    ratios = result(*NO_BIRTHS).table("ratios").set_index("ratio")
    found = ratios.loc[["obstetric_per_delivery", "obstetric_per_resident_delivery"]]
    assert (found["lower"] == 0).all()
    assert (found["upper"] > 1550).all()
    assert found["value"].isna().all()
    # of people there are enough
    assert ratios.loc["hospital_per_resident", "value"].notna().all()


def test_the_share_of_second_births_among_no_births_is_unknown():
    found = result(*NO_BIRTHS).table("observed")
    assert not found["series"].eq("second_birth_share").any()
    assert (found.loc[found["series"] == "births", "modelled"] == 0).all()


def test_children_who_were_not_born_seek_no_place():
    """With nobody coming either, of those born from 2011 on there is nobody, ever."""
    found = result(*NO_BIRTHS, *NO_ARRIVALS)
    ages = found.people(by="age", on="2018-09-01")
    # the first window with nobody in it opened on 1 September 2011: ages 0 to 6 on that day of 2018
    assert (ages[:7] == 0).all()
    assert (ages[7:60] > 0).all()
    # kindergarten takes the ages 3 to 5; those of 2016 were still born before
    tables = found.table("services")
    last, first = (row(tables, "kindergarten", "city", f"{year}-09-01") for year in (2018, 2016))
    assert first["demand"] > 0
    assert last["demand"] == 0
    assert last["gap"] == -last["risk_adjusted"]
    assert np.isnan(last["coverage"])


def test_without_arrivals_nobody_arrives():
    found = result(*NO_ARRIVALS)
    came = ("arrivals", "registered_arrivals", "newborn_boys_from_outside")
    for name in (*came, "newborn_girls_from_outside"):
        assert (found.flow(name) == 0).all(), name


def test_where_nobody_is_born_or_moves_and_workers_do_not_die_nobody_is_lost():
    """1,946,000 migrants lived here at the end of 2010; alone, they still do.

    Or else they died as children or old, as the ratio of mortality is one of working ages, or are
    among those who left as they lacked the points for school.
    """
    found = result(*ALONE, "world.migrant_mortality=0")
    migrants = found.measure("residents").xs("migrant", level="residency").groupby("date").sum()
    left = left_for_school(found, by="interval").cumsum().to_numpy()
    died = found.flow("deaths", by=("interval", "residency")).xs("migrant", level="residency")
    assert migrants.to_numpy()[0] == pytest.approx(1_946_000, rel=1e-9)
    gone = left + died.cumsum().to_numpy()
    assert migrants.to_numpy()[1:] + gone == pytest.approx(1_946_000, rel=1e-9)
    # 10.2 % of all who were not six by 31 August 2010, and 1.2 adults with each; hardly any died
    ages = found.people(by=("residency", "age"), on="2011-01-01")["migrant"]
    children = ages[:6].sum() + ages[6] / 3
    assert left[-1] == pytest.approx(0.1728 * 0.59 * 2.2 * children, rel=0.02)
    usual = result(*ALONE).flow("deaths", by="residency")["migrant"]
    assert died.sum() < 0.8 * usual


def test_where_people_only_die_the_dead_are_those_who_are_missing():
    """3,561,000 at the end of 2010, less the deaths since, and less who lacked the points."""
    found = result(*ALONE)
    there = on(found.measure("residents"), END).sum()
    died = found.flow("deaths").sum()
    assert there + died + left_for_school(found).sum() == pytest.approx(3_561_000, rel=1e-9)
    # 3.1 to 3.3 of 1,000 a year are on record: 8 × 3.2 = 25.6 of 1,000 in eight years
    assert died / 3_561_000 == pytest.approx(0.0256, rel=0.1)


def test_people_grow_with_arrivals_in_a_straight_line():
    """Nobody who arrives changes what another does: P(10) − P(0) = 10 (P(1) − P(0))."""
    none, once, ten = (
        on(result(f"world.arrivals={{scale={scale}}}").measure("residents"), END)
        for scale in (0, 1, 10)
    )
    assert (ten - none).to_numpy() == pytest.approx(10 * (once - none).to_numpy(), rel=1e-4)
    assert (ten > once).all()


def test_ten_times_as_many_arrive_and_all_of_them_are_counted():
    once, ten = (result(f"world.arrivals={{scale={scale}}}") for scale in (1, 10))
    arrived = [found.flow("arrivals") for found in (once, ten)]
    assert arrived[1].to_numpy() == pytest.approx(10 * arrived[0].to_numpy(), rel=1e-9)
    # what is built does not answer where no loop is closed; so the gap is that much deeper
    supply = [on(found.measure("supply"), "2018-09-01") for found in (once, ten)]
    assert supply[0].equals(supply[1])
    gap = [on(found.measure("gap"), "2018-09-01").dropna() for found in (once, ten)]
    assert (gap[1] - gap[0] > 0).all()


def test_ten_times_the_departures_leave_fewer_and_never_less_than_nobody():
    once, ten = (result(f"world.departures={{scale={scale}}}") for scale in (1, 10))
    there = [found.measure("residents").xs("migrant", level="residency") for found in (once, ten)]
    later = there[0].index.get_level_values("date") != "2011-01-01"
    assert (there[1][later] < there[0][later]).all()
    assert (there[1] > 0).all()
    assert (ten.people(on=END) >= 0).all()


def test_where_nobody_comes_or_goes_districts_keep_their_own():
    """Registered and migrants change places by registration alone, and by births and deaths."""
    found = result(*NO_ARRIVALS, *NO_DEPARTURES, *NO_BIRTHS)
    there = found.measure("residents")
    lost = found.flow("deaths", by="district")
    start, stop = (on(there, day).groupby("district").sum() for day in ("2011-01-01", END))
    left = left_for_school(found, by="district")
    assert (start - stop).sum() == pytest.approx(lost.sum() + left.sum(), rel=1e-6)
    registered = found.flow("registration").sum()
    gained = on(there, END)["registered"].sum() - on(there, "2011-01-01")["registered"].sum()
    assert gained < registered  # some of them died
