"""The tables of ``docs/benchmarks.md``, put between the marks of the page."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from tests.benchmarks.machine import calibration, cores, installed, processor
from tests.benchmarks.measure import Done, Point
from tests.benchmarks.rivals import Measured

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
    """Seconds and memory of runs and ensembles, with the targets."""
    rows = (
        (
            each.job.label,
            "with numba" if each.job.fast else "NumPy and SciPy alone",
            seconds(each.seconds),
            seconds(each.job.target) if each.job.target else "",
            seconds(each.first),
            f"{each.peak_mib:,.0f}",
        )
        for each in done
    )
    return table(("work", "packages", "time", "target", "first call", "most memory, MiB"), rows)


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
