"""What of a city pack has to agree across keys and files, where every value by itself is sound."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from math import isclose
from typing import Any

from simulator.city.pack.contents import PackContents, refuse
from simulator.errors import Fault
from simulator.files.spelling import is_dated
from simulator.files.hints import expect, show
from simulator.files.scalar_values import is_within_bounds
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import message

Rule = Callable[[PackContents], Iterator[Fault]]

_ROUNDING = 1e-5


def areas_hold_districts(pack: PackContents) -> Iterator[Fault]:
    """A district lies in the area it names."""
    members = {entry["id"]: entry["districts"] for _, _, entry in pack.tables("city.toml", "area")}
    for file, parts, entry in pack.tables("city.toml", "district"):
        if entry["id"] not in members[entry["area"]]:
            yield refuse(file, (*parts, "area"), "not_in_area", district=entry["id"],
                         area=entry["area"])  # fmt: skip


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
        found = entry["take_up"]
        low, high = found.get("low", found["value"]), found.get("high", found["value"])
        if not low <= found["value"] <= high:
            yield refuse(file, (*parts, "take_up", "value"), "outside_interval",
                         found=found["value"], low=low, high=high)  # fmt: skip


def admissions_say_whom(pack: PackContents) -> Iterator[Fault]:
    """Beds are taken by residents of certain ages, by deliveries, or by both."""
    for file, parts, entry in pack.tables("beds.toml", "use"):
        found, here = entry["admissions"], (*parts, "admissions")
        if ("from" in found) != ("values" in found):
            yield refuse(file, here, "ages_and_rates")
        elif "from" not in found and "per_delivery" not in found:
            yield refuse(file, here, "admissions_lack")


def serving_ends_whole(pack: PackContents) -> Iterator[Fault]:
    """What has opened serves in the end."""
    for file, parts, entry in pack.tables("services.toml", "service"):
        values = entry["serving_shares"]["values"]
        if not values or not isclose(values[-1], 1.0, abs_tol=_ROUNDING):
            yield refuse(file, (*parts, "serving_shares", "values"), "serving_ends")


def programmes_keep_their_period(pack: PackContents) -> Iterator[Fault]:
    """A programme ends after it begins, and promises no less from one date to the next."""
    for name in ("total", "programme"):
        for file, parts, entry in pack.tables("programmes.toml", name):
            if "ends" in entry and not _day(entry["begins"]) < _day(entry["ends"]):
                yield refuse(file, (*parts, "ends"), "ends_before", begins=entry["begins"])
    for file, parts, entry in pack.tables("programmes.toml", "programme"):
        shares = entry["promised"]["shares"]
        if any(high < low for low, high in pairwise(shares)):
            yield refuse(file, (*parts, "promised", "shares"), "promised_falls")


def programmes_add_to_totals(pack: PackContents) -> Iterator[Fault]:
    """The programmes of a total hold its places and its projects."""
    parts_of: dict[str, list[Any]] = {}
    for _file, _parts, entry in pack.tables("programmes.toml", "programme"):
        parts_of.setdefault(entry.get("total", ""), []).append(entry)
    for file, parts, entry in pack.tables("programmes.toml", "total"):
        for name in ("places", "projects"):
            found = sum(each[name] for each in parts_of.get(entry["id"], ()))
            if not isclose(found, entry[name], rel_tol=1e-3, abs_tol=1.0):
                yield refuse(file, (*parts, name), "programmes_add", found=f"{found:g}",
                             right=f"{entry[name]:g}")  # fmt: skip


def parameters_have_a_value(pack: PackContents) -> Iterator[Fault]:
    """A parameter states a value, or dated values with what holds between and beyond them."""
    for file, parts, entry in pack.tables("parameters.toml", "parameter"):
        if ("value" in entry) == ("values" in entry):
            yield refuse(file, parts, "value_or_values")
            continue
        if isinstance(entry.get("value"), str | bool):
            yield refuse(file, (*parts, "value"), "no_number", found=entry["value"])
        if "values" in entry:
            for name in ("interpolation", "before", "after"):
                if name not in entry:
                    yield refuse(file, parts, "dated_lacks", name=name)
            yield from _dated(file, (*parts, "values"), entry["values"])


def _dated(file: TomlFile, parts: Parts, values: object) -> Iterator[Fault]:
    """Every date is one, every value a number."""
    for key, number in values.items() if isinstance(values, dict) else ():
        if not is_dated(key):
            yield refuse(file, (*parts, key), "no_date", found=key)
        if isinstance(number, bool) or not isinstance(number, int | float):
            yield refuse(file, (*parts, key), "no_number", found=number)


def parameters_within_bounds(pack: PackContents, leaves: Mapping[str, Setting]) -> Iterator[Fault]:
    """What a parameter says of a key of scenarios is lawful there too."""
    for file, parts, entry in pack.tables("parameters.toml", "parameter"):
        setting = leaves.get(entry["key"])
        dated = entry.get("values")
        found = {(*parts, "values", key): value for key, value in (dated or {}).items()}
        if "value" in entry:
            found[*parts, "value"] = entry["value"]
        for here, number in found.items():
            if setting is None or isinstance(number, bool) or not isinstance(number, int | float):
                continue
            if not is_within_bounds(setting, float(number)):
                said = message("form.wrong", found=show(number), right=expect(setting))
                yield file.fault(here, said)


def figures_ask_what_they_need(pack: PackContents) -> Iterator[Fault]:
    """A figure of the record of supply has the fields that its question needs."""
    needs = {
        "built": ("services", "periods"),
        "projects": ("services", "periods"),
        "state": ("services", "state", "date"),
        "open": ("services", "date"),
        "kind": ("base", "programme", "date"),
    }
    for file, parts, entry in pack.tables("supply_record.toml", "figure"):
        if ("asks" in entry) == ("sum_of" in entry):
            yield refuse(file, parts, "asks_or_sum")
        for name in needs.get(entry.get("asks", ""), ()):
            if name not in entry:
                yield refuse(file, parts, "asks_needs", asks=entry["asks"], name=name)


def _day(value: object) -> date:
    return date.fromisoformat(str(value))


RULES: tuple[Rule, ...] = (
    areas_hold_districts,
    scopes_say_whom,
    starting_stocks_add_up,
    take_up_has_its_interval,
    admissions_say_whom,
    serving_ends_whole,
    programmes_keep_their_period,
    programmes_add_to_totals,
    parameters_have_a_value,
    figures_ask_what_they_need,
)
