"""Demand, supply and the gap between them. Positive gap = shortage; stated here and nowhere else.

demand = Σ over people in scope × take-up × norm
gap    = demand − supply
"""

from simulator.structure.elements import Auxiliary, Measure, Parameter

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
        meaning="share of people in scope who use the service",
        symbol="u",
        source=("plan.take_up", "services.toml"),
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
        name="people_in_scope",
        axes=("service", "district"),
        over=("status", "cohort", "residency"),
        expression="scope * people",
        unit="persons",
        meaning="people a service is for",
        symbol="S",
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
        expression="take_up * norm * (people_in_scope + delivery_scope * deliveries_by_district)",
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
        expression="people_in_scope",
        unit="persons",
        meaning="people a service is for",
        symbol="S",
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
