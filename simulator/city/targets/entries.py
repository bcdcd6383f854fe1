"""What the city pack says of each figure of the plan beside its number: one entry each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.city.record.groups import Group
from simulator.files.records import Row

Title = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Driver:
    """A setting that moves a value, a value to set it to, and the way the value then goes."""

    key: str
    to: float
    direction: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Whom:
    """The people, or districts, or beds, that a figure is for or divided by.

    ``group`` counts them × ``factor``; its kind may also be *districts* (of the city), *beds* (of
    ``group.services``) or *target* (the number another figure of the plan states).
    """

    title: Title
    group: Group
    factor: float = 1.0
    target: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueEntry:
    """One reading of a figure as asked of a run.

    ``counts`` of ``services`` (or of ``programme``, on top of ``base``; or of the recorded
    ``series``), divided by ``whom`` × ``per`` where there is one. ``stated`` restates what is
    counted, on purpose and in writing; ``population`` says whose death rates. ``unrecorded`` names
    what the figure asks for and nothing records: the value then meets or misses nothing.
    """

    name: str
    title: Title
    counts: str
    services: tuple[str, ...]
    reading: str
    whom: Whom | None
    per: float
    day: str
    grade: str
    driver: Driver
    programme: str = ""
    base: float = 0.0
    series: str = ""
    population: Literal["registered", "resident"] = "resident"
    unrecorded: str = ""
    stated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedEntry:
    """Whom a figure is for, and how their number turns into the number that would meet it.

    ``per`` is the figure's (so much per 1,000); ``None``: its own number. ``only``: nothing can be
    counted. ``limit`` names what must not be more than so many.
    """

    whom: Whom
    per: float | None
    only: bool = False
    limit: Title | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordEntry:
    """A row of the record beside a figure; one that does not compare is of another quantity.

    ``definition`` says by what it counts, where that is another way than the plan's.
    """

    role: str
    row: Row
    compares: bool
    note: Title
    definition: Title = field(default_factory=lambda: {"zh": "", "en": ""})

    @property
    def series(self) -> str:
        """What is counted year by year; a table that has no series is one."""
        return self.row.cells.get("series", self.row.path.name)

    @property
    def quote(self) -> str:
        """The words of the source that bear the figure, where the record keeps them."""
        return self.row.cells.get("quote", "")


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetEntry:
    """Definition of a figure, its unit and what is counted when it is missed, in two languages.

    ``source_kind``: what kind of source would give the number, where it is not there. ``section``:
    the clause as the plan calls it, and the pack's own translation, the same where there is none.
    """

    name: str
    status: str
    source_kind: str
    definition: Title
    unit: Title
    lacking: Title
    sector: Title
    section: Title
    values: tuple[ValueEntry, ...]
    needs: tuple[NeedEntry, ...]
    records: tuple[RecordEntry, ...]
