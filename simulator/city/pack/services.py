"""The services of a city: whom they are for, what a user takes, what stood at the start."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from simulator.city.pack.definition import Definition, definition_from, refuse_unlike
from simulator.stockflow.values.calendar import instant

Catchment = Literal["district", "area", "city"]
"""Within what people go to a service: nobody is short who finds a place elsewhere in it."""

ScopeKind = Literal["school_age", "age", "residents", "deliveries"]

COUNTED_BY = LIVING_HERE, REGISTER = ("living_here", "register")
"""How those a service is for are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Who a service is for: ages [youngest, oldest), and which residency.

    ``counts`` says whether its norm counts those who live here, or the register they stand in.
    """

    kind: ScopeKind
    youngest: int
    oldest: int | None
    residency: tuple[str, ...]
    sex: str | None
    counts: str = LIVING_HERE

    @property
    def people(self) -> Definition:
        """Whom a norm on this scope counts; ages are stated where it has any."""
        if self.kind == "deliveries":
            return Definition(population="served")
        if self.counts == REGISTER:
            population = "register"
        else:
            population = "registered" if self.residency == ("registered",) else "resident"
        return Definition(population=population, age_range=self._ages)

    @property
    def _ages(self) -> str:
        if self.kind == "residents":
            return ""
        return f"{self.youngest}+" if self.oldest is None else f"{self.youngest}-{self.oldest - 1}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """The stock a service's record starts with: places by district from an instant on.

    ``counted`` is what was counted then: pupils of a school, whose designed places are pupils ÷
    mean load; beds, which are the places themselves.
    """

    year: float
    places: Mapping[str, float]
    grade: str
    counted: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Capacity:
    """How many a school takes: designed places = classes × ``standard``, at most × ``limit``.

    ``load`` is pupils ÷ designed places when the record starts, on average over the city.
    ``standard`` and ``limit`` are pupils to a class. The intervals are those stated with them; of a
    figure without one both ends are the figure.
    """

    standard: float
    limit: float
    load: float
    grade: str
    limit_interval: tuple[float, float]
    load_interval: tuple[float, float]

    @property
    def elasticity(self) -> float:
        """Pupils at the limit for each designed place."""
        return self.limit / self.standard


@dataclass(frozen=True, kw_only=True, slots=True)
class Entitlement:
    """Who may have a public place of a school, and how many share a class.

    ``points_share`` of migrant children reach the threshold in force; of the others
    ``private_share`` find a private place, and where they ``leave_on_entry`` the rest leave the
    city. ``class_size`` is the standard size.
    """

    points_share: float = 1.0
    private_share: float = 0.0
    leave_on_entry: bool = False
    private_places: float = 0.0
    registered_private: float = 0.0
    class_size: float | None = None
    grade: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Being beds of another service: ``share`` of what the ``whole`` opens is of this one.

    ``whole_then`` are the beds of the whole when those of the part were counted.
    """

    whole: str
    share: float
    whole_then: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """One row of the axis ``service``; ``norm`` is places per user."""

    name: str
    title: Mapping[str, str]
    unit: str
    scope: Scope
    catchment: Catchment
    take_up: float
    norm: float
    serving_shares: tuple[float, ...]
    start: Start | None
    definition: Mapping[str, str]
    grades: Mapping[str, str]
    entitlement: Entitlement = Entitlement()
    capacity: Capacity | None = None
    part: Part | None = None
    school_sizes: tuple[float, ...] = ()
    take_up_interval: tuple[float, float] = (1.0, 1.0)

    @property
    def counted_as(self) -> Definition:
        """What exactly its places or beds count."""
        return definition_from(self.definition)

    @property
    def called(self) -> tuple[str, str]:
        """What it is called within a sentence: by its title in Chinese, by its label in English."""
        return self.title["zh"], self.name

    @property
    def grades_open(self) -> tuple[float, ...]:
        """Share of its places that a school serves in its first, second, … year, grade by grade."""
        grades = (self.scope.oldest or self.scope.youngest + 1) - self.scope.youngest
        return tuple((number + 1) / grades for number in range(grades))

    @property
    def unserved_in_ramp(self) -> float:
        """Years' openings that are built and do not yet serve: Σ (1 − share) before the last."""
        return sum(1 - share for share in self.serving_shares[:-1])

    @property
    def wanted_as(self) -> Definition:
        """What exactly its demand counts: such places or beds, for those whom the norm counts."""
        return replace(
            self.counted_as,
            population=self.scope.people.population,
            age_range=self.scope.people.age_range or self.counted_as.age_range,
        )

    def refuse_gap_of_unlike(self) -> None:
        """``UnitError`` where its demand and its supply count unlike things: they have no gap."""
        name = self.name
        refuse_unlike("difference", (f"{name}: demand", self.wanted_as), (name, self.counted_as))

    @property
    def counts_register(self) -> bool:
        """Whether its norm counts people in the register, living here or not."""
        return self.scope.counts == REGISTER

    @property
    def is_school(self) -> bool:
        """Whether it opens on 1 September and fills by grade."""
        return self.scope.kind == "school_age"


