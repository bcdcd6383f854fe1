"""Demand, supply and the gap between them. Positive gap = shortage; stated here and nowhere else.

demand = Σ over people in scope × take-up × norm
gap    = demand − supply

Schools: a registered child has a place by right. A migrant child needs points; of those who do not
reach the threshold some find a private place and the others leave the city, so that demand is
*served* demand, as published pupils are. The odds of reaching the threshold fall as it rises:

    reached = share / (share + (1 − share) × threshold)
"""

from simulator.stockflow.grammar.elements import Auxiliary, Measure, Parameter

PARAMETERS = (
    Parameter(
        name="scope",
        axes=("service", "status", "cohort", "residency"),
        unit="1",
        meaning="share of a cohort that a service is for",
        symbol=r"\chi",
        source=("services.toml: scope",),
    ),
    Parameter(
        name="delivery_scope",
        axes=("service",),
        unit="year",
        meaning="1 for a service sized by deliveries a year, 0 for one sized by people",
        symbol=r"\psi",
        source=("services.toml: scope",),
    ),
    Parameter(
        name="take_up",
        axes=("service",),
        unit="1",
        meaning="share of people in scope who seek the service",
        symbol="u",
        source=("plan.take_up", "services.toml"),
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
        symbol=r"\sigma",
        source=("services.toml: entitlement",),
    ),
    Parameter(
        name="points_threshold",
        axes=(),
        unit="1",
        meaning="threshold of points against the one in force: at 2 the odds of reaching it halve",
        symbol=r"\theta",
        source=("plan.points_threshold",),
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
    Parameter(
        name="norm",
        axes=("service",),
        unit="places/persons",
        meaning="places or beds for each user",
        symbol=r"\nu",
        source=("plan.norm", "services.toml"),
    ),
    Parameter(
        name="presence_share",
        axes=(),
        unit="1",
        meaning="share of people in the register who live in the city",
        symbol=r"\pi",
        source=("world.presence_share",),
    ),
    Parameter(
        name="children_per_maternity",
        axes=(),
        unit="1",
        meaning="children born in one delivery",
        symbol=r"\tau",
        source=("world.children_per_maternity",),
    ),
    Parameter(
        name="mothers_from_outside",
        axes=(),
        unit="1",
        meaning="share of deliveries in the city by mothers who do not live there",
        symbol="z",
        source=("world.mothers_from_outside",),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="in_scope_by_residency",
        axes=("service", "residency", "district"),
        over=("status", "cohort"),
        expression="scope * people",
        unit="persons",
        meaning="people a service is for, by residency",
        symbol="S_r",
    ),
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
        name="served_in_scope",
        axes=("service", "district"),
        over=("residency",),
        expression="(1 - is_migrant * (1 - staying)) * in_scope_by_residency",
        unit="persons",
        meaning="people a service is for, less migrants who leave for want of points",
        symbol="S_s",
    ),
    Auxiliary(
        name="births_by_district",
        axes=("district",),
        over=("residency",),
        expression="births",
        unit="persons/year",
        meaning="births by district of the mother",
        symbol="B_d",
    ),
    Auxiliary(
        name="deliveries_by_district",
        axes=("district",),
        expression="births_by_district / children_per_maternity / (1 - mothers_from_outside)",
        unit="persons/year",
        meaning="deliveries in the city, mothers from outside shared out like resident ones",
        symbol="D",
    ),
    Auxiliary(
        name="wanted",
        axes=("service", "district"),
        expression="take_up * norm * (served_in_scope + delivery_scope * deliveries_by_district)",
        unit="places",
        meaning="places or beds wanted",
        symbol="W",
    ),
    Auxiliary(
        name="serving",
        axes=("delivery", "service", "district"),
        expression="programme_serving + project_serving",
        unit="places",
        meaning="places or beds that serve",
        symbol="Z",
    ),
)

MEASURES = (
    Measure(
        name="demand",
        axes=("service", "district"),
        expression="wanted",
        unit="places",
        meaning="places or beds wanted",
        symbol="W",
    ),
    Measure(
        name="supply",
        axes=("delivery", "service", "district"),
        expression="serving",
        unit="places",
        meaning="places or beds that serve, as promised and as expected",
        symbol="Z",
    ),
    Measure(
        name="gap",
        axes=("delivery", "service", "district"),
        expression="wanted - serving",
        unit="places",
        meaning="demand − supply; positive is shortage",
        symbol=r"\Gamma",
    ),
    Measure(
        name="in_scope",
        axes=("service", "district"),
        over=("residency",),
        expression="in_scope_by_residency",
        unit="persons",
        meaning="people a service is for",
        symbol="S",
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
        "* in_scope_by_residency",
        unit="persons",
        meaning="people who seek a public place and have a right to it",
        symbol="E",
    ),
    Measure(
        name="in_private_places",
        axes=("service", "district"),
        over=("residency",),
        expression="take_up * ((1 - is_migrant) * registered_private "
        "+ is_migrant * (1 - reached) * private_share) * in_scope_by_residency",
        unit="persons",
        meaning="people in private places",
        symbol="E_p",
    ),
    Measure(
        name="leaving_for_want_of_points",
        axes=("service", "district"),
        over=("residency",),
        expression="take_up * is_migrant * (1 - reached) * (1 - private_share) "
        "* in_scope_by_residency",
        unit="persons",
        meaning="migrants who seek a place here and go elsewhere for want of points",
        symbol="E_l",
    ),
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
    Measure(
        name="deliveries",
        axes=("district",),
        expression="deliveries_by_district",
        unit="persons/year",
        meaning="deliveries in the city",
        symbol="D",
    ),
)
