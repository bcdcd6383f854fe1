"""The work–precision diagram: error against time, both on logarithmic scales."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.report.style import (
    DOTS_PER_INCH,
    INK,
    LABEL,
    QUIET,
    SHORTAGE,
    SMALL,
    SUBTITLE,
    SUPPLY,
    drawing_style,
)
from tests.benchmarks.measure import Point

CHINESE = {
    "cohorts, 1 a year": "出生队列，每年 1 组",
    "cohorts, 3 a year": "出生队列，每年 3 组",
    "cohorts, 12 a year": "出生队列，每年 12 组",
    "ageing chain": "年龄链",
}
MARKS = {"RK45": "o", "DOP853": "s", "Euler": "v", "RK4": "^", "simlin": "D", "PySD": "P"}
_COMPILED = ", compiled"
TINTS = {"1 a year": SUPPLY, "3 a year": "#3b8fc4", "12 a year": "#00507f"}


def draw(points: Sequence[Point], rivals: Sequence[Point], path: Path) -> None:
    """Write the figure as SVG and PNG."""
    with drawing_style():
        figure = Figure(figsize=(8.4, 6.2))
        axes = figure.add_axes((0.10, 0.11, 0.60, 0.72))
        axes.set_xscale("log")
        axes.set_yscale("log")
        for line, group in groupby(points, key=lambda point: point.line):
            _line(axes, line, list(group))
        for point in rivals:
            _line(axes, point.line, [point])
        _words(figure, axes)
        for suffix in ("svg", "png"):
            figure.savefig(
                path.with_suffix(f".{suffix}"),
                dpi=DOTS_PER_INCH,
                metadata={"Date": None} if suffix == "svg" else {"Software": None},
            )


def _line(axes: Axes, line: str, points: list[Point]) -> None:
    plain = line.removesuffix(_COMPILED)
    where, _, method = plain.rpartition(", ")
    name = method.split(" ")[0]
    chain = "ageing chain" in line
    colour = SHORTAGE if chain else next(c for text, c in TINTS.items() if text in line)
    axes.plot(
        [1e3 * point.seconds for point in points],
        [100 * point.whole for point in points],
        color=colour,
        linestyle=":" if line != plain else "--" if name in {"DOP853", "RK4"} else "-",
        marker=MARKS.get(name, "o"),
        markerfacecolor="white" if line != plain else colour,
        markersize=5,
        linewidth=1.3,
        label=f"{_chinese(where)}，{method}{'，编译' * (line != plain)}\n{line}",
    )


def _chinese(where: str) -> str:
    return next(chinese for english, chinese in CHINESE.items() if where.startswith(english))


def _words(figure: Figure, axes: Axes) -> None:
    axes.set_xlabel("每次模拟用时（毫秒）  time per run, ms", color=INK, fontsize=LABEL)
    axes.set_ylabel("最大误差（%）  largest error, per cent", color=INK, fontsize=LABEL)
    axes.grid(visible=True, axis="both")
    axes.minorticks_off()
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    axes.legend(
        loc="upper left",
        bbox_to_anchor=(1.02, 1.0),
        frameon=False,
        fontsize=SMALL - 1,
        labelspacing=0.9,
        handlelength=2.6,
    )
    figure.text(
        0.02, 0.955, "算得再细，年龄链也不会更准；出生队列会", fontsize=SUBTITLE + 2, color=INK
    )
    figure.text(
        0.02,
        0.915,
        "More work never mends an ageing chain; it does mend birth cohorts",
        fontsize=SUBTITLE,
        color=INK,
    )
    figure.text(
        0.02,
        0.872,
        "同一人口，2015–2020 年，五项需求逐月与精确解相比的最大误差；左下为优  "
        "one population, 2015–2020: largest error of five\n"
        "demand series at 61 months against the exact solution; lower left is better",
        fontsize=SMALL,
        color=QUIET,
        va="center",
    )
