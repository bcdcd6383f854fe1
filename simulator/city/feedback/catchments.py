"""What is seen of a service is seen within its catchment: nobody is short who finds a place in it.

A junior school of the next district on the island is as good as one of one's own, so that those who
respond see the demand and the supply of the catchment a district lies in, never its own alone:

    around = Σ over the districts of the catchment

first by catchment, each of which goes by the name of its first district, then back to every
district in it. Where the catchment is the district both are the same number.
"""

from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Auxiliary, Parameter

LIES_IN = (
    Parameter(
        name="lies_in",
        axes=("service", "district", "catchment"),
        unit="1",
        meaning="1 where a district lies in the catchment that goes by the name of another, the "
        "first district of it; 0 elsewhere",
        symbol="L_{sdC}",
        source=("services.toml: catchment",),
    ),
)
SHARED_OUT = (
    Parameter(
        name="district_share",
        axes=("service", "district"),
        unit="1",
        meaning="part of the places of a catchment that a district had when the record began",
        symbol=r"\omega_{sd}",
        source=("services.toml: start",),
    ),
)


def around(name: str, of: str, meaning: str, symbol: str) -> tuple[Auxiliary, Auxiliary]:
    """Places of every catchment, and of the catchment that each district lies in."""
    by_catchment = Auxiliary(
        name=f"{name}_by_catchment",
        axes=("service", "catchment"),
        over=("district",),
        expression=f"lies_in * {of}",
        unit="places",
        meaning=f"{meaning}, by catchment",
        symbol=f"{symbol}_{{sC}}",
    )
    seen = Auxiliary(
        name=f"{name}_around",
        axes=("service", "district"),
        over=("catchment",),
        expression=f"lies_in * {name}_by_catchment",
        unit="places",
        meaning=f"{meaning}, in the catchment a district lies in",
        symbol=f"{symbol}_{{s\\cdot}}",
    )
    return by_catchment, seen


def with_catchments(axes: tuple[Axis, ...]) -> tuple[Axis, ...]:
    """The axes of a city and, behind its districts, that of the catchments named after them."""
    district = next(axis for axis in axes if axis.name == "district")
    place = axes.index(district) + 1
    return (*axes[:place], Axis(name="catchment", labels=district.labels), *axes[place:])


SEEN_AROUND = (
    *around("wanted", "wanted", "places or beds wanted", "W"),
    *around("visible", "visible_supply", "places that anybody can see serve", "Z"),
)
