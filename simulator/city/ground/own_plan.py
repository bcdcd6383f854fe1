"""What a scenario itself plans to build: projects and programmes that the city pack does not have.

They join those of the pack, so that whatever runs, tells or draws the plan has them among the rest.
What a scenario says has grade D: nobody has counted it yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from math import ceil, floor
from typing import Any

from simulator.city.pack.building import Programme, Project
from simulator.city.pack.city_pack import CityPack
from simulator.errors import Fault, ScenarioError
from simulator.files.hints import nearest, show, suggest
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import listed, message

PROJECTS = "plan.projects"
PROGRAMMES = "plan.programmes"

SCENARIO = "scenario"
"""The source of what a scenario itself states."""

NEEDED = ("service", "district", "places")
"""What a project states that the pack does not have, beside the day it is promised or opens."""

OF_THE_PACK = ("service", "district", "programme", "title", "begun", "facilities", "note", "source")
"""Fields that only a project of the scenario's own may state: of the others the pack says them."""

_GRADE = "D"

Record = Mapping[str, Any]


def with_own_plan(pack: CityPack, file: ScenarioFile) -> CityPack:
    """The pack with the projects and programmes of a scenario beside its own.

    Raises
    ------
    ScenarioError
        With every fault of every record: what is missing, unknown, or not to be changed.
    """
    own = tuple(_records(file, PROGRAMMES))
    faults = [fault for each in own for fault in _faults_of_programme(pack, file, each)]
    if faults:
        raise ScenarioError(faults)
    programmes = (*pack.programmes, *(_programme(pack, each) for each in own))
    wider = replace(pack, programmes=programmes)
    known = {project.name for project in pack.projects}
    entries = tuple(_records(file, PROJECTS))
    faults = [
        fault
        for each in entries
        for fault in (
            _faults_of_change(wider, file, each)
            if each["id"] in known
            else _faults_of_project(wider, file, each)
        )
    ]
    if faults:
        raise ScenarioError(faults)
    projects = (_project(each) for each in entries if each["id"] not in known)
    return replace(wider, projects=(*pack.projects, *projects))


def _records(file: ScenarioFile, key: str) -> Iterator[Record]:
    found = file.values.get(key, ())
    yield from found if isinstance(found, tuple) else ()


def _project(entry: Record) -> Project:
    promised = entry.get("promised", entry.get("opens"))
    begun = entry.get("begun")
    return Project(
        name=str(entry["id"]),
        title=_title(entry),
        service=str(entry["service"]),
        district=str(entry["district"]),
        places=float(entry["places"]),
        programme=entry.get("programme"),
        in_starting_stock=False,
        state="planned",
        promised=None if promised is None else instant(promised),
        opens_all_grades=bool(entry.get("opens_all_grades", False)),
        grade=_GRADE,
        begun=None if begun is None else instant(begun),
        facilities=int(entry.get("facilities", 1)),
        rule=str(entry.get("note", "")),
        source=str(entry.get("source", SCENARIO)),
    )


def _programme(pack: CityPack, entry: Record) -> Programme:
    years, shares = _promise(entry)
    return Programme(
        name=str(entry["id"]),
        title=_title(entry),
        service=str(entry["service"]),
        places=float(entry["places"]),
        projects=int(entry["projects"]),
        begins=instant(entry["begins"]),
        district_shares={
            name: float(entry["district_shares"].get(name, 0.0)) for name in pack.axes["district"]
        },
        promised_years=years,
        promised_shares=shares,
        grade=_GRADE,
        district_grade=_GRADE,
    )


def _promise(entry: Record) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Dates by which places are promised, and their cumulative shares."""
    begins, promised = instant(entry["begins"]), instant(entry["promised"])
    if not entry.get("yearly", False):
        return (promised,), (1.0,)
    years = tuple(float(year) for year in range(floor(begins) + 1, ceil(promised)))
    each = len(years) + 1
    return (*years, promised), tuple((number + 1) / each for number in range(each))


def _title(entry: Record) -> Mapping[str, str]:
    title = entry.get("title", entry["id"])
    return title if isinstance(title, Mapping) else {"zh": str(title), "en": str(title)}


def _faults_of_project(pack: CityPack, file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    """A project that the pack does not have: complete, and of names the pack knows."""
    name = str(entry["id"])
    missing = [field for field in NEEDED if field not in entry]
    if not {"promised", "opens"} & entry.keys():
        missing.append("promised")
    if missing:
        close = nearest(name, [project.name for project in pack.projects])
        told = message("plan.new_project", id=name, missing=listed(missing))
        if close is not None:
            told = message("plan.new_or", id=name, close=close, missing=listed(missing))
        yield file.fault(told, PROJECTS, name)
    yield from _faults_of_names(pack, file, PROJECTS, entry)
    programmes = {programme.name: programme for programme in pack.programmes}
    inside = entry.get("programme")
    if inside is not None and inside not in programmes:
        told = message("plan.no_programme", found=show(inside), hint=suggest(inside, programmes))
        yield file.fault(told, PROJECTS, name, "programme")
    elif inside is not None and programmes[inside].service != entry.get("service"):
        told = message(
            "plan.other_service",
            found=show(entry.get("service", "")),
            right=show(programmes[inside].service),
            programme=inside,
        )
        yield file.fault(told, PROJECTS, name, "service", "programme")


def _faults_of_change(pack: CityPack, file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    """A change of a project of the pack: what only the pack says of it stays."""
    name = str(entry["id"])
    project = next(each for each in pack.projects if each.name == name)
    for field in OF_THE_PACK:
        if field in entry and entry[field] != getattr(project, field, None):
            told = message("plan.of_the_pack", id=name, field=field)
            yield file.fault(told, PROJECTS, name, field)


def _faults_of_programme(pack: CityPack, file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    name = str(entry["id"])
    if name in {programme.name for programme in pack.programmes}:
        key = f"plan.programme_places.{entry['service']}"
        yield file.fault(message("plan.known_programme", id=name, key=key), PROGRAMMES, name)
        return
    yield from _faults_of_names(pack, file, PROGRAMMES, entry)
    if entry["promised"] <= entry["begins"]:
        days = {"promised": entry["promised"], "begins": entry["begins"]}
        told = message("plan.promised_before", **days)
        yield file.fault(told, PROGRAMMES, name, "promised", "begins")
    start, stop = (file.values[f"model.{end}"] for end in ("start", "stop"))
    if isinstance(start, date) and isinstance(stop, date) and entry["begins"] < start:
        told = message("plan.begins_early", begins=entry["begins"], start=start)
        yield file.fault(told, PROGRAMMES, name, "begins")
    total = sum(float(share) for share in entry["district_shares"].values())
    if abs(total - 1) > 1e-9:
        told = message("plan.shares_sum", total=f"{total:.6g}")
        yield file.fault(told, PROGRAMMES, name, "district_shares")


def _faults_of_names(
    pack: CityPack, file: ScenarioFile, key: str, entry: Record
) -> Iterator[Fault]:
    areas = [str(area["id"]) for area in pack.city["area"]]
    known = {"service": pack.axes["service"], "district": (*pack.axes["district"], *areas)}
    for field, names in known.items():
        found = entry.get(field)
        if found is not None and found not in names:
            told = message(
                "plan.no_name", axis=field, found=show(found), hint=suggest(found, names)
            )
            yield file.fault(told, key, str(entry["id"]), field)
