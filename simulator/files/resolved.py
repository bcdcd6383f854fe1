"""A scenario with its whole chain merged, written as one TOML file that loads to the same.

It goes with every result: the run can be repeated from this one file, whatever becomes of its
parents. Keys are sorted, so equal scenarios give equal bytes.
"""

import json
import re
from collections.abc import Mapping
from datetime import date, time

from simulator.files.scenario_file import Origin, ScenarioFile
from simulator.files.schema import SCHEMA_VERSION, TABLES

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def dump_scenario(scenario: ScenarioFile, *, origins: bool = False) -> str:
    """The text of a complete scenario file: ``load(dump(s)) == s``, and the same text each time.

    Parameters
    ----------
    scenario
        Any scenario.
    origins
        Say behind each value which file and line it came from.
    """
    flat = {key: value for key, value in scenario.values.items() if _stands_alone(key, value)}
    header = {
        "schema_version": SCHEMA_VERSION,
        "title": scenario.title,
        "intent": scenario.intent,
        **flat,
    }
    lines = [f"{key} = {dump_value(value)}" for key, value in header.items() if value != ""]
    tables = {key.split(".")[0] for key in scenario.values if key not in flat}
    for table in sorted(tables, key=_table_order):
        lines += ["", f"[{_dump_key(table)}]"]
        for key, value in _entries(scenario.values, table):
            # Remarks ([notes]) are one value: their keys have the origin of the whole table.
            origin = scenario.origin.get(".".join([table, *key]), scenario.origin.get(table))
            note = _dump_origin(origin) if origins and origin is not None else ""
            lines.append(f"{'.'.join(map(_dump_key, key))} = {dump_value(value)}{note}")
    return "\n".join(lines) + "\n"


def dump_value(value: object) -> str:
    """One value as TOML: tables in one line, records one below the other.

    Raises
    ------
    TypeError
        If TOML has no such value.
    """
    match value:
        # JSON and TOML write text and truth alike, but for the one character that TOML forbids.
        case bool() | str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case int() | float():
            return repr(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            return _dump_table(value)
        case tuple():
            rows = "".join(f"  {dump_value(record)},\n" for record in value)
            return f"[\n{rows}]" if rows else "[]"
        case list():
            return f"[{', '.join(map(dump_value, value))}]"
    raise TypeError(f"{value!r} has no form in TOML")


def _stands_alone(key: str, value: object) -> bool:
    """Whether a key belongs to no table: it must then stand before the first one."""
    return "." not in key and not isinstance(value, Mapping)


def _dump_table(table: Mapping[str, object]) -> str:
    inside = ", ".join(f"{_dump_key(key)} = {dump_value(entry)}" for key, entry in table.items())
    return f"{{ {inside} }}" if inside else "{}"


def _dump_key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else dump_value(key)


def _entries(values: Mapping[str, object], table: str) -> list[tuple[tuple[str, ...], object]]:
    """The keys below a table, as their parts, in alphabetical order."""
    whole = values.get(table)
    if isinstance(whole, Mapping):
        return [((key,), whole[key]) for key in sorted(whole)]
    below = sorted(key for key in values if key.startswith(f"{table}."))
    return [(tuple(key.split(".")[1:]), values[key]) for key in below]


def _table_order(table: str) -> tuple[int, str]:
    known = list(TABLES)
    return (known.index(table) if table in known else len(known), table)


def _dump_origin(origin: Origin) -> str:
    return f"  # {origin.path}" if origin.line is None else f"  # {origin.path}:{origin.line}"
