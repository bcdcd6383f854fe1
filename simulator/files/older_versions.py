"""Scenario files of an older form, read with the meaning they had, and rewritten as of today.

Version 1 said of a project ``opens`` for the day it is promised to open and ``delay`` for the years
by which that promise moves; since version 2 these are ``promised`` and ``postponed``, and ``opens``
is the day on which it really opened.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile, parse_toml

FIRST_VERSION = 1

RENAMED: Mapping[tuple[str, ...], Mapping[str, str]] = {
    ("plan", "projects"): {"opens": "promised", "delay": "postponed"},
}
"""Fields of records by the key of the records: their name in version 1, and since."""

_SINCE = ("service", "district", "programme", "late", "closes", "begun", "facilities")
"""Fields that version 1 did not have: a record that states one is of the present form."""

# Quoted strings and comments are matched whole, so that nothing inside them is taken for a field;
# a quoted key is a string with an equals sign behind it.
_TOKEN = re.compile(
    r'(?P<key>(?:"(?P<double>[A-Za-z_]+)"|\'(?P<single>[A-Za-z_]+)\'|(?P<bare>\b[A-Za-z_]+\b))(?=\s*=))'
    r'|"""(?s:.*?)"""'
    r"|'''(?s:.*?)'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
)


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
    marked: dict[int, dict[str, str]] = {}
    for key, fields in RENAMED.items():
        for number, record in enumerate(_records(file.document, key)):
            for old, new in fields.items():
                line = file.lines.get((*key, number, old))
                if line is not None and _is_old(record, old, new):
                    marked.setdefault(line, {})[old] = new
    first = file.lines.get(("schema_version",))
    return _rewritten(text, marked, first)


def _rewritten(text: str, marked: Mapping[int, Mapping[str, str]], first: int | None) -> str:
    """The words of the marked lines renamed, and the number behind ``schema_version`` raised."""

    def word(match: re.Match[str]) -> str:
        if match["key"] is None:
            return match[0]
        line = text.count("\n", 0, match.start()) + 1
        name = match["double"] or match["single"] or match["bare"]
        new = marked.get(line, {}).get(name)
        return match[0] if new is None else match[0].replace(name, new)

    found = _TOKEN.sub(word, text)
    if first is None:
        return found
    lines = found.split("\n")
    lines[first - 1] = re.sub(r"(schema_version[\"']?\s*=\s*)1\b", r"\g<1>2", lines[first - 1])
    return "\n".join(lines)


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
