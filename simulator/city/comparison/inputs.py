"""What two scenarios, and their city packs, say otherwise, and where each says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from simulator.city.ground.provenance import PARAMETERS, backings
from simulator.city.loading import Loaded
from simulator.files.in_force import InForce, values_in_force

PACK = "pack"
"""The layer of what a city pack says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A value on one side, where it stands and in which layer; ``None`` where nothing is said."""

    value: object
    place: str
    layer: str = PACK


Difference = tuple[str, Stated | None, Stated | None]
"""An address, and what either side says of it."""

_BY_SERVICE = ("plan.take_up", "plan.norm", "plan.programme_places")
_BY_BEDS = ("plan.length_of_stay", "plan.target_occupancy", "world.admissions")


def differences(one: Loaded, other: Loaded) -> Iterator[Difference]:
    """What is stated otherwise, key by key, records field by field.

    What a side leaves to its city pack is said with the value of the pack.
    """
    left, right = values_in_force(one.file), values_in_force(other.file)
    for address in dict.fromkeys((*left, *right)):
        first, second = left.get(address), right.get(address)
        if first is None or second is None or first.value != second.value:
            yield address, _side(one, address, first), _side(other, address, second)


def pack_differences(one: Loaded, other: Loaded) -> Iterator[Difference]:
    """What the packs say otherwise beneath the two: of another city, or on another basis."""
    left, right = _packed(one), _packed(other)
    for address in dict.fromkeys((*left, *right)):
        first, second = left.get(address), right.get(address)
        if first is None or second is None or first.value != second.value:
            yield address, first, second


def _packed(loaded: Loaded) -> Mapping[str, Stated]:
    """What the pack of a scenario says, by address: its keys, services, projects, districts."""
    pack = loaded.pack
    keys = [
        *dict.fromkeys(key for key, _ in pack.parameters.table),
        *(f"{head}.{name}" for head in _BY_SERVICE for name in pack.service),
        *(f"{head}.{name}" for head in _BY_BEDS for name in pack.bed_use),
        *(f"plan.projects.{project.name}" for project in pack.projects),
    ]
    sides = {key: side for key in keys if (side := _of_pack(loaded, key)) is not None}
    city = f"calibration/{pack.folder.name}/city.toml"
    return {"district": Stated(value=list(pack.axes["district"]), place=city), **sides}


def _side(loaded: Loaded, address: str, held: InForce | None) -> Stated | None:
    if held is None:
        return _of_pack(loaded, address)
    return Stated(value=held.value, place=held.place, layer=held.kind)


def _of_pack(loaded: Loaded, address: str) -> Stated | None:
    found = backings(loaded.pack, address, str(loaded.file.values["world.population_basis"]))
    if not found:
        return None
    places = ", ".join(f"{each.path}:{each.line}" for each in found)
    is_alone = len(found) == 1 or found[-1].path.endswith(PARAMETERS)
    value = found[-1].value if is_alone else [each.value for each in found]
    return Stated(value=value, place=f"{found[-1].path}:{found[-1].line}" if is_alone else places)


def apart(left: Stated | None, right: Stated | None) -> tuple[object, object]:
    """Of two dated paths the dates on which they differ; of anything else the values whole."""
    values = (None if left is None else left.value, None if right is None else right.value)
    paths = [_dated(value) for value in values]
    if not all(paths):
        return values
    days = [day for day in {**paths[0], **paths[1]} if paths[0].get(day) != paths[1].get(day)]
    if not days:
        return values
    kept = [{day: path[day] for day in days if day in path} for path in paths]
    return {"values": kept[0]}, {"values": kept[1]}


def _dated(value: object) -> Mapping[str, object]:
    dated = value.get("values") if isinstance(value, Mapping) else None
    return dated if isinstance(dated, Mapping) else {}
