"""What of ``levers.toml`` has to agree: holes and picks, bounds, and the keys of scenarios."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulator.city.pack.contents import PackContents, refuse
from simulator.city.pack.levers import Lever, holes, read_levers
from simulator.city.pack.levers_form import LEVERS, MOST, PICKS, VALUE
from simulator.errors import Fault
from simulator.files.check_document import check_document
from simulator.files.overrides import parse_override
from simulator.files.schema import build_schema
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import Findings, Spot, TomlFile
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import preceded


def levers_are_few(pack: PackContents) -> Iterator[Fault]:
    """No more levers than a page shows at once."""
    every = list(pack.tables(LEVERS.file, "lever"))
    for file, parts, _ in every[MOST:]:
        yield refuse(file, parts, "levers_many", found=len(every), most=MOST)
        return


def holes_have_words(pack: PackContents) -> Iterator[Fault]:
    """Every hole is the value or something picked, and whatever is picked has its hole."""
    for file, parts, entry in pack.tables(LEVERS.file, "lever"):
        picked = [name for name in PICKS if name in entry]
        if VALUE not in holes(entry["says"]):
            yield refuse(file, (*parts, "says"), "lever_value")
        for name in ("key", "says"):
            for hole in holes(entry[name]):
                if hole not in (VALUE, *picked):
                    yield refuse(file, (*parts, name), "lever_hole", found=hole)
        for name in picked:
            if name not in (*holes(entry["says"]), *holes(entry["key"])):
                yield refuse(file, (*parts, name), "lever_pick", found=name)


def bounds_follow(pack: PackContents) -> Iterator[Fault]:
    """A number goes from low to high in whole steps, and rests within."""
    for file, parts, entry in pack.tables(LEVERS.file, "lever"):
        if entry.get("kind") == "switch":
            continue
        missing = [name for name in ("low", "high", "step") if name not in entry]
        for name in missing:
            yield refuse(file, parts, "lever_lacks", name=name)
        if not missing and not entry["low"] < entry["high"]:
            yield refuse(file, (*parts, "high"), "lever_bounds", low=entry["low"])
        elif not missing and not entry["low"] <= entry.get("rest", entry["low"]) <= entry["high"]:
            yield refuse(file, (*parts, "rest"), "lever_rest", low=entry["low"], high=entry["high"])


RULES = (levers_are_few, holes_have_words, bounds_follow)


def levers_state_what_is_lawful(
    pack: PackContents, settings: Sequence[Setting], axes: Mapping[str, tuple[str, ...]]
) -> Iterator[Fault]:
    """Whatever a lever can say a scenario may say: at both ends, with every word picked."""
    entries = list(pack.tables(LEVERS.file, "lever"))
    if not (settings and entries):
        return
    schema = build_schema(settings, axes)
    document: Any = {"lever": [entry for _, _, entry in entries]}
    for lever, (file, parts, _) in zip(read_levers(document), entries, strict=True):
        for said in _said(lever):
            found, faults = parse_override(said, schema)
            findings = Findings(faults=list(faults))
            if found is not None:
                check_document(Spot(file=found, findings=findings), schema)
            if findings.faults:
                yield _told(file, (*parts, "says"), findings.faults[0])
                break


def _told(file: TomlFile, parts: Parts, fault: Fault) -> Fault:
    return file.fault(parts, preceded(fault.key, fault.message))


def _said(lever: Lever) -> Iterator[str]:
    for picked in lever.every_pick():
        for shown in (lever.low, lever.high):
            yield "=".join(lever.statement(shown, picked))
