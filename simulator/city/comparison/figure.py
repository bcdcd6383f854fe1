"""Where the gap differs: services down, places across, the largest difference in each cell."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from simulator.city.axes import CITY
from simulator.city.comparison.compared import Comparison, named
from simulator.city.comparison.differences import Differences
from simulator.city.ground.subject import titled
from simulator.city.ground.titles import place_title
from simulator.city.services.series import SMALLEST
from simulator.city.why.sentences import signed
from simulator.report.paper import LINE, Heading, Page, broken, new_page
from simulator.report.shades import OVER, shade
from simulator.report.shapes import POINTS, width_of
from simulator.report.sheet import SHEETS, Sheet
from simulator.report.style import INK, QUIET, UNKNOWN
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import Language, pair, spoken

_ROW, _WIDEST, _AFTER = 2.4, 0.85, 0.16
"""Height of a cell in sizes of its letters, how wide it may be, space after a grid, inches."""
_FULL = 20.0
"""Difference in per cent of demand at which a colour is at its strongest."""


def draw_comparison(found: Comparison, language: Language, sheet: Sheet = SHEETS["a4"]) -> Page:
    """One page: a grid for each other side, the difference of its gap from that of the first."""
    pack = found.sides[0].loaded.pack
    services = [each.name for each in pack.services if _is_known(found, each.name)]
    page = new_page(_heading(found), sheet, language)
    names = [page.lead(titled(pack.service[name].title)) for name in services]
    down = 0.0
    for against in found.against:
        if len(found.against) > 1:
            titles = {"first": against.first.title, "other": against.other.title}
            told = pair("compare.against", **titles)
            down = page.write(sheet.margin, down, told, sheet.letters.panel, within=sheet.room)
        down = _draw_grid(page, against, (services, names, _places(found)), down) + _AFTER
    return page.close(down)


def pair_of(against: Differences, place: str) -> tuple[str, str]:
    """Name of a place."""
    title = place_title(against.first.loaded.pack, place)
    return title["zh"], title["en"]


def _heading(found: Comparison) -> Heading:
    """The finding: the largest difference within the city, of the first of the others."""
    against = found.against[0]
    titles = {"first": against.first.title, "other": against.other.title}
    differing = [each for each in against.in_districts() if abs(each.difference) >= SMALLEST]
    if differing:
        title = pair("title.compare", **named(against, differing[0]))
    else:
        title = pair("title.compare_same", **titles)
    return Heading(
        finding=title,
        shown=pair("detail.compare", **titles),
        notes=(pair("detail.compare_colour", full=f"{_FULL:.0f}"),),
    )


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


def _draw_grid(
    page: Page,
    against: Differences,
    shown: tuple[Sequence[str], Sequence[str], Sequence[str]],
    down: float,
) -> float:
    """Cells in the colour of their share of demand, with the number in them; where they end."""
    services, names, places = shown
    sheet, small, size = page.sheet, page.sheet.letters.small, page.sheet.letters.label
    left = sheet.margin + max(width_of(name, size) for name in names) + 0.1
    across = min((sheet.width - sheet.margin - left) / len(places), _WIDEST * size / 8.0)
    down = _name_places(page, against, places, (left, across, down))
    high = _ROW * size / POINTS
    amounts, shares = _values(against, services, places)
    for row, name in enumerate(names):
        top = down + row * high
        base = top + high / 2 + 0.36 * size / POINTS
        page.words(name, (left - 0.08, base), size, INK, "end")
        for column in range(len(places)):
            amount, share = float(amounts[row, column]), float(shares[row, column])
            corner, middle = (left + column * across, top), left + (column + 0.5) * across
            if not isfinite(amount):
                page.words("–", (middle, base), small, UNKNOWN, "middle")
                continue
            fill, ink = shade(share, _FULL)
            hatch = OVER if amount <= -SMALLEST else None
            page.box(corner, (across - 0.015, high - 0.015), fill, hatch=hatch)
            page.words(signed(amount), (middle, base), small, ink, "middle")
    return down + len(names) * high


def _name_places(
    page: Page, against: Differences, places: Sequence[str], place: tuple[float, float, float]
) -> float:
    """The places above their columns, each in lines as wide as a cell; where they end."""
    left, across, down = place
    small = page.sheet.letters.small
    heads = [
        [
            line
            for text in spoken(pair_of(against, name), page.language)
            for line in broken(text, small, across)
        ]
        for name in places
    ]
    most = max(len(head) for head in heads)
    for column, head in enumerate(heads):
        for number, line in enumerate(head):
            rows = most - len(head) + number
            base = down + (rows * LINE + 1.02) * small / POINTS
            page.words(line, (left + (column + 0.5) * across, base), small, QUIET, "middle")
    return down + (most * LINE + 0.3) * small / POINTS
