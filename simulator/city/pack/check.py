"""Every file of a city pack against its form: all faults at once, each where it stands.

Reading goes twice over the pack: first for the names that its files give (districts, services,
sources, programmes …), as far as they can be read, then through every file with those names known.
"""

import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.city.pack import (
    city_rules,
    fit_rules,
    grade_rules,
    lever_rules,
    parameter_form,
    parameter_rules,
    record_rules,
    scoreboard_rules,
    service_rules,
    supply_rules,
)
from simulator.city.pack.contents import PackContents
from simulator.city.pack.fit_form import FIT
from simulator.city.pack.forms import FORMS
from simulator.city.pack.lever_rules import levers_state_what_is_lawful
from simulator.city.pack.levers_form import LEVERS
from simulator.city.pack.names import axes_of, keys_of, names_of
from simulator.city.pack.parameter_rules import parameters_within_bounds
from simulator.city.pack.scoreboard_form import SCOREBOARD
from simulator.city.pack.sheets import SHEET, SHEETS
from simulator.errors import Fault
from simulator.files.form import Entry, Form, Names
from simulator.files.form_check import check_form, no_file, unknown
from simulator.files.hints import nearest
from simulator.files.schema import build_schema
from simulator.files.sheet_check import Cells, read_sheet
from simulator.files.toml_text import TomlFile, read_toml
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import listed, message

_HEAD = re.compile(r"\s*\[\[?\s*([\w-]+)")

EVERY_FORM = (*FORMS, SCOREBOARD, FIT, LEVERS)
_KNOWN = (
    {form.file for form in EVERY_FORM}
    | set(SHEET)
    | {
        *("posterior.parquet", "posterior_planned.parquet"),
        "README.md",
    }
)
_VERY_LIKE = 0.9
EVERY_RULE = (
    *city_rules.RULES,
    *service_rules.RULES,
    *parameter_rules.RULES,
    *parameter_form.RULES,
    *record_rules.RULES,
    *scoreboard_rules.RULES,
    *supply_rules.RULES,
    *grade_rules.RULES,
    *fit_rules.RULES,
    *lever_rules.RULES,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PackFaults:
    """What is wrong with a pack, which of its files nobody reads, and what its files hold.

    ``names`` are the sets of names that forms and sheets ask for.
    """

    faults: tuple[Fault, ...]
    unread: tuple[str, ...]
    documents: Mapping[str, TomlFile]
    names: Names


def check_files(folder: Path, settings: Sequence[Setting] = ()) -> PackFaults:
    """Check every file of a pack.

    ``settings`` are those of scenario files, to which ``parameters.toml`` may give a value within
    their bounds; without any, its keys are not looked at.
    """
    shown = f"calibration/{folder.name}"
    documents, faults = _documents(folder, shown)
    faults += _misnamed(folder, shown)
    if faults:
        # What one file does not say, the others can't be held to: the names it gives are missing.
        return PackFaults(faults=tuple(faults), unread=(), documents=documents, names={})
    names = names_of(folder, documents)
    leaves = build_schema(settings, axes_of(documents, names)).leaves if settings else {}
    if leaves:
        names |= keys_of(documents, names, leaves)
    for form in EVERY_FORM:
        if form.file in documents:
            faults += check_form(documents[form.file], form, names)
    at_ids = [fault for fault in faults if _is_at_an_id(fault)]
    if not faults:
        named = PackContents(documents=documents, rows={}, names=names)
        at_ids = list(city_rules.the_city_is_an_area(named))
    if at_ids:
        # Whatever names a thing whose id is wrong is blamed for it: the id is told alone.
        return PackFaults(faults=tuple(at_ids), unread=(), documents=documents, names=names)
    rows, wrong = _rows(
        folder, shown, names, {form.needs for form in EVERY_FORM if form.file in documents}
    )
    faults += wrong
    if not faults:
        pack = PackContents(documents=documents, rows=rows, names=names)
        faults += [fault for rule in EVERY_RULE for fault in rule(pack)]
        faults += parameters_within_bounds(pack, leaves)
        faults += levers_state_what_is_lawful(pack, settings, axes_of(documents, names))
    unread = (*_unread(folder, shown), *_for_readers(documents, shown))
    return PackFaults(faults=tuple(faults), unread=unread, documents=documents, names=names)


def _is_at_an_id(fault: Fault) -> bool:
    # Those of the scoreboard are names that the plan gives.
    return fault.key.rpartition(".")[2] == "id" and not fault.path.endswith(SCOREBOARD.file)


def _rows(
    folder: Path, shown: str, names: Names, needed: Collection[str]
) -> tuple[dict[str, Sequence[tuple[int, Cells]]], list[Fault]]:
    """Sound rows of every table that is there or has to be, and what is wrong with the others."""
    rows: dict[str, Sequence[tuple[int, Cells]]] = {}
    faults: list[Fault] = []
    for sheet in SHEETS:
        path = folder / sheet.file
        if sheet.required or sheet.file in needed or os.path.lexists(path):
            rows[sheet.file], wrong = read_sheet(path, f"{shown}/{sheet.file}", sheet, names)
            faults += wrong
    return rows, faults


def _documents(folder: Path, shown: str) -> tuple[dict[str, TomlFile], list[Fault]]:
    found: dict[str, TomlFile] = {}
    faults: list[Fault] = []
    for form in EVERY_FORM:
        path = folder / form.file
        if path.is_file():
            file, wrong = read_toml(path, f"{shown}/{form.file}")
            faults += [*misspelt_heads(path, f"{shown}/{form.file}", form), *wrong] if wrong else []
            if file is not None:
                found[form.file] = file
            if file is not None and not file.document and not wrong:
                faults.append(file.fault((), message("form.empty")))
        elif form.required or os.path.lexists(path):
            place = f"{shown}/{form.file}"
            fault = Fault(path=place, line=None, key="", message=message(no_file(path)))
            faults.append(fault)
    return found, faults


def misspelt_heads(path: Path, shown: str, form: Form) -> Iterator[Fault]:
    """Heads of tables that no form knows, in a file that can't be read.

    A misspelt ``[[head]]`` takes its own sub-tables away from their list, and TOML then stumbles
    over those, many lines later.
    """
    known = [entry.name for entry in form.entries]
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        found = _HEAD.match(line)
        if found and found[1] not in known:
            said = message("form.unknown_key", **unknown(found[1], known))
            yield Fault(path=shown, line=number, key=found[1], message=said)


def _files(folder: Path) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.parts)
    ]


