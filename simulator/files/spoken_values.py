"""A number in a unit in which people speak, as a scenario file writes it.

``{ per_1000 = 21 }``, ``{ percent = 110 }``, ``{ wan = 33 }``, or a Chinese name in quotes: a table
with one unit and nothing beside it, wherever a number may stand. It is read as the number in the
unit of the key.
"""

from collections.abc import Mapping

from simulator.files.hints import expect, show, unit_of
from simulator.files.toml_text import Spot
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.grammar.spoken_units import SpokenUnit, fitting, spoken_names
from simulator.words.catalogue import Pair, listed, pair


def is_spoken(value: object) -> bool:
    """Whether a value is a table that names a unit of speech."""
    return isinstance(value, Mapping) and any(key in spoken_names() for key in value)


def read_spoken(
    setting: Setting, table: Mapping[str, object], spot: Spot
) -> tuple[SpokenUnit, object] | None:
    """The unit and the number of a table; ``None``, and a fault at ``spot``, for another table."""
    units = [key for key in table if key in spoken_names()]
    if not units:
        names = listed(unit.called for unit in fitting(setting.unit))
        found = listed(table) if table else show(table)
        if not fitting(setting.unit):
            spot.refuse("fault.found", found=show(table), expected=expect(setting))
        else:
            spot.refuse("fault.unit_unknown", found=found, expected=expect(setting), names=names)
        return None
    if len(table) > 1:
        spot.refuse("fault.unit_alone", found=listed(table), name=units[0])
        return None
    unit = spoken_names()[units[0]]
    if unit not in fitting(setting.unit):
        _refuse_unfit(setting, units[0], spot)
        return None
    return unit, table[units[0]]


def shown(table: Mapping[str, object]) -> Pair:
    """A number with its unit as a file writes it."""
    inside = ", ".join(f"{key} = {show(value)[1]}" for key, value in table.items())
    return f"{{ {inside} }}", f"{{ {inside} }}"


def _refuse_unfit(setting: Setting, found: str, spot: Spot) -> None:
    names = listed((unit.called for unit in fitting(setting.unit)), "list.or")
    unit = unit_of(setting) if setting.unit != "1" else pair("spoken_as.ratio")
    told = {"found": found, "unit": unit}
    if fitting(setting.unit):
        spot.refuse("fault.unit_unfit", names=names, **told)
    else:
        spot.refuse("fault.unit_none", **told)
