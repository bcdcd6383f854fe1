"""A small nation made up as long frames, and the same laid out by hand as arrays."""

import numpy as np
import pandas as pd

from simulator.demography import NationTables

YEARS = range(2010, 2013)
SEXES = ("men", "women")


def long(function, **keys):
    """A series with levels in the order of ``keys``."""
    index = pd.MultiIndex.from_product(keys.values(), names=list(keys))
    return pd.Series([function(*each) for each in index], index=index, name="value", dtype=float)


def rate(year, sex, age):
    if age == 0:
        return 0.005
    return (3e-4 + 2e-5 * np.exp(0.1 * age)) * (1.1 if sex == "men" else 1) * 0.99 ** (year - 2010)


def frames(last=100, **changes):
    ages = range(last + 1)
    given = {
        "death_rates": long(rate, year=YEARS, sex=SEXES, age=ages),
        "fertility": long(lambda year, age: 0.05, year=YEARS, age=range(15, 50)),
        "boys_per_girl": 1.05,
        "people": long(
            lambda when, sex, age: 2000.0 - 15 * min(age, 90) if age < last else 900.0,
            date=["2010-01-01"],
            sex=SEXES,
            age=ages,
        ),
        "migrants": long(
            lambda when, sex, age: 3.0 - age / 10,
            date=["2011-01-01", "2012-01-01", "2013-01-01"],
            sex=SEXES,
            age=ages,
        ),
    }
    return given | changes


def arrays(**changes):
    """The same laid out by hand."""
    ages = range(101)
    rates = [[[rate(year, sex, age) for age in ages] for sex in SEXES] for year in YEARS]
    fertility = np.zeros((3, 101))
    fertility[:, 15:50] = 0.05
    people = [[2000.0 - 15 * min(age, 90) if age < 100 else 900.0 for age in ages]] * 2
    given = {
        "years": tuple(YEARS),
        "death_rates": np.array(rates),
        "fertility": fertility,
        "boys_per_girl": np.full(3, 1.05),
        "people": {2010.0: np.array(people)},
        "migrants": {year + 1.0: 3.0 - np.array([[*ages]] * 2) / 10 for year in YEARS},
    }
    return NationTables(**given | changes)
