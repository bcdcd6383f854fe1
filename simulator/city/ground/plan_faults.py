"""What a scenario's own projects and programmes may not say, each told at its line.

Whether they fit the run and what is promised beside them is seen where their values are made
(``simulator.city.supply``); here they are complete, and name what the city pack knows.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from simulator.city.pack.building import Programme
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.services import Service
from simulator.errors import Fault
from simulator.files.hints import nearest, show, suggest
from simulator.files.scenario_file import ScenarioFile
from simulator.files.schedules import schedule_of
from simulator.stockflow.values.calendar import calendar_label, instant
from simulator.words.catalogue import Pair, listed, message, pair

PROJECTS = "plan.projects"
PROGRAMMES = "plan.programmes"
SIZES = "plan.programme_places"

_OF_A_PROJECT = ("service", "district", "places")
"""What a project states that the pack does not have, beside the day it is promised or opens."""

_OF_A_PROGRAMME = ("service", "places", "projects", "begins", "promised")

_PACK_SAYS = {
    PROJECTS: ("service", "district", "programme", "title", "begun", "facilities", "state"),
    PROGRAMMES: ("service", "title", "begins"),
}
"""Fields that only a record of the scenario's own may state: of the others the pack says them."""

_SLIP = 0.75
"""How like a known id one must be to be taken for a slip: ids are short and resemble each other."""

Record = Mapping[str, Any]


def records_of(file: ScenarioFile, key: str) -> tuple[Record, ...]:
    """The records of a key; none where the scenario states none."""
    found = file.values.get(key, ())
    return found if isinstance(found, tuple) else ()


def faults_of_plan(pack: CityPack, file: ScenarioFile) -> Iterator[Fault]:
    """Everything wrong with the projects and programmes that a scenario states."""
    programmes = {each.name: each for each in pack.programmes}
    for entry in records_of(file, PROGRAMMES):
        known = programmes.get(str(entry["id"]))
        if known is None:
            yield from _faults_of_programme(pack, file, entry)
        else:
            yield from _faults_of_change(file, PROGRAMMES, entry)
            yield from _faults_of_size(file, known, entry)
        yield from _faults_of_shares(file, entry)
        yield from _faults_of_promise(file, entry)
    projects = {each.name for each in pack.projects}
    for entry in records_of(file, PROJECTS):
        if entry["id"] in projects:
            yield from _faults_of_change(file, PROJECTS, entry)
        else:
            yield from _faults_of_project(pack, file, entry)
        if float(entry.get("places", 1)) < 1:
            told = message("building.no_places", id=entry["id"], places=f"{entry['places']:g}")
            yield file.fault(told, PROJECTS, str(entry["id"]), "places")


