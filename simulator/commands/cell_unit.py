"""The unit of a cell, in the language of the command.

A row names its unit for the numbers that depend on what the row is about; every other number has
that of its column. Dates, labels and shares have none.
"""

from collections.abc import Mapping

from simulator.city.ground.titles import title_or_name
from simulator.commands.cell import NUMBERS, Cell
from simulator.commands.language import both_told, language
from simulator.words.catalogue import in_language, say

_OF_THE_ROW = (
    "unit.of_the_service",
    "unit.of_the_series",
    "unit.of_the_target",
    "unit.of_the_key",
)
_PARTS = {
    "ratios": {"upper", "lower"},
    "target_values": {"numerator", "denominator", "lacking", "fewer_people"},
}
"""Columns that hold parts of a ratio, while the unit of the row is that of the ratio."""
_BETWEEN = " / "


def unit_of(cell: Cell, column: Mapping[str, str]) -> str:
    """The unit of a cell; empty where it has none, or none that is on record.

    ``column`` is what the dictionary of the run says of its column.
    """
    if column.get("type") not in NUMBERS:
        return ""
    if column.get("unit") in [say(key, "both") for key in _OF_THE_ROW]:
        is_part = cell.column in _PARTS.get(cell.table, ())
        return "" if is_part else unit_called(cell.row.get("unit", ""))
    if column.get("unit") == say("unit.share", "both"):
        return ""
    chinese, _, english = column.get("unit", "").partition(_BETWEEN)
    return both_told((chinese, english or chinese))


def unit_called(name: str) -> str:
    """A unit as tables name it, in words where there are any: ``beds``, ``beds/1000``."""
    if name in ("", "1"):
        return ""
    return in_language(title_or_name(f"unit.{name}", name), language())
