"""Every service on one page: demand, the supply promised, the supply to expect, and the gap."""

from collections.abc import Callable
from math import ceil, sqrt
from typing import TYPE_CHECKING

import numpy as np

from simulator.analysis.gaps import SMALLEST
from simulator.analysis.series import CITY, ServiceSeries
from simulator.reports.catalogue import Language
from simulator.reports.charts.key import draw_key
from simulator.reports.charts.marks import (
    Curves,
    count,
    draw_curves,
    end_labels,
    number_axis,
    observed_marks,
    year_axis,
)
from simulator.reports.charts.page import MARGIN, Headline, Page, new_page
from simulator.reports.charts.sentences import Pair, beside, leading, moment, sentence, spoken
from simulator.reports.charts.subject import Subject, titled
from simulator.reports.charts.verdict import verdict
from simulator.reports.style import DEMAND, LABEL, PANEL, QUIET, SMALL, SUPPLY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 15.0
_PLOT = 1.75
_LEFT, _RIGHT, _BETWEEN = 0.56, 0.98, 0.1
_NOTE = 7.0
_NOTED = 1.2
"""Years without a record that are noted in a panel."""


def draw_gaps_overview(subject: Subject) -> Page:
    """Small multiples, one service each, for the whole city, and a key in the last place."""
    places = len(subject.series) + 1
    columns = min(4, max(2, ceil(sqrt(places))))
    heading = 1.16 if subject.language == "both" else 0.76
    row = heading + _PLOT + 0.5
    page = new_page(
        _WIDTH,
        ceil(places / columns) * row + 0.05,
        Headline(
            title=sentence("title.gaps", city=subject.city, span=subject.span),
            details=(sentence("detail.gaps"), subject.origin()),
        ),
        subject.language,
    )
    column = (_WIDTH - 2 * MARGIN + _BETWEEN) / columns
    for number in range(places):
        left = MARGIN + (number % columns) * column
        down = number // columns * row
        if number < len(subject.series):
            _draw_panel(page, subject, subject.series[number], (left, down, column, heading))
        else:
            draw_key(page, left, down, column - _BETWEEN)
    return page


def curves_of(subject: Subject, series: ServiceSeries, place: str) -> Curves:
    """The curves of a place over the span shown; a school year under way at its start included."""
    first, last = subject.shown
    cut = series.between(first - (1.0 if series.service.is_school else 0.0), last)
    row = cut.place(place)
    return Curves(
        years=cut.years,
        demand=cut.demand[row],
        promised=cut.promised[row],
        risk_adjusted=cut.risk_adjusted[row],
        in_steps=series.service.is_school,
    ).held_until(last)


def _draw_panel(
    page: Page,
    subject: Subject,
    series: ServiceSeries,
    corner: tuple[float, float, float, float],
) -> None:
    left, down, column, heading = corner
    room = column - _BETWEEN
    written = page.write(left, down, titled(series.service.title), PANEL, within=room) + 0.03
    found = verdict(series, CITY, subject.shown[1])
    if found is not None:
        written = page.write(left, written, found.said, LABEL, colour=found.colour, within=room)
        page.write(left, written, found.on_time, SMALL, colour=QUIET, within=room)
    axes = page.axes(left + _LEFT, down + heading, column - _BETWEEN - _LEFT - _RIGHT, _PLOT)
    year_axis(axes, *subject.shown, most=6)
    number_axis(axes)
    _note_unknown(axes, series, subject)
    curves = curves_of(subject, series, CITY)
    if not curves.years.size:
        return
    draw_curves(axes, curves)
    if series.service.is_school:
        draw_pupils(axes, subject, series.service.name, CITY)
    axes.set_ylim(0, 1.08 * axes.dataLim.y1 or 1.0)
    name_lines(axes, curves, leading, subject.language, SMALL)


def draw_pupils(axes: "Axes", subject: Subject, service: str, place: str) -> None:
    """Mark the pupils that were counted within the years shown."""
    years, pupils = subject.record("pupils", service, place).observations()
    first, last = subject.shown
    shown = (years >= first) & (years <= last)
    if shown.any():
        name = beside(sentence("key.observed"), subject.language)
        axes.plot(years[shown], pupils[shown], label=name, **observed_marks())


def name_lines(
    axes: "Axes",
    curves: Curves,
    say: Callable[[Pair, Language], str],
    language: Language,
    size: float,
) -> None:
    """Name each line at its end, with its last value; supplies that agree are named once."""
    demand, promised, expected = (
        float(values[-1]) for values in (curves.demand, curves.promised, curves.risk_adjusted)
    )
    lines = [(demand, "word.demand", DEMAND)]
    if abs(promised - expected) < SMALLEST:
        lines.append((expected, "word.supply", SUPPLY))
    else:
        lines.append((promised, "label.promised", SUPPLY))
        lines.append((expected, "label.risk_adjusted", SUPPLY))
    end_labels(
        axes,
        float(curves.years[-1]),
        [
            (value, f"{say(sentence(key), language)} {count(value)}", colour)
            for value, key, colour in lines
            if np.isfinite(value)
        ],
        size,
    )


def _note_unknown(axes: "Axes", series: ServiceSeries, subject: Subject) -> None:
    """Say why supply is blank, where it is blank for long enough to be wondered at."""
    start = series.service.start
    if not series.is_known or start is None:
        note = sentence("result.unknown")
    elif start.year > subject.shown[0] + _NOTED:
        note = sentence("result.before", when=moment(start.year))
    else:
        return
    axes.annotate(
        "\n".join(spoken(note, subject.language)),
        (0, 0),
        xycoords="axes fraction",
        xytext=(4, 4),
        textcoords="offset points",
        size=_NOTE,
        color=QUIET,
        va="bottom",
        linespacing=1.35,
    )
