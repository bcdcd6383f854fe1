"""The report of a fit: tables, figures and a page in Chinese and English."""

from pathlib import Path

import numpy as np

from calibration.fit.identified import LEFT
from calibration.fit.optimum import agree
from calibration.fit.report.figures import draw_fit
from calibration.fit.report.tables import direction_rows, number_rows, write_tables
from calibration.fit.report.tolerances import held
from calibration.fit.result import FitResult
from calibration.structure_check.report import write_structure


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
    lines = ["# 人口拟合 / Fit of the population", "", "![](fit.png)", ""]
    lines += ["## 起点与抽样 / Starts and sample", "", *_starts(revised), ""]
    lines += ["## 与记录的差距 / Within the record", "", *_held(revised)]
    lines += ["", "规划口径 / planned basis", "", *_held(planned)]
    lines += ["", "## 数据未能定下的 / What the record leaves open", "", "![](identified.png)", ""]
    lines += [
        (
            f"{identified.unidentified} of {len(identified.left)} directions keep more than "
            f"{LEFT:.0%} of the prior's spread:"
        ),
        "",
    ]
    lines += [*_open_directions(revised), "", "![](correlations.png)", ""]
    lines += ["## 高峰从何而来 / Where the peak came from", "", "![](structure.png)", ""]
    lines += ["## 参数 / Numbers", "", *_numbers(revised), ""]
    return "\n".join(lines)


def _starts(result: FitResult) -> list[str]:
    cost, away = agree(result.optima, np.sqrt(np.diag(result.covariance)))
    lines = [
        (
            f"- {len(result.optima)} random starts: cost {result.best.cost:.4f}, apart {cost:.1e} "
            f"relative and {away:.3f} posterior spreads at most."
        ),
        (
            f"- The one-sided slope differs from the central one by {result.slope_error:.1e} of "
            "its largest entry."
        ),
    ]
    if result.sample is not None:
        lines.append(
            f"- Sample worth {result.sample.effective:.0f} draws, Pareto k "
            f"{result.sample.shape:.2f}, {result.sample.rounds} round(s), "
            f"{len(result.sample.draws)} draws in all."
        )
    return lines


def _held(result: FitResult) -> list[str]:
    rows = ["| | 允许 / allowed | 得到 / found |", "|---|---|---|"]
    for each in held(result.fitted_rows):
        mark = "" if each.holds else " **✗**"
        rows.append(
            f"| {each.what[0]} / {each.what[1]} | {each.allowed:g} {each.unit} | "
            f"{each.found:.2f}{mark} |"
        )
    return rows


def _open_directions(result: FitResult) -> list[str]:
    rows = list(direction_rows(result))[1:]
    return [f"- {float(str(row[0])):.2f}: {row[2]}" for row in rows if not row[1]]


def _numbers(result: FitResult) -> list[str]:
    rows = ["| number | optimum | middle 80 % | spread left | unit |", "|---|---|---|---|---|"]
    for row in list(number_rows(result))[1:]:
        name, unit, best, low, high, left, *_ = row
        rows.append(f"| {name} | {best:.4g} | {low:.4g} … {high:.4g} | {left:.2f} | {unit} |")
    return rows
