"""``diff``: what two scenarios, and their city packs, differ in, and where each says so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from simulator.city.ground.provenance import PARAMETERS, backings
from simulator.city.loading import Loaded, load
from simulator.commands.language import told
from simulator.commands.layers_of_key import comes_to
from simulator.files.in_force import InForce, values_in_force
from simulator.files.locations import find_scenario, shown
from simulator.files.stated_text import shown_value


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """A value on one side and where it stands; ``None`` where that side says nothing.

    ``comes_to`` is what edits laid over edits come to at either end of the run; else empty.
    """

    value: object
    place: str
    comes_to: str = ""


_BY_SERVICE = ("plan.take_up", "plan.norm", "plan.programme_places")
_BY_BEDS = ("plan.length_of_stay", "plan.target_occupancy", "world.admissions")

Difference = tuple[str, Side | None, Side | None]
"""An address, and what either side says of it."""


def compare_scenarios(first: Path, second: Path, *, force: bool) -> None:
    """Show every difference, or that there is none."""
    paths = (find_scenario(first), find_scenario(second))
    one = load(paths[0], force=force)
    other = load(paths[1], known=one.pack, force=force)
    for name, path in zip("AB", paths, strict=True):
        click.echo(f"{name}  {shown(path)}")
    stated, packed = list(differences(one, other)), list(pack_differences(one, other))
    for heading, found in (("diff.scenarios", stated), ("diff.packs", packed)):
        if found:
            click.echo(f"\n{told(heading, number=len(found))}")
        for address, left, right in found:
            shown_left, shown_right = _apart(left, right)
            click.echo(f"{address}\n  A  {_shown(shown_left)}\n  B  {_shown(shown_right)}")
    if not stated and not packed:
        click.echo(f"\n{told('diff.none')}")


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


def _packed(loaded: Loaded) -> Mapping[str, Side]:
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
    return {"district": Side(value=list(pack.axes["district"]), place=city), **sides}


def _side(loaded: Loaded, address: str, held: InForce | None) -> Side | None:
    if held is None:
        return _of_pack(loaded, address)
    is_layered = isinstance(held.value, Mapping) and bool(held.value.get("over"))
    amount = comes_to(loaded, address) if is_layered else ""
    return Side(value=held.value, place=held.place, comes_to=amount)


def _of_pack(loaded: Loaded, address: str) -> Side | None:
    found = backings(loaded.pack, address, str(loaded.file.values["world.population_basis"]))
    if not found:
        return None
    places = ", ".join(f"{each.path}:{each.line}" for each in found)
    is_alone = len(found) == 1 or found[-1].path.endswith(PARAMETERS)
    value = found[-1].value if is_alone else [each.value for each in found]
    return Side(value=value, place=f"{found[-1].path}:{found[-1].line}" if is_alone else places)


def _apart(left: Side | None, right: Side | None) -> tuple[Side | None, Side | None]:
    """Of two dated paths the dates on which they differ; anything else whole."""
    paths = [_dated(side) for side in (left, right)]
    if left is None or right is None or not all(paths):
        return left, right
    days = [day for day in {**paths[0], **paths[1]} if paths[0].get(day) != paths[1].get(day)]
    if not days:
        return left, right
    kept = [{day: path[day] for day in days if day in path} for path in paths]
    return replace(left, value={"values": kept[0]}), replace(right, value={"values": kept[1]})


def _dated(side: Side | None) -> Mapping[str, object]:
    value = side.value if side is not None else None
    dated = value.get("values") if isinstance(value, Mapping) else None
    return dated if isinstance(dated, Mapping) else {}


def _shown(side: Side | None) -> str:
    if side is None:
        return told("diff.silent")
    amount = f"\n     = {side.comes_to}" if side.comes_to else ""
    return f"{shown_value(side.value)}  {side.place}{amount}"
