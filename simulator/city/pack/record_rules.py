"""What the record of a pack has to hold together: ages without a hole, series that are there."""

from collections.abc import Iterator, Mapping
from typing import Any

from simulator.city.axes import SEX
from simulator.city.pack.contents import PackContents
from simulator.city.pack.sheets import CENSUS
from simulator.errors import Fault
from simulator.files.form_check import unknown
from simulator.words.catalogue import message


def census_ages_follow(pack: PackContents) -> Iterator[Fault]:
    """Age groups of a sex begin at 0, each where the one before ends; the last one is open."""
    path = pack.documents["city.toml"].path.replace("city.toml", CENSUS.file)
    for sex in SEX:
        groups = [(line, row) for line, row in pack.rows[CENSUS.file] if row["sex"] == sex]
        wanted = "0"
        for line, row in groups:
            if row["age_from"] != wanted:
                key = "pack.age_group" if wanted else "pack.age_after"
                told = message(key, found=row["age_from"], right=wanted)
                yield Fault(path=path, line=line, key="age_from", message=told)
            wanted = str(int(row["age_to"]) + 1) if row["age_to"] else ""
        if wanted:
            told = message("pack.age_open", sex=sex, right=wanted)
            yield Fault(path=path, line=groups[-1][0], key="age_to", message=told)


def series_are_on_record(pack: PackContents) -> Iterator[Fault]:
    """A series that is defined, or that a basis of the population names, has rows."""
    known = sorted({row["series"] for _, row in _observations(pack)})
    defined = pack.documents.get("definitions.toml")
    if defined is not None:
        series: Any = defined.document["series"]
        for name in series:
            if name not in known:
                yield defined.fault(("series", name), _no_series(name, known))
    for file, here, entry in pack.tables("city.toml", "basis"):
        for key in ("residents_series", "births_series"):
            if key in entry and entry[key] not in known:
                yield file.fault((*here, key), _no_series(entry[key], known))


def _no_series(name: str, known: list[str]) -> str:
    return message("form.unknown_name", **unknown(name, known))


def _observations(pack: PackContents) -> Iterator[tuple[int, Mapping[str, str]]]:
    for rows in pack.rows.values():
        yield from (each for each in rows if "series" in each[1])


RULES = (census_ages_follow, series_are_on_record)
