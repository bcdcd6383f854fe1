"""Programmes and named projects of a city pack."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from simulator.files.records import Row
from simulator.stockflow.values.calendar import end_of_year, instant
from simulator.words.catalogue import pair

SUPPLY_STATES = ("planned", "approved", "building", "finished", "open", "cancelled", "closed")
"""What becomes of a place, in the order in which it happens; *finished* waits for 1 September."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Programme:
    """So many places by such a date, in so many projects; shares by district and by date.

    ``begins`` is the day on which what no named project holds enters the plan.
    ``promised_shares`` are of the whole programme, its named projects included, where
    ``promises_whole`` says so, else of what no named project holds. ``pace`` is what was opening a
    year, in no named project, when the programme began (0: nothing was under way).
    """

    name: str
    service: str
    places: float
    projects: int
    begins: float
    district_shares: Mapping[str, float]
    promised_years: tuple[float, ...]
    promised_shares: tuple[float, ...]
    grade: str
    title: Mapping[str, str] = field(default_factory=dict)
    district_grade: str = ""
    promises_whole: bool = False
    pace: float = 0.0
    yearly: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Continuation:
    """How building goes on after the last programme of a service, where a scenario says so.

    ``pace`` places or beds enter the plan every year, as many as opened a year on record, and are
    promised for the end of the year ``promised_after`` years later.
    """

    service: str
    pace: float
    promised_after: int
    grade: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A named project.

    ``promised`` is the day it is promised to be complete: a school opens on the 1 September after
    it. Where the plan counts it by a day and its own was told later, ``promised`` is that of the
    plan and ``scheduled`` its own (``None``: the same); ``actual`` is the day it opened, on record.
    ``places`` is what it adds to the starting stock, ``None`` where that is unknown; ``state``
    the state on record on the reference date of the pack; ``facilities`` how many houses it stands
    for; ``share`` its part of its programme, where that tells its size. ``derived`` names the
    fields that are ours, ``rule`` says how they were found.
    """

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
    begun: float | None = None
    scheduled: float | None = None
    revised: float | None = None
    actual: float | None = None
    facilities: int = 1
    share: float | None = None
    derived: tuple[str, ...] = ()
    rule: str = ""
    source: str = ""

    @property
    def own_promise(self) -> float | None:
        """The day that its own notice promised, from which it is late."""
        return self.promised if self.scheduled is None else self.scheduled

    @property
    def is_dated(self) -> bool:
        """Whether its service and promised date are known."""
        return bool(self.service) and self.promised is not None

    @property
    def is_named(self) -> bool:
        """Whether its size is known too."""
        return bool(self.is_dated and self.places)


def read_programmes(document: Mapping[str, Any]) -> tuple[Programme, ...]:
    """The programmes of ``programmes.toml``."""
    return tuple(_programme(entry) for entry in document["programme"])


def _programme(entry: Mapping[str, Any]) -> Programme:
    yearly, begins = entry.get("yearly", {}), entry["begins"]
    return Programme(
        name=entry["id"],
        title={"zh": entry.get("name_zh", entry["id"]), "en": entry.get("name_en", entry["id"])},
        service=entry["service"],
        places=float(entry["places"]),
        projects=int(entry["projects"]),
        begins=instant(date.fromisoformat(str(entry.get("enters", {}).get("date", begins)))),
        district_shares={k: float(v) for k, v in entry["district_shares"].items()},
        promised_years=tuple(
            instant(date.fromisoformat(str(day))) for day in entry["promised"]["dates"]
        ),
        promised_shares=tuple(float(share) for share in entry["promised"]["shares"]),
        promises_whole=entry["promised"].get("of") == "programme",
        grade=str(entry.get("grade", "")),
        district_grade=str(entry.get("district_rule", {}).get("grade", "")),
        pace=float(entry.get("under_way", {}).get("pace", 0.0)),
        yearly=tuple(int(year) for year in yearly.get("years", ())),
    )


def read_continuations(document: Mapping[str, Any]) -> tuple[Continuation, ...]:
    """How building goes on by service, of ``programmes.toml``; none where it states none."""
    return tuple(
        Continuation(
            service=entry["service"],
            pace=float(entry["pace"]),
            promised_after=int(entry["promised_after"]),
            grade=str(entry["grade"]),
        )
        for entry in document.get("continuation", ())
    )


def yearly_projects(programmes: tuple[Programme, ...]) -> Iterator[Project]:
    """One project for each year of a programme that is promised so many a year, due at its end."""
    for programme in programmes:
        number = len(programme.yearly)
        for year in programme.yearly:
            chinese, english = pair("pack.batch", programme=programme.title, year=year)
            yield Project(
                name=f"{programme.name}-{year}",
                title={"zh": chinese, "en": english},
                service=programme.service,
                district="city",
                places=programme.places / number,
                share=1 / number,
                programme=programme.name,
                in_starting_stock=False,
                state="planned",
                promised=end_of_year(year),
                opens_all_grades=False,
                grade=programme.grade,
                facilities=programme.projects // number,
                derived=("promised_opening", "increment", "district"),
                rule="so many a year, promised for the end of the year",
            )


def read_projects(rows: tuple[Row, ...]) -> tuple[Project, ...]:
    """The projects of ``projects.csv``."""
    return tuple(_project(row) for row in rows)


def _project(row: Row) -> Project:
    inside = row.text("inside_programme") == "yes"
    own, planned = (
        _day(row, "promised_completion") or _day(row, "promised_opening"),
        _day(row, "promised_by_plan"),
    )
    return Project(
        name=row.text("id"),
        title={"zh": row.text("name_zh"), "en": row.text("name_en") or row.text("name_zh")},
        service=row.text("service"),
        district=row.text("district"),
        places=row.optional("increment"),
        programme=row.text("programme") if inside else None,
        in_starting_stock=row.text("in_starting_stock") == "yes",
        state=row.text("state"),
        promised=own if planned is None else planned,
        scheduled=None if planned is None else own,
        opens_all_grades=row.text("opens_all_grades") == "yes",
        grade=row.text("grade"),
        begun=_day(row, "start"),
        revised=_day(row, "revised_opening"),
        actual=_day(row, "actual_opening"),
        derived=tuple(filter(None, row.text("derived").split(";"))),
        rule=row.text("rule"),
        source=row.text("source_id"),
    )


def _day(row: Row, column: str) -> float | None:
    """An instant; ``None`` where the cell is empty or the table has no such column."""
    text = row.text(column)
    return instant(date.fromisoformat(text)) if text else None
