"""The ledger of use: who lies in a bed on an average day, and the beds that takes.

in bed  = (Σ over people admission rate × level ÷ (1 − share from outside) + deliveries admitted)
          × length of stay
beds    = in bed ÷ target occupancy

It stands beside the norm of ``demand``, which says what is *planned* for each user, and under the
ledger of queues, which asks how many beds keep the share turned away low: ``in_bed`` is the load of
Erlang's loss formula. Deliveries hold the mothers from outside already.
"""

from simulator.stockflow.grammar.elements import Auxiliary, Lever, Measure, Parameter
from simulator.stockflow.grammar.setting import Sense

PARAMETERS = (
    Parameter(
        name="admission_rate",
        axes=("service", "cohort"),
        unit="1/year",
        meaning="admissions to the beds of a service, per resident and year",
        symbol="j",
        source=("beds.toml: admissions",),
    ),
    Parameter(
        name="admission_level",
        axes=("service",),
        unit="1",
        meaning="admissions against the rates of the pack",
        symbol=r"\lambda_j",
        lever=Lever(key="world.admissions", axis="bed_service"),
    ),
    Parameter(
        name="admitted_deliveries",
        axes=("service",),
        unit="1",
        meaning="share of deliveries in the city that take a bed of the service",
        symbol=r"\psi_j",
        source=("beds.toml: admissions",),
    ),
    Parameter(
        name="admitted_from_outside",
        axes=("service",),
        unit="1",
        meaning="share of admissions of people who do not live in the city",
        symbol="z_j",
        source=("beds.toml: from_outside",),
    ),
    Parameter(
        name="length_of_stay",
        axes=("service",),
        unit="year",
        meaning="mean stay in a bed of the service",
        symbol=r"\ell",
        source=("beds.toml: length_of_stay",),
        lever=Lever(
            key="plan.length_of_stay",
            axis="bed_service",
            minimum=0.01,
            maximum=36500.0,
            unit="day",
            meaning="mean stay in a bed",
        ),
    ),
    Parameter(
        name="target_occupancy",
        axes=("service",),
        unit="persons/places",
        meaning="share of its beds that are to be taken on an average day",
        symbol=r"\vartheta",
        source=("beds.toml: target_occupancy",),
        lever=Lever(
            key="plan.target_occupancy",
            axis="bed_service",
            minimum=0.01,
            maximum=1.0,
            sense=Sense(low=0.6, high=1.0, of_record=False),
            unit="1",
            meaning="share of beds to be taken on an average day",
        ),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="resident_admissions",
        axes=("service", "district"),
        over=("status", "cohort", "residency"),
        expression="admission_rate * people",
        unit="persons/year",
        meaning="admissions of residents at the rates of the pack",
        symbol="J_r",
    ),
    Auxiliary(
        name="all_admissions",
        axes=("service", "district"),
        expression="admission_level * (resident_admissions / (1 - admitted_from_outside) "
        "+ admitted_deliveries * deliveries_by_district)",
        unit="persons/year",
        meaning="admissions, people from outside shared out like residents",
        symbol="J_a",
    ),
    Auxiliary(
        name="lying_in_bed",
        axes=("service", "district"),
        expression="all_admissions * length_of_stay",
        unit="persons",
        meaning="people who lie in a bed of the service on an average day",
        symbol="Y",
    ),
)

MEASURES = (
    Measure(
        name="admissions",
        axes=("service", "district"),
        expression="all_admissions",
        unit="persons/year",
        meaning="admissions, or deliveries, to the beds of a service; 0 for a service without beds",
        symbol="J_a",
    ),
    Measure(
        name="in_bed",
        axes=("service", "district"),
        expression="lying_in_bed",
        unit="persons",
        meaning="people who lie in a bed of the service on an average day",
        symbol="Y",
    ),
    Measure(
        name="beds_for_use",
        axes=("service", "district"),
        expression="lying_in_bed / target_occupancy",
        unit="places",
        meaning="beds that people use, at the target occupancy",
        symbol="W_u",
    ),
)
