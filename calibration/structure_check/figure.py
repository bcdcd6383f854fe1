"""One figure that explains the spike: who was waiting, who was let in, which births came."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from calibration.structure_check.causes import FIRST, HIGHER, MIGRATION, POLICY, START, BirthsSplit
from calibration.structure_check.stages import StageCase
from simulator.report.page import MARGIN, Headline, Page, new_page, save_pages
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
from simulator.words.catalogue import pair, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CASES = {
    "both": (INK, "-", 2.0),
    "only_2016": (SUPPLY, "--", 1.4),
    "only_2014": (SHORTAGE, "-.", 1.4),
    "none": (QUIET, ":", 1.6),
}
_PANELS = ("waiting", "opening", "second", "first")
_PARTS = {
    START: QUIET,
    MIGRATION: "#009e73",
    FIRST: FIRST_BIRTHS,
    POLICY: SUPPLY,
    HIGHER: LATER_BIRTHS,
}
_TEN_THOUSAND = 1e4


def draw_structure(
    cases: Mapping[str, StageCase],
    splits: tuple[BirthsSplit, ...],
    folder: Path,
    city: Mapping[str, str],
) -> None:
    """Write ``structure.png`` and ``structure.svg``."""
    with drawing_style():
        save_pages(folder, [("structure", _page(cases, splits, city))])


def _page(
    cases: Mapping[str, StageCase], splits: tuple[BirthsSplit, ...], city: Mapping[str, str]
) -> Page:
    headline = Headline(
        title=pair("structure.title", city=city), details=(pair("structure.detail"),)
    )
    page = new_page(12.0, 7.6, headline, "both")
    _panels(page, cases)
    _splits(page, splits)
    return page


def _panels(page: Page, cases: Mapping[str, StageCase]) -> None:
    for number, name in enumerate(_PANELS):
        left = MARGIN + 0.25 + number * 2.85
        page.write(left - 0.25, 0.0, pair(f"structure.{name}"), LABEL, within=2.7)
        _curves(page.axes(left, 0.45, 2.35, 2.3), cases, name)
    _key(page)


def _splits(page: Page, splits: tuple[BirthsSplit, ...]) -> None:
    for number, split in enumerate(splits):
        left = MARGIN + 2.3 + number * 5.7
        total = f"{split.total / _TEN_THOUSAND:+.2f}"
        title = pair("structure.change", first=split.first, last=split.last, total=total)
        page.write(left - 2.0, 3.55, title, LABEL)
        _bars(page.axes(left, 4.15, 3.0, 2.7), split)


def _curves(axes: "Axes", cases: Mapping[str, StageCase], name: str) -> None:
    for case, (colour, dash, width) in _CASES.items():
        found = cases[case]
        counted = getattr(found, name) / _TEN_THOUSAND
        axes.plot(np.array(found.years), counted, dash, color=colour, lw=width)
    axes.set_ylim(bottom=0)
    axes.set_xticks(range(found.years[0], found.years[-1] + 1, 3))


def _key(page: Page) -> None:
    axes = page.axes(MARGIN, 3.0, 11.0, 0.3)
    axes.axis("off")
    axes.set_xlim(0, 11)
    axes.set_ylim(0, 1)
    for number, (case, (colour, dash, width)) in enumerate(_CASES.items()):
        start = number * 2.7
        axes.plot([start, start + 0.45], [0.5, 0.5], dash, color=colour, lw=width)
        axes.text(start + 0.55, 0.5, say(f"structure.{case}", "both"), size=SMALL, va="center")


def _bars(axes: "Axes", split: BirthsSplit) -> None:
    names = list(_PARTS)[::-1]
    values = np.array([split.parts[name] for name in names]) / _TEN_THOUSAND
    axes.barh(range(len(names)), values, 0.6, color=[_PARTS[name] for name in names])
    axes.axvline(0, color=INK, lw=0.6)
    labels = ["\n".join(pair(f"structure.{name}")) for name in names]
    axes.set_yticks(range(len(names)), labels, size=SMALL)
    room = np.abs(values).max() * 0.32
    axes.set_xlim(min(values.min(), 0) - room, max(values.max(), 0) + room)
    for place, value in enumerate(values):
        axes.annotate(
            f"{value:+.2f}",
            (value, place),
            xytext=(4 if value >= 0 else -4, 0),
            textcoords="offset points",
            ha="left" if value >= 0 else "right",
            va="center",
            size=SMALL,
        )
    axes.grid(visible=False)
