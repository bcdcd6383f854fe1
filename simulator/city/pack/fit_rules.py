"""What of ``fit.toml`` has to agree: priors that build on each other, dates, rows of the record."""

from collections.abc import Iterator
from typing import Any

from simulator.city.pack.contents import PackContents, refuse
from simulator.city.pack.fit_form import FIT, GROUPS
from simulator.errors import Fault
from simulator.files.spelling import is_dated


def priors_build_on_what_stands_before(pack: PackContents) -> Iterator[Fault]:
    """A number depends on numbers before it, and has a centre or another it walks from."""
    seen: set[str] = set()
    for file, here, entry in pack.tables(FIT.file, "free"):
        for name in ("after", "above", "over"):
            if name in entry and entry[name] not in seen:
                yield refuse(file, (*here, name), "fit_order", other=entry[name])
        centred = any(name.startswith("centre") for name in entry)
        if centred == ("after" in entry):
            yield refuse(file, here, "fit_centre")
        if (entry["transform"] == "rest") != ("above" in entry):
            yield refuse(file, here, "fit_above")
        seen.add(entry["name"])


def dated_numbers_have_a_path(pack: PackContents) -> Iterator[Fault]:
    """Dates are years or days, and belong to keys whose path is fitted."""
    paths = {entry["key"] for _, _, entry in pack.tables(FIT.file, "path")}
    for file, here, entry in pack.tables(FIT.file, "free"):
        if "dates" in entry and not set(entry["keys"]) <= paths:
            yield refuse(file, (*here, "keys"), "fit_path")
        for place, found in enumerate(entry.get("dates", ())):
            if not is_dated(found):
                yield refuse(file, (*here, "dates", place), "no_date", found=found)
    for file, here, entry in pack.tables(FIT.file, "path"):
        for found in entry.get("fixed", {}):
            if not is_dated(found):
                yield refuse(file, (*here, "fixed", found), "no_date", found=found)


def priors_lie_where_they_may(pack: PackContents) -> Iterator[Fault]:
    """A centre is a number that its transform can take; no key is fitted twice at one date."""
    seen: dict[tuple[str, str], str] = {}
    for file, here, entry in pack.tables(FIT.file, "free"):
        transform, high = entry["transform"], entry.get("high", 1.0)
        for name in (each for each in entry if each.startswith("centre")):
            told = {"found": entry[name], "transform": transform}
            if transform == "log" and entry[name] <= 0:
                yield refuse(file, (*here, name), "fit_positive", **told)
            if transform in ("logit", "rest") and not 0 < entry[name] < high:
                yield refuse(file, (*here, name), "fit_share", **told, high=high)
        for key in entry["keys"] if "dates" in entry else ():
            for place, found in enumerate(entry["dates"]):
                other = seen.setdefault((key, str(found)), entry["name"])
                if other != entry["name"]:
                    yield refuse(file, (*here, "dates", place), "fit_again", name=key, date=found,
                                 other=other)  # fmt: skip


def window_ends_after_the_start(pack: PackContents) -> Iterator[Fault]:
    """What is fitted lies after the start of the city."""
    start: Any = pack.documents["city.toml"].document["start"]
    file = pack.documents.get(FIT.file)
    if file is not None and str(file.document["window_end"]) <= str(start["date"]):
        found = file.document["window_end"]
        yield refuse(file, ("window_end",), "fit_window", found=found, start=start["date"])


def series_have_rows(pack: PackContents) -> Iterator[Fault]:
    """A series that is fitted to has rows of the city in the record."""
    for file, here, entry in pack.tables(FIT.file, "series"):
        wanted = {"series": entry["series"], "use": entry.get("use", "observation")}
        wanted |= {name: entry[name] for name in GROUPS if name in entry}
        rows = pack.rows.get(f"observations/{entry['file']}.csv", ())
        if not any(all(row.get(k) == text for k, text in wanted.items()) for _, row in rows):
            yield refuse(file, (*here, "series"), "no_such_series", **wanted, table=entry["file"])


RULES = (
    priors_build_on_what_stands_before,
    dated_numbers_have_a_path,
    priors_lie_where_they_may,
    window_ends_after_the_start,
    series_have_rows,
)
