"""The tables of ``docs/benchmarks.md``, put between the marks of the page."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from tests.benchmarks.machine import calibration, cores, installed, processor
from tests.benchmarks.measure import Done, Point
from tests.benchmarks.rivals import Measured
from tests.benchmarks.scaling import Cost

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
IMAGE = PAGE.parent / "images" / "work_precision"


def machine_table() -> str:
    """What it was measured on."""
    packages = ("numpy", "scipy", "numba", "pysimlin", "pysd")
    versions = ", ".join(f"{name} {installed(name) or 'not installed'}" for name in packages)
    rows = (
        ("processor", processor()),
        ("processors the process may use", str(cores())),
        ("packages", versions),
        ("calibration loop", f"{calibration():.3f} s"),
    )
    return table(("machine", ""), rows)


def jobs_table(done: Iterable[Done]) -> str:
    """Seconds and memory of runs and ensembles, with the targets; the first job is the measure."""
    found = list(done)
    rows = (
        (
            each.job.label,
            "with numba" if each.job.fast else "NumPy and SciPy alone",
            seconds(each.seconds),
            seconds(each.job.target) if each.job.target else "",
            seconds(each.first),
            f"{1e3 * each.cpu_a_draw:.3g}",
            f"{each.cpu_a_draw / found[0].cpu_a_draw:.3g}",
            f"{each.peak_mib:,.0f}",
        )
        for each in found
    )
    head = (
        "work",
        "packages",
        "time",
        "target",
        "first call",
        "CPU ms a draw",
        "× the plain chain",
        "most memory, MiB",
    )
    return table(head, rows)


def limit_table(bare: float | None, done: Iterable[Done]) -> str:
    """What bare steps in C cost, and the draws of the city against it."""
    if bare is None:
        return "No C compiler was there: not measured."
    rows = [("bare steps in C, one draw", f"{1e3 * bare:.3g}", "100")]
    rows += [
        (
            f"{each.job.label}, {'with numba' if each.job.fast else 'NumPy and SciPy alone'}",
            f"{1e3 * each.cpu_a_draw:.3g}",
            f"{100 * bare / each.cpu_a_draw:.2g}",
        )
        for each in done
        if each.job.what == "city"
    ]
    return table(("work", "CPU ms a draw", "share of the limit, per cent"), rows)


def scaling_table(groups: Iterable[Sequence[Cost]]) -> str:
    """Cost against draws, districts and years, beside what it were in proportion to the first."""
    rows = []
    for group in groups:
        first = group[0]
        for each in group:
            size = each.size
            share = size.number / first.size.number
            rows.append(
                (
                    f"{size.draws:,}",
                    f"{size.districts}",
                    f"{size.years}",
                    seconds(each.seconds),
                    f"{each.seconds / (first.seconds * share):.2f}",
                )
            )
    head = ("draws", "districts", "years", "CPU", "of what proportion would make it")
    return table(head, rows)


def import_table(found: dict[str, float]) -> str:
    """Seconds to import."""
    return table(("import", "time"), ((f"`{name}`", seconds(t)) for name, t in found.items()))


def precision_table(points: Sequence[Point]) -> str:
    """Every point of the diagram."""
    rows = (
        (p.line, p.label, seconds(p.seconds), per_cent(p.whole), relative(p.solver)) for p in points
    )
    head = ("way", "tolerance or step", "time per run", "error, per cent", "of it the solver's")
    return table(head, rows)


def rivals_table(rivals: Sequence[Measured], errors: Sequence[Point], ours: Point) -> str:
    """Other engines beside ours, measured in the same run."""
    rows = [
        (f"ours, {ours.line}, {ours.label}", "", seconds(ours.seconds), per_cent(ours.whole), "")
    ]
    found = {point.label: point for point in errors}
    for each in rivals:
        if each.fault:
            rows.append((each.engine, "", "", "", each.fault.splitlines()[0]))
        else:
            error = per_cent(found[each.engine].whole)
            rows.append((each.engine, seconds(each.load), seconds(each.run), error, ""))
    return table(("engine", "load", "time per run", "error, per cent", "remark"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first to the right."""
    lines = [f"| {' | '.join(head)} |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def seconds(value: float) -> str:
    """Three digits, in seconds or milliseconds."""
    if not np.isfinite(value):
        return ""
    return f"{value:.3g} s" if value >= 1 else f"{1e3 * value:.3g} ms"


def per_cent(value: float) -> str:
    """Two digits."""
    return f"{100 * value:.2g}" if value >= 1e-6 else f"{100 * value:.1e}"


def relative(value: float) -> str:
    """A power of ten with one digit."""
    return f"{value:.0e}"


def write_page(tables: dict[str, str]) -> None:
    """Put every table between its marks."""
    page = PAGE.read_text(encoding="utf-8")
    for name, text in tables.items():
        begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
        before, rest = page.split(begin)
        page = f"{before}{begin}\n{text}\n{end}{rest.split(end)[1]}"
    PAGE.write_text(page, encoding="utf-8")
