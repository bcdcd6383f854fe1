"""Who comes, who goes and who registers: arrivals, departures, registration .

Arrivals and departures are flows of their own, never a net one: who comes is not who goes.
"""

from simulator.city.ground.settings import amount, field, records
from simulator.stockflow.grammar.elements import Flow, Lever, Parameter, Transfer
from simulator.stockflow.grammar.setting import Sense

PARAMETERS = (
    Parameter(
        name="arrivals_a_year",
        axes=(),
        unit="persons/year",
        meaning="people who move into the city to live",
        symbol="A",
        lever=Lever(key="world.arrivals"),
    ),
    Parameter(
        name="arrival_profile",
        axes=("status", "cohort"),
        unit="1",
        meaning="who arrives, by sex, age and children already born; adds to one",
        symbol="a",
        source=("parameters.toml: arrivals",),
        lever=Lever(
            key="world.arrivals_under_15",
            maximum=1.0,
            unit="1",
            meaning="share of arrivals under 15",
        ),
    ),
    Parameter(
        name="arrival_districts",
        axes=("district",),
        unit="1",
        meaning="where arrivals settle; adds to one",
        symbol=r"\varrho",
        lever=Lever(key="world.arrival_districts", axis="district", maximum=1.0),
    ),
    Parameter(
        name="registered_arrivals_a_year",
        axes=(),
        unit="persons/year",
        meaning="people who move in with a local registration at once",
        symbol="A_r",
        lever=Lever(key="world.registered_arrivals"),
    ),
    Parameter(
        name="departure_level",
        axes=(),
        unit="1",
        meaning="level of departures against the standard schedule",
        symbol=r"\delta",
        lever=Lever(key="world.departures"),
    ),
    Parameter(
        name="departure_rate",
        axes=("cohort",),
        unit="1/year",
        meaning="standard departures per migrant and year at the ages of a cohort",
        symbol="o",
        source=("parameters.toml: departures.steps",),
    ),
    Parameter(
        name="registered_departure_level",
        axes=(),
        unit="1",
        meaning="level of departures of registered people against the same schedule",
        symbol=r"\delta_r",
        lever=Lever(key="world.registered_departures"),
    ),
    Parameter(
        name="registration_rate",
        axes=(),
        unit="1/year",
        meaning="migrants who obtain a local registration, per migrant of 20 to 44 and year",
        symbol="g",
        lever=Lever(key="world.registration_rate"),
    ),
    Parameter(
        name="registration_profile",
        axes=("status", "cohort"),
        unit="1",
        meaning="registration at the sex and ages of a cohort against the mean of men and women "
        "at the ages 20 to 44",
        symbol="g_x",
        source=("parameters.toml: registration.steps",),
        lever=Lever(
            key="world.registration_women",
            minimum=0.1,
            maximum=10.0,
            sense=Sense(low=0.5, high=2.0, of_record=False),
            unit="1",
            meaning="women of an age who register for each man of that age",
        ),
    ),
    Parameter(
        name="newborn_arrivals",
        axes=(),
        unit="persons/year",
        meaning="newborns brought in from outside, without their mothers",
        symbol="n",
        lever=Lever(key="world.newborn_arrivals"),
    ),
    Parameter(
        name="newborns_that_day",
        axes=(),
        unit="persons",
        meaning="newborns brought in on a stated date",
        symbol="N",
        source=("world.newborns_on_dates",),
    ),
)

FLOWS = (
    Flow(
        name="arrivals",
        source=None,
        target="people[migrant]",
        rate="arriving * arrival_profile * arrival_districts",
        meaning="people who move into the city",
    ),
    Flow(
        name="registered_arrivals",
        source=None,
        target="people[registered]",
        rate="registered_arrivals_a_year * arrival_profile * arrival_districts",
        meaning="people who move in with a local registration",
        seldom=True,
    ),
    Flow(
        name="departures",
        source="people[migrant]",
        target=None,
        rate="departure_level * departure_rate * people[migrant]",
        meaning="migrants who leave the city",
    ),
    Flow(
        name="registered_departures",
        source="people[registered]",
        target=None,
        rate="registered_departure_level * departure_rate * people[registered]",
        meaning="registered people who leave the city",
        seldom=True,
    ),
    Flow(
        name="registration",
        source="people[migrant]",
        target="people[registered]",
        rate="registration_rate * registration_profile * people[migrant]",
        meaning="migrants who obtain a local registration ",
    ),
    Flow(
        name="newborn_boys_from_outside",
        source=None,
        target="people[men, newest, migrant]",
        rate="newborn_arrivals * boys_share * arrival_districts",
        meaning="newborn boys brought in without their mothers",
    ),
    Flow(
        name="newborn_girls_from_outside",
        source=None,
        target="people[childless, newest, migrant]",
        rate="newborn_arrivals * (1 - boys_share) * arrival_districts",
        meaning="newborn girls brought in without their mothers",
    ),
)

TRANSFERS = (
    Transfer(
        name="newborn_boys_that_day",
        source=None,
        target="people[men, newest, migrant]",
        amount="newborns_that_day * boys_share * arrival_districts",
        meaning="newborn boys brought in on a stated date",
    ),
    Transfer(
        name="newborn_girls_that_day",
        source=None,
        target="people[childless, newest, migrant]",
        amount="newborns_that_day * (1 - boys_share) * arrival_districts",
        meaning="newborn girls brought in on a stated date",
    ),
)

SETTINGS = (
    records(
        "world.newborns_on_dates",
        "newborns brought in on stated days",
        field("date", "date", "day"),
        amount("persons", "newborns", "persons"),
    ),
)
