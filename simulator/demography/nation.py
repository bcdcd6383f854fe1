"""A nation, or any single region: people by sex and birth window, from tables by year and age.

Deaths under age one are a flow of their own. Migration is given as signed counts at the end of a
year: what is positive enters, what is negative leaves, both as transfers. Births follow from the
fertility of women and the sex ratio. No city, no districts, no services:

    tables = NationTables.from_frames(death_rates=..., ...)
    followed = follow_nation(tables, per_year=3, start="2010-01-01", stop="2020-01-01")
    followed.people(by=("sex", "age"), on="2020-01-01")

Parts of the system may be used in one of another shape: an ageing chain, for example, has the same
people, births, deaths and migrants along an axis of its own.
"""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np

from simulator.demography.cohort_paths import ByAge
from simulator.demography.followed_nation import FollowedNation
from simulator.demography.life_table import SEXES, years_lived_by_infants_who_die
from simulator.demography.mortality_paths import MortalityPaths
from simulator.demography.nation_tables import NationTables, counted_at, refuse_dates
from simulator.demography.single_ages import Within, to_windows
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.axis import Axis, cohort_axis
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Parameter, Stock, Transfer
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.calendar import When, instant_of, years_between
from simulator.stockflow.values.paths import Path, Steps
from simulator.stockflow.values.scenario import Occasion, Scenario

MIGRATION = (
    Transfer(name="immigration", source=None, target="people", amount="entering", meaning="gain"),
    Transfer(name="emigration", source="people", target=None, amount="leaving", meaning="loss"),
)


def follow_nation(
    tables: NationTables, per_year: int, start: When, stop: When, *, within: Within = "smooth"
) -> FollowedNation:
    """Run a nation with ``per_year`` windows a year, one of which opens on the day of the start.

    Parameters
    ----------
    tables
        The tables of the nation.
    per_year
        Windows a year: 1, 2, 3, 4, 6 or 12.
    start, stop
        Dates, ISO texts or instants (2010.5 is 1 July 2010): firsts of a month, a whole number of
        years apart.
    within
        How people and migrants are spread within a year of age (see ``single_ages``).

    Raises
    ------
    DataError
        Where there are no people at the start, no migrants at an anniversary, some between two, or
        the start is no first of a month.
    """
    first, last = instant_of(start), instant_of(stop)
    first_day = Fraction(first).limit_denominator(12) % 1
    # at the start nobody is older than the open age: its people lie in the windows before it
    cohorts = cohort_axis(per_year=per_year, first_day=first_day, oldest=first - 100, stop=last)
    scenario = build_nation_scenario(tables, cohorts, first, last, within=within)
    return FollowedNation.of(simulate(build_nation(cohorts), scenario))


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
    tables: NationTables, cohorts: Axis, start: float, stop: float, *, within: Within = "smooth"
) -> Scenario:
    """The values of a nation's tables on a cohort axis.

    Read at every anniversary of the start and every 1 January; people are kept at the former.
    """
    anniversaries = tuple(start + year for year in range(round(stop - start) + 1))
    refuse_dates(tables, anniversaries, stop)
    moved = {
        year: {
            name: to_windows(counts, cohorts, year, within=within)
            for name, counts in gains_and_losses(counted_at(tables.migrants, year)).items()
        }
        for year in (anniversaries[1:] if tables.migrants is not None else ())
    }
    people = counted_at(tables.people, start)
    januaries = {float(year) for year in years_between(start, stop) if year > start}
    return Scenario(
        name="nation",
        start=start,
        stop=stop,
        initial={"people": to_windows(people, cohorts, start, within=within)[np.newaxis]},
        paths=_rates(tables, cohorts),
        occasions=migration(moved),
        readings=tuple(sorted({*anniversaries, *januaries})),
        snapshots=anniversaries,
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
    a0 = tables.a0
    if a0 is None and tables.ax is None:
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
        years=tables.years,
        leading=("sex",),
        a0=_one_draw(a0),
        ax=_one_draw(tables.ax),
        open_expectancy=_one_draw(tables.open_expectancy),
    )


def _one_draw(array: FloatArray | None) -> FloatArray | None:
    return None if array is None else array[np.newaxis]


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
