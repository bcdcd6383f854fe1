"""Births by order, their shares, and the mothers who wait for a second child."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from simulator.city.ground.people_told import people_told
from simulator.city.ground.subject import Chosen, Subject
from simulator.city.people.births_by_order import Births, births_by_order, waiting_mothers
from simulator.city.people.figure import TEN_THOUSAND
from simulator.report.curves import OBSERVED
from simulator.report.legend import Entry, draw_legend
from simulator.report.panels import Panel, Place, Spacing, draw_panels
from simulator.report.paper import Heading, Page, new_page
from simulator.report.plot import framed, label_room
from simulator.report.shapes import Hatch, Look
from simulator.report.sheet import Sheet
from simulator.report.style import (
    FIRST_BIRTHS,
    LATER_BIRTHS,
    PAPER,
    QUIET,
    SECOND_BIRTHS,
    WAITING,
)
from simulator.words.catalogue import Pair, moment, pair

_SPACING = Spacing(
    narrowest={"a4": 2.15, "slide": 3.6, "phone": 3.2},
    height={"a4": 2.1, "slide": 3.6, "phone": 1.9},
    between=0.25,
    after=0.14,
)
_HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class _Order:
    """An order of birth as drawn, and the name its share of births is recorded under."""

    name: str
    recorded: str
    colour: str
    text: str
    hatch: Hatch | None = None


_ORDERS = (
    _Order(name="first_births", recorded="birth_order_share_1", colour=FIRST_BIRTHS, text=QUIET),
    _Order(
        name="second_births",
        recorded="birth_order_share_2",
        colour=SECOND_BIRTHS,
        text=SECOND_BIRTHS,
    ),
    _Order(
        name="higher_births",
        recorded="birth_order_share_3+",
        colour="#d9c4e6",
        text=LATER_BIRTHS,
        hatch=Hatch(slant="\\", colour=LATER_BIRTHS, apart=3.0, width=0.6),
    ),
)


def draw_births(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page | None:  # noqa: ARG001
    """Bars by order, lines of shares, a line of those who wait; ``None`` without a whole year."""
    births = births_by_order(subject.outcome)
    if not births.years:
        return None
    page = new_page(
        Heading(
            finding=_finding(subject, births),
            shown=subject.shown_line("shown.births"),
            notes=(pair("read.how.births"), pair("read.births"), *_ending(subject)),
        ),
        sheet,
        subject.language,
    )
    down = draw_legend(page, 0.0, _key(page, subject)) + 0.1
    named = (
        ("panel.births", _draw_orders),
        ("panel.waiting", _draw_waiting),
        ("panel.orders", _draw_shares),
    )
    panels = [
        Panel(title=pair(key), draw=partial(draw, page, subject, births)) for key, draw in named
    ]
    return page.close(draw_panels(page, down, panels, _SPACING))


def _finding(subject: Subject, births: Births) -> Pair:
    """When second births were most, and how many mothers wait at the end."""
    second = births.orders[1]
    most = int(np.argmax(second))
    when, waiting = waiting_mothers(subject.outcome)
    return pair(
        "finding.births",
        where=subject.city,
        year=births.years[most],
        most=people_told(float(second[most]), 2),
        end=moment(float(when[-1]), inside=True),
        waiting=people_told(float(waiting[-1]), 2),
    )


def _key(page: Page, subject: Subject) -> list[Entry]:
    found = [
        Entry(name=page.lead(pair(f"label.{each.name}")), fill=each.colour, hatch=each.hatch)
        for each in _ORDERS
    ]
    if subject.record("births", "births").observations()[0].size:
        found.append(Entry(name=page.lead(pair("label.observed")), mark=OBSERVED))
    return found


def _ending(subject: Subject) -> tuple[Pair, ...]:
    ends = (subject.last_counted(("births", "births")), subject.last_counted(*_recorded()))
    first = min((end for end in ends if end is not None), default=None)
    return subject.ending(first, subject.outcome.scenario.stop)


def _recorded() -> tuple[tuple[str, str], ...]:
    return tuple(("births_by_order", order.recorded) for order in _ORDERS)


def _draw_orders(page: Page, subject: Subject, births: Births, place: Place) -> None:
    """Bars of births a year, one order on the other, with the births on record."""
    orders = births.orders / TEN_THOUSAND
    years, values = subject.record("births", "births").observations()
    observed = values / TEN_THOUSAND
    scenario, small = subject.outcome.scenario, page.sheet.letters.small
    heights = (0.0, 1.1 * float(max([*orders.sum(axis=0), *observed])) or 1.0)
    right = label_room(["0.00"], small)
    plot = framed(page, place, ((scenario.start, scenario.stop), heights), steps=4, right=right)
    below = np.zeros(len(births.years))
    labels = []
    for order, persons in zip(_ORDERS, orders, strict=True):
        for year, low, count in zip(births.years, below, persons, strict=True):
            span = (year + 0.15, year + 0.85)
            plot.bar(span, (float(low), float(low + count)), order.colour, hatch=order.hatch)
        labels.append((float(below[-1] + persons[-1] / 2), f"{persons[-1]:.2f}", order.text))
        below = below + persons
    subject.veil(plot, subject.last_counted(("births", "births")), small)
    plot.mark(years - _HALF, observed, OBSERVED)
    plot.years(small)
    plot.end_labels(labels, small)


def _draw_shares(page: Page, subject: Subject, births: Births, place: Place) -> None:
    """Lines of each order's share of births, with the shares on record."""
    every = births.orders.sum(axis=0)
    shares = 100 * births.orders / np.where(every > 0, every, np.nan)
    scenario, small = subject.outcome.scenario, page.sheet.letters.small
    ends = [f"{page.lead(pair(f'label.{order.name}'))} {share[-1]:.0f}%" for order, share
            in zip(_ORDERS, shares, strict=True)]  # fmt: skip
    plot = framed(
        page, place, ((scenario.start, scenario.stop), (0.0, 100.0)), steps=4,
        right=label_room(ends, small),
    )  # fmt: skip
    labels, marks = [], []
    for order, share, text in zip(_ORDERS, shares, ends, strict=True):
        plot.line(np.array(births.years) + _HALF, share, order.text, 1.9)
        years, values = subject.record("births_by_order", order.recorded).observations()
        marks.append((years - _HALF, values, order.text))
        if np.isfinite(share[-1]):
            labels.append((float(share[-1]), text, order.text))
    subject.veil(plot, subject.last_counted(*_recorded()), small)
    for years, values, colour in marks:
        plot.mark(years, values, Look(kind="o", size=4.6, fill=PAPER, edge=colour, rim=1.1))
    plot.years(small)
    plot.end_labels(labels, small)


def _draw_waiting(page: Page, subject: Subject, births: Births, place: Place) -> None:  # noqa: ARG001
    """The mothers of one child who are ready for a second, through time."""
    when, waiting = waiting_mothers(subject.outcome)
    persons = waiting / TEN_THOUSAND
    scenario, small = subject.outcome.scenario, page.sheet.letters.small
    text = f"{persons[-1]:.2f}"
    heights = (0.0, 1.1 * float(persons.max()) or 1.0)
    plot = framed(
        page, place, ((scenario.start, scenario.stop), heights), steps=4,
        right=label_room([text], small),
    )  # fmt: skip
    plot.area(when, np.zeros(when.size), persons, WAITING, opacity=0.25)
    plot.line(when, persons, WAITING, 1.9)
    subject.veil(plot, subject.last_counted(("births", "births")), small)
    plot.years(small)
    plot.end_labels([(float(persons[-1]), text, WAITING)], small)
