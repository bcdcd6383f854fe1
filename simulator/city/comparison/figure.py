"""Where the gap differs: services down, places across, the largest difference in each cell."""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.axes import CITY
from simulator.city.comparison.compared import Comparison, named
from simulator.city.comparison.differences import Differences
from simulator.city.ground.titles import place_title
from simulator.city.services.series import SMALLEST
from simulator.city.why.sentences import signed
from simulator.report.page import MARGIN, Headline, Page, new_page, room_for
from simulator.report.style import DIVERGING, INK, LABEL, PANEL, PAPER, QUIET, SMALL, UNKNOWN
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import Language, beside, in_language, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CELL, _ROW, _HEAD, _TITLE = 0.92, 0.34, 0.42, 0.4
_FULL = 20.0
"""Difference in per cent of demand at which a colour is at its strongest."""


def draw_comparison(found: Comparison, language: Language) -> Page:
    """One page: a grid for each other side, the difference of its gap from that of the first."""
    first = found.sides[0].loaded.pack
    services = [each.name for each in first.services if _is_known(found, each.name)]
    places = _places(found)
    names = [in_language(first.service[name].title, language) for name in services]
    left = room_for(names, LABEL) + 0.15
    top = _HEAD + (_TITLE if len(found.against) > 1 else 0.0)
    body = top + len(services) * _ROW + 0.25
    page = new_page(
        2 * MARGIN + left + len(places) * _CELL,
        len(found.against) * body + 0.1,
        _headline(found),
        language,
    )
    for number, against in enumerate(found.against):
        if len(found.against) > 1:
            titles = {"first": against.first.title, "other": against.other.title}
            page.write(MARGIN, number * body, pair("compare.against", **titles), PANEL)
        size = (len(places) * _CELL, len(services) * _ROW)
        axes = page.axes(MARGIN + left, number * body + top, *size)
        _draw_cells(axes, *_values(against, services, places))
        heads = [beside(pair_of(against, place), language) for place in places]
        _name(axes, names, heads)
    return page


def pair_of(against: Differences, place: str) -> tuple[str, str]:
    """Name of a place."""
    title = place_title(against.first.loaded.pack, place)
    return title["zh"], title["en"]


def _headline(found: Comparison) -> Headline:
    """The finding: the largest difference within the city, of the first of the others."""
    against = found.against[0]
    titles = {"first": against.first.title, "other": against.other.title}
    differing = [each for each in against.in_districts() if abs(each.difference) >= SMALLEST]
    if differing:
        title = pair("title.compare", **named(against, differing[0]))
    else:
        title = pair("title.compare_same", **titles)
    details = (pair("detail.compare", **titles), pair("detail.compare_colour", full=f"{_FULL:.0f}"))
    return Headline(title=title, details=details)


def _is_known(found: Comparison, service: str) -> bool:
    return any(each.service == service for against in found.against for each in against.largest)


def _places(found: Comparison) -> list[str]:
    """Every place of which something is known, the city last."""
    every = dict.fromkeys(each.place for against in found.against for each in against.largest)
    return [*(place for place in every if place != CITY), CITY]


def _values(
    against: Differences, services: Sequence[str], places: Sequence[str]
) -> tuple[FloatArray, FloatArray]:
    """The largest difference, places or beds, and the same in per cent of demand of the first."""
    shape = (len(services), len(places))
    amounts, shares = np.full(shape, np.nan), np.full(shape, np.nan)
    demand, _ = against.levels("demand")
    for each in against.largest:
        cell = services.index(each.service), places.index(each.place)
        amounts[cell] = each.difference
        wanted = float(demand[each.row])
        shares[cell] = 100 * each.difference / wanted if wanted > SMALLEST else 0.0
    return amounts, shares


def _draw_cells(axes: "Axes", amounts: FloatArray, shares: FloatArray) -> None:
    """Cells in the colour of their share of demand, with the number in them."""
    from matplotlib.colors import LinearSegmentedColormap

    colours = LinearSegmentedColormap.from_list("difference", DIVERGING)
    rows, columns = amounts.shape
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.set_axis_off()
    axes.pcolormesh(
        np.arange(columns + 1), np.arange(rows + 1), np.ma.masked_invalid(shares),
        cmap=colours, vmin=-_FULL, vmax=_FULL, edgecolors=PAPER, linewidth=1.2,
    )  # fmt: skip
    for row, column in np.ndindex(amounts.shape):
        amount, strong = amounts[row, column], abs(shares[row, column]) > 0.7 * _FULL
        known = isfinite(amount)
        axes.text(
            column + 0.5, row + 0.5, signed(float(amount)) if known else "–", size=LABEL,
            color=UNKNOWN if not known else PAPER if strong else INK,
            ha="center", va="center_baseline",
        )  # fmt: skip


def _name(axes: "Axes", names: Sequence[str], heads: Sequence[str]) -> None:
    for row, name in enumerate(names):
        axes.annotate(
            name, (0, row + 0.5), xytext=(-8, 0), textcoords="offset points", size=LABEL,
            color=INK, ha="right", va="center", annotation_clip=False,
        )  # fmt: skip
    for column, head in enumerate(heads):
        axes.annotate(
            head.replace(" ", "\n"), (column + 0.5, 0), xytext=(0, 13), textcoords="offset points",
            size=SMALL, color=QUIET, ha="center", va="center", linespacing=1.15,
            annotation_clip=False,
        )  # fmt: skip
