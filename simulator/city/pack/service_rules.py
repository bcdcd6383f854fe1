"""What services and the use of beds have to agree in, where every value by itself is sound."""

from collections.abc import Iterator, Mapping
from math import isclose
from typing import Any

from simulator.city.pack.contents import PackContents, refuse
from simulator.city.pack.definition import definition_from
from simulator.city.pack.services import read_scope
from simulator.errors import Fault
from simulator.files.hints import show
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile
from simulator.words.catalogue import listed

_ROUNDING = 1e-5


def scopes_say_whom(pack: PackContents) -> Iterator[Fault]:
    """A scope has the fields of its kind and no others; only schools have an entitlement."""
    wanted = {"school_age": ("grade_one_age", "grades"), "age": ("from",)}
    allowed = {**wanted, "age": ("from", "to")}
    for file, parts, entry in pack.tables("services.toml", "service"):
        scope, here = entry["scope"], (*parts, "scope")
        kind = scope["kind"]
        for name in wanted.get(kind, ()):
            if name not in scope:
                yield refuse(file, here, "scope_lacks", kind=kind, name=name)
        for name in ("grade_one_age", "grades", "from", "to"):
            if name in scope and name not in allowed.get(kind, ()):
                yield refuse(file, (*here, name), "scope_has", kind=kind, name=name)
        if scope.get("to", 200) < scope.get("from", 0):
            yield refuse(file, (*here, "to"), "ages_reversed", first=scope["from"])
        if ("entitlement" in entry) != (kind == "school_age"):
            key = "entitlement_lacking" if kind == "school_age" else "entitlement_strange"
            yield refuse(file, (*parts, "entitlement"), key, kind=kind)


def gaps_are_of_like_things(pack: PackContents) -> Iterator[Fault]:
    """What a service is defined to count is what its norm counts: only then has it a gap."""
    for file, parts, entry in pack.tables("services.toml", "service"):
        if not _is_readable(entry["scope"]):
            continue
        stated, counted = definition_from(entry["definition"]), read_scope(entry["scope"]).people
        for kind in stated.unlike(counted):
            found, right = (show(getattr(each, kind)) for each in (stated, counted))
            here = (*parts, "definition", kind)
            yield refuse(file, here, "gap_of_unlike", found=found, right=right)


def _is_readable(scope: Mapping[str, Any]) -> bool:
    """Whether a scope has what its kind asks for; ``scopes_say_whom`` tells where it has not."""
    wanted = {"school_age": ("grade_one_age", "grades"), "age": ("from",)}
    return all(name in scope for name in wanted.get(scope["kind"], ()))


def schools_say_how_full(pack: PackContents) -> Iterator[Fault]:
    """A school, and nothing else, states a class limit from its standard on, and a mean load."""
    for file, parts, entry in pack.tables("services.toml", "service"):
        is_school = entry["scope"]["kind"] == "school_age"
        for name in ("class_limit", "starting_load"):
            if (name in entry) != is_school:
                key = "capacity_lacking" if is_school else "capacity_strange"
                yield refuse(file, (*parts, name), key, name=name, kind=entry["scope"]["kind"])
            elif is_school:
                yield from _within_interval(file, (*parts, name), entry[name])
        standard = entry.get("entitlement", {}).get("class_size", 0)
        limit = entry.get("class_limit", {}).get("value", standard)
        if limit < standard:
            here = (*parts, "class_limit", "value")
            yield refuse(file, here, "limit_below", found=limit, standard=standard)


def somebody_stays(pack: PackContents) -> Iterator[Fault]:
    """Who stays is divided among public and private places: of nobody there are no shares."""
    for file, here, service in pack.tables("services.toml", "service"):
        stated = service.get("entitlement", {})
        if stated and not stated["points_share"] and not stated["private_share"]:
            yield refuse(file, (*here, "entitlement", "private_share"), "nobody_stays")


def starting_stocks_add_up(pack: PackContents) -> Iterator[Fault]:
    """A known stock has a date and its districts, which add to the total."""
    for file, parts, entry in pack.tables("services.toml", "service"):
        start, here = entry["start"], (*parts, "start")
        if start["status"] == "unknown":
            continue
        for name in ("date", "districts", "total"):
            if name not in start:
                yield refuse(file, here, "start_lacks", name=name)
        total = sum(start.get("districts", {}).values())
        if "total" in start and not isclose(total, start["total"], abs_tol=1.0):
            yield refuse(file, (*here, "total"), "districts_add", found=f"{total:g}",
                         right=f"{start['total']:g}")  # fmt: skip


