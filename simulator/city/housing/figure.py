"""Subsidised homes and households: homes begun and finished, whom they cover, who is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from simulator.city.ground.subject import Chosen, Subject
from simulator.city.housing.years import HousingYear, housing_years
from simulator.city.pack.housing import Housing
from simulator.report.legend import Entry, draw_legend
from simulator.report.panels import Panel, Place, Spacing, draw_panels
from simulator.report.paper import Heading, Page, new_page
from simulator.report.plot import Plot, framed, label_room
from simulator.report.shapes import Look
from simulator.report.sheet import Sheet
from simulator.report.style import DEMAND, INK, PAPER, SUPPLY, USE
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year
from simulator.words.catalogue import Pair, pair

_SPACING = Spacing(
    narrowest={"a4": 2.1, "slide": 3.2, "phone": 3.0},
    height={"a4": 2.2, "slide": 3.6, "phone": 1.9},
    between=0.22,
    after=0.14,
)
_TEN_THOUSAND = 1e4
_PROMISE = Look(kind="D", size=5.0, fill=INK, edge=INK, rim=0.5)
_COUNTED = Look(kind="o", size=4.2, fill=PAPER, edge=INK, rim=1.1)
_DASHES = (4.0, 1.6)


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A curve: its name, what is drawn of a year, and how."""

    key: str
    value: Callable[[HousingYear], float | None]
    colour: str
    dashes: tuple[float, ...] = ()


_HOMES = (
    _Line(
        key="housing.begun",
        value=lambda one: _tens(one.begun_since),
        colour=USE,
        dashes=_DASHES,
    ),
    _Line(key="housing.finished", value=lambda one: _tens(one.finished_since), colour=SUPPLY),
)
_COVERAGE = (_Line(key="housing.finished", value=lambda one: one.coverage, colour=SUPPLY),)
_HOUSEHOLDS = (
    _Line(key="housing.households", value=lambda one: _tens(one.households), colour=DEMAND),
)


@dataclass(frozen=True, kw_only=True)
class _Panel:
    """A panel: its title, its curves, what was promised by when, and what was counted."""

    title: Pair
    lines: Sequence[_Line]
    promise: tuple[float, float] | None = None
    series: str = ""


def draw_housing(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page | None:  # noqa: ARG001
    """Three panels; ``None`` where the pack says nothing of housing, or no year is shown."""
    known, (first, last) = subject.outcome.pack.housing, subject.shown
    found = [
        one
        for one in housing_years(subject.outcome)
        if first - SAME_INSTANT <= one.year and end_of_year(one.year) <= last + SAME_INSTANT
    ]
    if known is None or not found:
        return None
    page = new_page(
        Heading(
            finding=_finding(subject, found[-1], known),
            shown=subject.shown_line("shown.housing"),
            notes=(
                pair("read.how.housing"),
                pair("read.housing", grade=known.grade),
                *subject.ending(subject.counted_until, last),
            ),
        ),
        sheet,
        subject.language,
    )
    down = draw_legend(page, 0.0, _key(page)) + 0.1
    panels = [
        Panel(title=each.title, draw=partial(_draw, page, subject, (found, each)))
        for each in _panels(known)
    ]
    return page.close(draw_panels(page, down, panels, _SPACING))


def _finding(subject: Subject, last: HousingYear, known: Housing) -> Pair:
    """Homes finished of those promised, and what all of them come to of urban households."""
    told = {"where": subject.city, "year": last.year, "covered": f"{last.coverage or 0.0:.1f}"}
    if last.finished_since is None:
        return pair("finding.housing_before", **told)
    since, promised = _said(last.finished_since), _said(known.promised)
    return pair(
        "finding.housing", **told, since=int(known.begins), finished=since, promised=promised
    )


def _said(homes: float) -> Pair:
    """Homes as each language counts them."""
    number = (f"{round(homes / _TEN_THOUSAND, 1):g}", f"{round(homes, -2):,.0f}")
    return pair("housing.count", number=number)


def _panels(known: Housing) -> tuple[_Panel, ...]:
    homes = (known.ends, known.promised / _TEN_THOUSAND)
    return (
        _Panel(title=pair("housing.homes", year=int(known.begins)), lines=_HOMES, promise=homes),
        _Panel(title=pair("housing.cover"), lines=_COVERAGE, promise=(known.ends, known.coverage)),
        _Panel(title=pair("housing.who"), lines=_HOUSEHOLDS, series="family_households"),
    )


def _key(page: Page) -> list[Entry]:
    lines = [
        Entry(name=page.lead(pair(each.key)), line=each.colour, dashes=each.dashes)
        for each in (*_HOMES, *_HOUSEHOLDS)
    ]
    promise = Entry(name=page.lead(pair("housing.promise")), mark=_PROMISE)
    return [*lines, promise, Entry(name=page.lead(pair("housing.census")), mark=_COUNTED)]


def _draw(
    page: Page,
    subject: Subject,
    told: tuple[Sequence[HousingYear], _Panel],
    place: Place,
) -> None:
    """Curves with their last value at their end, the promise as a diamond, counts as rings."""
    (years, panel), small = told, page.sheet.letters.small
    ends = np.array([end_of_year(one.year) for one in years])
    curves = [(each, np.array([_nan(each.value(one)) for one in years])) for each in panel.lines]
    labels = [
        (float(values[-1]), f"{values[-1]:,.1f}", each.colour)
        for each, values in curves
        if np.isfinite(values[-1])
    ]
    seen = [float(np.nanmax(values)) for _, values in curves if np.isfinite(values).any()]
    if panel.promise is not None:
        seen.append(panel.promise[1])
    plot = framed(
        page, place, (subject.shown, (0.0, 1.12 * max(seen, default=0.0) or 1.0)), steps=4,
        right=label_room([text for _, text, _ in labels], small),
    )  # fmt: skip
    for each, values in curves:
        plot.line(ends, values, each.colour, 1.9, each.dashes)
    subject.veil(plot, subject.counted_until, small)
    _mark(plot, subject, panel)
    plot.years(small)
    plot.end_labels(labels, small)


def _mark(plot: Plot, subject: Subject, panel: _Panel) -> None:
    if panel.promise is not None:
        when, promised = panel.promise
        plot.mark(np.array([when]), np.array([promised]), _PROMISE)
    if panel.series:
        years, values = subject.record("recorded", panel.series).all()
        plot.mark(years, values / _TEN_THOUSAND, _COUNTED)


def _tens(value: float | None) -> float | None:
    """A number in tens of thousands."""
    return None if value is None else value / _TEN_THOUSAND


def _nan(value: float | None) -> float:
    return np.nan if value is None else value
