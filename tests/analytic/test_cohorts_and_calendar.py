"""People stay with those born beside them; the year has twelve equal months."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import exp

import numpy as np
import pytest

from simulator.demography.cohort_paths import ByAge
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.values.calendar import (
    calendar_label,
    end_of_year,
    exact_instant,
    first_september,
    instant,
)
from simulator.stockflow.values.paths import Constant, Steps
from simulator.stockflow.values.scenario import Occasion
from tests.textbook import leslie
from tests.toys import region, region_scenario


@pytest.mark.parametrize("per_year", [1, 3, 4, 12])
def test_a_spike_of_births_stays_in_its_windows(per_year):
    """Born at a steady 600 a year from 2002 to 2003: entered × survival, and nobody elsewhere."""
    system = leslie(per_year, 2000.0, 2010.0, 1999.0)
    cohorts = system.axis["cohort"]
    births = Steps(
        name="bearing",
        years=(2000.0, 2002.0, 2003.0),
        values=np.stack([share * np.eye(1, cohorts.size) for share in (0.0, 0.6, 0.0)]),
        axes=("cohort",),
    )
    hazard = 0.03 * np.ones((1, cohorts.size))
    hazard[0, 0] = 0.0
    found = simulate(
        system,
        replace(
            region_scenario(region()),
            initial={"women": 1000.0 * np.eye(1, cohorts.size)},
            paths={"dying": Constant(hazard, ("cohort",)), "bearing": births},
        ),
    )
    women = found.final["women"][0]
    entered = 600 * (1 - exp(-0.03 / per_year)) / 0.03
    filled = [place for place, label in enumerate(cohorts.labels) if label.startswith("2002")]
    assert len(filled) == per_year
    for place in filled:
        closed = cohorts.windows.opening(place)
        assert women[place] == pytest.approx(entered * exp(-0.03 * (2010 - closed)), rel=1e-9)
    assert women[0] == 1000
    assert not np.delete(women, [0, *filled]).any()


@pytest.mark.parametrize("per_year", [1, 3, 12])
def test_a_cohort_dies_by_the_ages_it_passes(per_year):
    """Hazard per year of age: a window of those born 2000 to 2000 + 1/m, seen seven years on."""
    system = leslie(per_year, 2000.0, 2008.0, 1999.0)
    cohorts = system.axis["cohort"]
    table = np.array([0.05, 0.02, 0.01, 0.04, 0.03, 0.06, 0.02, 0.01])
    women = np.zeros((1, cohorts.size))
    place = cohorts.labels.index("2000-01")
    start = 2000 + 1 / per_year
    women[0, place] = 100.0
    found = simulate(
        system,
        replace(
            region_scenario(region()),
            start=start,
            stop=2007.0 + 1 / per_year,
            initial={"women": women},
            paths={
                "dying": ByAge(
                    name="dying",
                    cohorts=cohorts,
                    table=table[None, None],
                    years=(2000,),
                    open_age=7,
                ),
                "bearing": Constant(np.zeros((1, cohorts.size)), ("cohort",)),
            },
            readings=(),
        ),
    )
    # from ages 0 … 1/m to ages 7 … 7 + 1/m: half a window of age seven for one of age zero
    passed = table[:7].sum() + (table[7] - table[0]) / (2 * per_year)
    assert found.final["women"][0, place] == pytest.approx(100 * exp(-passed), rel=1e-9)


def test_a_newborn_at_the_opening_belongs_to_the_new_window():
    system = region()
    cohorts = system.axis["cohort"]
    base = region_scenario(system)
    for year, label in ((2004 + 2 / 3, "2004-09"), (2004.5, "2004-05"), (2005.0, "2005-01")):
        occasion = Occasion(year, {"extra": np.array([[10.0, 0.0]])})
        more = simulate(system, replace(base, occasions={"extra_newborns": (occasion,)}))
        less = simulate(system, base)
        gained = (more.final["people"] - less.final["people"])[0, :2].sum(axis=(0, 2, 3))
        descendants = cohorts.labels.index(label)
        assert gained[descendants] > 3
        assert np.abs(gained[1:descendants]).max() < 1e-9


def test_months_are_equal_and_dates_exact():
    months = [exact_instant(2015, month) for month in range(1, 13)]
    assert {second - first for first, second in pairwise(months)} == {Fraction(1, 12)}
    assert exact_instant(2015, 9) == Fraction(2015) + Fraction(2, 3)
    assert first_september(2015) == float(2015 + Fraction(2, 3))
    assert end_of_year(2010) == 2011.0 == instant(date(2010, 12, 31))
    assert instant(date(2016, 2, 29)) == float(2016 + Fraction(1, 12) + Fraction(28, 12 * 29))


@pytest.mark.parametrize("year", [2015, 2016])
def test_every_day_has_a_label_of_its_own(year):
    days = [
        date.fromordinal(number)
        for number in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    ]
    assert [calendar_label(instant(day)) for day in days] == [day.isoformat() for day in days]
    instants = [instant(day) for day in days]
    assert instants == sorted(instants)
