"""A population other engines can follow too: the yardstick of speed.

People only: 101 ages × 2 sexes × 2 residencies × 6 districts, 2015–2020; deaths, births, arrivals,
departures, registration; five demand series at every month or year. Rates by age stand still in
calendar time, so that an ageing chain has the same work; along cohorts they are read exactly as
the city reads them. Levels vary by draw. ``comparable_chain.py`` is the same population as an
ordinary ageing chain.
"""

from fractions import Fraction
from functools import cache

import numpy as np

from simulator.demography.cohort_paths import AgeBand, ByAge, DensityByAge
from simulator.demography.life_table import years_lived_by_infants_who_die
from simulator.demography.mortality_paths import MortalityPaths
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis, cohort_axis
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Measure, Parameter, Spread, Stock
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Constant, Stacked
from simulator.stockflow.values.scenario import Method, Scenario
from tests.comparable_rates import (
    BOYS_SHARE,
    DISTRICTS,
    NEWBORN_RESIDENCY,
    RESIDENCY,
    SERVICES,
    SEXES,
    Rates,
    arrival_ages,
    arrival_districts,
    comparable_rates,
    starting_people,
)
from tests.national_tables import N_AGES

START, STOP = 2015.0, 2020.0
YEARLY = tuple(START + year for year in range(6))
MONTHLY = tuple(float(START + Fraction(month, 12)) for month in range(61))
PEOPLE = ("sex", "cohort", "residency", "district")


@cache
def comparable(per_year: int = 1, districts: int = 0, years: int = 0) -> System:
    """The system, with ``per_year`` birth windows a year, one of which opens on 1 January.

    ``districts`` and ``years`` other than those of the yardstick are for measuring growth.
    """
    labels = tuple(f"d{number}" for number in range(districts)) or DISTRICTS
    stop = START + years if years else STOP
    cohorts = cohort_axis(
        per_year=per_year, first_day=Fraction(0), oldest=START - N_AGES + 1, stop=stop
    )
    return System(
        name="comparable",
        axes=(
            Axis(name="service", labels=tuple(SERVICES)),
            Axis(name="sex", labels=SEXES),
            cohorts,
            Axis(name="residency", labels=RESIDENCY),
            Axis(name="district", labels=labels),
        ),
        stocks=(_people(),),
        parameters=_PARAMETERS,
        auxiliaries=_AUXILIARIES,
        flows=_FLOWS,
        measures=(_DEMAND,),
    )


def comparable_scenario(
    draws: int,
    rng: np.random.Generator,
    *,
    readings: tuple[float, ...] = MONTHLY,
    per_year: int = 1,
    method: Method | None = None,
    system: System | None = None,
) -> Scenario:
    """Values for ``comparable(per_year)``; every path has the draws as its leading axis."""
    return scenario_of(
        comparable_rates(draws, rng),
        readings=readings,
        per_year=per_year,
        method=method,
        system=system,
    )


def scenario_of(
    rates: Rates,
    *,
    readings: tuple[float, ...] = MONTHLY,
    per_year: int = 1,
    method: Method | None = None,
    system: System | None = None,
) -> Scenario:
    """Values for ``comparable(per_year)``, or another size of it, from given rates."""
    cohorts = (system or comparable(per_year)).axis["cohort"]
    years = (int(START),)

    def by_age(name: str, table: FloatArray) -> ByAge:
        return ByAge(name=name, cohorts=cohorts, table=table[:, np.newaxis], years=years)

    def repeated(values: FloatArray, *axes: str) -> Constant:
        return Constant(np.repeat(values[np.newaxis], rates.draws, axis=0), axes)

    bands = {
        name: AgeBand(cohorts=cohorts, youngest=youngest, oldest=oldest)
        for name, (youngest, oldest, _) in SERVICES.items()
    }
    return Scenario(
        name="comparable",
        start=START,
        stop=max(STOP, readings[-1]),
        initial={"people": _starting_windows(cohorts)},
        paths={
            "death_rate": _mortality(rates, cohorts).rates("death_rate"),
            "fertility": by_age("fertility", rates.fertility),
            "boys": repeated(np.array(BOYS_SHARE)),
            "newborn_residency": repeated(NEWBORN_RESIDENCY, "residency", "to_residency"),
            "arrivals_a_year": Constant(rates.arrivals),
            "arrival_profile": DensityByAge(
                name="arrival_profile",
                cohorts=cohorts,
                table=np.repeat(arrival_ages()[np.newaxis, np.newaxis], rates.draws, axis=0),
                years=years,
                leading=("sex",),
            ),
            "arrival_districts": repeated(arrival_districts(), "district"),
            "departure_rate": by_age("departure_rate", rates.departure_rates),
            "registration_rate": Constant(rates.registration),
            "scope": Stacked(axis="service", place=0, paths=bands),
            "norm": repeated(np.array([norm for *_, norm in SERVICES.values()]), "service"),
        },
        readings=readings,
        method=method or Method(),
        draws=rates.draws,
    )


