"""The layers of one key, from the city pack up: what each says of it, where, on what grounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from simulator.city.ground.choices import choices_of
from simulator.city.ground.provenance import Backing, backings, source_title
from simulator.city.loading import Loaded
from simulator.city.pack.city_pack import CityPack
from simulator.files.in_force import said_of
from simulator.files.stated_places import StatedPlace
from simulator.files.stated_text import shown_value
from simulator.stockflow.values.calendar import calendar_label
from simulator.stockflow.values.paths import SLIVER, Moment

_TEXTS = ("definition", "rule", "reason", "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Level:
    """What one layer says: its kind (``pack``, ``parent``, ``overlay``, ``file``, ``set``), value
    and place; ``said`` holds what a pack says of the value besides, by the key of its word.
    """

    kind: str
    value: object
    place: str
    said: Mapping[str, str] = field(default_factory=dict)


def shown_addresses(loaded: Loaded, key: str) -> tuple[str, ...]:
    """The addresses that a key stands for: itself, every label, every field of a record or list."""
    stated = [one.address for one in loaded.file.statements if one.field or not one.record]
    packed = [name for name, _ in loaded.pack.parameters.table]
    leaves = [
        name for name, setting in loaded.file.schema.leaves.items() if setting.kind != "records"
    ]
    found = [
        name for name in (*leaves, *stated, *packed) if name == key or name.startswith(f"{key}.")
    ]
    # a list stands for its fields; a project of the pack may be in no scenario
    lists = {
        name for name, setting in loaded.file.schema.leaves.items() if setting.kind == "records"
    }
    found = [name for name in found if name not in lists]
    if not found and backings(loaded.pack, key, _basis(loaded)):
        found = [key]
    return tuple(dict.fromkeys(found))


def levels_of(loaded: Loaded, address: str) -> tuple[Level, ...]:
    """Every layer that says something of an address, the lowest first."""
    stated = (
        Level(kind=kind, value=one.value, place=_place(one.path, one.line))
        for kind, one in said_of(loaded.file, address)
    )
    return (*pack_levels(loaded, address), *stated)


def pack_levels(loaded: Loaded, address: str) -> tuple[Level, ...]:
    """What the city pack says of an address, the lower layer first."""
    packed = [_packed(loaded.pack, each) for each in backings(loaded.pack, address, _basis(loaded))]
    return (*_of_record(loaded, address), *packed)


def kept_levels(places: Sequence[StatedPlace]) -> tuple[Level, ...]:
    """What the layers of a scenario said of an address when its run was made."""
    return tuple(
        Level(kind=each.kind, value=each.value, place=_place(each.path, each.line))
        for each in places
    )


def comes_to(loaded: Loaded, key: str) -> str:
    """What a path comes to over its layers, at the start and at the end of the run; else empty."""
    setting = loaded.file.schema.leaves.get(key)
    if setting is None or setting.kind != "path" or not backings(loaded.pack, key, _basis(loaded)):
        return ""
    path = choices_of(loaded.file, loaded.pack).path(key)
    days = []
    for year, side in ((loaded.scenario.start, 1), (loaded.scenario.stop, -1)):
        near = year + side * SLIVER
        number = float(path.value(Moment(year, min(year, near), max(year, near))).ravel()[0])
        days.append((calendar_label(year), f"{number:.12g}"))
    if days[0][1] == days[1][1]:
        return days[0][1]
    return " … ".join(f"{day}: {number}" for day, number in days)


def _of_record(loaded: Loaded, address: str) -> tuple[Level, ...]:
    """The row of the pack under a field of a record; the row has the fields by other names."""
    whole = address.rpartition(".")[0]
    is_field = any(one.address == address and one.field for one in loaded.file.statements)
    found = backings(loaded.pack, whole, _basis(loaded)) if is_field else ()
    return tuple(_packed(loaded.pack, each) for each in found)


def _packed(pack: CityPack, backing: Backing) -> Level:
    """A layer of the pack with its grounds."""
    said = {name: backing.said(name) for name in ("status", "grade")}
    said["source"] = source_title(pack, backing.said("source_id"))
    interval = backing.stated.get("interval")
    said["interval"] = shown_value(interval) if interval is not None else ""
    said |= {name: backing.said(name) for name in (*_TEXTS, "fitted_on", "basis")}
    return Level(
        kind="pack",
        value=backing.value,
        place=_place(backing.path, backing.line),
        said={name: text for name, text in said.items() if text},
    )


def _place(path: str, line: int | None) -> str:
    return path if line is None else f"{path}:{line}"


def _basis(loaded: Loaded) -> str:
    return str(loaded.file.values["world.population_basis"])
