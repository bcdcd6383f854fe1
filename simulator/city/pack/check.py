"""Every file of a city pack against its form: all faults at once, each where it stands.

Reading goes twice over the pack: first for the names that its files give (districts, services,
sources, programmes …), as far as they can be read, then through every file with those names known.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulator.city.axes import MONTH, RESIDENCY, SEX
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.pack.forms import CITY, FORMS
from simulator.city.pack.rules import RULES, parameters_within_bounds
from simulator.city.pack.sheets import SHEET, SHEETS
from simulator.errors import Fault
from simulator.files.form import Form, Names
from simulator.files.form_check import check_form, unknown
from simulator.files.hints import nearest
from simulator.files.schema import build_schema
from simulator.files.sheet_check import read_sheet
from simulator.files.toml_text import TomlFile, read_toml
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import message

_HEAD = re.compile(r"\s*\[\[?\s*([\w-]+)")

ELSEWHERE = ("china", "fujian", "fuzhou", "beijing")
"""Places beyond the city that its record may tell of."""

PROJECT_FIELDS = (
    *("name_en", "service", "district", "increment", "state", "start", "promised_completion"),
    *("promised_opening", "revised_opening", "actual_opening", "opens_all_grades"),
)
"""Fields of a project that may have been found by a rule of ours."""

PACK_KEYS = (
    *("arrivals.peak_location", "arrivals.descent", "arrivals.ascent", "arrivals.background"),
    *("arrivals.share_0_5_of_under_15", "arrivals.share_men", "departures.steps"),
    *("start.parity_timing", "start.parity_past_level", "start.parity_second_level"),
    *("start.infant_undercount", "start.registered_share_by_age", "start.registered_area_shares"),
    *("slippage.common_share", "feedback.width_places", "feedback.width_beds"),
    "feedback.private_edge",
)
"""Keys of ``parameters.toml`` that no scenario states."""

PEOPLE = (
    *("resident", "registered", "planned", "deliveries", "resident_deliveries", "births"),
    *("in_scope", "pupils"),
)
"""Whom a ratio may be taken of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PackFaults:
    """What is wrong with a pack, which of its files nobody reads, and what its TOML files hold."""

    faults: tuple[Fault, ...]
    unread: tuple[str, ...]
    documents: Mapping[str, TomlFile]


def check_files(folder: Path, settings: Sequence[Setting] = ()) -> PackFaults:
    """Check every file of a pack.

    ``settings`` are those of scenario files, to which ``parameters.toml`` may give a value within
    their bounds; without any, its keys are not looked at.
    """
    shown = f"calibration/{folder.name}"
    documents, faults = _documents(folder, shown)
    if faults:
        # What one file does not say, the others can't be held to: the names it gives are missing.
        return PackFaults(faults=tuple(faults), unread=(), documents=documents)
    names = names_of(folder, documents)
    leaves = build_schema(settings, axes_of(documents, names)).leaves if settings else {}
    if leaves:
        names["key"] = [*leaves, *own_keys(documents, names)]
    for form in FORMS:
        file = documents.get(form.file)
        if file is not None:
            faults += check_form(file, form, names)
    for sheet in SHEETS:
        if not sheet.required and not (folder / sheet.file).is_file():
            continue
        faults += read_sheet(folder / sheet.file, f"{shown}/{sheet.file}", sheet, names)[1]
    if not faults:
        faults += [fault for rule in RULES for fault in rule(documents, names)]
        faults += parameters_within_bounds(documents, leaves)
    unread = tuple(_unread(folder, shown))
    return PackFaults(faults=tuple(faults), unread=unread, documents=documents)


def _documents(folder: Path, shown: str) -> tuple[dict[str, TomlFile], list[Fault]]:
    found: dict[str, TomlFile] = {}
    faults: list[Fault] = []
    for form in FORMS:
        path = folder / form.file
        if path.is_file():
            file, wrong = read_toml(path, f"{shown}/{form.file}")
            faults += [*misspelt_heads(path, f"{shown}/{form.file}", form), *wrong] if wrong else []
            if file is not None:
                found[form.file] = file
        elif form.required:
            place = f"{shown}/{form.file}"
            fault = Fault(path=place, line=None, key="", message=message("form.no_file"))
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


