"""The inputs behind a cell: each parameter at its date, and where pack and scenario state it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.city.axes import TIMETABLE
from simulator.city.ground.provenance import PROJECTS, source_title
from simulator.city.loading import Loaded
from simulator.city.pack.city_pack import CityPack
from simulator.commands.cell import Cell
from simulator.commands.language import both_told, told
from simulator.commands.layers_of_key import (
    Level,
    kept_levels,
    levels_of,
    pack_levels,
    shown_addresses,
)
from simulator.errors import IntegrationError
from simulator.files.stated_places import StatedPlace
from simulator.files.stated_text import shown_value
from simulator.files.toml_lines import Parts
from simulator.stockflow.grammar.elements import Parameter
from simulator.stockflow.values.calendar import calendar_label, instant
from simulator.stockflow.values.paths import SLIVER
from simulator.stockflow.values.paths import Moment as ReadAt
from simulator.words.declared import chinese

_DECIMALS = 9  # what interpolation leaves of nothing is nothing
_MOST = 6
"""Places shown of one input; the number of the others is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """When and where a cell is read: an instant, its day, and the labels of its row by axis."""

    year: float
    day: str
    labels: Mapping[str, str]

    @classmethod
    def of(cls, cell: Cell, loaded: Loaded) -> "Moment":
        """That of a cell; the end of the run where its row names no day."""
        named = [
            cell.row.get(name, "") for name in ("date", f"{cell.column}_on", "worst_shortage_on")
        ]
        day = next((text for text in named if text), "")
        year = instant(date.fromisoformat(day)) if day else loaded.scenario.stop
        if not day and cell.row.get("year", "").isdecimal():
            year = float(cell.row["year"]) + 1.0  # flows of a year, and levels at its end
        year = min(max(year, loaded.scenario.start), loaded.scenario.stop)
        labels = {name: text for name, text in cell.row.items() if text}
        timetable = labels.get(
            "delivery", "promised" if cell.column == "promised" else TIMETABLE[-1]
        )
        return cls(year=year, day=calendar_label(year), labels={**labels, "timetable": timetable})


@dataclass(frozen=True, kw_only=True, slots=True)
class Origins:
    """A scenario as resolved, and which files its run was made from, by address.

    ``stated`` is ``None`` where an older program did not keep it: then the lines are those of the
    resolved file.
    """

    loaded: Loaded
    stated: Mapping[str, tuple[StatedPlace, ...]] | None

    def levels(self, address: str) -> tuple[Level, ...]:
        """Every layer that says something of an address, the lowest first."""
        if self.stated is None:
            return levels_of(self.loaded, address)
        kept = self.stated.get(address, ())
        return (*pack_levels(self.loaded, address), *kept_levels(kept))


def input_lines(origins: Origins, parameter: Parameter, moment: Moment) -> Iterator[str]:
    """A parameter: name, value, meaning; below it every place it is made from."""
    value = _value(origins.loaded, parameter, moment)
    unit = both_told(chinese().pair("measured_in", parameter.unit, parameter.unit))
    meaning = both_told(chinese().pair("meaning", parameter.name, parameter.meaning))
    shown_unit = "" if parameter.unit == "1" else f" {unit}"
    yield f"  {parameter.name} = {value}{shown_unit}  {meaning}"
    places = [*_keys(origins, parameter, moment), *_files(origins, parameter, moment)]
    yield from (f"      {place}" for place in places[:_MOST])
    if len(places) > _MOST:
        yield f"      {told('trace.more', number=len(places) - _MOST)}"


def _value(loaded: Loaded, parameter: Parameter, moment: Moment) -> str:
    """The value at a moment for the labels of the row; over other labels, from least to most."""
    path = loaded.scenario.paths.get(parameter.name)
    if path is None:
        return told("trace.on_dates")
    near = moment.year - SLIVER if moment.year > loaded.scenario.start else moment.year + SLIVER
    low, high = sorted((moment.year, near))
    try:
        array = path.value(ReadAt(moment.year, low, high))[0]
    except IntegrationError:
        return told("trace.on_dates")
    axis = loaded.system.axis
    place: list[Any] = []
    for name in parameter.axes:
        label = moment.labels.get(name, "")
        known = axis[name].labels
        place.append(known.index(label) if label in known else slice(None))
    found = array[tuple(place)]
    least, most = float(found.min()), float(found.max())
    ends = [f"{round(number, _DECIMALS) + 0.0:.6g}" for number in (least, most)]
    return " … ".join(dict.fromkeys(ends))


