"""A birth window followed until nobody is left lives as long as the life table says."""

from fractions import Fraction

import numpy as np
import pytest

from simulator.demography.life_table import life_expectancy, years_lived_by_infants_who_die
from simulator.demography.migration import SEXES
from simulator.demography.mortality_paths import MortalityPaths
from simulator.demography.nation import deaths, people_along, quantity
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.axis import Axis, cohort_axis
from simulator.stockflow.grammar.elements import Flow, Measure
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Steps
from simulator.stockflow.values.scenario import Scenario
from tests.national_tables import read_un_engine, read_un_life_tables

BIRTH, NOBODY_LEFT = 2000, 2130


def one_window(cohorts):
    return System(
        name="one window",
        axes=(Axis(name="sex", labels=SEXES), cohorts),
        stocks=(people_along("cohort"),),
        parameters=(
            quantity("death_rate", ("sex", "cohort"), "1/year", "deaths"),
            quantity("births", ("sex",), "persons/year", "births"),
        ),
        flows=(
            deaths("deaths", "death_rate * people"),
            Flow(name="born", source=None, target="people[newest]", rate="births", meaning="born"),
        ),
        measures=(
            Measure(
                name="alive",
                axes=("sex",),
                over=("cohort",),
                expression="people",
                unit="persons",
                meaning="alive",
                symbol="A",
            ),
        ),
    )


def years_lived(mortality):
    """Σ alive at every later opening, of those born one a year for a window's width: Σ S(n) = e₀.

    Whoever is left at 130 has less than 2e-7 of all years still to live.
    """
    cohorts = mortality.cohorts
    births = Steps(
        name="births",
        years=(float(BIRTH), BIRTH + 1 / cohorts.birth_windows.per_year),
        values=np.array([[[1.0, 1.0]], [[0.0, 0.0]]]),
        axes=("sex",),
    )
    found = simulate(
        one_window(cohorts),
        Scenario(
            name="one window",
            start=BIRTH,
            stop=NOBODY_LEFT,
            initial={},
            paths={"death_rate": mortality.rates("death_rate"), "births": births},
            readings=cohorts.birth_windows.boundaries(BIRTH, NOBODY_LEFT),
        ),
    )
    return found.measures["alive"][0].sum(axis=-1)


def cohorts_of(per_year):
    return cohort_axis(per_year=per_year, first_day=Fraction(0), oldest=BIRTH, stop=NOBODY_LEFT)


@pytest.mark.parametrize("per_year", [1, 3])
def test_a_window_lives_the_life_expectancy_of_its_table(per_year):
    rates = read_un_engine("canada", 2010, 2020).death_rates[0]
    a0 = np.array(
        [
            float(years_lived_by_infants_who_die(rates[place, 0], sex))
            for place, sex in enumerate(SEXES)
        ]
    )
    mortality = MortalityPaths(
        cohorts=cohorts_of(per_year),
        mx=rates[None, None],
        a0=a0[None, None],
        years=(BIRTH,),
        leading=("sex",),
    )
    assert years_lived(mortality) == pytest.approx(life_expectancy(rates, a0), rel=2e-7)


@pytest.mark.parametrize("per_year", [1, 3])
def test_a_window_lives_the_life_expectancy_of_a_published_table(per_year):
    table = {name: each[0] for name, each in read_un_life_tables("canada", 2010, 2011).items()}
    lx, Lx = table["lx"], table["Lx"]
    mortality = MortalityPaths(
        cohorts=cohorts_of(per_year),
        mx=table["mx"][None, None],
        ax=published_ax(lx, Lx)[None, None],
        open_expectancy=(Lx[:, -1] / lx[:, -1])[None, None],
        years=(BIRTH,),
        leading=("sex",),
    )
    assert years_lived(mortality) == pytest.approx(Lx.sum(axis=-1) / lx[:, 0], rel=2e-7)


def published_ax(lx, Lx):
    """Half a year at every age but the first, whose a(0) is that of its own L(0)."""
    ax = np.full((2, 100), 0.5)
    ax[:, 0] = (Lx[:, 0] - lx[:, 1]) / (lx[:, 0] - lx[:, 1])
    return ax
