"""What a scenario itself plans to build: projects and programmes that the city pack does not have.

They join those of the pack, so that whatever runs, tells or draws the plan has them among the rest.
What a scenario says has grade D unless it states another, and SCENARIO as its source.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil, floor
from typing import Any

from simulator.city.ground.plan_faults import PROGRAMMES, PROJECTS, faults_of_plan, records_of
from simulator.city.pack.building import Programme, Project
from simulator.city.pack.city_pack import CityPack
from simulator.errors import ScenarioError
from simulator.files.scenario_file import ScenarioFile
from simulator.files.schedules import Schedule, schedule_of
from simulator.stockflow.values.calendar import instant

SCENARIO = "SCENARIO"
"""The source of what a scenario itself states; one that it names stands behind it."""

_GRADE = "D"

Record = Mapping[str, Any]


def with_own_plan(pack: CityPack, file: ScenarioFile) -> CityPack:
    """The pack with the projects and programmes of a scenario beside its own.

    A programme of the pack that the scenario states anew is as the scenario says.

    Raises
    ------
    ScenarioError
        With every fault of every record: what is missing, unknown, or not to be changed.
    """
    faults = list(faults_of_plan(pack, file))
    if faults:
        raise ScenarioError(faults)
    stated = {str(each["id"]): each for each in records_of(file, PROGRAMMES)}
    known = {each.name for each in pack.programmes}
    programmes = (
        *(_changed(each, stated.get(each.name, {})) for each in pack.programmes),
        *(_programme(pack, each) for name, each in stated.items() if name not in known),
    )
    there = {project.name for project in pack.projects}
    own = (_project(each) for each in records_of(file, PROJECTS) if each["id"] not in there)
    return replace(pack, programmes=programmes, projects=(*pack.projects, *own))


def is_own(project: Project) -> bool:
    """Whether a project is the scenario's own."""
    return project.source.startswith(SCENARIO)


def shares_of_service(pack: CityPack, service: str) -> Mapping[str, float] | None:
    """How the pack's programmes of a service are spread over the districts, by their places.

    ``None`` where the pack has none.
    """
    same = [each for each in pack.programmes if each.service == service]
    whole = sum(each.places for each in same)
    if whole <= 0:
        return None
    return {
        name: sum(each.places * each.district_shares[name] for each in same) / whole
        for name in pack.axes["district"]
    }


def _project(entry: Record) -> Project:
    begun, source = entry.get("begun"), entry.get("source")
    return Project(
        name=str(entry["id"]),
        title=_title(entry),
        service=str(entry["service"]),
        district=str(entry["district"]),
        places=float(entry["places"]),
        programme=entry.get("programme"),
        in_starting_stock=False,
        state=str(entry.get("state", "planned")),
        promised=instant(entry["promised"] if "promised" in entry else entry["opens"]),
        opens_all_grades=bool(entry.get("opens_all_grades", False)),
        grade=str(entry.get("grade", _GRADE)),
        begun=None if begun is None else instant(begun),
        facilities=int(entry.get("facilities", 1)),
        rule=str(entry.get("note", "")),
        source=SCENARIO if source is None else f"{SCENARIO}: {source}",
    )


def _programme(pack: CityPack, entry: Record) -> Programme:
    schedule = _schedule(entry, instant(entry["begins"]))
    grade = str(entry.get("grade", _GRADE))
    return Programme(
        name=str(entry["id"]),
        title=_title(entry),
        service=str(entry["service"]),
        places=float(entry["places"]),
        projects=int(entry["projects"]),
        begins=instant(entry["begins"]),
        district_shares=_district_shares(pack, entry),
        promised_years=tuple(year for year, _ in schedule),
        promised_shares=tuple(share for _, share in schedule),
        grade=grade,
        district_grade=grade,
    )


def _changed(programme: Programme, entry: Record) -> Programme:
    """A programme of the pack as a scenario states it; the same where it states nothing."""
    if "promised" in entry:
        schedule = _schedule(entry, programme.begins)
        programme = replace(
            programme,
            promised_years=tuple(year for year, _ in schedule),
            promised_shares=tuple(share for _, share in schedule),
        )
    if "district_shares" in entry:
        shares = {
            name: float(entry["district_shares"].get(name, 0.0))
            for name in programme.district_shares
        }
        programme = replace(programme, district_shares=shares, district_grade=_GRADE)
    return replace(
        programme,
        places=float(entry.get("places", programme.places)),
        projects=int(entry.get("projects", programme.projects)),
        grade=str(entry.get("grade", _GRADE)) if entry else programme.grade,
    )


def _schedule(entry: Record, begins: float) -> Schedule:
    """Instants and cumulative shares of a promise; a yearly one has the end of every year too."""
    stated = schedule_of(entry["promised"])
    if not entry.get("yearly", False):
        return stated
    last = stated[-1][0]
    years = [*map(float, range(floor(begins) + 1, ceil(last))), last]
    return tuple((year, number / len(years)) for number, year in enumerate(years, start=1))


def _district_shares(pack: CityPack, entry: Record) -> Mapping[str, float]:
    stated = entry.get("district_shares")
    if stated is None:
        stated = shares_of_service(pack, str(entry["service"])) or {}
    return {name: float(stated.get(name, 0.0)) for name in pack.axes["district"]}


def _title(entry: Record) -> Mapping[str, str]:
    title = entry.get("title", entry["id"])
    return title if isinstance(title, Mapping) else {"zh": str(title), "en": str(title)}
