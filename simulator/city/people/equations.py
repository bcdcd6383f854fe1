"""People: one stock over status, cohort, residency and district, and every way in, out and across.

A person never leaves a birth cohort, so ageing costs nothing and blurs nothing. Mothers of one
child wait where the policy and their own plans allow a second: the stock ``people[waiting]`` fills
when the policy opens and drains as the births come.
"""

from simulator.stockflow.grammar.elements import Auxiliary, Flow, Spread, Stock, Transfer

PEOPLE = Stock(
    name="people",
    axes=("status", "cohort", "residency", "district"),
    unit="persons",
    meaning="people who live in the city",
    kind="people",
    watched=("residency", "district"),
    symbol="P",
)

AUXILIARIES = (
    Auxiliary(
        name="planning",
        axes=("residency",),
        expression="planning_share * eligible_share",
        unit="1",
        meaning="share of new mothers who plan, and may have, a second child",
        symbol="qe",
    ),
    Auxiliary(
        name="policy_release",
        axes=("residency",),
        expression="planning_share * eligible_rise / (1 - planning_share * eligible_share)",
        unit="1/year",
        meaning="mothers of one whom an opening stage turns to waiting; keeps mothers of one at "
        "the split (1 − qe) : qe however stages are dated",
        symbol=r"\phi",
    ),
    Auxiliary(
        name="first_birth_hazard",
        axes=("cohort",),
        expression="first_birth_level * birth_season * year_effect * first_birth_rate",
        unit="1/year",
        meaning="first births per childless woman and year",
        symbol=r"\eta_0",
    ),
    Auxiliary(
        name="higher_births",
        axes=("cohort", "residency", "district"),
        expression="higher_birth_level * three_child_factor * birth_season * year_effect "
        "* higher_birth_rate * people[two_or_more]",
        unit="persons/year",
        meaning="third and later births; the mother stays where she is",
        symbol="B_3",
    ),
    Auxiliary(
        name="births",
        axes=("residency", "district"),
        over=("cohort",),
        expression="first_births_planning + first_births_content + second_births + higher_births",
        unit="persons/year",
        meaning="newborns, by residency and district of the mother",
        symbol="B",
    ),
)

_BY_MOTHER = Spread(axis="residency", shares="newborn_residency")

FLOWS = (
    Flow(
        name="deaths",
        source="people",
        target=None,
        rate="death_rate * relative_mortality * people",
        meaning="deaths",
    ),
    Flow(
        name="first_births_planning",
        source="people[childless]",
        target="people[spacing]",
        rate="first_birth_hazard * planning * people[childless]",
        meaning="first births to mothers who plan, and may have, a second child",
    ),
    Flow(
        name="first_births_content",
        source="people[childless]",
        target="people[one_child]",
        rate="first_birth_hazard * (1 - planning) * people[childless]",
        meaning="first births to mothers who may not or do not plan a second child",
    ),
    Flow(
        name="end_of_spacing",
        source="people[spacing]",
        target="people[waiting]",
        rate="people[spacing] / mean_spacing",
        meaning="mothers ready for their second child",
    ),
    Flow(
        name="policy_opening",
        source="people[one_child]",
        target="people[waiting]",
        rate="policy_release * below_age_limit * people[one_child]",
        meaning="mothers of one whom the policy newly allows, and who want, a second child",
    ),
    Flow(
        name="second_births",
        source="people[waiting]",
        target="people[two_or_more]",
        rate="second_birth_level * birth_season * year_effect * second_birth_rate "
        "* people[waiting]",
        meaning="second births",
    ),
    Flow(
        name="newborn_boys",
        source=None,
        target="people[men, newest]",
        rate="boys_share * births",
        spread=_BY_MOTHER,
        meaning="boys born",
    ),
    Flow(
        name="newborn_girls",
        source=None,
        target="people[childless, newest]",
        rate="(1 - boys_share) * births",
        spread=_BY_MOTHER,
        meaning="girls born",
    ),
    Flow(
        name="arrivals",
        source=None,
        target="people[migrant]",
        rate="arrivals_a_year * arrival_profile * arrival_districts",
        meaning="people who move into the city",
    ),
    Flow(
        name="registered_arrivals",
        source=None,
        target="people[registered]",
        rate="registered_arrivals_a_year * arrival_profile * arrival_districts",
        meaning="people who move in with a local registration",
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
    ),
    Flow(
        name="registration",
        source="people[migrant]",
        target="people[registered]",
        rate="registration_rate * people[migrant]",
        meaning="migrants who obtain a local registration (落户)",
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

NEWBORNS = ("newborn_boys", "newborn_girls")
"""Flows of the births of residents; newborns brought in from outside are none."""

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
