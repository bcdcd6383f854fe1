"""Points: a migrant child needs them for a public school place; a registered one has a right to it.

How many pupils there are for each child of the ages is on record for few years: the *enrolment
ratio*, fitted to pupils. It is above one where children come from outside or repeat a year, and
where the model has too few of them. It is that of the stage times that of the catchment:

    seekers = take-up × enrolment ratio × catchment ratio × in scope
    seekers = served + leaving for lack of points

Of the migrants who do not reach the threshold some find a private place and the others leave the
city, so that demand is *served* demand, as published pupils are. The odds of reaching the threshold
fall as it rises:

    reached = share ÷ (share + (1 − share) × threshold)
    staying = reached + (1 − reached) × share who find a private place
"""

from simulator.stockflow.grammar.elements import Auxiliary, Lever, Measure, Parameter
from simulator.stockflow.grammar.setting import Sense

PARAMETERS = (
    Parameter(
        name="enrolment_ratio",
        axes=("service",),
        unit="1",
        meaning="pupils for each child of the ages who is not gone for lack of points",
        symbol="k_s",
        lever=Lever(
            key="world.enrolment_ratio",
            axis="school",
            maximum=3.0,
            sense=Sense(low=0.7, high=1.5, of_record=False),
        ),
    ),
    Parameter(
        name="catchment_ratio",
        axes=("service", "district"),
        unit="1",
        meaning="enrolment ratio of the catchment a district lies in, against that of the city",
        symbol="k_{sd}",
        source=("parameters.toml: enrolment.catchment",),
    ),
    Parameter(
        name="is_migrant",
        axes=("residency",),
        unit="1",
        meaning="1 for migrants, 0 for the registered",
        symbol=r"\mu_r",
    ),
    Parameter(
        name="points_share",
        axes=("service",),
        unit="1",
        meaning="share of migrant children who reach the points threshold in force; 1: none is",
        symbol=r"\sigma_M",
        source=("services.toml: entitlement",),
    ),
    Parameter(
        name="points_threshold",
        axes=(),
        unit="1",
        meaning="threshold of points against the one in force: at 2 the odds of reaching it halve",
        symbol=r"\theta",
        lever=Lever(key="plan.points_threshold", minimum=0.01, maximum=100.0),
    ),
    Parameter(
        name="private_share",
        axes=("service",),
        unit="1",
        meaning="share of migrant children below the threshold who find a private place",
        symbol=r"\eta",
        source=("services.toml: entitlement",),
    ),
    Parameter(
        name="registered_private",
        axes=("service",),
        unit="1",
        meaning="share of registered children in private places",
        symbol=r"\eta_R",
        source=("services.toml: entitlement",),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="reached",
        axes=("service",),
        expression="points_share / (points_share + (1 - points_share) * points_threshold)",
        unit="1",
        meaning="share of migrant children who reach the threshold of points",
        symbol=r"\rho_M",
    ),
    Auxiliary(
        name="staying",
        axes=("service",),
        expression="reached + (1 - reached) * private_share",
        unit="1",
        meaning="share of migrants in scope who are served here, in public or private places",
        symbol=r"\xi",
    ),
    Auxiliary(
        name="seeking_by_residency",
        axes=("service", "residency", "district"),
        expression="enrolment_ratio * catchment_ratio * in_scope_by_residency",
        unit="persons",
        meaning="people a service is for as pupils on record count them, by residency",
        symbol="S_k",
    ),
    Auxiliary(
        name="served_in_scope",
        axes=("service", "district"),
        over=("residency",),
        expression="(1 - is_migrant * (1 - staying)) * seeking_by_residency",
        unit="persons",
        meaning="people a service is for, less migrants who leave because they lack the points",
        symbol="S_s",
    ),
)

MEASURES = (
    Measure(
        name="seekers",
        axes=("service", "district"),
        over=("residency",),
        expression="take_up * seeking_by_residency",
        unit="persons",
        meaning="people who seek a place or bed, those who leave for lack of points among them",
        symbol="S_q",
    ),
    Measure(
        name="migrants_in_scope",
        axes=("service", "district"),
        over=("residency",),
        expression="is_migrant * in_scope_by_residency",
        unit="persons",
        meaning="migrants among the people a service is for",
        symbol="S_M",
    ),
    Measure(
        name="public_entitled",
        axes=("service", "district"),
        over=("residency",),
        expression="take_up * ((1 - is_migrant) * (1 - registered_private) + is_migrant * reached) "
        "* seeking_by_residency",
        unit="persons",
        meaning="people who seek a public place and have a right to it",
        symbol="E",
    ),
    Measure(
        name="in_private_places",
        axes=("service", "district"),
        over=("residency",),
        expression="take_up * ((1 - is_migrant) * registered_private "
        "+ is_migrant * (1 - reached) * private_share) * seeking_by_residency",
        unit="persons",
        meaning="people in private places",
        symbol="E_p",
    ),
    Measure(
        name="leaving_for_want_of_points",
        axes=("service", "district"),
        over=("residency",),
        expression="take_up * is_migrant * (1 - reached) * (1 - private_share) "
        "* seeking_by_residency",
        unit="persons",
        meaning="migrants who seek a place here and leave the city because they lack the points",
        symbol="E_l",
    ),
)
