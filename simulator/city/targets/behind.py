"""What stands behind a value of a figure that counts no places: cohorts, death rates, records.

Of the figures that count places or beds, ``lineage.BEHIND`` says it.
"""

from collections.abc import Mapping

from simulator.city.housing.counted import HOMES
from simulator.city.pack.city_pack import CityPack
from simulator.city.targets.entries import ValueEntry
from simulator.city.targets.reading import read_entries

_DIED = {
    "registered": ("death_rate",),
    "resident": ("death_rate", "relative_mortality", "selected_ages", "people"),
}
"""Of whom a life table is made: the rates of the nation alone, or with those of who lives here."""

_COLUMNS = ("value", "meets", "numerator", "denominator", "lacking", "fewer_people")


def behind_value(
    pack: CityPack, table: str, column: str, cells: Mapping[str, str]
) -> tuple[str, ...] | None:
    """Declared names behind a cell of ``target_values``; none of what is a record.

    ``None`` where the cell is of another table, or its figure counts places or beds.
    """
    if table != "target_values" or column not in _COLUMNS:
        return None
    entry = next(
        (
            value
            for target, found in read_entries(pack)
            for value in found.values
            if (target.name, value.name) == (cells.get("target"), cells.get("reading"))
        ),
        None,
    )
    return None if entry is None else _quantities(entry, column)


def _quantities(entry: ValueEntry, column: str) -> tuple[str, ...] | None:
    if entry.counts in ("life_expectancy", "infant_mortality"):
        return _DIED[entry.population]
    if entry.counts == "last_grade":
        return ("people",)
    if entry.counts in HOMES:
        lower = () if entry.whom is None else (entry.whom.group.kind,)
        return (HOMES[entry.counts], *lower)
    if entry.counts == "recorded":
        return () if column == "numerator" else ("residents",)
    return None
