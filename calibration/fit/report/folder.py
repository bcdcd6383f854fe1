"""The report of a fit: tables, figures and a page in Chinese and English."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from calibration.fit.identified import LEFT
from calibration.fit.optimum import agree
from calibration.fit.report.figures import draw_fit
from calibration.fit.report.summary import sampled
from calibration.fit.report.tables import direction_rows, number_rows, write_tables
from calibration.fit.report.tolerances import held
from calibration.fit.report.words import paragraphs
from calibration.fit.result import FitResult
from calibration.structure_check.report import write_structure
from simulator.words.catalogue import pair, say


def write_report(folder: Path, revised: FitResult, planned: FitResult) -> None:
    """Write everything a reader needs to judge a fit into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_tables(folder, revised, "revised")
    write_tables(folder, planned, "planned")
    draw_fit(revised, folder, revised.problem.blocks.pack.title)
    write_structure(folder, revised)
    (folder / "report.md").write_text(report_text(revised, planned), encoding="utf-8", newline="\n")


def report_text(revised: FitResult, planned: FitResult) -> str:
    """The page: what was fitted, how well it holds, what the record leaves open."""
    identified = revised.identified
    directions = pair(
        "fit.directions",
        number=identified.unidentified,
        all=len(identified.left),
        left=f"{LEFT:.0%}",
    )
    lines = [
        *_headed("#", "title", ["![](fit.png)"]),
        *_headed("##", "starts_title", _starts(revised)),
        *_headed("##", "within", _held(revised)),
        *(say("fit.planned", "both"), "", *_held(planned), ""),
        *_headed("##", "open", ["![](identified.png)", "", *paragraphs(directions)]),
        *(*_open_directions(revised), "", "![](correlations.png)", ""),
        *_headed("##", "peak", ["![](structure.png)"]),
        *_headed("##", "numbers", _numbers(revised)),
    ]
    return "\n".join(lines)


def _headed(level: str, key: str, lines: Sequence[str]) -> list[str]:
    return [f"{level} {say(f'fit.{key}', 'both')}", "", *lines, ""]


def _starts(result: FitResult) -> list[str]:
    cost, away = agree(result.optima, np.sqrt(np.diag(result.covariance)))
    told = [
        pair(
            "fit.starts",
            number=len(result.optima),
            cost=f"{result.best.cost:.4f}",
            apart=f"{cost:.1e}",
            away=f"{away:.3f}",
        ),
        pair("fit.slope", error=f"{result.slope_error:.1e}"),
    ]
    if result.sample is not None:
        told.append(pair("fit.sample", draws=len(result.sample.draws), **sampled(result.sample)))
    return [line for chinese, english in told for line in (f"- {chinese}", f"  {english}")]


def _held(result: FitResult) -> list[str]:
    rows = [f"| | {_columns('allowed', 'found')} |", "|---|---|---|"]
    for each in held(result.fitted_rows):
        mark = "" if each.holds else " **✗**"
        rows.append(
            f"| {each.what[0]} / {each.what[1]} | {each.allowed:g} {each.unit} | "
            f"{each.found:.2f}{mark} |"
        )
    return rows


def _columns(*keys: str) -> str:
    return " | ".join(say(f"fit.{key}", "both") for key in keys)


def _open_directions(result: FitResult) -> list[str]:
    rows = list(direction_rows(result))[1:]
    return [f"- {float(str(row[0])):.2f}: {row[2]}" for row in rows if not row[1]]


def _numbers(result: FitResult) -> list[str]:
    rows = [
        f"| {_columns('number', 'optimum', 'middle', 'left', 'unit')} |",
        "|---|---|---|---|---|",
    ]
    for row in list(number_rows(result))[1:]:
        name, unit, best, low, high, left, *_ = row
        rows.append(f"| {name} | {best:.4g} | {low:.4g} … {high:.4g} | {left:.2f} | {unit} |")
    return rows
