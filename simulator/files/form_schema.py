"""Forms and sheets of a pack as schemas for editors, from the declarations that check the files.

A TOML file is described by a JSON Schema (draft 2020-12), a CSV table by a Table Schema, the form
in which Frictionless Data describes tables. What agrees across files is left to ``check``.
"""

from typing import Any

from simulator.files.form import Entry, Form, Names, Sheet
from simulator.files.spelling import PATTERNS

Described = dict[str, Any]

_TEXT: Described = {"type": "string"}
_PLAIN: dict[str, Described] = {
    "text": _TEXT,
    **{kind: {**_TEXT, "pattern": f"^({pattern})$"} for kind, pattern in PATTERNS.items()},
    "switch": {"type": "boolean"},
    # In quotes, or as TOML writes a date.
    "day": {"anyOf": [{**_TEXT, "pattern": r"^\d{4}-\d{2}-\d{2}$"}, {**_TEXT, "format": "date"}]},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "free": {"additionalProperties": True},
}
_CELLS = {"text": "string", "switch": "boolean", "day": "date", **dict.fromkeys(PATTERNS, "string")}
_BOTH: Described = {
    "type": "object",
    "properties": {"zh": _TEXT, "en": _TEXT},
    "required": ["zh", "en"],
    "additionalProperties": False,
}


def form_schema(form: Form, names: Names) -> Described:
    """The JSON Schema of a TOML file; ``names`` are the sets of names its entries ask for."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": form.file,
        **_table(form.entries, names),
    }


def sheet_schema(sheet: Sheet, names: Names) -> Described:
    """The Table Schema of a CSV table."""
    return {
        "title": sheet.file,
        "fields": [_field(column, names) for column in sheet.columns],
        "missingValues": [""],
        **({"primaryKey": list(sheet.unique)} if sheet.unique else {}),
    }


def _table(entries: tuple[Entry, ...], names: Names) -> Described:
    return {
        "type": "object",
        "properties": {entry.name: _described(entry, names) for entry in entries},
        "required": [entry.name for entry in entries if entry.required],
        "additionalProperties": False,
    }


def _described(entry: Entry, names: Names) -> Described:
    match entry.kind:
        case "both":
            return _BOTH
        case "table":
            return _table(entry.entries, names)
        case "tables":
            return {"type": "array", "items": _table(entry.entries, names)}
        case "list":
            most = {} if entry.most is None else {"maxItems": entry.most}
            return {"type": "array", "items": _items(entry, names), "minItems": entry.least, **most}
        case "labelled":
            return _labelled(entry, names)
    return {**_PLAIN[entry.kind], **_bounds(entry), **_words(entry, names)}


def _labelled(entry: Entry, names: Names) -> Described:
    """A value for each of a set of names; for any name where the set is not known."""
    known, each = [str(name) for name in names.get(entry.names, ())], _items(entry, names)
    if not known:
        return {"type": "object", "additionalProperties": each}
    return {
        "type": "object",
        "properties": dict.fromkeys(known, each),
        "required": known,
        "additionalProperties": False,
    }


def _items(entry: Entry, names: Names) -> Described:
    return {} if entry.of is None else _described(entry.of, names)


def _bounds(entry: Entry) -> Described:
    bounds = {"minimum": entry.minimum, "maximum": entry.maximum}
    return {name: at for name, at in bounds.items() if at is not None}


def _words(entry: Entry, names: Names) -> Described:
    """The words that may stand there; several in one text can't be enumerated."""
    known = list(names.get(entry.names, ())) if entry.names else list(entry.choices)
    return {"enum": known} if known and not entry.many else {}


def _field(column: Entry, names: Names) -> Described:
    constraints = {
        **({"required": True} if column.required else {}),
        **({"pattern": PATTERNS[column.kind]} if column.kind in PATTERNS else {}),
        **_bounds(column),
        **_words(column, names),
    }
    told = {"trueValues": ["yes"], "falseValues": ["no"]} if column.kind == "switch" else {}
    return {
        "name": column.name,
        "type": _CELLS.get(column.kind, column.kind),
        **told,
        **({"constraints": constraints} if constraints else {}),
    }