def take_up_has_its_interval(pack: PackContents) -> Iterator[Fault]:
    """An interval holds its value."""
    for file, parts, entry in pack.tables("services.toml", "service"):
        yield from _within_interval(file, (*parts, "take_up"), entry["take_up"])


def _within_interval(
    file: TomlFile, parts: Parts, found: Mapping[str, Any], *, at: str = "value"
) -> Iterator[Fault]:
    low, high = found.get("low", found["value"]), found.get("high", found["value"])
    if not low <= found["value"] <= high:
        yield refuse(file, (*parts, at), "outside_interval",
                     found=found["value"], low=low, high=high)  # fmt: skip


def admissions_say_whom(pack: PackContents) -> Iterator[Fault]:
    """Beds are taken by residents of certain ages, by deliveries, or by both."""
    for file, parts, entry in pack.tables("beds.toml", "use"):
        found, here = entry["admissions"], (*parts, "admissions")
        if ("from" in found) != ("values" in found):
            yield refuse(file, here, "ages_and_rates")
        elif "from" in found and found["from"][:1] != [0]:
            yield refuse(file, (*here, "from"), "ages_begin", found=found["from"][:1])
        elif "from" not in found and "per_delivery" not in found:
            yield refuse(file, here, "admissions_lack")


def uses_have_their_intervals(pack: PackContents) -> Iterator[Fault]:
    """An interval of a stay, or of the level of admissions (1), has both ends and a reason."""
    for file, parts, entry in pack.tables("beds.toml", "use"):
        for name, value in (("admissions", 1.0), ("length_of_stay", None)):
            found, here = entry[name], (*parts, name)
            stated = [each for each in _OF_INTERVAL if each in found]
            if stated and len(stated) < len(_OF_INTERVAL):
                yield refuse(file, (*here, stated[0]), "interval_lacks",
                             found=listed(stated), right=listed(_OF_INTERVAL))  # fmt: skip
            elif stated:
                whole = found if value is None else {**found, "value": value}
                at = "value" if value is None else "low"
                yield from _within_interval(file, here, whole, at=at)


_OF_INTERVAL = ("low", "high", "interval_reason")


def serving_ends_whole(pack: PackContents) -> Iterator[Fault]:
    """A school that has opened serves whole in the end; beds as far as stated, with an interval."""
    for file, parts, entry in pack.tables("services.toml", "service"):
        shares, here = entry["serving_shares"], (*parts, "serving_shares")
        last = shares["values"][-1] if shares["values"] else 0.0
        is_school = entry["scope"]["kind"] == "school_age"
        if last == 0 or (is_school and not isclose(last, 1.0, abs_tol=_ROUNDING)):
            yield refuse(file, (*here, "values"), "serving_ends")
        elif last < 1 and not {"low", "high"} <= set(shares):
            yield refuse(file, here, "serving_interval", last=f"{last:g}")
        else:
            yield from _within_interval(file, here, {**shares, "value": last}, at="values")


def parts_grow_with_their_whole(pack: PackContents) -> Iterator[Fault]:
    """What has a share of the new beds of a whole is a part of it, counted with it or later."""
    starts = {e["id"]: e["start"] for _, _, e in pack.tables("services.toml", "service")}
    parts_of = {e["id"]: e.get("part_of") for _, _, e in pack.tables("services.toml", "service")}
    for file, parts, entry in pack.tables("services.toml", "service"):
        if "share_of_new" not in entry:
            continue
        here, whole = (*parts, "share_of_new"), entry.get("part_of")
        if whole is None or parts_of.get(whole) or whole == entry["id"]:
            yield refuse(file, here, "share_of_what")
            continue
        yield from _within_interval(file, here, entry["share_of_new"])
        begins, own = (starts[name].get("date") for name in (whole, entry["id"]))
        if begins is None or own is None or str(own) < str(begins):
            yield refuse(file, here, "share_before", whole=whole)
            continue
        since = entry["share_of_new"]["whole"] - starts[whole]["total"]
        if entry["share_of_new"]["value"] * since > entry["start"]["total"]:
            yield refuse(
                file, (*here, "value"), "share_beyond", count=f"{entry['start']['total']:g}"
            )


RULES = (
    scopes_say_whom,
    gaps_are_of_like_things,
    schools_say_how_full,
    somebody_stays,
    starting_stocks_add_up,
    take_up_has_its_interval,
    uses_have_their_intervals,
    admissions_say_whom,
    serving_ends_whole,
    parts_grow_with_their_whole,
)
