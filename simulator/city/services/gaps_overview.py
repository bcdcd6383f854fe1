"""Every service on one page: demand, the supply promised, the supply to expect, and the gap.

Above each panel the gap in words: how much is short or over at the last reading, and what it would
be if everything came on time.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from simulator.city.ground.subject import Chosen, Subject, titled
from simulator.city.services.finding import finding_of_all
from simulator.city.services.series import SMALLEST, ServiceSeries, service_series
from simulator.city.services.verdict import verdict
from simulator.report.curves import OBSERVED, SURPLUS_HATCH, draw_curves
from simulator.report.legend import Entry, draw_legend
from simulator.report.marks import Curves, whole_number
from simulator.report.paper import Heading, Page, new_page
from simulator.report.plot import Plot, framed, label_room, years_room
from simulator.report.sheet import Sheet
from simulator.report.style import DEMAND, INK, QUIET, SHORTAGE_FILL, SUPPLY
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import Pair, moment, pair

_NARROWEST = {"a4": 2.1, "slide": 2.3, "phone": 3.0}
_BETWEEN, _AFTER = 0.16, 0.14
_LOWEST = 0.55
_HIGHEST = {"a4": 1.5, "slide": 3.0, "phone": 1.2}
_NOTED = 1.2
"""Years of unknown supply from which on the panel says why it is blank."""


def draw_gaps_overview(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page:
    """A panel for each service, of the city or of the catchment that a district lies in."""
    shown = service_series(subject.outcome)
    page = new_page(
        Heading(
            finding=finding_of_all(subject, shown, chosen.place),
            shown=subject.shown_line("shown.gaps", chosen.place),
            notes=(
                pair("read.how.gaps"),
                pair("read.gap"),
                *caveats(shown),
                subject.sureness(),
                *subject.ending(subject.counted_until, subject.shown[1]),
            ),
        ),
        sheet,
        subject.language,
    )
    entries = [
        *key_of(page, shown, subject),
        *subject.rule_key(subject.counted_until, subject.shown[1]),
    ]
    down = draw_legend(page, 0.0, entries) + 0.1
    columns = sheet.columns(_NARROWEST[sheet.name], _BETWEEN, 5)
    column = (sheet.room + _BETWEEN) / columns
    rows = [shown[first : first + columns] for first in range(0, len(shown), columns)]
    headings = [
        max(_heading(page, subject, each, chosen.place, None, column) for each in row)
        for row in rows
    ]
    small = years_room(sheet.letters.small)
    spare = page.room - down - sum(headings) - len(rows) * (small + _AFTER)
    height = min(max(spare / len(rows), _LOWEST), _HIGHEST[sheet.name])
    for row, heading in zip(rows, headings, strict=True):
        for number, series in enumerate(row):
            corner = (sheet.margin + number * column, down)
            _heading(page, subject, series, chosen.place, corner, column)
            place = (corner[0], down + heading, column - _BETWEEN, height)
            _draw_panel(page, subject, series, chosen.place, place)
        down += heading + height + small + _AFTER
    return page.close(down)


def key_of(page: Page, shown: Sequence[ServiceSeries], subject: Subject) -> list[Entry]:
    """What lines and areas mean; ``first promised`` where somebody responds to a gap."""
    first = any(series.responds for series in shown)
    entries = [
        Entry(name=_said(page, "key.demand"), line=DEMAND),
        Entry(name=_said(page, "key.risk_adjusted"), line=SUPPLY),
        Entry(
            name=_said(page, "key.first_promised" if first else "key.promised"),
            line=SUPPLY,
            dashes=(3.5, 2.0),
        ),
        Entry(name=_said(page, "key.shortage"), fill=SHORTAGE_FILL),
        Entry(name=_said(page, "key.surplus"), hatch=SURPLUS_HATCH),
    ]
    schools = (series.service.name for series in shown if series.service.is_school)
    if any(subject.record("pupils", name).values.size for name in schools):
        entries.append(Entry(name=_said(page, "key.observed"), mark=OBSERVED))
    return entries


def caveats(shown: Sequence[ServiceSeries]) -> Iterator[Pair]:
    """What to bear in mind where pupils or patients cross districts."""
    if any(series.service.is_school for series in shown):
        yield pair("read.pupils_cross")
    if not all(series.service.is_school for series in shown):
        yield pair("read.patients_cross")


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


def highest(curves: Curves) -> float:
    """The largest value drawn, one where nothing is."""
    drawn = [curves.demand, curves.promised, curves.risk_adjusted]
    if curves.fan is not None:
        drawn += [curves.fan.demand[1], curves.fan.supply[1]]
    return float(np.nanmax(np.concatenate([*drawn, [0.0]]))) or 1.0


def _heading(
    page: Page,
    subject: Subject,
    series: ServiceSeries,
    district: str,
    corner: tuple[float, float] | None,
    column: float,
) -> float:
    """Name and gap in words; how high they are where no ``corner`` is given."""
    letters, room = page.sheet.letters, column - _BETWEEN
    place = series.within(district)
    lines = [(titled(series.service.title), letters.panel, INK)]
    if place != district:
        lines.append((subject.place(place), letters.small, QUIET))
    found = verdict(series, place, subject.shown[1])
    if found is not None:
        lines.append((found.said, letters.label, found.colour))
        if found.by_use is not None:
            lines.append((found.by_use[0], letters.label, found.by_use[1]))
        more = ((found.beyond, INK), (found.on_time, QUIET))
        lines += [
            (said, letters.small, colour)
            for said, colour in more
            if said is not None and not _is_brief(page)
        ]
    if found is None or not _is_brief(page):
        lines += [(said, letters.small, QUIET) for said in _unknown(series, subject)]
    if corner is None:
        return sum(page.lines(text, size, room) for text, size, _ in lines) + 0.1
    left, down = corner
    for text, size, colour in lines:
        down = page.write(left, down, text, size, colour=colour, within=room)
    return down


def _is_brief(page: Page) -> bool:
    """Whether there is room for what is found, not for what else is to be said of it."""
    return page.sheet.height is not None or page.language == "both"


def _unknown(series: ServiceSeries, subject: Subject) -> Iterator[Pair]:
    """Why supply is blank, where it is blank for long enough to be wondered at."""
    start = series.service.start
    if not series.is_known or start is None:
        yield pair("result.unknown")
    elif start.year > subject.shown[0] + _NOTED:
        yield pair("result.before", when=moment(start.year))


def _draw_panel(
    page: Page,
    subject: Subject,
    series: ServiceSeries,
    district: str,
    place: tuple[float, float, float, float],
) -> None:
    small = page.sheet.letters.small
    curves = curves_of(subject, series, series.within(district))
    if not curves.years.size:
        return
    labels = line_names(page, curves, series, is_named=page.sheet.height is None)
    right = label_room([text for _, text, _ in labels], small)
    heights = (0.0, 1.06 * highest(curves))
    plot = framed(page, place, (subject.shown, heights), steps=3, right=right)
    draw_curves(plot, curves)
    if series.service.is_school:
        draw_pupils(plot, subject, series.service.name, series.within(district))
    subject.veil(plot, subject.counted_until, small, is_named=False)
    plot.years(small)
    plot.end_labels(labels, small)


def draw_pupils(plot: Plot, subject: Subject, service: str, place: str) -> bool:
    """Mark the pupils that were counted within the years shown; whether there were any."""
    years, pupils = subject.record("pupils", service, place).observations()
    first, last = subject.shown
    shown = (years >= first - SAME_INSTANT) & (years <= last + SAME_INSTANT)
    plot.mark(years[shown], pupils[shown], OBSERVED)
    return bool(shown.any())


def line_names(
    page: Page, curves: Curves, series: ServiceSeries, *, is_named: bool = True
) -> list[tuple[float, str, str]]:
    """Each line's end, its name and last value, its colour; supplies that agree named once.

    Where lines are not named only what is demanded and expected is told.
    """
    demand, promised, expected = (
        float(values[-1]) for values in (curves.demand, curves.promised, curves.risk_adjusted)
    )
    lines = [(demand, "word.demand", DEMAND)]
    if abs(promised - expected) < SMALLEST:
        lines.append((expected, "word.supply", SUPPLY))
    else:
        first = "label.first_promised" if series.responds else "label.promised"
        lines += [(promised, first, SUPPLY), (expected, "label.risk_adjusted", SUPPLY)]
    if not is_named:
        lines = [lines[0], lines[-1]]
    return [
        (value, f"{_said(page, key)} " * is_named + whole_number(value), colour)
        for value, key, colour in lines
        if np.isfinite(value)
    ]


def _said(page: Page, key: str) -> str:
    return page.lead(pair(key))
