"""A nation in our grammar: one region, people by sex and birth window.

Deaths under age one are a flow of their own. Migration is given as signed counts at the end of a
year: what is positive enters, what is negative leaves, both as transfers. The tables come from
``national_tables.py``; a population that this file follows differs from the city's only in its
declaration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from simulator.demography.cohort_paths import ByAge
from simulator.demography.life_table import years_lived_by_infants_who_die
from simulator.demography.mortality_paths import MortalityPaths
from simulator.demography.single_ages import completed_ages, to_windows
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.axis import Axis, cohort_axis
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Parameter, Stock, Transfer
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Steps
from simulator.stockflow.values.scenario import Occasion, Scenario
from tests.national_tables import Nation

SEXES = ("men", "women")
BIRTHS = ("boys_born", "girls_born")
DEATHS = ("infant_deaths", "later_deaths")
MIGRATION = (
    Transfer(name="immigration", source=None, target="people", amount="entering", meaning="gain"),
    Transfer(name="emigration", source="people", target=None, amount="leaving", meaning="loss"),
)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """A nation's run read by single age: people (sex, age) at the end, and yearly totals.

    ``births`` has shape (sex, years), ``deaths`` (under one or not, sex, years).
    """

    trajectory: Trajectory
    people: FloatArray
    births: FloatArray
    deaths: FloatArray


def build_nation(cohorts: Axis) -> System:
    """Deaths, infants apart; births by fertility and sex ratio; migrants on a date."""
    return System(
        name="nation",
        axes=(Axis(name="sex", labels=SEXES), cohorts),
        stocks=(people_along("cohort"),),
        parameters=(
            quantity("infant_death_rate", ("sex", "cohort"), "1/year", "deaths under age one"),
            quantity("later_death_rate", ("sex", "cohort"), "1/year", "deaths from age one on"),
            quantity("fertility", ("cohort",), "1/year", "births per woman"),
            quantity("boys", (), "1", "share of boys among newborns"),
            quantity("entering", ("sex", "cohort"), "persons", "net gain by migration"),
            quantity("leaving", ("sex", "cohort"), "persons", "net loss by migration"),
        ),
        auxiliaries=(births_along("cohort"),),
        flows=(
            deaths("infant_deaths", "infant_death_rate * people"),
            deaths("later_deaths", "later_death_rate * people"),
            *newborns("newest"),
        ),
        transfers=MIGRATION,
    )


def people_along(axis: str) -> Stock:
    """The one stock: people by sex along ``axis``."""
    return Stock(
        name="people",
        axes=("sex", axis),
        unit="persons",
        meaning="residents",
        kind="people",
        watched=("sex",),
        symbol="P",
    )


def quantity(name: str, axes: tuple[str, ...], unit: str, meaning: str) -> Parameter:
    """A parameter; its symbol is its name."""
    symbol = name.replace("_", " ")
    return Parameter(name=name, axes=axes, unit=unit, meaning=meaning, symbol=symbol)


def births_along(axis: str) -> Auxiliary:
    """Births a year, all mothers along ``axis`` together."""
    return Auxiliary(
        name="births",
        axes=(),
        over=(axis,),
        expression="fertility * people[women]",
        unit="persons/year",
        meaning="births",
        symbol="B",
    )


def newborns(label: str) -> tuple[Flow, ...]:
    """Boys and girls born into the people of one label."""
    boys, girls = f"people[men, {label}]", f"people[women, {label}]"
    return (
        Flow(name="boys_born", source=None, target=boys, rate="boys * births", meaning="boys"),
        Flow(
            name="girls_born",
            source=None,
            target=girls,
            rate="(1 - boys) * births",
            meaning="girls",
        ),
    )


def deaths(name: str, rate: str) -> Flow:
    """People who die."""
    return Flow(name=name, source="people", target=None, rate=rate, meaning="deaths")


def build_scenario(nation: Nation, cohorts: Axis, start: float, stop: float) -> Scenario:
    """The values of a nation's tables on a cohort axis, read at every anniversary of the start."""
    anniversaries = tuple(start + year for year in range(round(stop - start) + 1))
    infants = nation.death_rates[..., 0]
    a0 = np.stack(
        [
            years_lived_by_infants_who_die(infants[:, 0], "men"),
            years_lived_by_infants_who_die(infants[:, 1], "women"),
        ],
        axis=-1,
    )
    mortality = MortalityPaths(
        cohorts=cohorts,
        mx=nation.death_rates[np.newaxis],
        a0=a0[np.newaxis],
        years=nation.years,
        leading=("sex",),
    )
    boys = nation.boys_per_girl / (1 + nation.boys_per_girl)
    return Scenario(
        name="nation",
        start=start,
        stop=stop,
        initial={"people": to_windows(nation.people[start], cohorts, start)[np.newaxis]},
        paths={
            "infant_death_rate": mortality.under_one("infant_death_rate"),
            "later_death_rate": mortality.from_one("later_death_rate"),
            "fertility": ByAge(
                name="fertility",
                cohorts=cohorts,
                years=nation.years,
                table=nation.fertility[np.newaxis],
            ),
            "boys": Steps(
                name="boys",
                years=tuple(float(year) for year in nation.years),
                values=boys[:, np.newaxis],
            ),
        },
        occasions=migration(
            {
                year: {
                    name: to_windows(moved, cohorts, year)
                    for name, moved in gains_and_losses(nation.migrants[year]).items()
                }
                for year in anniversaries[1:]
            }
        ),
        readings=anniversaries,
        snapshots=(stop,),
    )


def follow(nation: Nation, per_year: int, start: float, stop: float) -> Followed:
    """Run a nation with ``per_year`` windows a year, one of which opens on the day of the start."""
    first_day = Fraction(start).limit_denominator(12) % 1
    cohorts = cohort_axis(per_year=per_year, first_day=first_day, oldest=start - 100, stop=stop)
    run = simulate(build_nation(cohorts), build_scenario(nation, cohorts, start, stop))
    by_age = completed_ages(cohorts.birth_windows, stop)
    return Followed(
        trajectory=run,
        people=run.stocks["people"][0, ..., -1] @ by_age,
        births=np.diff(np.stack([run.arrived[name][0] for name in BIRTHS])),
        deaths=np.diff(np.stack([run.left[name][0] for name in DEATHS])),
    )


def percent_off(found: FloatArray, published: FloatArray) -> FloatArray:
    """Relative error in per cent."""
    return 100 * (np.asarray(found) / np.asarray(published) - 1)


def gains_and_losses(migrants: FloatArray) -> dict[str, FloatArray]:
    """Signed counts as two positive ones."""
    return {"entering": np.maximum(migrants, 0.0), "leaving": np.maximum(-migrants, 0.0)}


def migration(
    moved: Mapping[float, Mapping[str, FloatArray]],
) -> dict[str, tuple[Occasion, ...]]:
    """Both transfers at every instant, from ``gains_and_losses`` laid out as the people are."""
    return {
        transfer.name: tuple(
            Occasion(year, {str(transfer.amount): values[str(transfer.amount)][np.newaxis]})
            for year, values in moved.items()
        )
        for transfer in MIGRATION
    }
