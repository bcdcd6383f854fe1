"""Every service on one page: demand, the supply promised, the supply to expect, and the gap.

Above each panel the gap in words: how much is short or over at the last reading, and what it would
be if everything came on time. The key is a made-up example with every part named.
"""

from collections.abc import Callable
from functools import partial
from math import ceil, sqrt
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.subject import Subject, titled
from simulator.city.services.series import SMALLEST, ServiceSeries, service_series
from simulator.city.services.verdict import verdict
from simulator.report.marks import (
    BEHIND,
    Curves,
    draw_curves,
    end_labels,
    number_axis,
    observed_marks,
    whole_number,
    year_axis,
)
from simulator.report.page import MARGIN, Headline, Page, new_page
from simulator.report.style import (
    DEMAND,
    INK,
    LABEL,
    PANEL,
    QUIET,
    SHORTAGE,
    SMALL,
    SUPPLY,
    SURPLUS,
)
from simulator.words.catalogue import Pair, beside, leading, moment, pair, spoken


def draw_key(page: Page, left: float, down: float, width: float, *, responds: bool) -> None:
    """The key of the figure of gaps, as wide as a panel; ``responds``: what was promised first."""
    written = page.write(left, down, pair("key.title"), PANEL, colour=QUIET) + 0.08
    axes = page.axes(left, written, width, 2.2)
    years = np.linspace(0.0, 1.0, 101)
    curves = Curves(
        years=years,
        demand=0.42 + 0.45 * np.sin(1.15 * np.pi * years),
        promised=0.30 + 0.66 * years,
        risk_adjusted=0.30 + 0.22 * years,
        in_steps=False,
    )
    draw_curves(axes, curves)
    axes.plot(*_OBSERVED, **observed_marks())
    axes.set_xlim(0, 1)
    axes.set_ylim(0.0, 1.12)
    axes.set_axis_off()
    for key, across, height, colour, align in _NAMES:
        first = responds and key == "key.promised"
        axes.text(
            across,
            height,
            beside(pair("key.first_promised" if first else key), page.language),
            size=SMALL,
            color=colour,
            ha=align,
            va="bottom",
        )


_OBSERVED = ([0.02], [0.065])
_NAMES = (
    ("key.demand", 0.40, 0.885, DEMAND, "center"),
    ("key.promised", 1.0, 0.985, SUPPLY, "right"),
    ("key.risk_adjusted", 0.0, 0.22, SUPPLY, "left"),
    ("key.shortage", 0.31, 0.60, SHORTAGE, "center"),
    ("key.surplus", 1.0, 0.11, SURPLUS, "right"),
    ("key.observed", 0.05, 0.025, DEMAND, "left"),
)
"""Where each name stands: key, across, height, colour, alignment."""

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
    shown = service_series(subject.outcome)
    places = len(shown) + 1
    columns = min(4, max(2, ceil(sqrt(places))))
    heading = 1.44 if subject.language == "both" else 0.92
    row = heading + _PLOT + 0.5
    page = new_page(
        _WIDTH,
        ceil(places / columns) * row + 0.05,
        Headline(
            title=pair("title.gaps", city=subject.city, span=subject.span),
            details=(
                pair("detail.gaps"),
                subject.sureness(),
                *subject.ending(subject.counted_until, subject.shown[1]),
                subject.origin(),
            ),
        ),
        subject.language,
    )
    column = (_WIDTH - 2 * MARGIN + _BETWEEN) / columns
    for number in range(places):
        left = MARGIN + (number % columns) * column
        down = number // columns * row
        if number < len(shown):
            _draw_panel(
                page,
                subject,
                shown[number],
                (left, down, column, heading),
            )
        else:
            responds = any(series.responds for series in shown)
            draw_key(page, left, down, column - _BETWEEN, responds=responds)
    return page


def curves_of(subject: Subject, series: ServiceSeries, place: str) -> Curves:
    """The curves of a place over the span shown; a school year under way at its start included."""
    first, last = subject.shown
    cut = series.between(first - (1.0 if series.service.is_school else 0.0), last)
    row = cut.place(place)
    of_draws = subject.of_draws
    fan = None
    if of_draws is not None:
        fan = of_draws.ends(subject.outcome, series.service.name, place).at(cut.years)
    return Curves(
        years=cut.years,
        demand=cut.demand[row],
        promised=cut.promised[row],
        risk_adjusted=cut.risk_adjusted[row],
        in_steps=series.service.is_school,
        fan=fan,
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
        if found.beyond is not None:
            written = page.write(left, written, found.beyond, SMALL, colour=INK, within=room)
        if found.by_use is not None:
            said, colour = found.by_use
            written = page.write(left, written, said, LABEL, colour=colour, within=room)
        if found.on_time is not None:
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
    subject.fade(axes, subject.counted_until, leading)
    name_lines(
        axes, curves, promised_name(series), partial(leading, language=subject.language), SMALL
    )


def draw_pupils(axes: "Axes", subject: Subject, service: str, place: str) -> None:
    """Mark the pupils that were counted within the years shown."""
    years, pupils = subject.record("pupils", service, place).observations()
    first, last = subject.shown
    shown = (years >= first) & (years <= last)
    if shown.any():
        name = beside(pair("key.observed"), subject.language)
        axes.plot(years[shown], pupils[shown], label=name, **observed_marks())


def promised_name(series: ServiceSeries) -> str:
    """Key of the word for what was promised: *as first promised* where somebody responds."""
    return "label.first_promised" if series.responds else "label.promised"


def name_lines(
    axes: "Axes", curves: Curves, promised_key: str, say: Callable[[Pair], str], size: float
) -> None:
    """Name each line at its end, with its last value; supplies that agree are named once."""
    demand, promised, expected = (
        float(values[-1]) for values in (curves.demand, curves.promised, curves.risk_adjusted)
    )
    lines = [(demand, "word.demand", DEMAND)]
    if abs(promised - expected) < SMALLEST:
        lines.append((expected, "word.supply", SUPPLY))
    else:
        lines.append((promised, promised_key, SUPPLY))
        lines.append((expected, "label.risk_adjusted", SUPPLY))
    end_labels(
        axes,
        float(curves.years[-1]),
        [
            (value, f"{say(pair(key))} {whole_number(value)}", colour)
            for value, key, colour in lines
            if np.isfinite(value)
        ],
        size,
    )


def _note_unknown(axes: "Axes", series: ServiceSeries, subject: Subject) -> None:
    """Say why supply is blank, where it is blank for long enough to be wondered at."""
    start = series.service.start
    if not series.is_known or start is None:
        note = pair("result.unknown")
    elif start.year > subject.shown[0] + _NOTED:
        note = pair("result.before", when=moment(start.year))
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
        bbox=BEHIND,
    )
