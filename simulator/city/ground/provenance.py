"""What the city pack says of a key of scenario files: value, file, line, source and grade.

A value rests on up to two layers of the pack: a figure of one of its tables (``services.toml`` and
the like), and over it an entry of ``parameters.toml``. A scenario lies over both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.city.pack.city_pack import CityPack
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile

PARAMETERS = "parameters.toml"
PROJECTS = "projects.csv"
_VALUES = ("values", "interpolation", "before", "after")


@dataclass(frozen=True, kw_only=True, slots=True)
class Backing:
    """One layer of a pack under a key.

    ``value`` is a number, or a table as a scenario states it; ``path`` and ``line`` say where it
    stands. ``stated`` holds what the pack says of it: unit, definition, source_id, status, grade,
    reason and the like.
    """

    value: object
    path: str
    line: int | None
    stated: Mapping[str, Any]

    def said(self, name: str) -> str:
        """A text the pack states of it; empty where it states none."""
        return str(self.stated.get(name, ""))


def backings(pack: CityPack, key: str, basis: str) -> tuple[Backing, ...]:
    """The layers of a pack under a complete key, the lower one first; none where it says nothing.

    Parameters
    ----------
    pack
        The city pack.
    key
        A key with its label, ``plan.norm.primary``; or a record with its id, ``plan.projects.P57``.
    basis
        The population basis of the scenario: of an entry stated for each, the one that holds.
    """
    return (*_figures(pack, key), *_entries(pack, key, basis))


def source_title(pack: CityPack, names: str) -> str:
    """Ids of sources with their titles, publishers and dates, as the pack lists them."""
    told = []
    for name in filter(None, names.split(";")):
        row = pack.sources.get(name)
        shown = [row.text(column) for column in ("title", "publisher", "date")] if row else []
        told.append(f"{name}: {', '.join(filter(None, shown))}" if any(shown) else name)
    return "; ".join(told)


def _figures(pack: CityPack, key: str) -> Iterator[Backing]:
    """What tables of a pack state of a key."""
    head, _, label = key.rpartition(".")
    match head:
        case "plan.take_up":
            yield from _of(pack, "services.toml", ("service", "id", label), "take_up")
        case "plan.norm":
            yield from _of(pack, "services.toml", ("service", "id", label), "norm")
        case "plan.length_of_stay" | "plan.target_occupancy":
            figure = head.removeprefix("plan.")
            yield from _of(pack, "beds.toml", ("use", "service", label), figure)
        case "plan.programme_places":
            yield from _of(pack, "programmes.toml", ("programme", "service", label), "")
        case "plan.projects":
            yield from _project(pack, label)
        case "world.admissions":
            yield from _of(pack, "beds.toml", ("use", "service", label), "admissions")
        case _ if key == "world.presence_share" and "city.toml" in pack.files:
            yield _backing(
                pack.files["city.toml"],
                ("register", "presence_share"),
                pack.city["register"][label],
            )


def _of(pack: CityPack, name: str, chosen: tuple[str, str, str], figure: str) -> Iterator[Backing]:
    """A figure of each table of a list whose field has a value; without a figure the table."""
    tables, field, value = chosen
    file = pack.files.get(name)
    if file is None:
        return
    entries: Any = file.document.get(tables, ())
    for place, entry in enumerate(entries):
        if entry.get(field) == value:
            parts: Parts = (tables, place, figure) if figure else (tables, place)
            yield _backing(file, parts, entry[figure] if figure else entry)


def _backing(file: TomlFile, parts: Parts, entry: Mapping[str, Any]) -> Backing:
    value = next((entry[name] for name in ("value", "places") if name in entry), None)
    if "per" in entry and value is not None:
        value = float(value) / float(entry["per"])
    if value is None:
        value = {name: entry[name] for name in ("per_delivery", "from", "values") if name in entry}
    return Backing(value=value, path=file.path, line=file.line(parts), stated=entry)


def _entries(pack: CityPack, key: str, basis: str) -> Iterator[Backing]:
    """The entry of ``parameters.toml`` that holds for a key."""
    found = pack.parameters.find(key, basis)
    file = pack.files.get(PARAMETERS)
    if found is None or file is None:
        return
    entries: Any = file.document["parameter"]
    place = next((place for place, entry in enumerate(entries) if entry == found), None)
    if place is None:
        return  # set in place of what the file states
    value = (
        found["value"]
        if "value" in found
        else {name: found[name] for name in _VALUES if name in found}
    )
    parts: Parts = ("parameter", place)
    yield Backing(value=value, path=file.path, line=file.line(parts), stated=found)


def _project(pack: CityPack, identity: str) -> Iterator[Backing]:
    """The row of a named project."""
    for row in pack.rows(PROJECTS):
        if row.text("id") == identity:
            path = f"calibration/{pack.folder.name}/{PROJECTS}"
            value = {name: text for name, text in row.cells.items() if text}
            yield Backing(value=value, path=path, line=row.line, stated=row.cells)
