"""A key of a scenario file; files are checked against these.

The keys of parameters are derived from their declaration (``Parameter.setting``); what is no
parameter, a switch, a date, a list of records, is a ``Setting`` of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "path", "number", "integer", "switch", "date", "schedule", "choice", "text", "records", "free"
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sense:
    """What is likely to be meant, inside what is lawful.

    ``low`` and ``high`` are multiples of the value on record where ``of_record`` says so, else
    numbers in the unit of the key.
    """

    low: float
    high: float
    of_record: bool = True


THRICE = Sense(low=1 / 3, high=3.0)
"""From a third of the value on record to three times it: what most levers are moved by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One key of a scenario file.

    ``key`` is dotted and starts with its table (``world.arrivals``). ``kind`` says what may stand
    there: ``path`` a number or a table of dated values (see ``simulator.files.path_tables``),
    ``number``, ``integer`` (one of ``choices`` where there are any), ``switch`` (true/false),
    ``date`` (TOML date), ``schedule`` (a date, or a table of cumulative shares by date, see
    ``simulator.files.schedules``), ``choice`` (one of ``choices``), ``text`` (a string, or a table
    of zh/en strings), ``records`` (an array of tables merged by ``id``, each with ``fields``),
    ``free`` (anything, kept and shown, never used).
    ``axis`` names an axis whose labels follow the key (``plan.take_up.<service>``), ``label_of``
    one of which a text has to be a label.
    ``unit`` and ``meaning`` are shown in messages, the dictionary and the JSON schema; ``sense``
    says what is likely to be meant, where a parameter has such a rule. ``states`` is the parameter
    that the key holds itself, whose meaning it then has. ``also`` holds other words by which people
    call a field of a record: none is taken for it, each leads to it.
    """

    key: str
    kind: Kind
    meaning: str
    unit: str = ""
    axis: str | None = None
    label_of: str | None = None
    choices: tuple[str | int, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    required: bool = False
    sense: Sense | None = None
    states: str | None = None
    also: tuple[str, ...] = ()
    fields: Mapping[str, "Setting"] = field(default_factory=dict)
