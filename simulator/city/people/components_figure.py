"""What changed the number of people, year by year: births, deaths, arrivals, departures."""

from collections.abc import Mapping

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.people_told import people_told
from simulator.city.ground.subject import Chosen, Subject
from simulator.city.people.yearly_changes import Changes, changes_of
from simulator.report.legend import Entry, draw_legend
from simulator.report.paper import Heading, Page, new_page
from simulator.report.plot import Plot, framed, years_room
from simulator.report.shapes import POINTS, Hatch, Look, width_of
from simulator.report.sheet import Sheet
from simulator.report.style import (
    ARRIVALS,
    DEPARTURES,
    INK,
    PAPER,
    QUIET,
    REGISTERED,
    SECOND_BIRTHS,
)
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import Pair, pair

_LOOKS: Mapping[str, tuple[str, Hatch | None]] = {
    "births": (SECOND_BIRTHS, None),
    "arrivals": (ARRIVALS, Hatch(slant="/", colour=SECOND_BIRTHS, apart=3.6, width=0.5)),
    "deaths": ("#5b646c", None),
    "departures": (DEPARTURES, Hatch(slant="\\", colour="#5b646c", apart=3.6, width=0.5)),
}
_NET = Look(kind="o", size=4.4, fill=PAPER, edge=INK, rim=1.2)
_HEIGHT = {"a4": (3.0, 1.1), "slide": (3.3, 1.1), "phone": (2.6, 1.0)}
_TEN_THOUSAND = 1e4
_NUMBERS = 2.2
"""Room for the numbers of both plots, in sizes of their letters."""


def draw_components(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page:
    """Bars up for who comes, down for who goes, a mark for the change; registrations below."""
    changes = changes_of(subject.outcome, chosen.place)
    page = new_page(
        Heading(
            finding=_finding(subject, changes, chosen.place),
            shown=subject.shown_line("shown.components", chosen.place),
            notes=(
                pair("read.how.components"),
                pair("read.components"),
                *subject.ending(subject.counted_until, subject.outcome.scenario.stop),
            ),
        ),
        sheet,
        subject.language,
    )
    letters = sheet.letters
    rule = subject.rule_key(subject.counted_until, subject.outcome.scenario.stop)
    down = draw_legend(page, 0.0, [*_key(page), *rule]) + 0.08
    above = pair("panel.changes")
    down = page.write(sheet.margin, down, above, letters.panel, within=sheet.room) + 0.04
    title = pair("panel.registration")
    below = page.lines(title, letters.panel, sheet.room) + 2 * years_room(letters.small) + 0.31
    upper, lower = _HEIGHT[sheet.name]
    if sheet.height is not None:
        left = page.room - down - below
        upper, lower = 0.76 * left, 0.24 * left
    _draw_changes(page, subject, changes, (sheet.margin, down, sheet.room, upper))
    down += upper + years_room(letters.small) + 0.14
    down = page.write(sheet.margin, down, title, letters.panel, within=sheet.room) + 0.06
    _draw_registration(page, subject, changes, (sheet.margin, down, sheet.room, lower))
    return page.close(down + lower + years_room(letters.small) + 0.1)


def _finding(subject: Subject, changes: Changes, district: str) -> Pair:
    total = {name: float(values.sum()) for name, values in changes.groups.items()}
    natural, moved = total["births"] - total["deaths"], total["arrivals"] - total["departures"]
    grown = natural + moved
    return pair(
        "finding.components" if grown >= 0 else "finding.components_fell",
        where=subject.city if district == CITY else subject.place(district),
        span=f"{changes.years[0]}–{changes.years[-1]}",
        grown=people_told(abs(grown)),
        natural=_signed(natural),
        moved=_signed(moved),
    )


def _signed(persons: float) -> Pair:
    chinese, english = people_told(abs(persons))
    sign = "+" if persons >= 0 else "−"
    return f"{sign}{chinese}", f"{sign}{english}"


def _key(page: Page) -> list[Entry]:
    entries = [
        Entry(name=page.lead(pair(f"components.{name}")), fill=fill, hatch=hatch)
        for name, (fill, hatch) in _LOOKS.items()
    ]
    return [*entries, Entry(name=page.lead(pair("components.net")), mark=_NET)]


def _draw_changes(
    page: Page, subject: Subject, changes: Changes, place: tuple[float, float, float, float]
) -> None:
    groups = {name: values / _TEN_THOUSAND for name, values in changes.groups.items()}
    net = changes.net / _TEN_THOUSAND
    high = float((groups["births"] + groups["arrivals"]).max()) or 1.0
    low = float((groups["deaths"] + groups["departures"]).max())
    plot = framed(
        page, place, ((changes.years[0], changes.years[-1] + 1.0), (-1.08 * low, 1.12 * high)),
        steps=6, least=_NUMBERS * page.sheet.letters.small / POINTS,
    )  # fmt: skip
    for number, year in enumerate(changes.years):
        for names, sign in ((("births", "arrivals"), 1), (("deaths", "departures"), -1)):
            near = 0.0
            for name in names:
                far = near + sign * float(groups[name][number])
                fill, hatch = _LOOKS[name]
                plot.bar((year + 0.14, year + 0.86), (near, far), fill, hatch=hatch, edge=QUIET)
                near = far
    plot.level(0.0, INK, 0.8)
    subject.veil(plot, subject.counted_until, page.sheet.letters.small, is_named=False)
    middles = np.array(changes.years) + 0.5
    plot.mark(middles, net, _NET)
    above = groups["births"] + groups["arrivals"]
    _number(plot, middles, (above, net))
    plot.years(page.sheet.letters.small)


def _number(plot: Plot, middles: FloatArray, told: tuple[FloatArray, FloatArray]) -> None:
    """At heights the values told there, where there is room for a number a year."""
    heights, values = told
    size = plot.page.sheet.letters.small
    texts = [f"{value:.1f}".replace("-", "−") for value in values]
    if max(width_of(text, size) for text in texts) > 0.95 * plot.width / len(texts):
        return
    for middle, height, text in zip(middles, heights, texts, strict=True):
        off = (0.0, -0.68 * size / POINTS)
        plot.text((float(middle), float(height)), text, size, INK, "middle", off)


def _draw_registration(
    page: Page, subject: Subject, changes: Changes, place: tuple[float, float, float, float]
) -> None:
    persons = changes.registration / _TEN_THOUSAND
    span = (changes.years[0], changes.years[-1] + 1.0)
    plot = framed(page, place, (span, (0.0, 1.3 * float(persons.max()) or 1.0)), steps=2,
        least=_NUMBERS * page.sheet.letters.small / POINTS)  # fmt: skip
    for year, count in zip(changes.years, persons, strict=True):
        plot.bar((year + 0.14, year + 0.86), (0.0, float(count)), REGISTERED)
    subject.veil(plot, subject.counted_until, page.sheet.letters.small, is_named=False)
    _number(plot, np.array(changes.years) + 0.5, (persons, persons))
    plot.years(page.sheet.letters.small)
