"""A city pack: the folder that makes the program a city's. Read, checked and immutable.

Its ``parameters.toml`` holds values fitted or set by hand, each with unit, source, grade and
reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from simulator.city.axes import MONTH, RESIDENCY, SEX
from simulator.city.pack.beds import BedUse, read_bed_use
from simulator.city.pack.building import (
    Programme,
    Project,
    read_programmes,
    read_projects,
    yearly_projects,
)
from simulator.city.pack.services import Service, read_services
from simulator.errors import DataError, Fault
from simulator.files.records import Row, read_document, read_rows, refusing

STATED = ("key", "unit", "definition", "source_id", "status", "grade")
"""What every entry says, beside its value or dated values."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """Values by key; a value stated for a population basis goes before one stated for both.

    ``table`` holds what the file states of a key: ``value`` or ``values`` with their interpolation,
    as in a scenario file, or any other TOML value under ``value``.
    """

    path: str
    table: Mapping[tuple[str, str], Mapping[str, Any]]

    def find(self, key: str, basis: str) -> Mapping[str, Any] | None:
        """What the file states of a key on a population basis."""
        return self.table.get((key, basis)) or self.table.get((key, ""))

    def value(self, key: str, basis: str = "") -> Any:  # noqa: ANN401 - any TOML value
        """A plain value that only the pack states; ``DataError`` where it states none."""
        found = self.find(key, basis)
        if found is None or "value" not in found:
            message = f"no value of {key}; add a [[parameter]] with this key"
            raise DataError([Fault(path=self.path, line=None, key=key, message=message)])
        return found["value"]


def read_parameters(document: Mapping[str, Any], path: str) -> Parameters:
    """The parameters of a pack; ``DataError`` with every entry that is wrong."""
    table: dict[tuple[str, str], Mapping[str, Any]] = {}
    faults = []
    for entry in document["parameter"]:
        place = (str(entry.get("key", "")), str(entry.get("basis", "")))
        if place in table:
            faults.append(Fault(path=path, line=None, key=place[0], message="stated twice"))
        missing = [name for name in STATED if name not in entry]
        if "value" not in entry and "values" not in entry:
            missing.append("value")
        if isinstance(entry.get("value"), str):
            message = f'value: found "{entry["value"]}"; would be right: a number / 应为数字'
            faults.append(Fault(path=path, line=None, key=place[0], message=message))
        if missing:
            message = f"states no {', '.join(missing)}; every figure has them"
            faults.append(Fault(path=path, line=None, key=place[0], message=message))
        table[place] = entry
    if faults:
        raise DataError(faults)
    return Parameters(path=path, table=table)


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
    bed_use: Mapping[str, BedUse] = field(default_factory=dict)

    def rows(self, name: str) -> tuple[Row, ...]:
        """Rows of a table, e.g. ``rates/mortality.csv``."""
        return read_rows(self.folder / name)

    @cached_property
    def axes(self) -> Mapping[str, tuple[str, ...]]:
        """Labels of the axes that settings name."""
        return {
            "district": tuple(district.name for district in self.districts),
            "service": tuple(service.name for service in self.services),
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

    def members(self, area: str) -> tuple[str, ...]:
        """Districts of an area, a district being one of its own; ``DataError`` if unknown."""
        if area in self.axes["district"]:
            return (area,)
        for entry in self.city["area"]:
            if entry["id"] == area:
                return tuple(entry["districts"])
        raise DataError(
            [
                Fault(
                    path=f"{self.name}/city.toml",
                    line=None,
                    key="area",
                    message=f"no district or area {area!r}",
                )
            ]
        )


def load_city_pack(folder: Path) -> CityPack:
    """Read a city pack.

    Raises ``DataError`` for a missing or malformed file.
    """
    _refuse_missing(folder)
    shown = f"calibration/{folder.name}"
    city: Mapping[str, Any] = read_document(folder / "city.toml")
    with refusing(f"{shown}/city.toml"):
        title = {"zh": str(city["name_zh"]), "en": str(city["name_en"])}
        districts = tuple(_district(entry) for entry in city["district"])
        name = str(city["id"])
    with refusing(f"{shown}/services.toml"):
        services = read_services(read_document(folder / "services.toml"))
    with refusing(f"{shown}/programmes.toml"):
        programmes = read_programmes(read_document(folder / "programmes.toml"))
    with refusing(f"{shown}/projects.csv"):
        listed = read_projects(read_rows(folder / "projects.csv"))
    with refusing(f"{shown}/parameters.toml"):
        parameters = read_parameters(
            read_document(folder / "parameters.toml"), f"{shown}/parameters.toml"
        )
    return CityPack(
        folder=folder,
        name=name,
        title=title,
        city=city,
        districts=districts,
        services=services,
        programmes=programmes,
        projects=(*listed, *yearly_projects(programmes)),
        parameters=parameters,
        bed_use=_bed_use(folder, services),
    )


def _refuse_missing(folder: Path) -> None:
    """Raise ``DataError`` where there is no pack in a folder; name those beside it."""
    if not (folder / "city.toml").is_file():
        known = sorted(path.parent.name for path in folder.parent.glob("*/city.toml"))
        raise DataError(
            [
                Fault(
                    path=f"calibration/{folder.name}",
                    line=None,
                    key="model.city",
                    message=f"no such city pack; there are {', '.join(known)}",
                )
            ]
        )


def _district(entry: Mapping[str, Any]) -> District:
    return District(
        name=entry["id"],
        title={"zh": entry["name_zh"], "en": entry["name_en"]},
        area=entry["area"],
    )


def _bed_use(folder: Path, services: tuple[Service, ...]) -> dict[str, BedUse]:
    """The uses of ``beds.toml``; a city without the file has none on record."""
    if not (folder / "beds.toml").is_file():
        return {}
    known = [service.name for service in services]
    return read_bed_use(folder / "beds.toml", f"calibration/{folder.name}/beds.toml", known)