def _starting_windows(cohorts: Axis) -> FloatArray:
    """Persons at the start, evenly born within each year, shape (1, *people)."""
    per_year = cohorts.birth_windows.per_year
    by_age = starting_people()
    found = np.zeros((1, len(SEXES), cohorts.size, len(RESIDENCY), len(DISTRICTS)))
    closed = np.repeat(by_age[:, -2::-1], per_year, axis=1) / per_year
    found[0, :, 0] = by_age[:, -1]
    found[0, :, 1 : 1 + closed.shape[1]] = closed
    return found


def _mortality(rates: Rates, cohorts: Axis) -> MortalityPaths:
    infants = rates.death_rates[..., 0]
    a0 = [years_lived_by_infants_who_die(infants[:, n], sex) for n, sex in enumerate(SEXES)]
    return MortalityPaths(
        cohorts=cohorts,
        mx=rates.death_rates[:, np.newaxis],
        a0=np.stack(a0, axis=-1)[:, np.newaxis],
        years=(int(START),),
        leading=("sex",),
    )


def _people() -> Stock:
    return Stock(
        name="people",
        axes=PEOPLE,
        unit="persons",
        meaning="residents",
        kind="people",
        watched=("residency", "district"),
        symbol="P",
    )


def _parameter(name: str, axes: tuple[str, ...], unit: str) -> Parameter:
    return Parameter(name=name, axes=axes, unit=unit, meaning=name.replace("_", " "), symbol=name)


_PARAMETERS = (
    _parameter("death_rate", ("sex", "cohort"), "1/year"),
    _parameter("fertility", ("cohort",), "1/year"),
    _parameter("boys", (), "1"),
    _parameter("newborn_residency", ("residency", "to_residency"), "1"),
    _parameter("arrivals_a_year", (), "persons/year"),
    _parameter("arrival_profile", ("sex", "cohort"), "1"),
    _parameter("arrival_districts", ("district",), "1"),
    _parameter("departure_rate", ("cohort",), "1/year"),
    _parameter("registration_rate", (), "1/year"),
    _parameter("scope", ("service", "cohort"), "1"),
    _parameter("norm", ("service",), "places/persons"),
)
_AUXILIARIES = (
    Auxiliary(
        name="births",
        axes=("residency", "district"),
        over=("cohort",),
        expression="fertility * people[women]",
        unit="persons/year",
        meaning="births by residency and district of the mother",
        symbol="B",
    ),
    Auxiliary(
        name="people_by_cohort",
        axes=("cohort",),
        over=("sex", "residency", "district"),
        expression="people",
        unit="persons",
        meaning="people of a cohort",
        symbol="P_c",
    ),
)
_BY_MOTHER = Spread(axis="residency", shares="newborn_residency")
_FLOWS = (
    Flow(name="deaths", source="people", target=None, rate="death_rate * people", meaning="deaths"),
    Flow(
        name="boys_born",
        source=None,
        target="people[men, newest]",
        rate="boys * births",
        spread=_BY_MOTHER,
        meaning="boys born",
    ),
    Flow(
        name="girls_born",
        source=None,
        target="people[women, newest]",
        rate="(1 - boys) * births",
        spread=_BY_MOTHER,
        meaning="girls born",
    ),
    Flow(
        name="arrivals",
        source=None,
        target="people[migrant]",
        rate="arrivals_a_year * arrival_profile * arrival_districts",
        meaning="migrants who arrive",
    ),
    Flow(
        name="departures",
        source="people[migrant]",
        target=None,
        rate="departure_rate * people[migrant]",
        meaning="migrants who leave",
    ),
    Flow(
        name="registration",
        source="people[migrant]",
        target="people[registered]",
        rate="registration_rate * people[migrant]",
        meaning="migrants who register",
    ),
)
_DEMAND = Measure(
    name="demand",
    axes=("service",),
    over=("cohort",),
    expression="norm * scope * people_by_cohort",
    unit="places",
    meaning="places wanted",
    symbol="D",
)
