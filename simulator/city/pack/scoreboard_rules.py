"""What of ``scoreboard.toml`` has to agree with the plan and with the record of the pack."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.city.pack.contents import PackContents, refuse
from simulator.city.pack.housing import HOUSING
from simulator.city.pack.scoreboard_form import (
    HOUSEHOLDS,
    OF_HOUSING,
    OF_INPUTS,
    OF_PROGRAMMES,
    OF_RECORDS,
    SCOREBOARD,
    SOURCE_KINDS,
)
from simulator.city.pack.sheets import OF_TARGET, SHEET, TARGETS
from simulator.errors import Fault
from simulator.files.form_check import unknown
from simulator.files.sheet_check import Cells
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile
from simulator.words.catalogue import listed, message


def every_target_has_its_entry(pack: PackContents) -> Iterator[Fault]:
    """A figure of the plan has an entry in the scoreboard, where the pack has one."""
    if SCOREBOARD.file not in pack.documents:
        return
    there = {entry["id"] for _, _, entry in pack.tables(SCOREBOARD.file, "target")}
    path = pack.documents[SCOREBOARD.file].path.replace(SCOREBOARD.file, TARGETS.file)
    for line, row in pack.rows.get(TARGETS.file, ()):
        if row["id"] not in there:
            told = message("pack.no_target_entry", id=row["id"], file=SCOREBOARD.file)
            yield Fault(path=path, line=line, key="id", message=told)


def values_say_what_they_count(pack: PackContents) -> Iterator[Fault]:
    """A reading names what it counts of, and whom it is divided by where it is."""
    for file, here, entry in _inside(pack, "value"):
        name = _counted_of(entry["counts"])
        if entry["counts"] in OF_HOUSING or entry.get("people") in HOUSEHOLDS:
            if HOUSING.file not in pack.documents:
                counts = entry.get("people", entry["counts"])
                yield refuse(file, here, "counted_of", name=HOUSING.file, counts=counts)
            if entry["counts"] in OF_HOUSING:
                name = "counts"
        if name not in entry and not (name == "of" and "ratio" in entry):
            yield refuse(file, here, "counted_of", name=name, counts=entry["counts"])
        divided = "people" in entry or "ratio" in entry
        if divided and "whom" not in entry:
            yield refuse(file, here, "whom_lacks")


def units_are_those_of_the_plan(pack: PackContents) -> Iterator[Fault]:
    """What is counted for a figure is counted per as many as the plan says."""
    units = {row["id"]: row["unit"] for _, row in pack.rows.get(TARGETS.file, ())}
    ratios = {entry["id"]: entry["per"] for _, _, entry in pack.tables("definitions.toml", "ratio")}
    for file, here, target in pack.tables(SCOREBOARD.file, "target"):
        unit = units[target["id"]]
        right = 100 if unit == "percent" else int((re.findall(r"(?:/|per )(\d+)", unit) or "1")[0])
        for place, entry in enumerate(target.get("value", ())):
            name = "ratio" if "ratio" in entry else "per"
            found = ratios[entry["ratio"]] if "ratio" in entry else entry.get("per", 1)
            if found != right:
                told = {"found": f"{found:g}", "right": right, "id": target["id"], "unit": unit}
                yield refuse(file, (*here, "value", place, name), "target_per", **told)


def needs_say_whom(pack: PackContents) -> Iterator[Fault]:
    """A need counts people."""
    for file, here, entry in _inside(pack, "need"):
        if "people" not in entry:
            yield refuse(file, here, "people_lacks")


def records_name_one_row(pack: PackContents) -> Iterator[Fault]:
    """What stands beside a figure is one row of one table."""
    for file, here, entry in _inside(pack, "record"):
        table, where = entry["table"], entry["where"]
        columns = {column.name for column in SHEET[table].columns}
        for name in where.keys() - columns:
            yield file.fault(
                (*here, "where", name), message("sheet.unknown_column", **unknown(name, columns))
            )
        found = [
            line
            for line, row in pack.rows.get(table, ())
            if all(row.get(column, "") == text for column, text in where.items())
        ]
        if where.keys() <= columns and len(found) != 1:
            yield refuse(file, (*here, "where"), "where_rows", number=len(found), name=table)


def records_are_beside_their_target(pack: PackContents) -> Iterator[Fault]:
    """A recorded figure stands beside the target it was gathered for.

    What compares is in the unit of the plan, and its role agrees with its date and the deadline.
    """
    plan = {row["id"]: row for _, row in pack.rows.get(TARGETS.file, ())}
    for file, here, target in pack.tables(SCOREBOARD.file, "target"):
        for place, entry in enumerate(target.get("record", ())):
            found = _row_of(pack, entry)
            slips = () if found is None else _slips(entry, found, plan[target["id"]])
            for key, name, told in slips:
                yield refuse(file, (*here, "record", place, key), name, **told)


_Slip = tuple[str, str, Mapping[str, object]]
"""A key, the words of a refusal, and what they tell."""


def _slips(entry: Mapping[str, Any], found: Cells, target: Cells) -> Iterator[_Slip]:
    """What a figure says against its row and against what the plan says."""
    role, compares, name = entry["role"], entry.get("compares", True), target["id"]
    if found.get(OF_TARGET, "") not in ("", name):
        yield "where", "record_of_another", {"found": found[OF_TARGET], "right": name}
    if "definition" in entry and not compares:
        yield "definition", "record_definition_idle", {}
    if role == "aim":
        if compares:
            yield "role", "record_aims", {}
        return
    if compares and found["unit"] != target["unit"]:
        told = {"found": found["unit"], "right": target["unit"], "id": name}
        yield "where", "record_unit", told
    right = _roles(_day_of(found), f"{int(target['deadline_year']) + 1}-01-01")
    if role not in right:
        yield "role", "record_role", {"found": role, "listed": listed(right), "id": name}


def _roles(day: str, deadline: str) -> tuple[str, ...]:
    """The roles a figure of a day may have; days as text, in the order of time."""
    if day == deadline:
        return ("outcome",)
    return ("base", "way") if day < deadline else ("later",)


def _day_of(row: Cells) -> str:
    """The date of a row, else the end of its (last) year."""
    return row.get("date", "") or f"{int(row['year'].split('-')[-1]) + 1}-01-01"


def _row_of(pack: PackContents, entry: Mapping[str, Any]) -> Cells | None:
    """The row a record names, where it names one alone."""
    found = [
        row
        for _, row in pack.rows.get(entry["table"], ())
        if all(row.get(column, "") == text for column, text in entry["where"].items())
    ]
    return found[0] if len(found) == 1 else None


def statuses_say_what_is_there(pack: PackContents) -> Iterator[Fault]:
    """The status says what the entry has."""
    for file, here, entry in pack.tables(SCOREBOARD.file, "target"):
        compared = any(each.get("compares", True) for each in entry.get("record", ()))
        counted = {each["counts"] for each in entry.get("value", ())}
        is_right = {
            "modelled": bool(counted - {*OF_INPUTS}),
            "input": bool(counted) and counted <= {*OF_INPUTS},
            "recorded": not counted and compared,
            "unknown": not counted and not compared,
        }
        if not is_right[entry["status"]]:
            yield refuse(file, (*here, "status"), "target_status", found=entry["status"])


def what_is_unrecorded_is_so_in_every_reading(pack: PackContents) -> Iterator[Fault]:
    """All readings of a figure ask for the same that is not on record, or none does."""
    for file, here, entry in pack.tables(SCOREBOARD.file, "target"):
        asked = [each.get("unrecorded", "") for each in entry.get("value", ())]
        for place, found in enumerate(asked):
            if found != asked[0]:
                told = {"found": found or "—", "right": asked[0] or "—"}
                yield refuse(file, (*here, "value", place), "unrecorded_differs", **told)


def what_has_no_number_names_its_source(pack: PackContents) -> Iterator[Fault]:
    """A figure without a number, or without the one it asks for, says what source would give it.

    One of which the deadline is not on record may say it.
    """
    for file, here, entry in pack.tables(SCOREBOARD.file, "target"):
        unrecorded = any("unrecorded" in each for each in entry.get("value", ()))
        is_wanted = entry["status"] == "unknown" or unrecorded
        if is_wanted and "source_kind" not in entry:
            told = {"id": entry["id"], "listed": listed(SOURCE_KINDS)}
            yield refuse(file, here, "source_kind_lacks", **told)
        at_deadline = any(
            each["role"] == "outcome" and each.get("compares", True)
            for each in entry.get("record", ())
        )
        may_be_wanted = is_wanted or (entry["status"] == "recorded" and not at_deadline)
        if "source_kind" in entry and not may_be_wanted:
            told = {"id": entry["id"], "status": entry["status"]}
            yield refuse(file, (*here, "source_kind"), "source_kind_idle", **told)


def _counted_of(counts: str) -> str:
    if counts in OF_PROGRAMMES:
        return "programme"
    if counts in OF_INPUTS:
        return "population"
    return "series" if counts in OF_RECORDS else "of"


def _inside(pack: PackContents, name: str) -> Iterator[tuple[TomlFile, Parts, Any]]:
    for file, parts, target in pack.tables(SCOREBOARD.file, "target"):
        for place, entry in enumerate(target.get(name, ())):
            yield file, (*parts, name, place), entry


RULES = (
    every_target_has_its_entry,
    values_say_what_they_count,
    units_are_those_of_the_plan,
    needs_say_whom,
    records_name_one_row,
    records_are_beside_their_target,
    statuses_say_what_is_there,
    what_is_unrecorded_is_so_in_every_reading,
    what_has_no_number_names_its_source,
)
