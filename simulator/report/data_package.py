"""A folder of tables described for programs: the Data Package of Frictionless, version 1.

``datapackage.json`` says of every CSV file what its columns are: type, unit, title and definition,
which of them tell its rows apart, and that a blank is what is not known. Whatever reads Data
Packages (Frictionless, R, many open data portals) loads the tables with these types.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.report.table import Column, Kind, Table
from simulator.words.catalogue import Pair, pair

NAME = "datapackage.json"

_TYPES: Mapping[Kind, str] = {
    "text": "string",
    "date": "date",
    "integer": "integer",
    "number": "number",
}
_WITHOUT_UNIT = ("label", "date")
_DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}

_Entries = Mapping[tuple[str, str], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class PackageSaid:
    """What is said of a package as a whole.

    ``sources`` are the publications that its figures rest on. ``keys`` names, by table, the columns
    that together tell its rows apart; a table without them is left without.
    """

    title: Pair
    sources: Sequence[str] = ()
    keys: Mapping[str, Sequence[str]] = field(default_factory=dict)


def package_text(said: PackageSaid, tables: Sequence[Table], dictionary: Table) -> str:
    """``datapackage.json`` of a folder of tables; the same tables give the same bytes.

    Parameters
    ----------
    said
        What is said of the whole.
    tables
        Every table, as ``<name>.csv`` beside the file.
    dictionary
        What tables and columns are called and mean, in Chinese and English. The English words are
        the titles and descriptions, the Chinese ones stand beside them (``title_zh``).
    """
    entries = _entries(dictionary)
    package = {
        "profile": "tabular-data-package",
        **_titled(said.title),
        **({"sources": [{"title": each} for each in said.sources]} if said.sources else {}),
        "resources": [_resource(table, entries, said.keys.get(table.name)) for table in tables],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _entries(dictionary: Table) -> _Entries:
    """The rows of a dictionary that are about a table (column "") or one of its columns."""
    names = [column.name for column in dictionary.columns]
    cells = zip(*(column.cells for column in dictionary.columns), strict=True)
    rows = (dict(zip(names, row, strict=True)) for row in cells)
    return {(row["table"], row["column"]): row for row in rows if row["table"]}


def _resource(table: Table, entries: _Entries, key: Sequence[str] | None) -> Mapping[str, Any]:
    fields = [dict(_field(column, entries[table.name, column.name])) for column in table.columns]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        **_titled(_both(entries[table.name, ""], "")),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "schema": {
            "fields": fields,
            "missingValues": [""],
            **({"primaryKey": list(key)} if key else {}),
        },
    }


def _field(column: Column, entry: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What is said of a column; of its definition only what there is."""
    yield "name", column.name
    yield "type", _TYPES[column.kind]
    yield from _titled(_both(entry, "")).items()
    chinese, english = _both(entry, "definition_")
    if english:
        yield "description", english
        yield "description_zh", chinese
    if column.unit not in _WITHOUT_UNIT:
        yield "unit", pair(f"unit.{column.unit}")[1]


def _both(entry: Mapping[str, str], prefix: str) -> Pair:
    return entry[f"{prefix}zh"], entry[f"{prefix}en"]


def _titled(title: Pair) -> Mapping[str, str]:
    chinese, english = title
    return {"title": english, "title_zh": chinese}
