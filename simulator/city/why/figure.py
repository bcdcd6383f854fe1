"""The way from one number to the other: a bar a group, each beginning where the last one ends."""

import numpy as np

from simulator.city.why.explained import Explained
from simulator.city.why.sentences import acting_of, named_groups, names_of, signed
from simulator.report.paper import LINE, Heading, Page, broken, new_page
from simulator.report.plot import Plot
from simulator.report.scales import number, round_ticks
from simulator.report.shapes import POINTS, Hatch, Stroke, width_of
from simulator.report.sheet import SHEETS, Sheet
from simulator.report.style import FAINT, INK, PAPER, QUIET, SHORTAGE, SURPLUS
from simulator.words.catalogue import Language, Pair, leading, pair

_ROW, _BAR, _NAMES = 3.1, 0.62, 0.42
"""Height of a row in sizes of its letters, share of it that is bar, share of the page for names."""
_HATCH = Hatch(slant="/", colour=PAPER, apart=4.2, width=0.9)
_TIP = 0.04
Row = tuple[str, float, float, tuple[float, float] | None]
"""What a bar is called, where it begins and ends, and its whisker."""


def draw_why(found: Explained, language: Language, sheet: Sheet = SHEETS["a4"]) -> Page:
    """One page: the first number, what each group makes of the difference, the second number."""
    rows, size = _rows(found, language), sheet.letters.label
    page = new_page(_heading(found), sheet, language)
    names = _NAMES * sheet.room
    wide = max(width_of(row[0], size) for row in rows)
    names = min(names, wide) + 0.1
    high = _ROW * size / POINTS
    plot = Plot(
        page=page, left=sheet.margin + names, down=0.05, width=sheet.room - names,
        height=high * len(rows), x=_span(rows, sheet.room - names, size), y=(float(len(rows)), 0.0),
    )  # fmt: skip
    _draw_scale(plot, page.lead(pair(f"label.why_{found.question.quantity}")))
    plot.rule(0.0, INK, 0.9)
    for place, row in enumerate(rows):
        _draw(plot, row, place, len(rows) - 1, turned=_turned(found))
    return page.close(plot.down + plot.height + 2.4 * LINE * sheet.letters.small / POINTS)


def _heading(found: Explained) -> Heading:
    acting, names = acting_of(found), dict(names_of(found))
    names["service"] = _called(found)
    if not acting:
        title = pair("title.why_even", **names)
    else:
        title = pair("title.why", group=named_groups(acting[0].groups), **names)
    names |= {"first": names["first_title"], "last": names["last_title"]}
    return Heading(
        finding=title, shown=pair("detail.why", **names), notes=(pair("detail.why_range"),)
    )


def _called(found: Explained) -> Pair:
    """The service within a sentence."""
    title = found.question.service.title
    return str(title["zh"]), str(title["en"])[:1].lower() + str(title["en"])[1:]


def _rows(found: Explained, language: Language) -> list[Row]:
    """The two numbers, and between them every group that does something, the largest first."""
    names = names_of(found)
    ends = [
        leading(pair("why.end", title=names[f"{end}_title"], amount=names[end]), language)
        for end in ("first", "last")
    ]
    rows: list[Row] = [(ends[0], 0.0, found.first, None)]
    value = found.first
    for each in acting_of(found):
        name = leading(named_groups(each.groups), language)
        whisker = (value + each.least, value + each.most)
        rows.append((name, value, value + each.share, whisker))
        value += each.share
    return [*rows, (ends[1], 0.0, found.last, None)]


def _turned(found: Explained) -> bool:
    """Whether more of it is better: of supply."""
    return found.question.quantity == "supply"


def _span(rows: list[Row], width: float, size: float) -> tuple[float, float]:
    """From the lowest to the highest number, with room for what is written beside a bar."""
    ends = [end for _, first, last, whisker in rows for end in (first, last, *(whisker or ()))]
    low, high = min(0.0, *ends), max(0.0, *ends)
    room = max(width_of(signed(last - first), size) for _, first, last, _ in rows) + 0.15
    share = min(room / width, 0.4)
    reach = (high - low or 1.0) / (1 - share - 0.04)
    return low - 0.04 * reach, high + share * reach


def _draw_scale(plot: Plot, name: str) -> None:
    """Faint lines at round numbers, the numbers and what they are below."""
    size = plot.page.sheet.letters.small
    base = plot.down + plot.height + 1.2 * size / POINTS
    for tick in round_ticks(*plot.x, 5):
        plot.rule(tick, FAINT, 0.6)
        plot.page.words(number(tick), (plot.across(tick), base), size, QUIET, "middle")
    middle = plot.left + plot.width / 2
    plot.page.words(name, (middle, base + LINE * size / POINTS), size, QUIET, "middle")


def _draw(plot: Plot, row: Row, place: int, last: int, *, turned: bool) -> None:
    """A bar with its name and number, its whisker, and the thin line to the next."""
    name, begin, end, whisker = row
    is_worse = (end > begin) != turned
    colour = QUIET if whisker is None else SHORTAGE if is_worse else SURPLUS
    middle, half = place + 0.5, _BAR / 2
    left, right = sorted((begin, end))
    hatch = None if whisker is None or is_worse else _HATCH
    plot.bar((left, right), (middle - half, middle + half), colour, hatch=hatch)
    if place < last:
        _line(plot, [(end, middle - half), (end, middle + 1 + half)], QUIET, 0.6)
    if whisker is not None:
        _line(plot, [(each, middle) for each in whisker], INK, 1.0)
        for each in whisker:
            _line(plot, [(each, middle - 0.14), (each, middle + 0.14)], INK, 1.0)
        beyond = max(begin, end, *whisker)
        size, text = plot.page.sheet.letters.label, signed(end - begin)
        # paper behind it where it crosses a rule
        corner = (plot.across(beyond) + _TIP / 2, plot.up(middle) - 0.6 * size / POINTS)
        plot.page.box(corner, (width_of(text, size) + _TIP, 1.2 * size / POINTS), PAPER)
        plot.text((beyond, middle), text, size, off=(_TIP, 0.0))
    _name(plot, name, middle)


def _line(plot: Plot, places: list[tuple[float, float]], colour: str, width: float) -> None:
    xs, ys = np.array(places, dtype=float).T
    plot.page.shapes.append(
        Stroke(points=plot.points(xs, ys), colour=colour, width=width * plot.weight)
    )


def _name(plot: Plot, name: str, middle: float) -> None:
    """The name left of its bar, in two lines where one is too long."""
    size = plot.page.sheet.letters.label
    lines = broken(name, size, plot.left - plot.page.sheet.margin - 0.08)
    for place, line in enumerate(lines):
        off = (place - (len(lines) - 1) / 2) * 1.15 * size / POINTS
        plot.text((plot.x[0], middle), line, size, INK, "end", (-0.08, off))
