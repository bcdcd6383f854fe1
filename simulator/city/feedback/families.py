"""Crowded schools keep families away: fewer arrive with children where places are short.

    crowding c = Σ share × (demand known + width) ÷ Σ share × (supply known + width)
    families who come = 1 − strength × (c² − 1) ÷ (c² + 1), against those who would

over schools of every stage, each as the catchment of the district has them, by the district's
share of it; so that nothing changes where demand and supply are equal, the share who stay away
grows smoothly with crowding, and never more than the strength do (or come in addition where there
is room). The elasticity at c = 1 is minus the strength.
"""

from simulator.city.feedback.perception import FAMILIES
from simulator.stockflow.grammar.elements import Auxiliary, Lever, Parameter

PARAMETERS = (
    FAMILIES.parameter,
    Parameter(
        name="families_strength",
        axes=(),
        unit="1",
        meaning="largest share of arriving families whom crowded schools keep away",
        symbol=r"\beta_F",
        lever=Lever(key="feedback.families.strength", kind="number", maximum=0.95),
    ),
    Parameter(
        name="in_families",
        axes=("status", "cohort"),
        unit="1",
        meaning="share of arrivals who come as a family with children: those under 15, mothers "
        "below 50 and as many fathers",
        symbol=r"\varphi",
        source=("parameters.toml: arrivals", "world.arrivals_under_15"),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="school_places_wanted",
        axes=("district",),
        over=("service",),
        expression=f"waits_for_september * district_share * ({FAMILIES.known('demand')} + width)",
        unit="places",
        meaning="school places wanted, as families know it",
        symbol="W_F",
    ),
    Auxiliary(
        name="school_places_seen",
        axes=("district",),
        over=("service",),
        expression=f"waits_for_september * district_share * ({FAMILIES.known('supply')} + width)",
        unit="places",
        meaning="school places that serve, as families know it",
        symbol="Z_F",
    ),
    Auxiliary(
        name="crowding",
        axes=("district",),
        expression="school_places_wanted / school_places_seen",
        unit="1",
        meaning="children for each school place, as families know it",
        symbol=r"\Theta_F",
    ),
    Auxiliary(
        name="kept_away",
        axes=("district",),
        expression="families_strength * (crowding ** 2 - 1) / (crowding ** 2 + 1)",
        unit="1",
        meaning="share of arriving families whom crowded schools keep away; below zero: who come "
        "in addition",
        symbol="k",
    ),
)

ARRIVALS = "arriving * arrival_profile * arrival_districts * (1 - in_families * kept_away)"
"""Rate of arrivals in place of the one of ``population``."""
