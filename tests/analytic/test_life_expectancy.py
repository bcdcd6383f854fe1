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
from tests.national_tables import read_un_engine

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


@pytest.mark.parametrize("per_year", [1, 3])
def test_a_window_lives_the_life_expectancy_of_its_table(per_year):
    """Born one a year for a window's width, seen at every later opening, Σ alive is Σ S(n) = e₀.

    Whoever is left at 130 has less than 2e-7 of all years still to live.
    """
    rates = read_un_engine("canada", 2010, 2020).death_rates[0]
    a0 = np.array(
        [
            float(years_lived_by_infants_who_die(rates[place, 0], sex))
            for place, sex in enumerate(SEXES)
        ]
    )
    cohorts = cohort_axis(per_year=per_year, first_day=Fraction(0), oldest=BIRTH, stop=NOBODY_LEFT)
    mortality = MortalityPaths(
        cohorts=cohorts, mx=rates[None, None], a0=a0[None, None], years=(BIRTH,), leading=("sex",)
    )
    births = Steps(
        name="births",
        years=(float(BIRTH), BIRTH + 1 / per_year),
        values=np.array([[[1.0, 1.0]], [[0.0, 0.0]]]),
        axes=("sex",),
    )
    openings = cohorts.birth_windows.boundaries(BIRTH, NOBODY_LEFT)
    found = simulate(
        one_window(cohorts),
        Scenario(
            name="one window",
            start=BIRTH,
            stop=NOBODY_LEFT,
            initial={},
            paths={"death_rate": mortality.rates("death_rate"), "births": births},
            readings=openings,
        ),
    )
    lived = found.measures["alive"][0].sum(axis=-1)
    assert lived == pytest.approx(life_expectancy(rates, a0), rel=2e-7)