def _faults_of_project(pack: CityPack, file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    """A project that the pack does not have: complete, and of names the pack knows."""
    name = str(entry["id"])
    missing = [field for field in _OF_A_PROJECT if field not in entry]
    if not {"promised", "opens"} & entry.keys():
        missing.append("promised")
    if missing:
        called = _called(name, [project.name for project in pack.projects])
        told = message("building.new_project", id=called, missing=listed(missing))
        yield file.fault(told, PROJECTS, name)
    yield from _faults_of_place(pack, file, entry)
    yield from _faults_of_home(pack, file, entry)
    for field in ("promised", "opens"):
        if "begun" in entry and field in entry and entry["begun"] >= entry[field]:
            told = message("building.begun_late", begun=entry["begun"], field=field,
                           day=entry[field])  # fmt: skip
            yield file.fault(told, PROJECTS, name, "begun")


def _faults_of_home(pack: CityPack, file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    """A project is inside a programme that there is, and that is of its service."""
    inside, name = entry.get("programme"), str(entry["id"])
    services = {each.name: each.service for each in pack.programmes}
    services |= {
        str(each["id"]): str(each["service"])
        for each in records_of(file, PROGRAMMES)
        if "service" in each
    }
    if inside is not None and inside not in services:
        told = message("building.no_programme", found=show(inside), hint=suggest(inside, services))
        yield file.fault(told, PROJECTS, name, "programme")
    elif inside is not None and "service" in entry and services[inside] != entry["service"]:
        told = message("building.other_service", found=show(entry["service"]),
                       right=show(services[inside]), programme=inside)  # fmt: skip
        yield file.fault(told, PROJECTS, name, "service", "programme")


def _faults_of_change(file: ScenarioFile, key: str, entry: Record) -> Iterator[Fault]:
    """A change of what the pack has: what only the pack says of it stays."""
    for field in _PACK_SAYS[key]:
        if field in entry:
            name = str(entry["id"])
            kind = "project" if key == PROJECTS else "programme"
            told = message(f"building.{kind}_of_the_pack", id=name, field=field)
            yield file.fault(told, key, name, field)


def _faults_of_size(file: ScenarioFile, programme: Programme, entry: Record) -> Iterator[Fault]:
    """The size of a programme of the pack is stated once: in its record, or for its service."""
    key = f"{SIZES}.{programme.service}"
    if "places" in entry and key in file.values:
        told = message("building.sized_twice", id=programme.name, key=key)
        yield file.fault(told, PROGRAMMES, programme.name, "places")
    if "promised" in entry and schedule_of(entry["promised"])[0][0] <= programme.begins:
        told = message("building.promised_before", begins=calendar_label(programme.begins))
        yield file.fault(told, PROGRAMMES, programme.name, "promised")


def _faults_of_programme(pack: CityPack, file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    """A programme that the pack does not have: complete, and after the record of its service."""
    name = str(entry["id"])
    missing = [field for field in _OF_A_PROGRAMME if field not in entry]
    if missing:
        called = _called(name, [programme.name for programme in pack.programmes])
        told = message("building.new_programme", id=called, missing=listed(missing))
        yield file.fault(told, PROGRAMMES, name)
    if "places" in entry and entry["places"] == 0:
        yield file.fault(message("building.empty_programme"), PROGRAMMES, name, "places")
    service = pack.service.get(str(entry.get("service")))
    if service is not None and "district_shares" not in entry and not _is_spread(pack, service):
        told = message("building.no_shares", service=service.called)
        yield file.fault(told, PROGRAMMES, name)
    if "begins" in entry:
        yield from _faults_of_beginning(file, service, entry)


def _faults_of_beginning(
    file: ScenarioFile, service: Service | None, entry: Record
) -> Iterator[Fault]:
    name, begins = str(entry["id"]), entry["begins"]
    if "promised" in entry and schedule_of(entry["promised"])[0][0] <= instant(begins):
        told = message("building.promised_before", begins=begins)
        yield file.fault(told, PROGRAMMES, name, "promised")
    start = file.values["model.start"]
    if begins < start:
        told = message("building.begins_early", begins=begins, start=start)
        yield file.fault(told, PROGRAMMES, name, "begins")
    elif service is not None and service.start is not None and instant(begins) < service.start.year:
        told = message("building.begins_before_record", begins=begins, service=service.called,
                       first=calendar_label(service.start.year))  # fmt: skip
        yield file.fault(told, PROGRAMMES, name, "begins")


def _faults_of_promise(file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    """A promise by years has one day, its last; shares by day say themselves how it is spread."""
    name = str(entry["id"])
    if entry.get("yearly", False) and not isinstance(entry.get("promised"), date):
        yield file.fault(message("building.yearly_of_what"), PROGRAMMES, name, "yearly")


def _faults_of_shares(file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    shares = entry.get("district_shares")
    total = 1.0 if shares is None else sum(float(share) for share in shares.values())
    if abs(total - 1) > 1e-6:
        told = message("building.shares_sum", total=f"{total:.6g}")
        yield file.fault(told, PROGRAMMES, str(entry["id"]), "district_shares")


def _faults_of_place(pack: CityPack, file: ScenarioFile, entry: Record) -> Iterator[Fault]:
    """A project stands in a district or an area of the pack."""
    found = entry.get("district")
    known = (*pack.axes["district"], *(str(area["id"]) for area in pack.city["area"]))
    if found is not None and found not in known:
        told = message("building.no_district", found=show(found), hint=suggest(found, known))
        yield file.fault(told, PROJECTS, str(entry["id"]), "district")


def _is_spread(pack: CityPack, service: Service) -> bool:
    return any(each.service == service.name and each.places for each in pack.programmes)


def _called(name: str, known: list[str]) -> Pair:
    """An unknown id, with the known one of which it may be a slip where they are much alike."""
    close = nearest(name, known, cutoff=_SLIP)
    return (name, name) if close is None else pair("building.near", id=name, name=show(close))
