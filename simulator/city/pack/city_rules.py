"""What the city and its definitions have to agree in: areas, dates of the start, what counts."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.city.axes import CITY
from simulator.city.pack.contents import PackContents, refuse
from simulator.city.pack.definition import KINDS
from simulator.errors import Fault
from simulator.files.form_check import unknown
from simulator.files.hints import show
from simulator.words.catalogue import listed, message


def areas_hold_districts(pack: PackContents) -> Iterator[Fault]:
    """A district lies in the area it names."""
    members = {entry["id"]: entry["districts"] for _, _, entry in pack.tables("city.toml", "area")}
    for file, parts, entry in pack.tables("city.toml", "district"):
        if entry["id"] not in members[entry["area"]]:
            yield refuse(file, (*parts, "area"), "not_in_area", district=entry["id"],
                         area=entry["area"])  # fmt: skip


def the_city_is_an_area(pack: PackContents) -> Iterator[Fault]:
    """There is an area of the whole city, which other files name."""
    if CITY not in [entry["id"] for _, _, entry in pack.tables("city.toml", "area")]:
        yield refuse(pack.documents["city.toml"], ("area",), "no_city_area")


def areas_part_the_city(pack: PackContents) -> Iterator[Fault]:
    """The area of the city holds every district, and one that districts name holds no others."""
    everywhere = {
        entry["id"]: entry["area"] for _, _, entry in pack.tables("city.toml", "district")
    }
    for file, parts, entry in pack.tables("city.toml", "area"):
        here = (*parts, "districts")
        for place, name in enumerate(entry["districts"]):
            if entry["id"] in everywhere.values() and everywhere[name] != entry["id"]:
                yield refuse(file, (*here, place), "in_two_areas", district=name,
                             area=everywhere[name])  # fmt: skip
        missing = [name for name in everywhere if name not in entry["districts"]]
        if entry["id"] == CITY and missing:
            yield refuse(file, here, "city_lacks", names=listed(missing))


def dates_of_the_start_follow(pack: PackContents) -> Iterator[Fault]:
    """The census comes before the start, the start before the record of supply; goals come last.

    The horizon lies behind them: a run has to have somewhere to go.
    """
    city = pack.documents["city.toml"]
    start: Any = city.document["start"]
    for first, then in (("census_date", "date"), ("date", "supply_date")):
        if str(start[then]) < str(start[first]):
            yield refuse(city, ("start", then), "date_before", found=start[then], first=first,
                         day=start[first])  # fmt: skip
    horizon: Any = city.document["horizon"]
    if str(horizon["date"]) <= str(start["supply_date"]):
        yield refuse(city, ("horizon", "date"), "date_before", found=horizon["date"],
                     first="supply_date", day=start["supply_date"])  # fmt: skip
    for file, parts, entry in pack.tables("city.toml", "basis"):
        goal, until = entry.get("residents_goal_date"), entry.get("residents_until")
        if ("residents_goal" in entry) != (goal is not None):
            yield refuse(file, parts, "goal_and_date")
        if goal and until and str(goal) <= str(until):
            yield refuse(file, (*parts, "residents_goal_date"), "date_before", found=goal,
                         first="residents_until", day=until)  # fmt: skip


def _counted(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is counted of a service: of a school the pupils, whatever its places are."""
    served = {"place_kind": "served"} if "starting_load" in entry else {}
    return {**entry["definition"], **served}


def definitions_agree(pack: PackContents) -> Iterator[Fault]:
    """A stock counts what its service does, and so does the series of that name.

    Of a school pupils are counted (places *served*), which its ``starting_load`` makes designed.
    """
    defined: Any = {}
    if "definitions.toml" in pack.documents:
        defined = pack.documents["definitions.toml"].document["series"]
    for file, parts, entry in pack.tables("services.toml", "service"):
        told = _counted(entry)
        for kind in ("place_kind", "bed_kind"):
            found = entry["start"].get(kind)
            if found is not None and found != told.get(kind):
                yield refuse(file, (*parts, "start", kind), "unlike_service", found=show(found),
                             right=show(told.get(kind, "")), service=entry["id"])  # fmt: skip
        for kind, found in defined.get(entry["id"], {}).items():
            if kind in (*KINDS, "age_range") and found != told.get(kind):
                yield refuse(pack.documents["definitions.toml"], ("series", entry["id"], kind),
                             "unlike_service", found=show(found),
                             right=show(told.get(kind, "")), service=entry["id"])  # fmt: skip
    for file, parts, entry in pack.tables("definitions.toml", "converter"):
        words = [name for name in KINDS[entry["kind"]] if name != entry["from"]]
        for name, right in (("from", KINDS[entry["kind"]]), ("to", words)):
            if entry[name] not in right:
                told = unknown(entry[name], right)
                yield file.fault((*parts, name), message("form.unknown_name", **told))


RULES = (
    areas_hold_districts,
    areas_part_the_city,
    dates_of_the_start_follow,
    definitions_agree,
)
