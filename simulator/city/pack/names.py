"""Every set of names a form of a pack may ask for, from the files that give them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.city.axes import MONTH, RESIDENCY, SEX
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.pack.fit_form import SERVED
from simulator.city.pack.forms import CITY
from simulator.city.pack.parameter_form import (
    CATCHMENT_RATIO,
    COUNTING_ERROR,
    PRIOR,
    SHAPES,
)
from simulator.city.pack.scoreboard_form import PEOPLE, SCOREBOARD
from simulator.city.pack.sheets import SERIES_OF_TARGETS, SHEET, TARGETS
from simulator.files.form import Names
from simulator.files.sheet_check import column_of
from simulator.files.toml_text import TomlFile
from simulator.stockflow.grammar.setting import Setting

ELSEWHERE = ("china", "fujian", "fuzhou", "beijing")
"""Places beyond the city that its record may tell of."""

PROJECT_FIELDS = (
    *("name_en", "service", "district", "increment", "state", "start", "promised_completion"),
    *("promised_opening", "promised_by_plan", "revised_opening", "actual_opening"),
    "opens_all_grades",
)
"""Fields of a project that may have been found by a rule of ours."""

EDITS = ("scale", "add")
"""What may follow the key of a path in the driver of a reading."""

_STAGES = ("planned", "approved", "building")

Documents = Mapping[str, TomlFile]


def names_of(folder: Path, documents: Documents) -> dict[str, Collection[str]]:
    """Every set of names by what they are, as far as the files that give them can be read."""

    def ids(file: str, table: str, field: str = "id") -> list[str]:
        found = documents[file].document.get(table) if file in documents else None
        every = found if isinstance(found, list) else []
        return [str(each[field]) for each in every if isinstance(each, dict) and field in each]

    districts, areas = ids(CITY.file, "district"), ids(CITY.file, "area")
    programmes = ids("programmes.toml", "programme")
    return {
        "district": districts,
        "area": areas,
        "area_of_districts": list(dict.fromkeys(ids(CITY.file, "district", "area"))),
        "place_in_city": [*districts, *areas],
        "place": [*districts, *areas, *ELSEWHERE],
        "region": [*ELSEWHERE, folder.name],
        **dict(_labels_of_scoreboard(folder, documents)),
        "service": ids("services.toml", "service"),
        "programme": programmes,
        "programme_or_none": [*programmes, ""],
        "total": ids("programmes.toml", "total"),
        "basis": ids(CITY.file, "basis"),
        "figure": ids("supply_record.toml", "figure"),
        "ratio": ids("definitions.toml", "ratio"),
        "free": ids("fit.toml", "free", "name"),
        "state": SUPPLY_STATES,
        "project_field": [*PROJECT_FIELDS, ""],
        "people": PEOPLE,
        "table": [name for name in SHEET if (folder / name).is_file()],
        "observations": [
            Path(name).stem
            for name in SHEET
            if name.startswith("observations/") and (folder / name).is_file()
        ],
        **dict(_columns(folder)),
    }


def _labels_of_scoreboard(
    folder: Path, documents: Documents
) -> Iterator[tuple[str, Collection[str]]]:
    """Sectors and sections of the plan; without a scoreboard nobody says which there are.

    A label that no target has is the slip, wherever it stands: the scoreboard is then held to
    what the targets say, else the targets to the scoreboard.
    """
    file = documents.get(SCOREBOARD.file)
    if file is None:
        return
    for name in ("sector", "section"):
        labels, used = file.document.get(name), column_of(folder / TARGETS.file, name)
        if not isinstance(labels, dict) or used is None:
            continue
        if set(labels) <= set(used):
            yield name, list(labels)
        else:
            yield f"{name}_of_targets", list(dict.fromkeys(used))


def _columns(folder: Path) -> Iterator[tuple[str, Collection[str]]]:
    """Names that stand in a column; of a table that can't be read nobody knows them."""
    for name, files, column in _COLUMNS:
        found = [column_of(folder / file, column) for file in files]
        known = [each for each in found if each is not None]
        if known:
            yield name, [label for each in known for label in each]


_COLUMNS = (
    ("source", ("sources.csv",), "source_id"),
    ("target", (TARGETS.file,), "id"),
    ("unit_of_targets", (TARGETS.file,), "unit"),
    ("recorded", SERIES_OF_TARGETS, "series"),
)


def keys_of(
    documents: Documents, names: Names, leaves: Mapping[str, Setting]
) -> Mapping[str, Sequence[str]]:
    """Sets of keys: of ``parameters.toml``, of what is fitted, of what a driver may move."""
    keys = [*leaves, *own_keys(documents, names)]
    served = [f"{SERVED}{service}" for service in names["service"]]
    edits = [
        f"{key}.{edit}" for key, leaf in leaves.items() if leaf.kind == "path" for edit in EDITS
    ]
    return {"key": keys, "fitted_key": [*keys, *served], "driver": [*leaves, *edits]}


def own_keys(documents: Documents, names: Names) -> Iterator[str]:
    """Keys of ``parameters.toml`` that no scenario states: of projects, programmes, stages."""
    yield from SHAPES
    for kind in ("school", "beds", *names["service"], *names["programme"]):
        yield f"slippage.{kind}"
        yield from (f"pipeline.{kind}.{stage}" for stage in _STAGES)
    yield from (f"{key}{name}" for key in (CATCHMENT_RATIO, PRIOR) for name in names["service"])
    yield COUNTING_ERROR
    yield from _stage_keys(documents)


def axes_of(documents: Documents, names: Names) -> dict[str, tuple[str, ...]]:
    """Labels of the axes that settings name, as far as the files give them."""
    beds, services = documents.get("beds.toml"), documents.get("services.toml")
    uses: Any = beds.document.get("use", ()) if beds else ()
    every: Any = services.document.get("service", ()) if services else ()
    return {
        "district": tuple(names["district"]),
        "service": tuple(names["service"]),
        "school": tuple(str(each.get("id")) for each in every if _is_school(each)),
        "bed_service": tuple(str(use.get("service")) for use in uses if isinstance(use, dict)),
        "sex": SEX,
        "residency": RESIDENCY,
        "month": MONTH,
    }


def _is_school(entry: object) -> bool:
    """Whether an entry of ``services.toml``, checked or not, is a school."""
    scope = entry.get("scope") if isinstance(entry, dict) else None
    return isinstance(scope, dict) and scope.get("kind") == "school_age"


def _stage_keys(documents: Documents) -> Iterator[str]:
    """Shares a stage of the policy allows, by the id the scenarios give the stage."""
    parameters = documents.get("parameters.toml")
    entries: Any = parameters.document.get("parameter", []) if parameters else []
    for entry in entries if isinstance(entries, list) else ():
        key = str(entry.get("key", "")) if isinstance(entry, dict) else ""
        before, _, who = key.rpartition(".")
        if before.startswith("policy.two_child.stages.") and who in ("registered", "migrant"):
            yield key
