"""What a file may hold, declared once: its keys or columns, what may stand there, what must agree.

A ``Form`` declares a TOML file, a ``Sheet`` a CSV table; both are made of entries. One checker
reads them (``form_check``, ``sheet_check``), and so does the JSON schema for editors. Names that
only a whole pack knows (districts, services, sources) are asked for by the name of their set.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal[
    "text", "id", "both", "number", "integer", "switch", "day", "years", "ages",
    "date_rule",
    "list", "table", "tables", "labelled", "free",
]  # fmt: skip

Names = Mapping[str, Collection[str]]
"""Sets of names by what they are: "district", "service", "source" …"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A key of a table, or a column of a sheet.

    ``kind``: ``text``, ``id`` (lower-case letters, digits and ``_``), ``both`` (a text in Chinese
    and one in English), ``number``, ``integer``, ``switch`` (true or false, in a sheet yes or no),
    ``day`` (2018-09-01), ``years`` (2018, 2016-2020), ``ages`` (all, 15, 0-14, 65+, born_1980s),
    ``date_rule`` (when a count was made: year_end, september, may_2017, day),
    ``list`` (of ``of``, ``least`` to ``most`` of them; names stand there but once),
    ``table`` and ``tables`` (with ``entries``), ``labelled`` (a table whose keys are names of the
    set ``names``, each holding ``of``), ``free``
    (anything). ``names`` or ``choices`` say which texts may stand there, ``many`` by what several
    texts in one are parted, each there but once. ``minimum`` and ``maximum`` bound numbers.
    ``total`` is what the numbers of a list or of a labelled table add to; ``rising`` says that
    those of a list grow; ``beside`` names the list it is as long as. ``unique`` are the fields of
    ``tables`` that stand but once together. ``read`` is false for what is kept and read by nobody.
    """

    name: str
    kind: Kind = "text"
    required: bool = True
    choices: tuple[str | int, ...] = ()
    names: str = ""
    many: str = ""
    minimum: float | None = None
    maximum: float | None = None
    of: "Entry | None" = None
    entries: tuple["Entry", ...] = ()
    total: float | None = None
    rising: bool = False
    least: int = 0
    most: int | None = None
    beside: str = ""
    unique: tuple[str, ...] = ()
    read: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A TOML file of a pack: its name, its keys, and whether a pack has to have it.

    ``needs`` is the table that a pack with this file has to have.
    """

    file: str
    entries: tuple[Entry, ...]
    required: bool = True
    needs: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """Rows that have to be there: every combination of the values of some columns.

    ``values`` gives the values of a column; a column without any has those that occur, which have
    to follow each other without a hole where they are whole numbers.
    """

    columns: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]] = field(hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A CSV table of a pack: its columns, those whose cells stand but once together, its cover."""

    file: str
    columns: tuple[Entry, ...]
    unique: tuple[str, ...] = ()
    cover: Cover | None = None
    required: bool = True
    read: bool = True


def text(name: str, *, required: bool = True, names: str = "", many: str = "") -> Entry:
    """A text, or one of a set of names."""
    return Entry(name=name, required=required, names=names, many=many)


def both(name: str, *, required: bool = True) -> Entry:
    """A text in Chinese and one in English."""
    return Entry(name=name, kind="both", required=required)


def choice(name: str, *choices: str, required: bool = True) -> Entry:
    """One of a few words."""
    return Entry(name=name, required=required, choices=choices)


def number(
    name: str, minimum: float | None = 0.0, maximum: float | None = None, *, required: bool = True
) -> Entry:
    """A number within bounds."""
    return Entry(name=name, kind="number", minimum=minimum, maximum=maximum, required=required)


def integer(
    name: str, minimum: float | None = 0.0, maximum: float | None = None, *, required: bool = True
) -> Entry:
    """A whole number within bounds."""
    return Entry(name=name, kind="integer", minimum=minimum, maximum=maximum, required=required)


def day(name: str, *, required: bool = True) -> Entry:
    """An ISO date."""
    return Entry(name=name, kind="day", required=required)


def several(
    name: str, of: Entry, *, required: bool = True, least: int = 0, most: int | None = None
) -> Entry:
    """A list of so many."""
    return Entry(name=name, kind="list", of=of, required=required, least=least, most=most)


def table(name: str, *entries: Entry, required: bool = True) -> Entry:
    """A table of its own."""
    return Entry(name=name, kind="table", entries=entries, required=required)


def tables(name: str, *entries: Entry, unique: tuple[str, ...], required: bool = True) -> Entry:
    """Tables of one form, ``[[name]]``."""
    return Entry(name=name, kind="tables", entries=entries, unique=unique, required=required)


def for_readers(entry: Entry) -> Entry:
    """An entry that is kept for whoever reads the file: no run depends on it."""
    return replace(entry, read=False)


SOURCE = text("source_id", names="source", many=";")
STATUS = choice("status", "published", "revised", "derived", "estimated", "fitted", "hand-set")
GRADE = choice("grade", "A", "B", "C", "D")
REASONS = tuple(text(name, required=False) for name in ("rule", "reason", "note"))

STATED = (text("unit"), text("definition"), SOURCE, STATUS, GRADE, *REASONS)
"""What every figure says of itself: unit, definition, source, status, grade, and why."""
