"""The figures of ``docs/feedback.md``: a jump of demand, and the city with loops closed."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from docs.making.feedback_runs import SERVICES, SWEEP, WAYS, WEIGHTS, gap, long_view
from simulator.report import style
from tests.city import reading
from tests.feedback import JUMP, RISE, step_response

CHINESE = {
    "no loop": "无反馈",
    "planners": "规划部门",
    "families": "携子女家庭",
    "private places": "民办学位",
    "all three": "三者同时",
}
COLOURS = {
    "no loop": style.INK,
    "planners": style.SUPPLY,
    "families": "#009e73",
    "private places": "#cc79a7",
    "all three": style.SHORTAGE,
}
DELAYS = (0.25, 2.0, 4.0, 8.0)


def draw_jump() -> Figure:
    """Supply after a jump of demand by the delay, and how far it goes beyond."""
    figure = Figure(figsize=(10.4, 5.8))
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    figure.subplots_adjust(left=0.07, right=0.97, top=0.7, bottom=0.1, wspace=0.22)
    _title(
        figure,
        "信息越滞后，超配越多",
        "The later planners know, the further they overshoot",
        "需求骤增 20%，此后不变；建设周期与医院床位相同  |  "
        "Demand jumps by 20 % and stays; beds take as long as hospitals do",
    )
    _responses(left)
    _overshoots(right)
    return figure


def _responses(axes: Axes) -> None:
    shades = ("#9cc9e6", "#5aa5d3", "#0072b2", "#003f66")
    years = step_response(DELAYS[0], WEIGHTS[1]).years - JUMP
    axes.plot(
        [-2, 0, 0, 40], [100, 100, 100 * (1 + RISE), 100 * (1 + RISE)],
        color=style.INK, linewidth=1.4,
    )  # fmt: skip
    axes.annotate("需求 demand", (0.4, 121.0), color=style.INK, fontsize=style.LABEL)
    for delay, shade in zip(DELAYS, shades, strict=True):
        one = step_response(delay, WEIGHTS[1])
        supply = 100 * one.supply
        axes.plot(years, supply, color=shade, linewidth=1.8)
        axes.annotate(
            f"{delay:g}", (40.3, supply[np.argmin(np.abs(years - 40))]),
            color=shade, fontsize=style.LABEL, va="center", annotation_clip=False,
        )  # fmt: skip
    axes.annotate(
        "滞后（年）\ndelay, years", (37.2, 151.0), color=style.QUIET, fontsize=style.SMALL
    )
    axes.set_xlim(-2, 40)
    axes.set_ylim(95, 156)
    axes.set_xlabel("需求骤增后的年数 years after the jump", fontsize=style.LABEL)
    axes.set_title(
        "可用床位，骤增前的需求 = 100；在途计入 34 %\n"
        "Beds that serve, demand before the jump = 100; 34 % of what is under way counted",
        loc="left", fontsize=style.LABEL, color=style.QUIET,
    )  # fmt: skip


def _overshoots(axes: Axes) -> None:
    for weight, colour in zip(WEIGHTS, (style.SHORTAGE, style.SUPPLY, "#009e73"), strict=True):
        found = [100 * step_response(delay, weight).overshoot for delay in SWEEP]
        axes.plot(SWEEP, found, "o-", color=colour, linewidth=1.6, markersize=4)
        words = {0.0: "完全不计 none", 1.0: "全部计入 all"}.get(
            weight, f"计入 {weight:.0%} counted"
        )
        axes.annotate(
            words, (SWEEP[-1], found[-1]), xytext=(-2, 7), textcoords="offset points",
            color=colour, fontsize=style.LABEL, ha="right",
        )  # fmt: skip
    axes.set_xlim(0, 8.3)
    axes.set_ylim(0, 56)
    axes.set_xlabel("规划部门信息的平均滞后（年） mean delay, years", fontsize=style.LABEL)
    axes.set_title(
        "最终超出需求的百分比，按在途床位计入多少\n"
        "Per cent beyond demand, by how much of what\nis under way planners count",
        loc="left", fontsize=style.LABEL, color=style.QUIET,
    )  # fmt: skip


def draw_city() -> Figure:
    """The gap of four services to 2030, with each loop alone and all together."""
    figure = Figure(figsize=(10.4, 8.2))
    grid = figure.subplots(2, 2)
    figure.subplots_adjust(left=0.08, right=0.97, top=0.79, bottom=0.06, wspace=0.18, hspace=0.3)
    _title(
        figure,
        "反馈缓解近期短缺，扩大远期富余",
        "The loops ease the shortage at hand and deepen the surplus to come",
        "缺口 = 需求 − 预期供给（计入延期），全市；2030年展望  |  "
        "Gap = demand − risk-adjusted supply, whole city; long view to 2030",
    )
    for axes, (service, title) in zip(grid.ravel(), SERVICES.items(), strict=True):
        _gaps(axes, service, title)
    lines = [grid[0, 0].lines[1 + number] for number in range(len(WAYS))]
    figure.legend(
        lines, [f"{CHINESE[way]} {way}" for way in WAYS], loc="upper left", ncols=5,
        bbox_to_anchor=(0.012, 0.865), frameon=False, fontsize=style.LABEL, handlelength=1.4,
        columnspacing=1.6, labelcolor=style.INK,
    )  # fmt: skip
    return figure


def _gaps(axes: Axes, service: str, title: str) -> None:
    """What holds on each 1 September."""
    years = range(2016, 2031)
    axes.axhline(0.0, color=style.QUIET, linewidth=0.8)
    for way in WAYS:
        wide = 2.2 if way in ("no loop", "all three") else 1.4
        found = [gap(way, service)[reading(long_view(way), year + 2 / 3)] / 1e4 for year in years]
        axes.plot(years, found, color=COLOURS[way], linewidth=wide)
    axes.set_xlim(2016, 2030)
    axes.set_xticks(range(2016, 2031, 2))
    axes.set_title(title, loc="left", fontsize=style.PANEL, color=style.INK)
    axes.set_ylabel("万，9月1日 10,000, 1 September", fontsize=style.SMALL)
    early, late = (
        abs(gap("all three", service)[reading(long_view("all three"), y + 2 / 3)])
        for y in (2017, 2029)
    )
    at, side = (2016, "left") if early > late / 2 else (2030, "right")
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -0.08 * (high - low)), high)
    for text, move, anchor in (("短缺 shortage", 4, "bottom"), ("富余 surplus", -4, "top")):
        axes.annotate(
            text, (at, 0), xytext=(4 if side == "left" else -4, move), textcoords="offset points",
            va=anchor, ha=side, fontsize=style.SMALL, color=style.QUIET,
        )  # fmt: skip


def _title(figure: Figure, chinese: str, english: str, detail: str) -> None:
    """Three lines from the upper edge down, the same distance apart whatever the height."""
    high = figure.get_figheight()
    for down, text, size, colour in (
        (0.36, chinese, style.TITLE, style.INK),
        (0.68, english, style.SUBTITLE, style.INK),
        (0.98, detail, style.DETAIL, style.QUIET),
    ):
        figure.text(0.02, 1 - down / high, text, fontsize=size, color=colour, va="center")
