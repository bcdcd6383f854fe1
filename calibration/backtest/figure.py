"""One figure of a backtest: what each origin said, and what came."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from calibration.backtest.project import SCORED, Projected
from calibration.fit.observations import Observation
from calibration.fit.report.words import DIVISORS
from simulator.report.page import MARGIN, Headline, Page, new_page, save_pages
from simulator.report.style import (
    INK,
    LABEL,
    SHORTAGE,
    SHORTAGE_FILL,
    SMALL,
    SUPPLY,
    SURPLUS_FILL,
    drawing_style,
)
from simulator.words.catalogue import listed, pair, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LOOKS = ((SHORTAGE, SHORTAGE_FILL), (SUPPLY, SURPLUS_FILL))
_COLUMNS = 4
_THICK = 6.0
_HALF = 0.5
_OVER_A_YEAR = ("births", "second_birth_share", "registered_births")


def draw_backtest(
    projected: Sequence[Projected],
    rows: Sequence[Observation],
    folder: Path,
    city: Mapping[str, str],
) -> None:
    """Write ``backtest.png`` and ``backtest.svg``."""
    with drawing_style():
        save_pages(folder, [("backtest", _page(projected, rows, city))])


def _page(
    projected: Sequence[Projected], rows: Sequence[Observation], city: Mapping[str, str]
) -> Page:
    origins = sorted({each.origin for each in projected})
    headline = Headline(
        title=pair("backtest.figure", city=city, origins=listed(map(str, origins))),
        details=(pair("backtest.figure_detail"),),
    )
    page = new_page(13.0, 5.6, headline, "both")
    for number, name in enumerate(SCORED):
        left = MARGIN + 0.35 + (number % _COLUMNS) * 3.1
        down = (number // _COLUMNS) * 2.75
        page.write(left - 0.3, down, pair(f"quantity.{name}"), LABEL, within=2.9)
        axes = page.axes(left, down + 0.42, 2.5, 1.8)
        _series(axes, name, projected, rows)
    _key(page, origins)
    return page


def _series(
    axes: "Axes", name: str, projected: Sequence[Projected], rows: Sequence[Observation]
) -> None:
    by = DIVISORS.get(name, 1.0)
    shift = _HALF if name in _OVER_A_YEAR else 0.0
    seen = [
        (row.when - shift, row.value / by)
        for row in rows
        if row.quantity == name and row.when <= 2021.0
    ]
    for number, origin in enumerate(sorted({each.origin for each in projected})):
        colour, fill = _LOOKS[number % len(_LOOKS)]
        part = [each for each in projected if each.origin == origin and each.row.quantity == name]
        when = np.array([each.row.when for each in part]) - shift + 0.12 * (number - 0.5)
        axes.vlines(
            when,
            [each.low / by for each in part],
            [each.high / by for each in part],
            color=fill,
            lw=_THICK,
        )
        axes.plot(when, [each.value / by for each in part], color=colour, marker="_", ms=7, lw=1)
    axes.plot(*zip(*seen, strict=True), ls="", marker="o", mfc="white", mec=INK, ms=5)
    axes.set_xlim(2011.2, 2021.4)
    axes.set_xticks([2012, 2014, 2016, 2018, 2020])


def _key(page: Page, origins: Sequence[int]) -> None:
    axes = page.axes(MARGIN + 0.35 + 3 * 3.1, 3.3, 2.6, 1.2)
    axes.axis("off")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 3)
    axes.plot(0.06, 2.6, marker="o", mfc="white", mec=INK, ms=6)
    axes.text(0.16, 2.6, say("backtest.recorded", "both"), size=SMALL, va="center")
    for number, origin in enumerate(origins):
        colour, fill = _LOOKS[number % len(_LOOKS)]
        height = 1.8 - 0.8 * number
        axes.plot([0.0, 0.12], [height, height], color=fill, lw=_THICK)
        axes.plot([0.0, 0.12], [height, height], color=colour, lw=1)
        told = say("backtest.origin", "both", origin=origin)
        axes.text(0.16, height, told, size=SMALL, va="center")
