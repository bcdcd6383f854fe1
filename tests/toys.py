"""Tiny systems with closed-form answers."""

from fractions import Fraction

import numpy as np

from simulator.stockflow.grammar.axis import Axis, cohort_axis
from simulator.stockflow.grammar.elements import (
    Auxiliary,
    Flow,
    Measure,
    Parameter,
    Spread,
    Stock,
    Transfer,
)
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Scenario


def decay() -> System:
    """One stock that drains: dx/dt = −r x."""
    return System(
        name="decay",
        axes=(),
        stocks=(
            Stock(
                name="water",
                axes=(),
                unit="litres",
                meaning="water in a tank",
                kind="water",
                watched=(),
                symbol="W",
            ),
        ),
        parameters=(Parameter(name="leak", axes=(), unit="1/year", meaning="leak", symbol="r"),),
        flows=(
            Flow(name="leaking", source="water", target=None, rate="leak * water", meaning="leak"),
        ),
        measures=(
            Measure(
                name="level",
                axes=(),
                expression="water",
                unit="litres",
                meaning="level",
                symbol="L",
            ),
        ),
    )


def region(per_year: int = 3, start: float = 2000.0, stop: float = 2010.0) -> System:
    """A small population with all the city has: cohorts, births, moves, spread, transfers."""
    cohort = cohort_axis(per_year=per_year, first_day=Fraction(2, 3), oldest=start - 3, stop=stop)
    axes = (
        Axis(name="status", labels=("men", "childless", "mothers")),
        cohort,
        Axis(name="residency", labels=("registered", "migrant")),
        Axis(name="district", labels=("east", "west")),
    )
    people = ("status", "cohort", "residency", "district")
    return System(
        name="region",
        axes=axes,
        stocks=(
            Stock(
                name="people",
                axes=people,
                unit="persons",
                meaning="people",
                kind="people",
                watched=("residency", "district"),
                symbol="P",
            ),
        ),
        parameters=(
            Parameter(
                name="death_rate",
                axes=("status", "cohort"),
                unit="1/year",
                meaning="deaths",
                symbol=r"\mu",
            ),
            Parameter(
                name="birth_rate",
                axes=("cohort",),
                unit="1/year",
                meaning="first births",
                symbol="h",
            ),
            Parameter(name="boys", axes=(), unit="1", meaning="share of boys", symbol="b"),
            Parameter(
                name="newborn_residency",
                axes=("residency", "to_residency"),
                unit="1",
                meaning="residency of newborns",
                symbol="s",
            ),
            Parameter(
                name="arrivals_a_year", axes=(), unit="persons/year", meaning="arrivals", symbol="A"
            ),
            Parameter(
                name="arrival_profile",
                axes=("status", "cohort"),
                unit="1",
                meaning="who arrives",
                symbol="a",
            ),
            Parameter(
                name="district_shares",
                axes=("district",),
                unit="1",
                meaning="where they arrive",
                symbol="d",
            ),
            Parameter(
                name="departure_rate",
                axes=("cohort",),
                unit="1/year",
                meaning="departures",
                symbol="o",
            ),
            Parameter(
                name="registration_rate", axes=(), unit="1/year", meaning="registration", symbol="g"
            ),
            Parameter(name="moving_rate", axes=(), unit="1/year", meaning="moves", symbol="m"),
            Parameter(
                name="destinations",
                axes=("district", "to_district"),
                unit="1",
                meaning="where movers go",
                symbol="D",
            ),
            Parameter(
                name="extra",
                axes=("district",),
                unit="persons",
                meaning="extra newborns",
                symbol="x",
            ),
            Parameter(
                name="recalled",
                axes=("residency",),
                unit="1",
                meaning="share called away",
                symbol="c",
            ),
        ),
        auxiliaries=(
            Auxiliary(
                name="births",
                axes=("residency", "district"),
                over=("cohort",),
                expression="first_births + birth_rate * people[mothers]",
                unit="persons/year",
                meaning="births",
                symbol="B",
            ),
        ),
        flows=(
            Flow(
                name="deaths",
                source="people",
                target=None,
                rate="death_rate * people",
                meaning="deaths",
            ),
            Flow(
                name="first_births",
                source="people[childless]",
                target="people[mothers]",
                rate="birth_rate * people[childless]",
                meaning="first births",
            ),
            Flow(
                name="boys_born",
                source=None,
                target="people[men, newest]",
                rate="boys * births",
                meaning="boys",
                spread=Spread(axis="residency", shares="newborn_residency"),
            ),
            Flow(
                name="girls_born",
                source=None,
                target="people[childless, newest]",
                rate="(1 - boys) * births",
                meaning="girls",
                spread=Spread(axis="residency", shares="newborn_residency"),
            ),
            Flow(
                name="arrivals",
                source=None,
                target="people[migrant]",
                rate="arrivals_a_year * arrival_profile * district_shares",
                meaning="arrivals",
            ),
            Flow(
                name="departures",
                source="people[migrant]",
                target=None,
                rate="departure_rate * people[migrant]",
                meaning="departures",
            ),
            Flow(
                name="registration",
                source="people[migrant]",
                target="people[registered]",
                rate="registration_rate * people[migrant]",
                meaning="registration",
            ),
            Flow(
                name="moves",
                source="people",
                target="people",
                rate="moving_rate * people",
                meaning="moves",
                spread=Spread(axis="district", shares="destinations"),
            ),
        ),
        transfers=(
            Transfer(
                name="extra_newborns",
                source=None,
                target="people[childless, newest, migrant]",
                amount="extra",
                meaning="newborns on a date",
            ),
            Transfer(
                name="recall",
                source="people[men]",
                target=None,
                share="recalled",
                meaning="men called away on a date",
            ),
        ),
        measures=(
            Measure(
                name="residents",
                axes=("district",),
                over=("status", "cohort", "residency"),
                expression="people",
                unit="persons",
                meaning="residents",
                symbol="R",
            ),
            Measure(
                name="birth_flow",
                axes=("district",),
                over=("residency",),
                expression="births",
                unit="persons/year",
                meaning="births",
                symbol="B",
            ),
        ),
    )


