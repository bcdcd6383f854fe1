"""Which rows of a table are of the city as a whole, and which of its parts.

A table that has both says so in its column ``level``: who sums ``persons`` over all rows counts
everybody twice, who sums those of the parts does not.
"""

from collections.abc import Sequence

from simulator.city.axes import CITY
from simulator.city.pack.city_pack import CityPack
from simulator.report.table import Column, texts

LEVELS = ("city", "area", "district")
"""The whole, several districts together, one district; a row of the first sums up the others."""


def level_of(pack: CityPack, place: str) -> str:
    """The level of a place that a table names: the city, an area of the pack, or a district."""
    if place == CITY:
        return "city"
    return "district" if place in pack.axes["district"] else "area"


def levels(pack: CityPack, places: Sequence[str]) -> Column:
    """The column ``level`` beside a column of places."""
    known = {place: level_of(pack, place) for place in dict.fromkeys(places)}
    return texts("level", [known[place] for place in places])
