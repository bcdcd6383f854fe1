"""A quantity a scenario may choose, declared once; scenario files are checked against these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["path", "number", "integer", "switch", "date", "choice", "text", "records", "free"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One key of a scenario file.

    ``key`` is dotted and starts with its table (``world.arrivals``). ``kind`` says what may stand
    there: ``path`` a number or a table of dated values (see ``simulator.files.path_tables``),
    ``number``, ``integer`` (one of ``choices`` where there are any), ``switch`` (true/false),
    ``date`` (TOML date), ``choice`` (one of ``choices``), ``text`` (a string, or a table of zh/en
    strings), ``records`` (an array of tables merged by ``id``, each with ``fields``), ``free``
    (anything, kept and shown, never used).
    ``axis`` names an axis whose labels follow the key (``plan.take_up.<service>``).
    ``unit`` and ``meaning`` are shown in messages, the dictionary and the JSON schema.
    """

    key: str
    kind: Kind
    meaning: str
    unit: str = ""
    axis: str | None = None
    choices: tuple[str | int, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    fields: Mapping[str, "Setting"] = field(default_factory=dict)
