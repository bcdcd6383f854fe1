"""A comparison as a workbook: what differs most, then the inputs that differ."""

from collections.abc import Callable, Mapping
from pathlib import Path

from simulator.city.comparison.compared import LETTERS, Comparison
from simulator.city.ground.subject import titled
from simulator.city.ground.titles import place_title
from simulator.report.table import Column, Table
from simulator.report.workbook.sheets import Called, Cover, Field, Form, Sheet
from simulator.report.workbook.writing import write_workbook
from simulator.words.catalogue import Language, Pair, leading, listed, pair, spoken

_FORMS: Mapping[str, Form] = {"number": "whole", "date": "date"}
_GAPS = tuple(
    f"{each}_{end}" for each in ("gap", "last") for end in ("difference", "first", "other")
)
"""Columns in which shortage and surplus have their colours."""


def save_workbook(path: Path, found: Comparison, language: Language) -> None:
    """Write the cover, the largest differences and the inputs that differ."""
    told = ["\n".join(spoken(text, language)) for text in found.sentences]
    pages = (
        _sheet(found, found.largest, language, tuple(told)),
        _sheet(found, found.inputs, language),
    )
    write_workbook(path, _cover(found, language), pages, language)


def _cover(found: Comparison, language: Language) -> Cover:
    """Which sides stand side by side, and what they do not share."""
    titles = listed([titled(side.title) for side in found.sides])
    return Cover(
        name=pair("workbook.sheet.contents.name"),
        title=pair("compare.workbook", sides=titles),
        subtitle=leading(pair("compare.workbook", sides=titles), language),
        heads=(pair("workbook.sheet_head"), pair("workbook.shows")),
        lines=[
            ((letter, letter), f"{leading(titled(side.title), language)}  {side.where}")
            for letter, side in zip(LETTERS, found.sides, strict=False)
        ],
        notes=found.caveats,
    )


def _sheet(
    found: Comparison, table: Table, language: Language, sentences: tuple[str, ...] = ()
) -> Sheet:
    """A table with names as people know them; the number of a cell is that of the table."""
    called = (pair(f"compare.{table.name}.{each}") for each in ("name", "title", "meaning"))
    return Sheet(
        called=Called(*called),
        fields=tuple(_field(found, column, language) for column in table.columns),
        sentences=sentences,
        frozen=3,
    )


def _field(found: Comparison, column: Column, language: Language) -> Field:
    form: Form = "gap" if column.name in _GAPS else _FORMS.get(column.kind, "text")
    said = _names(found).get(column.name)
    cells = (
        column.cells
        if said is None
        else ["\n".join(spoken(said(cell), language)) for cell in column.cells]
    )
    return Field(head=pair(f"column.{column.name}"), form="brief" if said else form, cells=cells)


def _names(found: Comparison) -> Mapping[str, Callable[[str], Pair]]:
    """How a column says its labels."""
    pack = found.sides[0].loaded.pack
    titles = {side.name: titled(side.title) for side in found.sides}
    return {
        "scenario": lambda cell: titles[cell],
        "service": lambda cell: titled(pack.service[cell].title),
        "district": lambda cell: titled(place_title(pack, cell)),
        "unit": lambda cell: pair(f"unit.{cell}"),
    }