def _misnamed(folder: Path, shown: str) -> Iterator[Fault]:
    """Files under a name that means nothing, where the one it is like is not there."""
    names = _files(folder)
    missing = _KNOWN - set(names)
    for name in names:
        close = None if name in _KNOWN else nearest(name, missing, cutoff=_VERY_LIKE)
        if close is not None:
            said = message("pack.misnamed", close=close)
            yield Fault(path=f"{shown}/{name}", line=None, key="", message=said)


def _unread(folder: Path, shown: str) -> Iterator[str]:
    """Files that nobody reads: kept for readers, or under a name that means nothing."""
    names = _files(folder)
    kept = [name for name in names if name in SHEET and not SHEET[name].read]
    if kept:
        yield message("pack.kept", folder=shown, files=listed(kept))
    for name in names:
        if name not in _KNOWN:
            close = nearest(name, _KNOWN) or ""
            yield message("pack.unknown_file", file=f"{shown}/{name}", close=close)


def _for_readers(documents: Mapping[str, TomlFile], shown: str) -> Iterator[str]:
    """Keys that stand in the files and that no run depends on."""
    keys = {
        form.file: sorted(set(_unread_keys(form.entries, documents[form.file].document)))
        for form in EVERY_FORM
        if form.file in documents
    }
    told = [f"{file} ({', '.join(found)})" for file, found in keys.items() if found]
    if told:
        yield message("pack.kept_keys", folder=shown, keys="; ".join(told))


def _unread_keys(entries: tuple[Entry, ...], table: Any) -> Iterator[str]:  # noqa: ANN401
    for entry in entries:
        found = table.get(entry.name) if isinstance(table, dict) else None
        if found is not None and not entry.read:
            yield entry.name
        for inner in found if isinstance(found, list) else [found]:
            yield from _unread_keys(entry.entries, inner)