def _keys(origins: Origins, parameter: Parameter, moment: Moment) -> Iterator[str]:
    """What layers say of the keys a parameter is made from."""
    for source in parameter.made_from:
        if "." not in source or source.split(".")[0] not in {"world", "policy", "plan", "feedback"}:
            continue
        lever = parameter.lever
        label = moment.labels.get(lever.axis or "", "") if lever and lever.key == source else ""
        apart = _apart(origins.loaded, source, moment)
        for address in shown_addresses(origins.loaded, f"{source}.{label}" if label else source):
            if not address.startswith(apart):
                yield from (_shown(address, level) for level in origins.levels(address))


def _apart(loaded: Loaded, key: str, moment: Moment) -> tuple[str, ...]:
    """Beginnings of the addresses of records that are about another place than the row."""
    setting = loaded.file.schema.leaves.get(key)
    if setting is None or setting.kind != "records":
        return ()
    records: Any = loaded.file.values.get(key, ())
    return tuple(
        f"{key}.{each['id']}." for each in records if not _is_about(loaded.pack, each, moment)
    )


def _is_about(pack: CityPack, record: Mapping[str, Any], moment: Moment) -> bool:
    """Whether a record has the project, service and district of the row, as far as both say."""
    rows = [row for row in pack.rows(PROJECTS) if row.text("id") == record["id"]]
    for name in ("service", "district"):
        said = record.get(name) or next((row.text(name) for row in rows), "")
        wanted = moment.labels.get(name, "")
        places = pack.axes[name]
        if said in places and wanted in places and said != wanted:
            return False
    name = str(record["id"])
    return moment.labels.get("project", name) == name


def _shown(address: str, level: Level) -> str:
    grounds = [level.said[name] for name in ("grade", "source", "interval") if name in level.said]
    told_value = shown_value(level.value)
    return "  ".join([address, told_value, told(f"layer.{level.kind}"), level.place, *grounds])


def _files(origins: Origins, parameter: Parameter, moment: Moment) -> Iterator[str]:
    """Places in files of the pack that a parameter is made from."""
    loaded = origins.loaded
    service = moment.labels.get("service", "")
    for source in parameter.source:
        name, _, entry = source.partition(": ")
        if name == PROJECTS:
            yield from _projects(loaded.pack, moment)
        elif name.endswith(".csv"):
            yield f"calibration/{loaded.pack.folder.name}/{name}"
        elif name == "parameters.toml":
            for key in shown_addresses(loaded, entry):
                yield from (_shown(key, level) for level in origins.levels(key))
        elif name.endswith(".toml") and (entry or parameter.lever is None):
            yield from _entries(loaded.pack, name, entry, service)


def _entries(pack: CityPack, name: str, entry: str, service: str) -> Iterator[str]:
    """The part of a file that is about a service, or the file where no service is meant."""
    file = pack.files.get(name)
    if file is None:
        return
    head = f"calibration/{pack.folder.name}/{name}"
    tables: Mapping[str, Any] = file.document
    found = False
    for table, rows in tables.items():
        for place, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict) and service and service in (row.get("service"), row.get("id")):
                stated = row.get(entry, row) if entry else row
                parts: Parts = (table, place, entry) if entry in row else (table, place)
                grade = str(stated.get("grade", "")) if isinstance(stated, dict) else ""
                source = str(stated.get("source_id", "")) if isinstance(stated, dict) else ""
                grounds = filter(None, (grade, source_title(pack, source)))
                yield "  ".join([f"{head}:{file.line(parts)}", entry or table, *grounds])
                found = True
    if not found:
        yield head


def _projects(pack: CityPack, moment: Moment) -> Iterator[str]:
    """Named projects of the service and district of the row, each with its line and source."""
    wanted = {name: moment.labels.get(name, "") for name in ("service", "district")}
    districts = (*pack.axes["district"], "")
    for row in pack.rows(PROJECTS):
        is_named = moment.labels.get("project", row.text("id")) == row.text("id")
        in_service = not wanted["service"] or row.text("service") == wanted["service"]
        place = wanted["district"] if wanted["district"] in districts else ""
        if is_named and in_service and (not place or row.text("district") == place):
            path = f"calibration/{pack.folder.name}/{PROJECTS}:{row.line}"
            title = both_told((row.text("name_zh"), row.text("name_en")))
            source = source_title(pack, row.text("source_id"))
            yield "  ".join([path, row.text("id"), title, row.text("grade"), source])