def region_scenario(system: System, **changes: object) -> Scenario:
    """Ten years of a region, its numbers drawn once and for all."""
    size = system.axis["cohort"].size
    generator = np.random.default_rng(7)
    rates = {
        "death_rate": (generator.uniform(0, 0.05, (3, size)), ("status", "cohort")),
        "birth_rate": (generator.uniform(0, 0.1, size), ("cohort",)),
        "boys": (0.52, ()),
        "newborn_residency": ([[1.0, 0.0], [0.4, 0.6]], ("residency", "to_residency")),
        "arrivals_a_year": (50.0, ()),
        "arrival_profile": (
            generator.dirichlet(np.ones(3 * size)).reshape(3, size),
            ("status", "cohort"),
        ),
        "district_shares": ([0.3, 0.7], ("district",)),
        "departure_rate": (generator.uniform(0, 0.1, size), ("cohort",)),
        "registration_rate": (0.03, ()),
        "moving_rate": (0.02, ()),
        "destinations": ([[0.0, 1.0], [1.0, 0.0]], ("district", "to_district")),
    }
    people = np.zeros((1, 3, size, 2, 2))
    people[:, :, :10] = generator.uniform(0, 100, (1, 3, 10, 2, 2))
    settings: dict = {
        "name": "region",
        "start": 2000.0,
        "stop": 2010.0,
        "initial": {"people": people},
        "paths": {
            name: Constant(np.asarray(value, dtype=float)[np.newaxis, ...], axes)
            for name, (value, axes) in rates.items()
        },
        "readings": (2000.0, 2005.0, 2010.0),
    }
    return Scenario(**{**settings, **changes})