def read_services(document: Mapping[str, Any]) -> tuple[Service, ...]:
    """The services of ``services.toml``, in the order of the file."""
    return tuple(_service(entry) for entry in document["service"])


def _service(entry: Mapping[str, Any]) -> Service:
    norm, take_up, start = entry["norm"], entry["take_up"], entry["start"]
    capacity = _capacity(entry)
    return Service(
        name=entry["id"],
        title={"zh": entry["name_zh"], "en": entry["name_en"]},
        unit=entry["unit"],
        scope=read_scope(entry["scope"]),
        catchment=entry["catchment"],
        take_up=float(take_up["value"]),
        norm=float(norm["value"]) / float(norm["per"]),
        serving_shares=tuple(float(share) for share in entry["serving_shares"]["values"]),
        start=_start(start, 1.0 if capacity is None else capacity.load),
        definition={key: str(value) for key, value in entry["definition"].items()},
        entitlement=_entitlement(entry.get("entitlement", {})),
        capacity=capacity,
        part=_part(entry),
        school_sizes=_school_sizes(entry),
        take_up_interval=_interval(take_up),
        grades={
            "take_up": str(take_up.get("grade", "")),
            "norm": str(norm.get("grade", "")),
            "start": str(start.get("grade", "")),
        },
    )


def _entitlement(entry: Mapping[str, Any]) -> Entitlement:
    """The rules of a school; without any, everyone in scope is entitled."""
    if not entry:
        return Entitlement()
    return Entitlement(
        points_share=float(entry["points_share"]),
        private_share=float(entry["private_share"]),
        leave_on_entry=bool(entry["leave_on_entry"]),
        private_places=float(entry["private_places"]),
        registered_private=float(entry["registered_private"]),
        class_size=float(entry["class_size"]),
        grade=str(entry["grade"]),
    )


def _capacity(entry: Mapping[str, Any]) -> Capacity | None:
    """Classes of a school; ``None`` for beds, which are not filled beyond their number."""
    if "class_limit" not in entry:
        return None
    limit, load = entry["class_limit"], entry["starting_load"]
    return Capacity(
        standard=float(entry["entitlement"]["class_size"]),
        limit=float(limit["value"]),
        load=float(load["value"]),
        grade=max(str(limit["grade"]), str(load["grade"])),
        limit_interval=_interval(limit),
        load_interval=_interval(load),
    )


def _school_sizes(entry: Mapping[str, Any]) -> tuple[float, ...]:
    """Places of the schools a city builds: classes × standard size; none where it states none."""
    classes = entry.get("school_sizes", {}).get("classes", ())
    standard = float(entry.get("entitlement", {}).get("class_size", 0.0))
    return tuple(float(number) * standard for number in classes)


def _interval(entry: Mapping[str, Any]) -> tuple[float, float]:
    """Low and high of a figure; the figure itself where it states none."""
    low, high = (float(entry.get(end, entry["value"])) for end in ("low", "high"))
    return low, high


def _part(entry: Mapping[str, Any]) -> Part | None:
    """What a service has of another; ``None`` where nobody knows what it has of new beds."""
    if "share_of_new" not in entry:
        return None
    stated = entry["share_of_new"]
    return Part(
        whole=entry["part_of"],
        share=float(stated["value"]),
        whole_then=float(stated["whole"]),
    )


def read_scope(entry: Mapping[str, Any]) -> Scope:
    """A scope as ``services.toml`` states it."""
    kind: ScopeKind = entry["kind"]
    youngest, oldest = 0, None
    if kind == "school_age":
        youngest = int(entry["grade_one_age"])
        oldest = youngest + int(entry["grades"])
    elif kind == "age":
        youngest = int(entry["from"])
        oldest = int(entry["to"]) + 1 if "to" in entry else None
    return Scope(
        kind=kind,
        youngest=youngest,
        oldest=oldest,
        residency=tuple(entry["residency"]),
        sex=entry.get("sex"),
        counts=entry.get("counts", LIVING_HERE),
    )


def _start(entry: Mapping[str, Any], load: float) -> Start | None:
    if entry["status"] == "unknown":
        return None
    return Start(
        year=instant(date.fromisoformat(str(entry["date"]))),
        places={name: float(value) / load for name, value in entry["districts"].items()},
        grade=str(entry["grade"]),
        counted=float(sum(entry["districts"].values())),
    )