def names_of(folder: Path, documents: Mapping[str, TomlFile]) -> dict[str, Collection[str]]:
    """Every set of names a form may ask for, as far as the files that give them can be read."""

    def ids(file: str, table: str, field: str = "id") -> list[str]:
        found = documents[file].document.get(table) if file in documents else None
        every = found if isinstance(found, list) else []
        return [str(each[field]) for each in every if isinstance(each, dict) and field in each]

    districts, areas = ids(CITY.file, "district"), ids(CITY.file, "area")
    services = ids("services.toml", "service")
    programmes = ids("programmes.toml", "programme")
    return {
        "district": districts,
        "area": areas,
        "place_in_city": [*districts, *areas],
        "place": [*districts, *areas, *ELSEWHERE],
        "service": services,
        "programme": programmes,
        "programme_or_none": [*programmes, ""],
        "total": ids("programmes.toml", "total"),
        "basis": ids(CITY.file, "basis"),
        "figure": ids("supply_record.toml", "figure"),
        "state": SUPPLY_STATES,
        "project_field": [*PROJECT_FIELDS, ""],
        "people": PEOPLE,
        "source": _column(folder / "sources.csv", "source_id"),
        "target": _column(folder / "targets.csv", "id"),
    }


_STAGES = ("planned", "approved", "building")


def own_keys(documents: Mapping[str, TomlFile], names: Names) -> Iterator[str]:
    """Keys of ``parameters.toml`` that no scenario states: of projects, programmes, stages."""
    yield from PACK_KEYS
    for kind in ("school", "beds", *names["service"], *names["programme"]):
        yield f"slippage.{kind}"
        yield from (f"pipeline.{kind}.{stage}" for stage in _STAGES)
    yield from _stage_keys(documents)


def axes_of(documents: Mapping[str, TomlFile], names: Names) -> dict[str, tuple[str, ...]]:
    """Labels of the axes that settings name, as far as the files give them."""
    beds = documents.get("beds.toml")
    uses: Any = beds.document.get("use", ()) if beds else ()
    return {
        "district": tuple(names["district"]),
        "service": tuple(names["service"]),
        "bed_service": tuple(str(use.get("service")) for use in uses if isinstance(use, dict)),
        "sex": SEX,
        "residency": RESIDENCY,
        "month": MONTH,
    }


def _stage_keys(documents: Mapping[str, TomlFile]) -> Iterator[str]:
    """Shares a stage of the policy allows, by the id the scenarios give the stage."""
    parameters = documents.get("parameters.toml")
    entries: Any = parameters.document.get("parameter", []) if parameters else []
    for entry in entries if isinstance(entries, list) else ():
        key = str(entry.get("key", "")) if isinstance(entry, dict) else ""
        before, _, who = key.rpartition(".")
        if before.startswith("policy.two_child.stages.") and who in ("registered", "migrant"):
            yield key


def _column(path: Path, name: str) -> list[str]:
    """What stands in a column, as far as it can be read; the check of the file tells the rest."""
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [str(row[name]) for row in csv.DictReader(file) if row.get(name)]
    except (UnicodeDecodeError, csv.Error):
        return []


def _unread(folder: Path, shown: str) -> Iterator[str]:
    """Files that nobody reads: kept for readers, or under a name that means nothing."""
    known = {form.file for form in FORMS} | set(SHEET)
    known |= {"scoreboard.toml", "fit.toml", "posterior.parquet", "README.md"}
    names = [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith((".", "__")) for part in path.parts)
    ]
    kept = [name for name in names if name in SHEET and not SHEET[name].read]
    if kept:
        yield message("pack.kept", folder=shown, files=", ".join(kept))
    for name in names:
        if name not in known:
            close = nearest(name, known) or ""
            yield message("pack.unknown_file", file=f"{shown}/{name}", close=close)
