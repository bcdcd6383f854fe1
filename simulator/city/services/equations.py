"""Demand, supply and the gap between them. Positive gap = shortage; stated here and nowhere else.

    users  = Σ over people in scope × take-up, or deliveries
    demand = norm × users
    gap    = demand − supply = (norm − supply ÷ users) × users

One form for any service: whom it is for, how many of them come and what each takes are rows of the
city pack. Who of those in scope is served here is said by the room of the schools, what serves by
the room of supply. A norm that counts the register counts those on it who live elsewhere, too. The
equations know deliveries at the rate of the day; what is told of them is the sum of the twelve
months before (``demanded.py``).
"""

from simulator.stockflow.grammar.elements import Auxiliary, Lever, Measure, Parameter
from simulator.stockflow.grammar.setting import Sense

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
        name="counts_register",
        axes=("service",),
        unit="1",
        meaning="1 for a service whose norm counts people in the register, living here or not, "
        "0 for one that counts those who live here",
        symbol=r"\eta_H",
        source=("services.toml: definition",),
    ),
    Parameter(
        name="take_up",
        axes=("service",),
        unit="1",
        meaning="share of people in scope who seek the service",
        symbol="u",
        source=("services.toml",),
        lever=Lever(key="plan.take_up", axis="service", maximum=1.0),
    ),
    Parameter(
        name="norm",
        axes=("service",),
        unit="places/persons",
        meaning="places or beds for each user",
        symbol=r"\nu",
        source=("services.toml",),
        lever=Lever(key="plan.norm", axis="service"),
    ),
    Parameter(
        name="children_per_maternity",
        axes=(),
        unit="1",
        meaning="children born in one delivery",
        symbol=r"\tau",
        lever=Lever(
            key="world.children_per_maternity",
            minimum=1.0,
            maximum=2.0,
            sense=Sense(low=1.0, high=1.05, of_record=False),
        ),
    ),
    Parameter(
        name="mothers_from_outside",
        axes=(),
        unit="1",
        meaning="share of deliveries in the city by mothers who do not live there",
        symbol="z",
        lever=Lever(key="world.mothers_from_outside", maximum=0.95),
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
        name="counted_for_each",
        axes=("service",),
        expression="1 - counts_register + counts_register / presence_share",
        unit="1",
        meaning="people a norm counts for each of them who lives here",
        symbol="C_H",
    ),
    Auxiliary(
        name="users",
        axes=("service", "district"),
        expression="take_up * (counted_for_each * served_in_scope "
        "+ delivery_scope * deliveries_by_district)",
        unit="persons",
        meaning="people or deliveries that the norm of a service counts",
        symbol="U_s",
    ),
    Auxiliary(
        name="wanted",
        axes=("service", "district"),
        expression="norm * users",
        unit="places",
        meaning="places or beds wanted",
        symbol="W",
    ),
    Auxiliary(
        name="serving",
        axes=("timetable", "service", "district"),
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
        axes=("timetable", "service", "district"),
        expression="serving",
        unit="places",
        meaning="places or beds that serve, as promised and as expected",
        symbol="Z",
    ),
    Measure(
        name="gap",
        axes=("timetable", "service"),
        over=("district",),
        expression="wanted - serving",
        unit="places",
        meaning="demand − supply of the city; positive is shortage; within a smaller catchment it "
        "is told by table services",
        symbol=r"\Gamma",
    ),
    Measure(
        name="counted_users",
        axes=("service", "district"),
        expression="users",
        unit="persons",
        meaning="people or deliveries that the norm of a service counts",
        symbol="U_s",
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
        name="deliveries",
        axes=("district",),
        expression="deliveries_by_district",
        unit="persons/year",
        meaning="deliveries in the city",
        symbol="D",
    ),
)
