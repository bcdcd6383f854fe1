"""One figure that explains the spike: who was waiting, who was let in, which births came."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from calibration.structure_check.causes import FIRST, HIGHER, MIGRATION, POLICY, START, BirthsSplit
from calibration.structure_check.stages import StageCase
from simulator.report.page import MARGIN, Headline, Page, new_page
from simulator.report.style import (
    FIRST_BIRTHS,
    INK,
    LABEL,
    LATER_BIRTHS,
    QUIET,
    SHORTAGE,
    SMALL,
    SUPPLY,
    drawing_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CASES = {
    "both": (("两步都放开", "both stages"), INK, "-", 2.0),
    "only_2016": (("只有2016年", "2016 alone"), SUPPLY, "--", 1.4),
    "only_2014": (("只有2014年", "2014 alone"), SHORTAGE, "-.", 1.4),
    "none": (("都不放开", "neither"), QUIET, ":", 1.6),
}
_PANELS = (
    ("waiting", ("年末等待二孩的母亲（千人）", "Mothers waiting at year end (thousand)")),
    ("opening", ("政策新放开的母亲（千人/年）", "Mothers the opening lets in (thousand a year)")),
    ("second", ("二孩出生（千人/年）", "Second births (thousand a year)")),
    ("first", ("一孩出生（千人/年）", "First births (thousand a year)")),
)
_PARTS = {
    START: (("期初人口变老", "people of the start ageing"), QUIET),
    MIGRATION: (("迁移", "migration"), "#009e73"),
    FIRST: (("一孩水平与时间", "first births: level, timing"), FIRST_BIRTHS),
    POLICY: (("二孩政策", "two-child policy"), SUPPLY),
    HIGHER: (("三孩及以上", "third and later births"), LATER_BIRTHS),
}
_THOUSAND = 1e3


def draw_structure(
    cases: Mapping[str, StageCase],
    splits: tuple[BirthsSplit, ...],
    folder: Path,
    city: Mapping[str, str],
) -> None:
    """Write ``structure.png`` and ``structure.svg``."""
    with drawing_style():
        _page(cases, splits, city).save(folder, "structure")


def _page(
    cases: Mapping[str, StageCase], splits: tuple[BirthsSplit, ...], city: Mapping[str, str]
) -> Page:
    headline = Headline(
        title=(
            f"{city['zh']}：二孩高峰从何而来",
            f"{city['en']}: where the peak of births came from",
        ),
        details=(
            (
                (
                    "放开前已有人在等；放开使等待者骤增，随后几年随出生而耗尽：高峰与回落都由结构得出。"
                    "下图按夏普利值分解出生变化，各部分之和正好等于总变化。"
                ),
                (
                    "Some were waiting before; the opening fills the stock, "
                    "births then drain it: rise "
                    "and fall follow from the structure. Below, the change in "
                    "births by Shapley value; "
                    "the parts add up to it exactly."
                ),
            ),
        ),
    )
    page = new_page(12.0, 7.6, headline, "both")
    _panels(page, cases)
    _splits(page, splits)
    return page


def _panels(page: Page, cases: Mapping[str, StageCase]) -> None:
    for number, (name, title) in enumerate(_PANELS):
        left = MARGIN + 0.25 + number * 2.85
        page.write(left - 0.25, 0.0, title, LABEL, within=2.7)
        _curves(page.axes(left, 0.45, 2.35, 2.3), cases, name)
    _key(page)


def _splits(page: Page, splits: tuple[BirthsSplit, ...]) -> None:
    for number, split in enumerate(splits):
        left = MARGIN + 2.3 + number * 5.7
        title = (
            f"{split.first}→{split.last}年出生变化 {split.total / _THOUSAND:+.1f}千人",
            f"Change in births {split.first}→{split.last}: {split.total / _THOUSAND:+.1f} thousand",
        )
        page.write(left - 2.0, 3.55, title, LABEL)
        _bars(page.axes(left, 4.15, 3.0, 2.7), split)


def _curves(axes: "Axes", cases: Mapping[str, StageCase], name: str) -> None:
    for case, (_, colour, dash, width) in _CASES.items():
        found = cases[case]
        axes.plot(
            np.array(found.years), getattr(found, name) / _THOUSAND, dash, color=colour, lw=width
        )
    axes.set_ylim(bottom=0)
    axes.set_xticks(range(found.years[0], found.years[-1] + 1, 3))


def _key(page: Page) -> None:
    axes = page.axes(MARGIN, 3.0, 11.0, 0.3)
    axes.axis("off")
    axes.set_xlim(0, 11)
    axes.set_ylim(0, 1)
    for number, (label, colour, dash, width) in enumerate(_CASES.values()):
        start = number * 2.7
        axes.plot([start, start + 0.45], [0.5, 0.5], dash, color=colour, lw=width)
        axes.text(start + 0.55, 0.5, f"{label[0]} / {label[1]}", size=SMALL, va="center")


def _bars(axes: "Axes", split: BirthsSplit) -> None:
    names = list(_PARTS)[::-1]
    values = np.array([split.parts[name] for name in names]) / _THOUSAND
    axes.barh(range(len(names)), values, 0.6, color=[_PARTS[name][1] for name in names])
    axes.axvline(0, color=INK, lw=0.6)
    labels = [f"{_PARTS[name][0][0]}\n{_PARTS[name][0][1]}" for name in names]
    axes.set_yticks(range(len(names)), labels, size=SMALL)
    room = np.abs(values).max() * 0.32
    axes.set_xlim(min(values.min(), 0) - room, max(values.max(), 0) + room)
    for place, value in enumerate(values):
        axes.annotate(
            f"{value:+.1f}",
            (value, place),
            xytext=(4 if value >= 0 else -4, 0),
            textcoords="offset points",
            ha="left" if value >= 0 else "right",
            va="center",
            size=SMALL,
        )
    axes.grid(visible=False)
