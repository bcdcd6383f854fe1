"""Where it comes from: program, scenario, pack, digests, sources."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from simulator.city.document.material import Material, plain
from simulator.report.document.parts import Cell, Rows, Section


def provenance_section(material: Material) -> Section:
    """The run's identity and every source that the pack names."""
    return Section(
        name="provenance",
        title=material.say("report.provenance"),
        blocks=(_run(material), _sources(material)),
    )


def _run(material: Material) -> Rows:
    return Rows(
        name="provenance-run",
        title=material.say("report.run_title"),
        head=material.head("what", "value"),
        body=list(_facts(material)),
        numeric=(False, False),
    )


def _facts(material: Material) -> Iterator[tuple[Cell, ...]]:
    file = material.outcome.file
    solver = _part(material, "solver")
    yield plain(material.say("report.run_id"), run_id(material.manifest))
    yield plain(material.say("report.scenario_name"), material.title(file.title or file.name))
    yield plain(material.say("report.files"), ", ".join(Path(each).name for each in file.files))
    if file.overrides:
        yield plain(material.say("report.changed"), "; ".join(file.overrides))
    yield plain(material.say("report.draws_made"), str(material.answer.draws))
    yield plain(
        material.say("report.solver"),
        f"{solver.get('method', '')}, {solver.get('relative_tolerance', '')}",
    )
    for kind, residual in _part(material, "residuals").items():
        yield plain(f"{material.say('summary.balance')}: {kind}", str(residual))
    for name, version in _part(material, "software").items():
        yield plain(str(name), str(version))


def run_id(manifest: Mapping[str, object]) -> str:
    """What tells this run from every other: the digest of its resolved scenario, shortened."""
    scenario = manifest.get("scenario", {})
    digest = scenario.get("resolved_sha256", "") if isinstance(scenario, Mapping) else ""
    return str(digest)[:12]


def _part(material: Material, name: str) -> Mapping[str, object]:
    found = material.manifest.get(name, {})
    return found if isinstance(found, Mapping) else {}


def _sources(material: Material) -> Rows:
    rows = material.outcome.pack.sources.items()
    columns = ("title", "publisher", "date", "grade", "gives")
    return Rows(
        name="provenance-sources",
        title=material.say("report.sources", number=len(rows)),
        head=material.head("source", "source_title", "publisher", "date", "grade", "gives"),
        body=[plain(name, *(row.text(column) for column in columns)) for name, row in rows],
        numeric=(False,) * 6,
        folded=True,
    )
