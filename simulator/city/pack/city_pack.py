"""A city pack: the folder that makes the program a city's. Read, checked and immutable.

Its ``parameters.toml`` holds values fitted or set by hand, each with unit, source, grade and
reason.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from simulator.city.axes import CITY, MONTH, RESIDENCY, SEX
from simulator.city.pack.beds import BedUse, read_bed_use
from simulator.city.pack.building import (
    Continuation,
    Programme,
    Project,
    read_continuations,
    read_programmes,
    read_projects,
    yearly_projects,
)
from simulator.city.pack.check import check_files
from simulator.city.pack.housing import Housing, read_housing
from simulator.city.pack.services import Service, read_services
from simulator.errors import DataError, Fault, MissingDataError
from simulator.files.hints import show, suggest
from simulator.files.locations import cities, pack_folders
from simulator.files.path_tables import instant_of
from simulator.files.records import Row, read_rows
from simulator.files.toml_text import TomlFile
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import listed, message

Made = TypeVar("Made")

RATES = "rates/"
"""Tables of rates, those by year of the country as a whole."""
NATIONAL_FERTILITY = "nation.fertility"
"""Births per woman of the country by year: what first births follow where a scenario says so."""
NATIONAL = ("world.life_expectancy.", NATIONAL_FERTILITY)
"""Keys that are the country's, or of which the years that the city prints none of go on so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """Values by key; a value stated for a population basis goes before one stated for both.

    ``table`` holds what the file states of a key: ``value`` or ``values`` with their interpolation,
    as in a scenario file, or any other TOML value under ``value``.
    """

    path: str
    table: Mapping[tuple[str, str], Mapping[str, Any]]
    file: TomlFile | None = field(default=None, compare=False, repr=False)

    def find(self, key: str, basis: str) -> Mapping[str, Any] | None:
        """What the file states of a key on a population basis."""
        return self.table.get((key, basis)) or self.table.get((key, ""))

    def value(self, key: str, basis: str = "") -> Any:  # noqa: ANN401 - any TOML value
        """A plain value that only the pack states; ``DataError`` where it states none."""
        found = self.find(key, basis)
        if found is None or "value" not in found:
            told = message("pack.no_parameter")
            raise DataError([Fault(path=self.path, line=None, key=key, message=told)])
        return found["value"]


def read_parameters(
    document: Mapping[str, Any], path: str, file: TomlFile | None = None
) -> Parameters:
    """The parameters of a checked document; ``file`` knows the line of each."""
    entries = document["parameter"]
    table = {(str(entry["key"]), str(entry.get("basis", ""))): entry for entry in entries}
    return Parameters(path=path, table=table, file=file)


@dataclass(frozen=True, kw_only=True, slots=True)
class District:
    """A district; ``area`` groups districts whose figures are recorded together."""

    name: str
    title: Mapping[str, str]
    area: str


@dataclass(frozen=True, kw_only=True)
class CityPack:
    """Everything of a city that is data. Tables of rates and observations are read when asked.

    ``bed_use`` says of a service how its beds are used; one that is not in it is *unknown*.
    ``documents`` hold what its TOML files say, by file, ``files`` the same with their lines;
    ``unread`` names the files of the folder that no run reads. Of ``rates/`` it has the years that
    begin before ``until`` alone; ``tables`` holds what was made of its tables, whatever its
    parameters.
    """

    folder: Path
    name: str
    title: Mapping[str, str]
    city: Mapping[str, Any]
    districts: tuple[District, ...]
    services: tuple[Service, ...]
    programmes: tuple[Programme, ...]
    projects: tuple[Project, ...]
    parameters: Parameters
    continuations: tuple[Continuation, ...] = ()
    bed_use: Mapping[str, BedUse] = field(default_factory=dict)
    housing: Housing | None = None
    documents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    files: Mapping[str, TomlFile] = field(default_factory=dict, repr=False, compare=False)
    unread: tuple[str, ...] = ()
    until: float = float("inf")
    tables: dict[tuple[object, ...], Any] = field(default_factory=dict, repr=False, compare=False)
    _made: dict[tuple[object, ...], Any] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )

    def once(self, make: Callable[..., Made], *given: object) -> Made:
        """``make(pack, *given)``, made once: what no scenario moves. Nobody may write to it."""
        asked = (make, *given)
        if asked not in self._made:
            self._made[asked] = make(self, *given)
        found: Made = self._made[asked]
        return found

    def once_of_tables(self, make: Callable[..., Made], *given: object) -> Made:
        """``make(pack, *given)`` of tables alone: once for all packs that differ in parameters."""
        asked = (make, self.until, *given)
        if asked not in self.tables:
            self.tables[asked] = make(self, *given)
        found: Made = self.tables[asked]
        return found

    def rows(self, name: str) -> tuple[Row, ...]:
        """Rows of a table, e.g. ``rates/mortality.csv``."""
        rows = read_rows(self.folder / name)
        if not (name.startswith(RATES) and rows and "year" in rows[0].cells):
            return rows
        return tuple(row for row in rows if row.integer("year") < self.until)

    def known_by(self, until: float) -> "CityPack":
        """The pack with what the country's figures told by an instant (years), and no later ones.

        Of its rates the years before it, of life expectancy what is dated before it; the last of
        each goes on. What is fitted is left to whoever fits.
        """
        table = {
            (key, basis): _dated_before(entry, until) if key.startswith(NATIONAL) else entry
            for (key, basis), entry in self.parameters.table.items()
        }
        return replace(self, until=until, parameters=replace(self.parameters, table=table))

    @cached_property
    def axes(self) -> Mapping[str, tuple[str, ...]]:
        """Labels of the axes that settings name."""
        return {
            "district": tuple(district.name for district in self.districts),
            "service": tuple(service.name for service in self.services),
            "school": tuple(each.name for each in self.services if each.is_school),
            "bed_service": tuple(self.bed_use),
            "sex": SEX,
            "residency": RESIDENCY,
            "month": MONTH,
        }

    @cached_property
    def service(self) -> Mapping[str, Service]:
        """Services by name."""
        return {service.name: service for service in self.services}

    def in_order(self, labels: Sequence[str]) -> tuple[District, ...]:
        """Districts in the order of the labels of an axis."""
        known = {district.name: district for district in self.districts}
        return tuple(known[label] for label in labels)

    @cached_property
    def sources(self) -> Mapping[str, Row]:
        """Sources by id; none where the pack lists none."""
        if not (self.folder / "sources.csv").is_file():
            return {}
        return {row.text("source_id"): row for row in self.rows("sources.csv")}

    def catchments(self, service: str) -> Mapping[str, tuple[str, ...]]:
        """Places within which people go to a service, with their districts; the whole city last."""
        every = self.axes["district"]
        found: dict[str, tuple[str, ...]] = {}
        match self.service[service].catchment:
            case "district":
                found = {name: (name,) for name in every}
            case "area":
                for each in self.districts:
                    found[each.area] = (*found.get(each.area, ()), each.name)
        return {**found, CITY: every}

    def members(self, area: str) -> tuple[str, ...]:
        """Districts of an area, a district being one of its own; ``DataError`` if unknown."""
        if area in self.axes["district"]:
            return (area,)
        for entry in self.city["area"]:
            if entry["id"] == area:
                return tuple(entry["districts"])
        places = (*self.axes["district"], *(entry["id"] for entry in self.city["area"]))
        told = message("pack.no_place", found=show(area), hint=suggest(area, places))
        path = f"calibration/{self.folder.name}/city.toml"
        raise DataError([Fault(path=path, line=None, key="area", message=told)])


_MIDDLE = 0.5


def _dated_before(entry: Mapping[str, Any], until: float) -> Mapping[str, Any]:
    """An entry with those of its dated values that come before an instant."""
    if isinstance(entry.get("value"), list):
        # pairs of a calendar year, in the middle of which it is dated, and a number
        return {**entry, "value": [each for each in entry["value"] if each[0] + _MIDDLE < until]}
    if "values" not in entry:
        return entry
    dated = {day: instant_of(str(day)) for day in entry["values"]}
    kept = {
        day: entry["values"][day] for day, year in dated.items() if year is None or year < until
    }
    return {**entry, "values": kept}


def load_city_pack(folder: Path, settings: Sequence[Setting] = ()) -> CityPack:
    """Read a city pack; ``settings`` are those of the scenarios that will be run on it.

    Raises ``DataError`` with every fault of every file, each where it stands.
    """
    _refuse_missing(folder)
    checked = check_files(folder, settings)
    if checked.faults:
        raise _refusal(folder, checked.faults)
    documents: dict[str, Mapping[str, Any]] = {
        name: file.document for name, file in checked.documents.items()
    }
    city: Mapping[str, Any] = documents["city.toml"]
    services = read_services(documents["services.toml"])
    programmes = read_programmes(documents["programmes.toml"])
    listed = read_projects(read_rows(folder / "projects.csv"))
    return CityPack(
        folder=folder,
        name=city["id"],
        title={"zh": city["name_zh"], "en": city["name_en"]},
        city=city,
        districts=tuple(_district(entry) for entry in city["district"]),
        services=services,
        programmes=programmes,
        projects=(*listed, *yearly_projects(programmes)),
        parameters=read_parameters(
            documents["parameters.toml"],
            f"calibration/{folder.name}/parameters.toml",
            checked.documents["parameters.toml"],
        ),
        continuations=read_continuations(documents["programmes.toml"]),
        bed_use=read_bed_use(documents["beds.toml"]) if "beds.toml" in documents else {},
        housing=read_housing(documents["housing.toml"]) if "housing.toml" in documents else None,
        documents=documents,
        files=checked.documents,
        unread=checked.unread,
    )


def _refuse_missing(folder: Path) -> None:
    """Raise ``DataError`` where there is no pack in a folder; name those beside it."""
    if not (folder / "city.toml").is_file():
        beside = sorted(path.parent.name for path in folder.parent.glob("*/city.toml"))
        known = cities() if folder.parent in pack_folders() else beside
        raise MissingDataError(
            [
                Fault(
                    path=f"calibration/{folder.name}",
                    line=None,
                    key="model.city",
                    message=message("pack.no_pack", names=listed(known)),
                )
            ]
        )


def _refusal(folder: Path, faults: Sequence[Fault]) -> DataError:
    """What is wrong with a pack; that something is missing, where nothing else is."""
    head = f"calibration/{folder.name}/"
    missing = [not os.path.lexists(folder / fault.path.removeprefix(head)) for fault in faults]
    return MissingDataError(faults) if all(missing) else DataError(faults)


def _district(entry: Mapping[str, Any]) -> District:
    return District(
        name=entry["id"],
        title={"zh": entry["name_zh"], "en": entry["name_en"]},
        area=entry["area"],
    )
