"""What programmes, projects and the record of supply have to agree in."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import isclose
from typing import Any

from simulator.city.pack.contents import PackContents, refuse
from simulator.city.pack.sheets import PROJECTS
from simulator.errors import Fault
from simulator.files.hints import show
from simulator.files.sheet_check import Cells
from simulator.files.toml_lines import Parts

_ROUNDING = 1e-5
_NEVER = "9999-12-31"
_BEGUN = ("building", "finished", "open")
_BEFORE = (
    ("start", "promised_completion"),
    ("start", "promised_opening"),
    ("promised_completion", "promised_opening"),
    ("start", "revised_opening"),
    ("start", "actual_opening"),
)


def programmes_keep_their_period(pack: PackContents) -> Iterator[Fault]:
    """A programme ends after it begins; what it promises lies between, and never falls."""
    for name in ("total", "programme"):
        for file, parts, entry in pack.tables("programmes.toml", name):
            if "ends" in entry and not str(entry["begins"]) < str(entry["ends"]):
                yield refuse(file, (*parts, "ends"), "ends_before", begins=entry["begins"])
    for file, parts, entry in pack.tables("programmes.toml", "programme"):
        shares = entry["promised"]["shares"]
        if not isclose(shares[-1], 1.0, abs_tol=_ROUNDING):
            yield refuse(file, (*parts, "promised", "shares"), "promised_whole", found=shares[-1])
        for where, day in _dates_of(entry):
            if not str(entry["begins"]) <= day <= str(entry.get("ends", _NEVER)):
                yield refuse(file, (*parts, *where), "outside_programme", found=day,
                             begins=entry["begins"], ends=entry.get("ends", "…"))  # fmt: skip
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


def _dates_of(programme: Mapping[str, Any]) -> Iterator[tuple[Parts, str]]:
    """Every date of a programme but its first and last."""
    for place, day in enumerate(programme["promised"]["dates"]):
        yield ("promised", "dates", place), str(day)
    for place, year in enumerate(programme.get("yearly", {}).get("years", ())):
        yield ("yearly", "years", place), f"{year}-12-31"
    if "enters" in programme:
        yield ("enters", "date"), str(programme["enters"]["date"])


def projects_keep_their_dates(pack: PackContents) -> Iterator[Fault]:
    """A project starts before it opens, and its state is that of the reference date."""
    today = str(pack.documents["city.toml"].document["reference_date"])
    for line, row in pack.rows[PROJECTS.file]:
        for first, then in _BEFORE:
            if row[first] and row[then] and row[then] < row[first]:
                yield pack.refuse_row(PROJECTS.file, line, then, "before_start",
                                      found=row[then], first=first, day=row[first])  # fmt: skip
        opened = bool(row["actual_opening"]) and row["actual_opening"] <= today
        begun = bool(row["start"]) and row["start"] <= today
        told = {"state": row["state"], "today": today}
        if opened and row["state"] not in ("open", "closed"):
            told |= {"name": "actual_opening", "day": row["actual_opening"]}
            yield pack.refuse_row(PROJECTS.file, line, "state", "state_before", **told)
        elif row["actual_opening"] > today and row["state"] == "open":
            told |= {"name": "actual_opening", "day": row["actual_opening"]}
            yield pack.refuse_row(PROJECTS.file, line, "state", "state_after", **told)
        elif begun and row["state"] in ("planned", "approved"):
            told |= {"name": "start", "day": row["start"]}
            yield pack.refuse_row(PROJECTS.file, line, "state", "state_before", **told)
        elif row["start"] > today and row["state"] in _BEGUN:
            told |= {"name": "start", "day": row["start"]}
            yield pack.refuse_row(PROJECTS.file, line, "state", "state_after", **told)


def projects_belong(pack: PackContents) -> Iterator[Fault]:
    """A project is counted once, in the unit of its service, in a programme of that service."""
    units = {entry["id"]: entry["unit"] for _, _, entry in pack.tables("services.toml", "service")}
    programmes = {
        entry["id"]: entry["service"] for _, _, entry in pack.tables("programmes.toml", "programme")
    }
    for line, row in pack.rows[PROJECTS.file]:
        for column, key, told in _misplaced(row, units, programmes):
            yield pack.refuse_row(PROJECTS.file, line, column, key, **told)


def _misplaced(
    row: Cells, units: Mapping[str, str], programmes: Mapping[str, str]
) -> Iterator[tuple[str, str, dict[str, object]]]:
    """What a project says that another of its columns denies: column, key of the words, values."""
    service, programme, unit = row["service"], row["programme"], row["unit"]
    size, most = row["increment"], row["capacity"]
    if (row["inside_programme"] == "yes") != bool(programme):
        yield "programme", "inside_which", {"inside": row["inside_programme"]}
    if programme and service != programmes[programme]:
        told = {"found": show(service), "right": show(programmes[programme])}
        yield "service", "other_programme", {**told, "programme": programme}
    if service and unit != units[service]:
        told = {"found": show(unit), "right": show(units[service])}
        yield "unit", "other_unit", {**told, "service": service}
    if row["inside_programme"] == row["in_starting_stock"] == "yes":
        yield "in_starting_stock", "counted_twice", {}
    if size and most and float(size) > float(most):
        yield "increment", "above_capacity", {"found": size, "capacity": most}


def figures_ask_what_they_need(pack: PackContents) -> Iterator[Fault]:
    """A figure of the record of supply has the fields that its question needs."""
    needs = {
        "built": ("services", "periods"),
        "projects": ("services", "periods"),
        "state": ("services", "state", "date"),
        "open": ("services", "date"),
        "kind": ("base", "programme", "date"),
    }
    seen: set[str] = set()
    for file, parts, entry in pack.tables("supply_record.toml", "figure"):
        for place, other in enumerate(entry.get("sum_of", ())):
            if other not in seen:
                yield refuse(file, (*parts, "sum_of", place), "sum_before", other=other)
        seen.add(entry["id"])
        if ("asks" in entry) == ("sum_of" in entry):
            yield refuse(file, parts, "asks_or_sum")
        for name in needs.get(entry.get("asks", ""), ()):
            if name not in entry:
                yield refuse(file, parts, "asks_needs", asks=entry["asks"], name=name)


RULES = (
    programmes_keep_their_period,
    programmes_add_to_totals,
    projects_keep_their_dates,
    projects_belong,
    figures_ask_what_they_need,
)
