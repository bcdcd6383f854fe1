"""A nation, or any single region: people by sex and birth window, from tables by year and age.

Deaths under age one are a flow of their own. Migration is given as signed counts at the end of a
year: what is positive enters, what is negative leaves, both as transfers. Births follow from the
fertility of women and the sex ratio. No city, no districts, no services:

    tables = NationTables(years=..., death_rates=..., ...)
    followed = follow_nation(tables, per_year=1, start=2010.0, stop=2020.0)
    followed.people  # (sex, age 0 … 100+) at the end

Parts of the system may be used in one of another shape: an ageing chain, for example, has the same
people, births, deaths and migrants along an axis of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from simulator.demography.cohort_paths import ByAge
from simulator.demography.life_table import SEXES, years_lived_by_infants_who_die
from simulator.demography.mortality_paths import MortalityPaths
from simulator.demography.nation_tables import NationTables, refuse_dates
from simulator.demography.single_ages import completed_ages, to_windows
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.grammar.axis import Axis, cohort_axis
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Parameter, Stock, Transfer
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Path, Steps
from simulator.stockflow.values.scenario import Occasion, Scenario

BIRTHS = ("boys_born", "girls_born")
DEATHS = ("infant_deaths", "later_deaths")
MIGRATION = (
    Transfer(name="immigration", source=None, target="people", amount="entering", meaning="gain"),
    Transfer(name="emigration", source="people", target=None, amount="leaving", meaning="loss"),
)


@dataclass(frozen=True, kw_only=True)
class FollowedNation:
    """A nation's run read by single age.

    ``people`` at the end, shape (sex, age); ``births`` of every year of the run, shape (sex,
    years); ``deaths`` likewise, shape (under one or not, sex, years). All in persons.
    """

    trajectory: Trajectory
    people: FloatArray
    births: FloatArray
    deaths: FloatArray


def follow_nation(tables: NationTables, per_year: int, start: float, stop: float) -> FollowedNation:
    """Run a nation with ``per_year`` windows a year, one of which opens on the day of the start.

    ``start`` and ``stop`` are instants (2010.5 is 1 July 2010) a whole number of years apart.
    Raises ``DataError`` where there are no people at the start, no migrants at an anniversary, or
    some between two.
    """
    first_day = Fraction(start).limit_denominator(12) % 1
    # at the start nobody is older than the open age: its people lie in the windows before it
    cohorts = cohort_axis(per_year=per_year, first_day=first_day, oldest=start - 100, stop=stop)
    run = simulate(build_nation(cohorts), build_nation_scenario(tables, cohorts, start, stop))
    by_age = completed_ages(cohorts.birth_windows, stop)
    return FollowedNation(
        trajectory=run,
        people=run.stocks["people"][0, ..., -1] @ by_age,
        births=np.diff(np.stack([run.arrived[name][0] for name in BIRTHS])),
        deaths=np.diff(np.stack([run.left[name][0] for name in DEATHS])),
    )


# -- the system


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


# -- its values


def build_nation_scenario(
    tables: NationTables, cohorts: Axis, start: float, stop: float
) -> Scenario:
    """The values of a nation's tables on a cohort axis, read at every anniversary of the start."""
    anniversaries = tuple(start + year for year in range(round(stop - start) + 1))
    refuse_dates(tables, anniversaries, stop)
    moved = {
        year: {
            name: to_windows(counts, cohorts, year)
            for name, counts in gains_and_losses(tables.migrants[year]).items()
        }
        for year in anniversaries[1:]
    }
    return Scenario(
        name="nation",
        start=start,
        stop=stop,
        initial={"people": to_windows(tables.people[start], cohorts, start)[np.newaxis]},
        paths=_rates(tables, cohorts),
        occasions=migration(moved),
        readings=anniversaries,
        snapshots=(stop,),
    )


def _rates(tables: NationTables, cohorts: Axis) -> dict[str, Path]:
    """Paths of every rate of the system, by name."""
    mortality = _mortality(tables, cohorts)
    boys = tables.boys_per_girl / (1 + tables.boys_per_girl)
    return {
        "infant_death_rate": mortality.under_one("infant_death_rate"),
        "later_death_rate": mortality.from_one("later_death_rate"),
        "fertility": ByAge(
            name="fertility",
            cohorts=cohorts,
            years=tables.years,
            table=tables.fertility[np.newaxis],
        ),
        "boys": Steps(
            name="boys",
            years=tuple(float(year) for year in tables.years),
            values=boys[:, np.newaxis],
        ),
    }


def _mortality(tables: NationTables, cohorts: Axis) -> MortalityPaths:
    """Death rates along cohorts; how long infants who die have lived follows from their rates."""
    infants = tables.death_rates[..., 0]
    a0 = np.stack(
        [
            years_lived_by_infants_who_die(infants[:, 0], "men"),
            years_lived_by_infants_who_die(infants[:, 1], "women"),
        ],
        axis=-1,
    )
    return MortalityPaths(
        cohorts=cohorts,
        mx=tables.death_rates[np.newaxis],
        a0=a0[np.newaxis],
        years=tables.years,
        leading=("sex",),
    )


def gains_and_losses(migrants: FloatArray) -> dict[str, FloatArray]:
    """Signed counts as two positive ones, of the same shape: a transfer has no sign."""
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
