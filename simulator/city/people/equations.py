"""People: one stock over status, cohort, residency and district, and every way in, out and across.

A person never leaves a birth cohort, so ageing needs no flow and causes no numerical diffusion.
Births are declared in ``births``, mothers who wait for a second child, and the policy, in
``waiting``, arrivals, departures and registration in ``movement``, those who take the place of
others in ``replacement``; deaths, and what is counted of the people, here.
"""

from simulator.city.ground import future
from simulator.city.people import births, movement, policy, replacement, waiting
from simulator.stockflow.grammar.elements import Flow, Lever, Measure, Parameter, Stock
from simulator.stockflow.grammar.setting import Sense, Setting

PEOPLE = Stock(
    name="people",
    axes=("status", "cohort", "residency", "district"),
    unit="persons",
    meaning="people who live in the city",
    kind="people",
    watched=("residency", "district"),
    symbol="P",
)

PARAMETERS = (
    Parameter(
        name="death_rate",
        axes=("status", "cohort"),
        unit="1/year",
        meaning="deaths per person-year at the ages of a cohort",
        symbol=r"\mu",
        source=("rates/mortality.csv",),
        lever=Lever(
            key="world.life_expectancy",
            axis="sex",
            minimum=40.0,
            maximum=100.0,
            sense=Sense(low=65.0, high=90.0, of_record=False),
            unit="year",
            meaning="life expectancy at birth",
        ),
    ),
    Parameter(
        name="mortality_level",
        axes=(),
        unit="1",
        meaning="all death rates against those expected: what chance has added since the record",
        symbol=r"\mu_0",
        source=("world.future.life_expectancy",),
    ),
    Parameter(
        name="relative_mortality",
        axes=("residency",),
        unit="1",
        meaning="death rates of a residency at working ages against the table: migrants are "
        "healthier than those of their age, and many go home when they fall ill",
        symbol="m",
        lever=Lever(
            key="world.migrant_mortality",
            unit="1",
            meaning="death rates of migrants of working age against registered people",
        ),
    ),
    Parameter(
        name="selected_ages",
        axes=("cohort",),
        unit="1",
        meaning="how far death rates of a residency differ from the table at the ages of a cohort",
        symbol=r"\varsigma",
        source=("parameters.toml: mortality.migrant_ages",),
    ),
    *births.PARAMETERS,
    *movement.PARAMETERS,
    *replacement.PARAMETERS,
    Parameter(
        name="presence_share",
        axes=(),
        unit="1",
        meaning="share of people in the register who live in the city",
        symbol=r"\pi",
        lever=Lever(key="world.presence_share", minimum=0.1, maximum=1.0),
    ),
)

AUXILIARIES = (*births.AUXILIARIES, *replacement.AUXILIARIES)

FLOWS = (
    Flow(
        name="deaths",
        source="people",
        target=None,
        rate="mortality_level * death_rate * (1 + selected_ages * (relative_mortality - 1)) "
        "* people",
        meaning="deaths",
    ),
    *births.FLOWS,
    *movement.FLOWS,
)

TRANSFERS = (*waiting.TRANSFERS, *movement.TRANSFERS)

MEASURES = (
    Measure(
        name="residents",
        axes=("residency", "district"),
        over=("status", "cohort"),
        expression="people",
        unit="persons",
        meaning="people who live in the city",
        symbol="P_r",
    ),
    Measure(
        name="register",
        axes=("district",),
        over=("status", "cohort"),
        expression="people[registered] / presence_share",
        unit="persons",
        meaning="people in the published register, living here or not",
        symbol="H",
    ),
)

SETTINGS = (
    Setting(
        key="world.population_basis",
        kind="choice",
        meaning="which count of residents the run rests on: revised after the census of 2020, or "
        "planned, what the planners of 2016 saw",
        choices=("revised", "planned"),
        required=True,
    ),
    *future.SETTINGS,
    *movement.SETTINGS,
    *policy.SETTINGS,
)
