"""The feedback loops of the city: figures and tables of ``docs/feedback.md``.

    python3 -m tests.feedback_figure

draws the loops with their signs, a jump of demand in a city at rest, and the long view of Xiamen
with each loop alone and all together; writes the figures to ``docs/images/`` and the tables into
the page.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulator.report import style
from simulator.report.outlines import outlined
from simulator.report.style import drawing_style
from simulator.stockflow.diagram.diagram import draw_loops
from simulator.stockflow.diagram.page import LOOP_KEY
from simulator.stockflow.engine.trajectory import Trajectory
from tests.city import loaded, reading, run
from tests.feedback import JUMP, RISE, step_response

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "feedback.md"
IMAGES = DOCS / "images"
MARKS = {
    name: (f"<!-- {name}: python3 -m tests.feedback_figure -->", f"<!-- end of {name} -->")
    for name in ("table of the jump", "table of the city")
}

PLANNERS, FAMILIES, PRIVATE = (
    f"feedback.{name}.on=true" for name in ("planners", "families", "private")
)
WAYS: Mapping[str, tuple[str, ...]] = {
    "no loop": (),
    "planners": (PLANNERS,),
    "families": (FAMILIES,),
    "private places": (PRIVATE,),
    "all three": (PLANNERS, FAMILIES, PRIVATE),
}
ROWS = {**WAYS, "planners and families": (PLANNERS, FAMILIES)}
CHINESE = {
    "no loop": "无反馈",
    "planners": "规划者",
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
SERVICES = {
    "kindergarten": "幼儿园学位 Kindergarten places",
    "primary": "小学学位 Primary school places",
    "junior": "初中学位 Junior school places",
    "hospital": "医院床位 Hospital beds",
}
DELAYS = (0.25, 2.0, 4.0, 8.0)
SWEEP = (0.25, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
WEIGHTS = (0.0, 0.34, 1.0)
EXPECTED = 1

LABELS = {
    "city": "city 城市",
    "feedback loops": "feedback loops 反馈回路",
    "added_plans": "added plans\n新增立项",
    "arrivals": "arrivals\n迁入",
    "crowding": "crowding\n学位紧张程度",
    "kept_away": "families kept away\n因此不来的家庭",
    "open": "open\n已开放",
    "parents_shortage": "shortage parents know of\n家长所知的短缺",
    "people": "people\n常住人口",
    "planned": "planned\n已立项",
    "planning_gap": "gap planners know of\n规划者所知的缺口",
    "turned_private": "turned private\n转读民办",
    "under_way": "under way\n在途",
    "visible_supply": "places that serve\n可用学位床位",
    "wanted": "places wanted\n需求",
    "planners_close_the_gap": "planners close the gap 规划者补缺口",
    "planners_count_what_is_under_way": "planners count what is under way 规划者计入在途",
    "crowding_keeps_families_away": "crowding keeps families away 学位紧张使家庭不来",
    "shortage_turns_private": "shortage turns private 短缺转向民办",
    "places_draw_families": "places draw families 新学位引来家庭",
    "places_draw_back_from_private": "places draw back from private 新学位引回民办生",
}
MEANINGS = {
    "planners_close_the_gap": "缺口促使规划者多立项，数年后建成，缺口弥合",
    "planners_count_what_is_under_way": "已立项者计入多少，新立项就减多少",
    "crowding_keeps_families_away": "孩子多则学位紧张，学位紧张则携子女家庭少来",
    "shortage_turns_private": "公办学位不足，更多孩子转读民办，短缺随之减轻",
    "places_draw_families": "新学位引来家庭，所带子女又需要学位",
    "places_draw_back_from_private": "新公办学位引回民办学生，又需要学位",
}
KEY = "+ 同向，− 反向；双线为延迟；R 增强，B 平衡"


@cache
def long_view(way: str) -> Trajectory:
    """Xiamen to the end of 2030 with some loops closed."""
    return run(*ROWS[way], name="long_view_2030")


def gap(way: str, service: str) -> np.ndarray:
    """Expected gap of a service in the whole city, shape (time,)."""
    found = long_view(way)
    place = found.system.axis["service"].index(service)
    return np.asarray(found.measures["gap"][0, EXPECTED, place].sum(axis=0))


def drawn_loops() -> str:
    """The loops in both languages, as SVG text."""
    system = loaded(*WAYS["all three"]).system
    meanings = {one.meaning: f"{one.meaning}\n{MEANINGS[one.name]}" for one in system.loops}
    key = {text: f"{text}  |  {KEY}" for text in (LOOP_KEY,)}
    return draw_loops(system, {**LABELS, **meanings, **key})


def draw_jump() -> Figure:
    """Supply after a jump of demand by the delay, and how far it goes beyond."""
    figure = Figure(figsize=(10.4, 5.8))
    left, right = figure.subplots(1, 2, width_ratios=(3, 2))
    figure.subplots_adjust(left=0.07, right=0.97, top=0.7, bottom=0.1, wspace=0.22)
    _title(
        figure,
        "知道得越晚，补得越过头",
        "The later planners know, the further they overshoot",
        "需求一次跃升 20%，此后不变；医院床位的建设周期  |  "
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
        "延迟（年）\ndelay, years", (37.2, 151.0), color=style.QUIET, fontsize=style.SMALL
    )
    axes.set_xlim(-2, 40)
    axes.set_ylim(95, 156)
    axes.set_xlabel("跃升后的年数 years after the jump", fontsize=style.LABEL)
    axes.set_title(
        "可用床位，跃升前的需求 = 100；在途计入 34 %\n"
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
    axes.set_xlabel("规划者得知的平均延迟（年） mean delay, years", fontsize=style.LABEL)
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
        "反馈减轻眼前的短缺，加深日后的过剩",
        "The loops ease the shortage at hand and deepen the surplus to come",
        "缺口 = 需求 − 风险调整供给，全市；远望2030  |  "
        "Gap = demand − expected supply, whole city; long view to 2030",
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
        found = [gap(way, service)[reading(long_view(way), year + 2 / 3)] / 1e3 for year in years]
        axes.plot(years, found, color=COLOURS[way], linewidth=wide)
    axes.set_xlim(2016, 2030)
    axes.set_xticks(range(2016, 2031, 2))
    axes.set_title(title, loc="left", fontsize=style.PANEL, color=style.INK)
    axes.set_ylabel("千，9月1日 thousand, 1 September", fontsize=style.SMALL)
    early, late = (
        abs(gap("all three", service)[reading(long_view("all three"), y + 2 / 3)])
        for y in (2017, 2029)
    )
    at, side = (2016, "left") if early > late / 2 else (2030, "right")
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -0.08 * (high - low)), high)
    for text, move, anchor in (("短缺 shortage", 4, "bottom"), ("过剩 surplus", -4, "top")):
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


def table_of_the_jump() -> Sequence[str]:
    """Overshoot and time to reach demand, by delay and weight."""
    lines = [
        "| delay, years | none counted | 34 % counted | all counted |",
        "|--:|--:|--:|--:|",
    ]
    for delay in SWEEP:
        found = [step_response(delay, weight) for weight in WEIGHTS]
        cells = [f"{100 * one.overshoot:.1f} % ({one.reached:.1f})" for one in found]
        lines.append(f"| {delay:g} | {' | '.join(cells)} |")
    return lines


def table_of_the_city() -> Sequence[str]:
    """Gaps on 1 September of two years, residents and added places, loop by loop."""
    heads = list(SERVICES)
    columns = [
        "",
        *(f"{name} {year}" for year in (2020, 2030) for name in heads),
        "residents 2030",
        "places added",
    ]
    lines = [f"| {' | '.join(columns)} |", "|---" + "|--:" * (len(columns) - 1) + "|"]
    for way in ROWS:
        found = long_view(way)
        gaps = [
            _thousands(gap(way, name)[reading(found, year + 2 / 3)])
            for year in (2020, 2030)
            for name in heads
        ]
        people = found.measures["residents"][0, ..., reading(found, 2030 + 2 / 3)].sum()
        added = found.arrived.get("added_plans")
        places = "–" if added is None else _thousands(added[0, :3, :, -1].sum())
        lines.append(f"| {way} | {' | '.join(gaps)} | {people / 1e3:,.0f} | {places} |")
    return lines


def _thousands(number: float) -> str:
    return f"{number / 1e3:+,.1f}".replace("-", "−").replace("+0.0", "0.0")


def write_page(tables: Mapping[str, Sequence[str]]) -> None:
    """Put new tables between the marks of the page."""
    page = PAGE.read_text(encoding="utf-8")
    for name, lines in tables.items():
        begin, end = MARKS[name]
        before, rest = page.split(begin)
        page = f"{before}{begin}\n" + "\n".join(lines) + f"\n{end}{rest.split(end)[1]}"
    PAGE.write_text(page, encoding="utf-8")


def main() -> None:
    """Draw the figures and write the tables."""
    IMAGES.mkdir(exist_ok=True)
    loops = outlined(drawn_loops())
    (IMAGES / "feedback_loops.svg").write_text(loops, encoding="utf-8", newline="\n")
    with drawing_style():
        for name, figure in (("feedback_jump", draw_jump()), ("feedback_city", draw_city())):
            figure.savefig(IMAGES / f"{name}.svg", metadata={"Date": None})
            figure.savefig(IMAGES / f"{name}.png", dpi=130, metadata={"Software": None})
    write_page({"table of the jump": table_of_the_jump(), "table of the city": table_of_the_city()})


if __name__ == "__main__":
    main()
