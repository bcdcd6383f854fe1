"""Figures of a fit: every series with its interval, and what the record identifies."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from calibration.fit.identified import LEFT
from calibration.fit.report.words import DIVISORS
from calibration.fit.result import FitResult, FittedRow
from simulator.report.page import MARGIN, Headline, Page, new_page, save_pages
from simulator.report.style import (
    FAINT,
    INK,
    LABEL,
    QUIET,
    SHORTAGE,
    SMALL,
    SUPPLY,
    SURPLUS_FILL,
    drawing_style,
)
from simulator.words.catalogue import pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = 4
_HALF = 0.5
_OVER_A_YEAR = (
    "births",
    "second_birth_share",
    "first_birth_share",
    "registered_births",
    "crude_death_rate",
)
"""Counts over a year stand at its middle; all others at their instant."""
_SERIES = (
    "residents",
    "register",
    "births",
    "second_birth_share",
    "first_birth_share",
    "registered_births",
    "pupils_primary",
    "pupils_junior",
    "crude_death_rate",
    "child_dependency_ratio",
    "old_dependency_ratio",
    "mothers_of_one",
)


def draw_fit(result: FitResult, folder: Path, city: Mapping[str, str]) -> None:
    """Write the figures of a fit into a folder."""
    with drawing_style():
        pages = {
            "fit": _series_page(result, city),
            "identified": _identified_page(result, city),
            "correlations": _correlations_page(result, city),
        }
        save_pages(folder, pages.items())


def _series_page(result: FitResult, city: Mapping[str, str]) -> Page:
    headline = Headline(title=pair("fit.figure", city=city), details=(pair("fit.figure_detail"),))
    rows = -(-len(_SERIES) // _COLUMNS)
    page = new_page(13.0, rows * 2.45 + 0.2, headline, "both")
    width, height = 2.5, 1.5
    for number, name in enumerate(_SERIES):
        left = MARGIN + 0.3 + (number % _COLUMNS) * (width + 0.62)
        down = (number // _COLUMNS) * 2.45
        page.write(left - 0.3, down, pair(f"quantity.{name}"), LABEL, within=width + 0.3)
        axes = page.axes(left, down + 0.42, width, height)
        if name == "mothers_of_one":
            _decades(axes, result)
        else:
            _series(axes, [each for each in result.fitted_rows if each.quantity == name], name)
    return page


def _series(axes: "Axes", rows: Sequence[FittedRow], name: str) -> None:
    """One series: interval, optimum, record with its error."""
    by = DIVISORS.get(name, 1.0)
    rows = sorted(rows, key=lambda each: each.when)
    when = np.array([each.when for each in rows]) - (_HALF if name in _OVER_A_YEAR else 0.0)
    low, high, best, seen = (
        np.array([getattr(each, part) for each in rows]) / by
        for part in ("low", "high", "modelled", "recorded")
    )
    axes.fill_between(when, low, high, color=SURPLUS_FILL, lw=0)
    axes.vlines(when, low, high, color=SURPLUS_FILL, lw=3)
    axes.plot(when, best, color=SUPPLY, lw=1.6, marker=".", ms=4)
    reach = np.array([each.reach for each in rows]) / by
    axes.vlines(when, seen - reach, seen + reach, color=QUIET, lw=0.8)
    axes.plot(when, seen, ls="", marker="o", mfc="white", mec=INK, ms=5, mew=1)
    edge = np.concatenate([low, high, best, seen - reach, seen + reach])
    span = max(edge.max() - edge.min(), 0.08 * edge.max())
    axes.set_ylim(edge.min() - 0.35 * span, edge.max() + 0.35 * span)
    axes.set_xlim(when.min() - 0.5, when.max() + 0.5)
    axes.xaxis.set_major_locator(_whole_years())


def _decades(axes: "Axes", result: FitResult) -> None:
    rows = [each for each in result.fitted_rows if each.quantity.startswith("mothers_of_one")]
    places = np.arange(len(rows))
    by = DIVISORS["mothers_of_one"]
    axes.bar(places, [each.modelled / by for each in rows], 0.6, color=SURPLUS_FILL)
    axes.vlines(
        places, [each.low / by for each in rows], [each.high / by for each in rows], color=SUPPLY
    )
    axes.plot(
        places,
        [each.recorded / by for each in rows],
        ls="",
        marker="o",
        mfc="white",
        mec=INK,
        ms=5,
    )
    axes.set_xticks(places, [each.quantity[-5:] for each in rows], size=SMALL)


def _identified_page(result: FitResult, city: Mapping[str, str]) -> Page:
    count = result.identified.unidentified
    headline = Headline(
        title=pair("fit.identified", city=city, number=count),
        details=(pair("fit.identified_detail", left=f"{LEFT:.0%}"),),
    )
    places = sorted(_told(result), key=lambda place: result.identified.alone[place])
    page = new_page(11.5, 0.24 * len(places) + 0.6, headline, "both")
    _bars(page.axes(6.6, 0.0, 4.3, 0.24 * len(places)), result, places)
    return page


def _bars(axes: "Axes", result: FitResult, places: Sequence[int]) -> None:
    """One bar a number: how much of its prior's spread is left."""
    free = result.problem.blocks.plan.free
    left = result.identified.alone[list(places)]
    colours = [SHORTAGE if each > LEFT else SUPPLY for each in left]
    rows = np.arange(len(places))
    axes.barh(rows, left, 0.62, color=colours)
    axes.axvline(1.0, color=FAINT, lw=1)
    names = [f"{free[place].meaning_zh} / {free[place].meaning}" for place in places]
    axes.set_yticks(rows, names, size=SMALL)
    axes.set_ylim(-0.6, len(places) - 0.4)
    axes.set_xlim(0, 1.1)
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")


def _told(result: FitResult) -> list[int]:
    """Places of the numbers that are shown: all but those solved year by year."""
    return [
        place
        for place, free in enumerate(result.problem.blocks.plan.free)
        if not free.name.startswith(("arrivals_20", "registration_"))
    ]


def _correlations_page(result: FitResult, city: Mapping[str, str]) -> Page:
    headline = Headline(
        title=pair("fit.correlations", city=city), details=(pair("fit.correlations_detail"),)
    )
    plan = result.problem.blocks.plan
    keep = _told(result)
    found = np.corrcoef(result.draws[:, keep].T)
    page = new_page(9.5, 8.0, headline, "both")
    axes = page.axes(2.2, 0.0, 6.4, 6.2)
    image = axes.imshow(found, cmap="RdBu_r", vmin=-1, vmax=1)
    names = [plan.free[place].name for place in keep]
    axes.set_xticks(range(len(keep)), names, rotation=90, size=6)
    axes.set_yticks(range(len(keep)), names, size=6)
    axes.grid(visible=False)
    bar = page.figure.colorbar(image, ax=axes, fraction=0.03, pad=0.02)
    bar.ax.tick_params(labelsize=SMALL)
    return page


def _whole_years() -> "MaxNLocator":  # type: ignore[name-defined]  # noqa: F821
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(4, integer=True)
