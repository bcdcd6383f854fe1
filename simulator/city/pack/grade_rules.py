"""Grades of a pack: no figure is better than its worst source, and what is estimated is D."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from simulator.city.pack.contents import PackContents
from simulator.city.pack.sheets import SOURCES
from simulator.errors import Fault
from simulator.files.toml_lines import Parts
from simulator.words.catalogue import message

_Tell = Callable[[str, str], Fault]


def tables_are_graded(pack: PackContents) -> Iterator[Fault]:
    """Every figure of a TOML file."""
    grades = _grades(pack)
    for file in pack.documents.values():
        for parts, table in _stated((), file.document):

            def tell(key: str, said: str, file: Any = file, parts: Parts = parts) -> Fault:  # noqa: ANN401
                return file.fault((*parts, key), said)  # type: ignore[no-any-return]

            yield from _graded(table, grades, tell)


def rows_are_graded(pack: PackContents) -> Iterator[Fault]:
    """Every figure of a CSV table; what is estimated is an aid, never an observation."""
    grades = _grades(pack)
    for name, rows in pack.rows.items():
        for line, row in rows if name != SOURCES.file else ():

            def tell(key: str, said: str, name: str = name, line: int = line) -> Fault:
                return pack.row_fault(name, line, key, said)

            yield from _graded(row, grades, tell)
            if (row.get("status"), row.get("use")) == ("estimated", "observation"):
                yield tell("use", message("pack.estimated_observed"))


def _grades(pack: PackContents) -> dict[str, str]:
    return {row["source_id"]: row["grade"] for _, row in pack.rows[SOURCES.file]}


def _graded(table: Mapping[str, Any], grades: Mapping[str, str], tell: _Tell) -> Iterator[Fault]:
    grade = table.get("grade")
    if not grade:
        return
    for source in str(table.get("source_id", "")).split(";"):
        if grades.get(source, "A") > grade:
            told = {"grade": grade, "source": source, "worst": grades[source]}
            yield tell("grade", message("pack.grade_too_good", **told))
            return
    if table.get("status") == "estimated" and grade != "D":
        yield tell("grade", message("pack.estimated_grade", grade=grade))


def _stated(parts: Parts, value: object) -> Iterator[tuple[Parts, Mapping[str, Any]]]:
    """Every table with a grade, wherever it stands."""
    if isinstance(value, dict):
        if "grade" in value:
            yield parts, value
        for key, inner in value.items():
            yield from _stated((*parts, key), inner)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _stated((*parts, place), inner)


RULES = (tables_are_graded, rows_are_graded)
