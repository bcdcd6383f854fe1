"""What is said of the tables of a run for programs that read them: ``datapackage.json``."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.provenance import source_title
from simulator.report.data_package import NAME, PackageSaid, package_text
from simulator.report.table import Table
from simulator.words.catalogue import pair

KEYS: Mapping[str, Sequence[str]] = {
    "answer": ("service",),
    "population": ("date", "district", "residency", "sex", "age"),
    "components": ("year", "district", "residency", "flow", "direction"),
    "services": ("date", "service", "district"),
    "gaps": ("service", "district"),
    "observed": ("series", "date"),
    "fit_by_series": ("series",),
    "projects": ("project",),
    "supply_states": ("date", "service", "district", "delivery", "state"),
    "project_sensitivity": ("project",),
    "supply_record": ("figure",),
    "ratios": ("date", "ratio"),
    "beds": ("year", "service"),
    "housing": ("year",),
    "school_entitlement": ("date", "service", "district"),
    "school_entrance": ("date", "service", "district"),
    "intakes": ("date", "service", "district"),
    "definitions": ("what", "name"),
    "held": ("key",),
    "inputs": ("key",),
    "targets": ("target",),
    "target_values": ("target", "reading", "year"),
    "outlook": ("year", "district", "quantity"),
}
"""Columns that together tell the rows of a table apart, where they do and none is ever blank."""


def write_package(folder: Path, outcome: Outcome, tables: Sequence[Table]) -> None:
    """Write ``datapackage.json`` beside the tables of a run, the dictionary last of them.

    Sources are named as elsewhere, without addresses. No licence is said: the pack has none on
    record for what it cites.
    """
    pack, file = outcome.pack, outcome.file
    title = pair("data_package.title", city=pack.title, scenario=file.title or file.name)
    said = PackageSaid(
        title=title, sources=[source_title(pack, name) for name in pack.sources], keys=KEYS
    )
    (folder / NAME).write_bytes(package_text(said, tables, tables[-1]).encode())
