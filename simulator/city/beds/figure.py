"""Three ledgers for beds, a kind of bed each: norm, use and queue by year, and the beds open."""

from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.beds.ledgers import BedYear, bed_years
from simulator.city.ground.subject import Subject, titled
from simulator.city.services.two_answers import side_of
from simulator.report.marks import end_labels, number_axis, whole_number, year_axis
from simulator.report.page import MARGIN, Headline, Page, new_page
from simulator.report.style import (
    DEMAND,
    INK,
    LABEL,
    PANEL,
    QUEUE,
    QUEUE_FILL,
    QUIET,
    SMALL,
    SUPPLY,
    USE,
)
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year
from simulator.words.catalogue import leading, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_COLUMNS = 3
_PLOT = 2.1
_LEFT, _RIGHT, _BETWEEN = 0.56, 1.35, 0.15
_MIDDLE = 0.5


def draw_beds(subject: Subject) -> Page | None:
    """A panel for every kind of bed, the key last; ``None`` where no use, or no year, is known."""
    first, last = subject.shown
    found = [
        one
        for one in bed_years(subject.outcome)
        if first - SAME_INSTANT <= one.year and end_of_year(one.year) <= last + SAME_INSTANT
    ]
    if not found or not subject.outcome.pack.bed_use:
        return None
    names = list(dict.fromkeys(one.service.name for one in found))
    heading = 1.2 if subject.language == "both" else 0.7
    row = heading + _PLOT + 0.5
    page = new_page(
        _WIDTH,
        ceil((len(names) + 1) / _COLUMNS) * row + 0.05,
        Headline(
            title=pair("title.beds", city=subject.city, span=subject.span),
            details=(
                pair("detail.beds"),
                *subject.ending(subject.counted_until, last),
                subject.origin(),
            ),
        ),
        subject.language,
    )
    column = (_WIDTH - 2 * MARGIN + _BETWEEN) / _COLUMNS
    for number, name in enumerate(names):
        years = [one for one in found if one.service.name == name]
        left, down = MARGIN + number % _COLUMNS * column, number // _COLUMNS * row
        _write_heading(page, years[-1], (left, down, column - _BETWEEN))
        width = column - _BETWEEN - _LEFT - _RIGHT
        axes = page.axes(left + _LEFT, down + heading, width, _PLOT)
        year_axis(axes, first, last, most=6)
        number_axis(axes)
        _draw_ledgers(axes, years, subject)
    left, down = MARGIN + len(names) % _COLUMNS * column, len(names) // _COLUMNS * row
    _write_key(page, left, down, column - _BETWEEN)
    return page


def _write_heading(page: Page, last: BedYear, place: tuple[float, float, float]) -> None:
    """The kind of bed, and how full and how short of beds its last year is."""
    left, down, room = place
    down = page.write(left, down, titled(last.service.title), PANEL, within=room) + 0.03
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
    down = page.write(left, down, said, LABEL, colour=QUIET, within=room)
    if last.disagrees:
        norm, use = (side_of(last.lacking(wanted)) for wanted in (last.norm, last.for_use))
        two = pair("beds.two_answers", norm=norm, use=use)
        page.write(left, down, two, LABEL, colour=INK, within=room)


def _draw_ledgers(axes: "Axes", years: list[BedYear], subject: Subject) -> None:
    """Norm, use and open beds as lines, queues as a band between 5 % and 1 % turned away."""
    middles = np.array([one.year + _MIDDLE for one in years])
    norm = _values([one.norm for one in years])
    use = _values([one.for_use for one in years])
    there = _values([one.open for one in years])
    often = _values([one.queue.wards_5 if one.queue else None for one in years])
    seldom = _values([one.queue.wards_1 if one.queue else None for one in years])
    axes.fill_between(middles, often, seldom, color=QUEUE_FILL, linewidth=0)
    for values, colour in ((norm, DEMAND), (use, USE), (there, SUPPLY)):
        axes.plot(middles, values, color=colour, lw=1.7, marker="o", ms=3.0)
    axes.set_ylim(0, 1.08 * float(np.nanmax(np.stack([norm, use, there, seldom]))) or 1.0)
    labels = [
        (float(values[-1]), f"{_said(key, subject)} {whole_number(values[-1])}", colour)
        for values, key, colour in (
            (norm, "heading.norm", DEMAND),
            (use, "heading.beds_use", USE),
            (there, "heading.open", SUPPLY),
        )
        if np.isfinite(values[-1])
    ]
    if np.isfinite(often[-1]):
        span = (
            f"{_said('beds.queue', subject)} {whole_number(often[-1])}–{whole_number(seldom[-1])}"
        )
        labels.append((float(often[-1] + seldom[-1]) / 2, span, QUEUE))
    subject.fade(axes, subject.counted_until, leading)
    end_labels(axes, float(axes.get_xlim()[1]), labels)


def _write_key(page: Page, left: float, down: float, room: float) -> None:
    """What each line is, in its own colour."""
    down = page.write(left, down, pair("key.title"), PANEL, colour=QUIET) + 0.1
    for key, colour in (
        ("beds.key_norm", DEMAND),
        ("beds.key_use", USE),
        ("beds.key_queue", QUEUE),
        ("beds.key_open", SUPPLY),
        ("beds.key_grade", QUIET),
    ):
        down = page.write(left, down, pair(key), SMALL, colour=colour, within=room) + 0.07


def _values(found: list[float | None]) -> FloatArray:
    return np.array([np.nan if value is None else value for value in found])


def _said(key: str, subject: Subject) -> str:
    return leading(pair(key), subject.language)
