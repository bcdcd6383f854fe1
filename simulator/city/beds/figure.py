"""Three ledgers for beds, a kind of bed each: norm, use and queue by year, and the beds open."""

import numpy as np

from simulator.city.beds.ledgers import BedYear, bed_years
from simulator.city.ground.subject import Chosen, Subject, titled
from simulator.city.services.two_answers import side_of
from simulator.report.legend import Entry, draw_legend
from simulator.report.marks import whole_number
from simulator.report.paper import Heading, Page, new_page
from simulator.report.plot import framed, label_room, years_room
from simulator.report.shapes import Hatch, Look
from simulator.report.sheet import Sheet
from simulator.report.style import DEMAND, INK, QUEUE, QUEUE_FILL, QUIET, SUPPLY, USE
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year
from simulator.words.catalogue import Pair, pair

_NARROWEST = {"a4": 2.1, "slide": 2.3, "phone": 3.0}
_HIGHEST = {"a4": 1.7, "slide": 3.2, "phone": 1.5}
_BETWEEN, _AFTER = 0.16, 0.16
_MIDDLE = 0.5
_HATCH = Hatch(slant="\\", colour=QUEUE, apart=3.4, width=0.5)


def draw_beds(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page | None:
    """A panel for every kind of bed, or the one asked for.

    ``None`` where no use, or no year, is known, or what is asked for is no kind of bed.
    """
    first, last = subject.shown
    found = [
        one
        for one in bed_years(subject.outcome)
        if first - SAME_INSTANT <= one.year
        and end_of_year(one.year) <= last + SAME_INSTANT
        and chosen.service in (None, one.service.name)
    ]
    if not found or not subject.outcome.pack.bed_use:
        return None
    names = list(dict.fromkeys(one.service.name for one in found))
    kinds = [[one for one in found if one.service.name == name] for name in names]
    page = new_page(
        Heading(
            finding=_finding(subject, [years[-1] for years in kinds]),
            shown=subject.shown_line("shown.beds"),
            notes=(
                pair("read.how.beds"),
                pair("read.beds"),
                *subject.ending(subject.counted_until, last),
            ),
        ),
        sheet,
        subject.language,
    )
    return _draw_kinds(page, subject, kinds)


def _draw_kinds(page: Page, subject: Subject, kinds: list[list[BedYear]]) -> Page:
    sheet = page.sheet
    rule = subject.rule_key(subject.counted_until, subject.shown[1])
    down = draw_legend(page, 0.0, [*_key(page), *rule]) + 0.1
    columns = min(len(kinds), sheet.columns(_NARROWEST[sheet.name], _BETWEEN, 5))
    column = (sheet.room + _BETWEEN) / columns
    rows = [kinds[start : start + columns] for start in range(0, len(kinds), columns)]
    headings = [
        max(_height(page, years[-1], column - _BETWEEN) for years in row) + 0.06 for row in rows
    ]
    small = years_room(sheet.letters.small)
    spare = page.room - down - sum(headings) - len(rows) * (small + _AFTER)
    height = min(max(spare / len(rows), 0.7), _HIGHEST[sheet.name])
    for row, heading in zip(rows, headings, strict=True):
        for number, years in enumerate(row):
            left, top = sheet.margin + number * column, down
            for text, size, colour in _heading(page, years[-1]):
                top = page.write(left, top, text, size, colour=colour, within=column - _BETWEEN)
            place = (left, down + heading, column - _BETWEEN, height)
            _draw_ledgers(page, years, subject, place)
        down += heading + height + small + _AFTER
    return page.close(down)


def _finding(subject: Subject, last: list[BedYear]) -> Pair:
    """The kind of bed in which norm and use disagree most; else the one shortest by the norm."""
    apart = [one for one in last if one.disagrees]
    known = apart or [one for one in last if one.open is not None]
    if not known:
        return pair("finding.beds_unknown", where=subject.city)
    worst = max(known, key=lambda one: abs(one.lacking(one.norm)))
    told = {"where": subject.city, "year": worst.year, "service": titled(worst.service.title)}
    norm = side_of(worst.lacking(worst.norm))
    if worst.for_use is None:
        return pair("finding.beds_norm", **told, norm=norm)
    return pair("finding.beds", **told, norm=norm, use=side_of(worst.lacking(worst.for_use)))


def _heading(page: Page, last: BedYear) -> list[tuple[Pair, float, str]]:
    """The kind of bed, and how full and how short of beds its last year is."""
    letters = page.sheet.letters
    lines = [(titled(last.service.title), letters.panel, INK)]
    if last.in_bed is None:
        said = pair("beds.no_use")
    elif last.occupancy is None or last.turned_away is None:
        said = pair("beds.not_open")
    else:
        said = pair(
            "beds.taken",
            year=last.year,
            taken=whole_number(100 * last.occupancy),
            away=whole_number(100 * last.turned_away),
        )
    lines.append((said, letters.small, QUIET))
    if last.disagrees:
        norm, use = (side_of(last.lacking(wanted)) for wanted in (last.norm, last.for_use))
        lines.append((pair("beds.two_answers", norm=norm, use=use), letters.small, INK))
    return lines


def _height(page: Page, last: BedYear, room: float) -> float:
    return sum(page.lines(text, size, room) for text, size, _ in _heading(page, last))


def _draw_ledgers(
    page: Page, years: list[BedYear], subject: Subject, place: tuple[float, float, float, float]
) -> None:
    """Norm, use and open beds as lines, queues as a band between 5 % and 1 % turned away."""
    middles = np.array([one.year + _MIDDLE for one in years])
    norm = _values([one.norm for one in years])
    use = _values([one.for_use for one in years])
    there = _values([one.open for one in years])
    often = _values([one.queue.wards_5 if one.queue else None for one in years])
    seldom = _values([one.queue.wards_1 if one.queue else None for one in years])
    small = page.sheet.letters.small
    labels = [
        (float(values[-1]), whole_number(values[-1]), colour)
        for values, colour in ((norm, DEMAND), (use, USE), (there, SUPPLY))
        if np.isfinite(values[-1])
    ]
    if np.isfinite(often[-1]):
        span = f"{whole_number(often[-1])}–{whole_number(seldom[-1])}"
        labels.append((float(often[-1] + seldom[-1]) / 2, span, QUEUE))
    top = 1.06 * float(np.nanmax(np.stack([norm, use, there, seldom]))) or 1.0
    right = label_room([text for _, text, _ in labels], small)
    plot = framed(page, place, (subject.shown, (0.0, top)), steps=4, right=right)
    plot.area(middles, often, seldom, QUEUE_FILL, hatch=_HATCH)
    for values, (colour, dashes, _) in zip((norm, use, there), _LINES, strict=True):
        plot.line(middles, values, colour, 1.8, dashes)
        plot.mark(middles, values, Look(kind="o", size=2.6, fill=colour, edge=colour, rim=0.5))
    subject.veil(plot, subject.counted_until, small, is_named=False)
    plot.years(small)
    plot.end_labels(labels, small)


_LINES: tuple[tuple[str, tuple[float, ...], str], ...] = (
    (DEMAND, (), "beds.line_norm"),
    (USE, (4.0, 1.6), "beds.line_use"),
    (SUPPLY, (), "beds.line_open"),
)
"""Norm, use and open beds: colour, dashes, the word for it."""


def _key(page: Page) -> list[Entry]:
    entries = [
        Entry(name=page.lead(pair(key)), line=colour, dashes=dashes)
        for colour, dashes, key in _LINES
    ]
    band = Entry(name=page.lead(pair("beds.line_queue")), fill=QUEUE_FILL, hatch=_HATCH)
    return [*entries, band]


def _values(found: list[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in found])
