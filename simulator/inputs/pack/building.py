"""Programmes and named projects of a city pack."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.inputs.calendar import instant
from simulator.inputs.pack.reading import Row


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """So many places by such a date, in so many projects; shares by district and by date."""

    name: str
    service: str
    places: float
    projects: int
    begins: float
    district_shares: Mapping[str, float]
    promised_years: tuple[float, ...]
    promised_shares: tuple[float, ...]
    grade: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A named project; what is unknown is ``None`` and stays in the remainder of its programme."""

    name: str
    title: Mapping[str, str]
    service: str
    district: str
    places: float | None
    programme: str | None
    in_starting_stock: bool
    state: str
    promised: float | None
    opens_all_grades: bool
    grade: str

    @property
    def is_named(self) -> bool:
        """Whether service, size and promised date are all known, so that it runs by its name."""
        return bool(self.service and self.places and self.promised is not None)


def read_programmes(document: Mapping[str, Any]) -> tuple[Programme, ...]:
    """The programmes of ``programmes.toml``."""
    return tuple(
        Programme(
            name=entry["id"],
            service=entry["service"],
            places=float(entry["places"]),
            projects=int(entry["projects"]),
            begins=instant(date.fromisoformat(str(entry["begins"]))),
            district_shares={k: float(v) for k, v in entry["district_shares"].items()},
            promised_years=tuple(
                instant(date.fromisoformat(str(day))) for day in entry["promised"]["dates"]
            ),
            promised_shares=tuple(float(share) for share in entry["promised"]["shares"]),
            grade=str(entry.get("grade", "")),
        )
        for entry in document["programme"]
    )


def read_projects(rows: tuple[Row, ...]) -> tuple[Project, ...]:
    """The projects of ``projects.csv``."""
    return tuple(_project(row) for row in rows)


def _project(row: Row) -> Project:
    promised = row.text("promised_opening")
    inside = row.text("inside_programme") == "yes"
    return Project(
        name=row.text("id"),
        title={"zh": row.text("name_zh"), "en": row.text("name_en") or row.text("name_zh")},
        service=row.text("service"),
        district=row.text("district"),
        places=row.optional("increment"),
        programme=row.text("programme") if inside else None,
        in_starting_stock=row.text("in_starting_stock") == "yes",
        state=row.text("state"),
        promised=instant(date.fromisoformat(promised)) if promised else None,
        opens_all_grades=row.text("opens_all_grades") == "yes",
        grade=row.text("grade"),
    )
