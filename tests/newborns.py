"""1,000 newborns from outside, followed to school: what the run holds and what it should hold."""

from itertools import pairwise

import numpy as np

from simulator.city.people.vital_rates import national_tables
from simulator.demography.infancy import infant_hazards
from simulator.demography.life_table import shift_to
from simulator.stockflow.values.paths import at
from tests.city import choices, city_pack, septembers

HORIZON = "model.stop=2020-10-01"
FINE = ("model.relative_tolerance=1e-10", "model.absolute_tolerance=1e-13")
QUICK = ("model.relative_tolerance=1e-8", "model.absolute_tolerance=1e-11")
YEARS = range(2012, 2021)


def through(first: str, last: str) -> str:
    """A path that brings in 12,000 a year from one day to another."""
    dated = f'{{"2012-01-01"=0,"{first}"=12000,"{last}"=0}}'
    return (
        f"world.newborn_arrivals={{values={dated},interpolation='step',before='hold',after='hold'}}"
    )


WISHES = {
    "september": through("2012-09-01", "2012-10-01"),
    "august": through("2012-08-01", "2012-09-01"),
    "instant": "world.newborns_on_dates=[{id='probe',date=2012-09-01,persons=1000}]",
}

BORN = {
    "september": (2012 + 8 / 12, 2012 + 9 / 12),
    "august": (2012 + 7 / 12, 2012 + 8 / 12),
    "instant": (2012 + 8 / 12, 2012 + 8 / 12),
}
ENTRY = {"september": 2019, "august": 2018, "instant": 2019}


def grade_one(year: int, *sets: str) -> float:
    """Children in grade one: completed age 6 on 31 August, whether or not they go to school."""
    run = septembers(*sets)
    labels = run.system.axis["cohort"].labels
    windows = [
        place for place, label in enumerate(labels) if f"{year - 7}-09" <= label < f"{year - 6}-09"
    ]
    time = int(np.argmin(np.abs(run.snapshots - (year + 2 / 3))))
    return float(run.stocks["people"][0][:, windows, ..., time].sum())


def extra_in_grade_one(
    wish: str, per_year: int, tolerance: tuple[str, ...] = FINE
) -> dict[int, float]:
    """Grade one of each year with the newborns, less without."""
    sets = (f"model.cohorts_per_year={per_year}", HORIZON, *tolerance)
    return {year: grade_one(year, *sets, WISHES[wish]) - grade_one(year, *sets) for year in YEARS}


def survivors_who_stayed(first: float, last: float, entry: int, steps: int = 400) -> float:
    """Of 1,000 born evenly between two instants, those in the city on 1 September of a year.

    By exact age and week, apart from the model: migrants die, leave and register; those who
    registered die. Of the migrants who enter school 0.1728 lack the points, and 0.59 of these find
    no private place and leave on the day. 112 boys are born for 100 girls.
    """
    births = np.linspace(first, last, 5) if last > first else np.array([first])
    weights = np.array([1, 4, 2, 4, 1]) / 12 if last > first else np.ones(1)
    total = 0.0
    for sex, share in ((0, 112 / 212), (1, 100 / 212)):
        for born, weight in zip(births, weights, strict=True):
            total += 1000 * share * weight * _present(born, entry + 2 / 3, sex, steps)
    return total


def _present(born: float, until: float, sex: int, steps: int) -> float:
    hazard = _hazards(sex)
    fitted = choices(pack=city_pack())
    register = fitted.path("world.registration_rate")
    level = float(at(fitted.path("world.departures"), born)[0])
    leave = {0: 0.03 * level, 6: 0.035 * level}
    women = float(at(fitted.path("world.registration_women"), born)[0])
    of_sex = 2 * (women if sex else 1.0) / (1 + women)
    edges = sorted({born, born + 1 / 12, until, *np.linspace(born, until, steps)})
    migrant, registered = 1.0, 0.0
    for start, stop in pairwise(edges):
        middle, width = (start + stop) / 2, stop - start
        dying = hazard(middle - born, int(middle))
        leaving = leave[0 if middle - born < 6 else 6]
        obtaining = of_sex * float(at(register, middle)[0])
        losing = dying + leaving + obtaining
        gone = migrant * (1 - np.exp(-losing * width))
        registered = registered * np.exp(-dying * width) + gone * obtaining / losing
        migrant -= gone
    return migrant * (1 - 0.1728 * 0.59) + registered


def _hazards(sex: int):
    """Hazard at an exact age in a calendar year, from the tables of the pack."""
    table, a0 = national_tables(city_pack())
    life = choices(pack=city_pack()).path(f"world.life_expectancy.{('men', 'women')[sex]}")
    found = {}
    for year in YEARS:
        rates = shift_to(table[year][sex], a0[year][sex], float(at(life, year + 0.5)[0]))
        found[year] = (rates, infant_hazards(rates[0], a0[year][sex]))

    def hazard(age: float, year: int) -> float:
        rates, (first_month, rest) = found[year]
        if age < 1:
            return float(first_month if age < 1 / 12 else rest)
        return float(rates[int(age)])

    return hazard
