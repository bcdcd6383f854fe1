"""A scenario between two others: some groups of inputs as in the second, the rest as in the first.

Values are taken whole, as each scenario's files come to, so that a relative edit stays one of what
it was meant for. The records of projects and programmes are put together field by field; a record
that only one of the two has, and that changes nothing of the city pack, is a matter of size.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from simulator.city.pack.city_pack import CityPack
from simulator.city.why.groups import BY_FIELD, SIZE, group_of, group_of_field, in_order
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.attribution import Chosen

Record = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Two:
    """Two scenarios of one city; ``pack`` tells which records change what is on record."""

    first: ScenarioFile
    second: ScenarioFile
    pack: CityPack

    @property
    def differing(self) -> Mapping[str, tuple[str, ...]]:
        """Addresses in which the two differ, by group, in the order in which groups are told."""
        found: dict[str, list[str]] = {}
        for group, address in self._differences():
            found.setdefault(group, []).append(address)
        return {name: tuple(found[name]) for name in in_order(found)}

    def mixed(self, chosen: Chosen) -> ScenarioFile:
        """The first scenario with the chosen groups as in the second."""
        values = dict(self.first.values)
        for key in self._keys():
            group = group_of(key)
            if group is None:
                continue
            if key in BY_FIELD:
                found: object = tuple(self._records(key, chosen))
                is_there = bool(found) or key in self.first.values
            else:
                side = self.second if group in chosen else self.first
                found, is_there = side.values.get(key), key in side.values
            values.pop(key, None)
            if is_there:
                values[key] = found
        return replace(self.first, values={key: values[key] for key in sorted(values)})

    def _keys(self) -> Iterator[str]:
        for key in sorted({*self.first.values, *self.second.values}):
            if self.first.values.get(key) != self.second.values.get(key):
                yield key

    def _differences(self) -> Iterator[tuple[str, str]]:
        """Group and address of everything that differs and changes a number."""
        for key in self._keys():
            group = group_of(key)
            if group is not None and key not in BY_FIELD:
                yield group, key
            elif group is not None:
                yield from self._fields(key)

    def _fields(self, key: str) -> Iterator[tuple[str, str]]:
        for name, one, other in self._pairs(key):
            if one is None or other is None:
                yield SIZE, f"{key}.{name}"
                continue
            for field in dict.fromkeys((*one, *other)):
                if one.get(field) != other.get(field):
                    yield group_of_field(field), f"{key}.{name}.{field}"

    def _records(self, key: str, chosen: Chosen) -> Iterator[Record]:
        """The records of a list, each put together from both sides."""
        for name, one, other in self._pairs(key):
            if one is None or other is None:
                record = other if SIZE in chosen else one
            else:
                sides = {
                    field: other if group_of_field(field) in chosen else one
                    for field in dict.fromkeys((*one, *other))
                    if field != "id"
                }
                said = {field: side[field] for field, side in sides.items() if field in side}
                # to say nothing of what is on record is to leave it as it is
                record = {"id": name, **said} if said or name not in self._on_record(key) else None
            if record is not None:
                yield record

    def _pairs(self, key: str) -> Iterator[tuple[str, Record | None, Record | None]]:
        """Records of both sides by id; a side silent on one of the pack leaves it as it is."""
        sides = [
            {str(each["id"]): each for each in _list(file.values.get(key))}
            for file in (self.first, self.second)
        ]
        for name in dict.fromkeys((*sides[0], *sides[1])):
            absent: Record | None = {"id": name} if name in self._on_record(key) else None
            yield name, sides[0].get(name, absent), sides[1].get(name, absent)

    def _on_record(self, key: str) -> frozenset[str]:
        listed = self.pack.projects if key == "plan.projects" else self.pack.programmes
        return frozenset(each.name for each in listed)


def _list(value: object) -> tuple[Record, ...]:
    return tuple(value) if isinstance(value, tuple | list) else ()


def joined(sizes: Mapping[str, int], most: int) -> tuple[tuple[str, ...], ...]:
    """Groups in order, neighbours joined until there are at most ``most``.

    Joined are, again and again, the two neighbours in which the fewest inputs differ, the first
    pair of several.
    """
    found: list[tuple[tuple[str, ...], int]] = [((name,), size) for name, size in sizes.items()]
    while len(found) > most:
        together = [one[1] + other[1] for one, other in pairwise(found)]
        place = together.index(min(together))
        names = (*found[place][0], *found[place + 1][0])
        found[place : place + 2] = [(names, together[place])]
    return tuple(names for names, _ in found)
