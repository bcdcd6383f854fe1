"""Points: a migrant child needs them for a public school place; a registered one has a right to it.

How many pupils there are for each child of the ages is on record for few years: the *enrolment
ratio*, fitted to pupils. It is above one where children come from outside or repeat a year, and
where the model has too few of them. It is that of the stage times that of the catchment:

    seekers = take-up × enrolment ratio × catchment ratio × in scope

On the day on which migrant children enter a stage that asks for points, those who do not reach the
threshold and find no private place leave the city, and adults with them: they live here no longer,
for schools, beds and births alike (``TRANSFERS``). The odds of reaching the threshold fall as it
rises:

    reached = share ÷ (share + (1 − share) × threshold)
    staying = reached + (1 − reached) × share who find a private place
    leaving = 1 − staying, of those who enter

Later stages have no count of their own: who goes home at 12 and 15 is among the departures.
"""

from simulator.stockflow.grammar.elements import Auxiliary, Lever, Measure, Parameter, Transfer
from simulator.stockflow.grammar.setting import Sense

PARAMETERS = (
    Parameter(
        name="enrolment_ratio",
        axes=("service",),
        unit="1",
        meaning="pupils for each child of the ages",
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
        name="private_start",
        axes=("service", "district"),
        unit="places",
        meaning="private places of the starting stock",
        symbol="Z_{p0}",
        source=("services.toml: entitlement",),
    ),
    Parameter(
        name="private_growth",
        axes=("service",),
        unit="1",
        meaning="private places against those of the start",
        symbol="g_p",
        lever=Lever(key="plan.private_places", axis="school", maximum=20.0),
    ),
    Parameter(
        name="entering",
        axes=("service", "cohort"),
        unit="1",
        meaning="share of a cohort that enters, on a 1 September, a stage that asks for points",
        symbol="I_0",
        source=("services.toml: entitlement",),
    ),
    Parameter(
        name="adults_with_child",
        axes=(),
        unit="1",
        meaning="adults who leave the city with each child who lacks the points",
        symbol="n_p",
        lever=Lever(
            key="world.adults_with_child",
            maximum=5.0,
            sense=Sense(low=0.0, high=2.0, of_record=False),
        ),
    ),
    Parameter(
        name="parent_age",
        axes=("cohort",),
        unit="1",
        meaning="share of a cohort at the ages of those who leave with a child",
        symbol=r"\Lambda_p",
        source=("parameters.toml: leavers.parents",),
    ),
    Parameter(
        name="nobody",
        axes=(),
        unit="persons",
        meaning="a millionth of a person, so that a share of nobody is none",
        symbol=r"\epsilon_0",
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
        meaning="share of migrants who enter and stay, in public or private places",
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
        expression="seeking_by_residency",
        unit="persons",
        meaning="people a service is for as pupils on record count them",
        symbol="S_s",
    ),
    Auxiliary(
        name="turned_back",
        axes=("cohort",),
        over=("service",),
        expression="entering * (1 - staying)",
        unit="1",
        meaning="share of the migrants of a cohort who leave on entering school",
        symbol=r"\xi_0",
    ),
    Auxiliary(
        name="children_leaving",
        axes=("district",),
        over=("status", "cohort"),
        expression="turned_back * people[migrant]",
        unit="persons",
        meaning="children who leave on entering school",
        symbol="E_l",
    ),
    Auxiliary(
        name="parents_here",
        axes=("district",),
        over=("status", "cohort"),
        expression="parent_age * people[migrant]",
        unit="persons",
        meaning="migrants at the ages of those who leave with a child",
        symbol="P_p",
    ),
)

TRANSFERS = (
    # with the children that are still there to be counted
    Transfer(
        name="parents_of_leavers",
        source="people[migrant]",
        target=None,
        # those who leave stand below the line too, so that never more leave than there are; on
        # record they are a few in a thousand, and so many fewer leave than are stated
        share="adults_with_child * children_leaving * parent_age "
        "/ (parents_here + adults_with_child * children_leaving + nobody)",
        meaning="adults who leave with a child who lacks the points",
    ),
    Transfer(
        name="children_without_points",
        source="people[migrant]",
        target=None,
        share="turned_back",
        meaning="children who leave on entering school as they lack the points",
    ),
)

MEASURES = (
    Measure(
        name="seekers",
        axes=("service", "district"),
        over=("residency",),
        expression="take_up * seeking_by_residency",
        unit="persons",
        meaning="people who seek a place or bed",
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
        expression="take_up * ((1 - is_migrant) * (1 - registered_private) "
        "+ is_migrant * reached / staying) * seeking_by_residency",
        unit="persons",
        meaning="people who seek a public place and have a right to it",
        symbol="E",
    ),
    Measure(
        name="private_places",
        axes=("service", "district"),
        expression="private_growth * private_start",
        unit="places",
        meaning="private places; they grow by this lever alone",
        symbol="Z_p",
    ),
    Measure(
        name="in_private_places",
        axes=("service", "district"),
        over=("residency",),
        expression="take_up * ((1 - is_migrant) * registered_private "
        "+ is_migrant * (1 - reached) * private_share / staying) * seeking_by_residency",
        unit="persons",
        meaning="people in private places",
        symbol="E_p",
    ),
)
