"""Scenario files of an older form, read with the meaning they had, and rewritten as of today.

Version 1 said of a project ``opens`` for the day it is promised to open and ``delay`` for the years
by which that promise moves; since version 2 these are ``promised`` and ``postponed``, and ``opens``
is the day on which it really opened.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.files.schema import SCHEMA_VERSION
from simulator.files.toml_lines import Parts, Span, find_key_lines
from simulator.files.toml_text import TomlFile, parse_toml

FIRST_VERSION = 1

RENAMED: Mapping[tuple[str, ...], Mapping[str, str]] = {
    ("plan", "projects"): {"opens": "promised", "delay": "postponed"},
}
"""Fields of records by the key of the records: their name in version 1, and since."""

_SINCE = ("service", "district", "programme", "late", "closes", "begun", "facilities")
"""Fields that version 1 did not have: a record that states one is of the present form."""


def is_older(file: TomlFile) -> bool:
    """Whether a file says that it is of version 1."""
    version = file.document.get("schema_version")
    return type(version) is int and version == FIRST_VERSION


def renewed(file: TomlFile) -> TomlFile:
    """A file of version 1 as one of the present form: the same values under today's names.

    A record that states both names of a field, or a field that version 1 did not have, is left as
    it is: there the old word has its new meaning.
    """
    names: dict[Parts, Mapping[str, str]] = {
        (*key, number): {old: new for old, new in fields.items() if _is_old(record, old, new)}
        for key, fields in RENAMED.items()
        for number, record in enumerate(_records(file.document, key))
    }
    document = dict(file.document)
    for key in RENAMED:
        records = [
            {names[*key, number].get(name, name): value for name, value in record.items()}
            for number, record in enumerate(_records(file.document, key))
        ]
        if records:
            document = _with(document, key, records)
    lines = {_renewed_parts(parts, names): line for parts, line in file.lines.items()}
    return replace(file, document=document, lines=lines)


def migrate_text(text: str) -> str:
    """The text of a scenario file in the present form; all but the words that changed stays.

    A text that is no TOML, or is not of version 1, comes back as it is.
    """
    file, faults = parse_toml(text, "")
    if file is None or faults or not is_older(file):
        return text
    found = find_key_lines(text)
    changed: dict[Span, str] = {found.values["schema_version",]: str(SCHEMA_VERSION)}
    for key, fields in RENAMED.items():
        for number, record in enumerate(_records(file.document, key)):
            for old, new in fields.items():
                if _is_old(record, old, new):
                    changed[found.words[*key, number, old]] = new
    return _rewritten(text, changed)


def _rewritten(text: str, changed: Mapping[Span, str]) -> str:
    """The text with some pieces replaced; a word in quotes stays in them."""
    content = text.encode()
    for (first, end), new in sorted(changed.items(), reverse=True):
        word = content[first:end]
        quote = word[:1] if word[:1] in {b'"', b"'"} else b""
        content = content[:first] + quote + new.encode() + quote + content[end:]
    return content.decode()


def _is_old(record: Mapping[str, Any], old: str, new: str) -> bool:
    return old in record and new not in record and not any(name in record for name in _SINCE)


def _records(document: Mapping[str, Any], key: tuple[str, ...]) -> list[dict[str, Any]]:
    found: Any = document
    for part in key:
        found = found.get(part) if isinstance(found, dict) else None
    is_list = isinstance(found, list) and all(isinstance(each, dict) for each in found)
    return found if is_list else []


def _with(document: Mapping[str, Any], key: tuple[str, ...], value: object) -> dict[str, Any]:
    first, *rest = key
    inner = document.get(first, {})
    return {**document, first: _with(inner, tuple(rest), value) if rest else value}


def _renewed_parts(parts: Parts, names: Mapping[Parts, Mapping[str, str]]) -> Parts:
    for length, name in enumerate(parts):
        new = names.get(parts[:length], {}).get(name) if isinstance(name, str) else None
        if new is not None:
            return (*parts[:length], new, *parts[length + 1 :])
    return parts
