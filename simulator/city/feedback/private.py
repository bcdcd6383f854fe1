"""Where public places are short more children turn to private ones, and fewer want a public place.

    shortage s = (demand known − supply known) ÷ (demand known + width), of the catchment
    turned     = share × ½ (s + √(s² + edge²))

a share of the children in public places. They are no longer among those wanted; the private places
they find are not part of supply. Who was in a private place from the start stays in the demand, as
supply counts these places too.
"""

from simulator.city.feedback.perception import PARENTS, SERVICE
from simulator.stockflow.grammar.elements import Auxiliary, Lever, Parameter

PARAMETERS = (
    PARENTS.parameter,
    Parameter(
        name="private_response",
        axes=(),
        unit="1",
        meaning="share of the children short of a public place who turn to a private one",
        symbol=r"\beta_E",
        lever=Lever(key="feedback.private.share", kind="number", maximum=0.9),
    ),
    Parameter(
        name="private_edge",
        axes=(),
        unit="1",
        meaning="shortage below which hardly anybody turns to a private place",
        symbol=r"\delta_E",
        source=("parameters.toml: feedback.private_edge",),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="parents_shortage",
        axes=SERVICE,
        expression=f"({PARENTS.known('demand')} - {PARENTS.known('supply')}) "
        f"/ ({PARENTS.known('demand')} + width)",
        unit="1",
        meaning="share of children without a public place, as parents know it",
        symbol=r"\Theta_E",
    ),
    Auxiliary(
        name="turned_private",
        axes=SERVICE,
        expression="watching * waits_for_september * private_response "
        "* (parents_shortage + sqrt(parents_shortage ** 2 + private_edge ** 2)) / 2",
        unit="1",
        meaning="share of children with a right to a public place who turn to a private one",
        symbol=r"\psi_E",
    ),
    Auxiliary(
        name="public_in_scope",
        axes=SERVICE,
        over=("residency",),
        expression="((1 - is_migrant) * (1 - registered_private) + is_migrant * reached / staying) "
        "* seeking_by_residency",
        unit="persons",
        meaning="people with a right to a public place who are not in a private one from the start",
        symbol="S_p",
    ),
)

USERS = (
    "take_up * (counted_for_each * served_in_scope - turned_private * public_in_scope "
    "+ delivery_scope * deliveries_by_district)"
)
"""Users in place of the form of ``services``: who turned private wants no public place."""

ENTITLED = (
    "take_up * (1 - turned_private) * ((1 - is_migrant) * (1 - registered_private) "
    "+ is_migrant * reached / staying) * seeking_by_residency"
)
IN_PRIVATE_PLACES = (
    "take_up * ((1 - is_migrant) * registered_private "
    "+ is_migrant * (1 - reached) * private_share / staying "
    "+ turned_private * ((1 - is_migrant) * (1 - registered_private) "
    "+ is_migrant * reached / staying)) * seeking_by_residency"
)
"""Measures of who is served where, in place of those of ``demand``."""
