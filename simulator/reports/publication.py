"""A run's folder: tables, figures, resolved scenario and manifest, published in one step."""

from pathlib import Path

from simulator.analysis.outcome import Outcome
from simulator.inputs.resolved import dump_scenario
from simulator.reports.folder import publish, refuse_foreign
from simulator.reports.manifest import write_manifest
from simulator.reports.tables.write import write_tables

RESOLVED = "scenario.resolved.toml"


def publish_outcome(outcome: Outcome, folder: Path) -> None:
    """Write everything of a run beside ``folder`` and move it into place."""

    def write(target: Path) -> None:
        write_tables(target / "tables", outcome)
        if outcome.file.values["report.figures"]:
            from simulator.reports.figures import draw_figures

            draw_figures(outcome, target / "figures", str(outcome.file.values["report.language"]))
        text = dump_scenario(outcome.file)
        (target / RESOLVED).write_text(text, encoding="utf-8", newline="\n")
        write_manifest(target, outcome)

    publish(folder, write)


def refuse_occupied(folder: Path) -> None:
    """Refuse before a run, not after it, a folder that holds something else."""
    refuse_foreign(folder.resolve())
