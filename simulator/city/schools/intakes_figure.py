"""Future intakes as bands: who is here, who is still to arrive, who is not yet born."""

import numpy as np

from simulator.city.ground.subject import Chosen, Subject, titled
from simulator.city.pack.services import Service
from simulator.city.schools.intakes import PARTS, Intake, intakes, origin_of_intakes
from simulator.report.legend import Entry, draw_legend
from simulator.report.paper import LINE, Heading, Page, new_page
from simulator.report.plot import framed, years_room
from simulator.report.shapes import POINTS, Hatch, width_of
from simulator.report.sheet import Sheet
from simulator.report.style import CHILDREN, FAINT, PAPER, QUIET, SUPPLY
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import Pair, moment, pair

_PLOT = {"a4": 1.25, "slide": 1.2, "phone": 1.2}
_AFTER = 0.14
_STYLE: dict[str, tuple[str, Hatch | None]] = {
    "registered_here": (SUPPLY, None),
    "migrant_here": (CHILDREN, None),
    "to_arrive": (PAPER, Hatch(slant="/", colour=QUIET, apart=3.6, width=0.6)),
    "unborn": (FAINT, Hatch(slant=".", colour=QUIET, apart=3.4, width=0.5)),
}
"""Colour and hatching of each part: what is surer is darker, in grey print too."""


def draw_intakes(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page | None:  # noqa: ARG001
    """A row of bars for each stage; ``None`` for a run that ends with the record of people."""
    found, origin = intakes(subject.outcome), origin_of_intakes(subject.outcome)
    if not found or origin is None:
        return None
    services = _one_each_age(subject)
    page = new_page(
        Heading(
            finding=_finding(subject, found, services[0]),
            shown=subject.shown_line("shown.intakes"),
            notes=(pair("read.how.intakes", when=moment(origin)), pair("read.intakes")),
        ),
        sheet,
        subject.language,
    )
    down = draw_legend(page, 0.0, _key(page)) + 0.1
    letters = sheet.letters
    names = [_names(subject, service) for service in services]
    headings = [page.lines(name, letters.label, sheet.room) + 0.03 for name in names]
    height = _PLOT[sheet.name]
    if sheet.height is not None:
        taken = sum(headings) + len(names) * (years_room(letters.small) + _AFTER)
        height = max((page.room - down - taken) / len(names), 0.4)
    for service, name, heading in zip(services, names, headings, strict=True):
        page.write(sheet.margin, down, name, letters.label, within=sheet.room)
        place = (sheet.margin, down + heading, sheet.room, height)
        _draw_bars(page, place, [each for each in found if each.service is service])
        down += heading + height + years_room(letters.small) + _AFTER
    return page.close(down)


def _key(page: Page) -> list[Entry]:
    return [
        Entry(name=page.lead(pair(f"column.{part}")), fill=fill, hatch=hatch, edge=QUIET)
        for part, (fill, hatch) in _STYLE.items()
    ]


def _one_each_age(subject: Subject) -> tuple[Service, ...]:
    """The first of the stages that begin at each age: they take the same children."""
    schools = [each for each in subject.outcome.pack.services if each.is_school]
    return tuple({each.scope.youngest: each for each in reversed(schools)}.values())[::-1]


def _names(subject: Subject, service: Service) -> Pair:
    """Every stage that begins at the age of one."""
    age = service.scope.youngest
    schools = [each for each in subject.outcome.pack.services if each.is_school]
    titles = [each.title for each in schools if each.scope.youngest == age]
    named = ("、".join(each["zh"] for each in titles), ", ".join(each["en"] for each in titles))
    return pair("panel.intake", age=age, stages=named)


def _finding(subject: Subject, found: tuple[Intake, ...], service: Service) -> Pair:
    """How many of the last intake that is wholly born are here already."""
    born = [each for each in found if each.service is service and not each.parts["unborn"].any()]
    if not born:
        return pair("intakes.none_born", where=subject.city, stage=titled(service.title))
    last = born[-1]
    whole = sum(float(values.sum()) for values in last.parts.values())
    here = float(last.parts["registered_here"].sum() + last.parts["migrant_here"].sum())
    share = 100 * here / whole if whole > 0 else float("nan")
    year = int(last.when + SAME_INSTANT)
    stage = titled(service.title)
    return pair("intakes.here", where=subject.city, year=year, share=f"{share:.0f}", stage=stage)


def _draw_bars(page: Page, place: tuple[float, float, float, float], found: list[Intake]) -> None:
    """A bar a year, the surest part lowest; its total above it, where there is room."""
    years = [int(each.when + SAME_INSTANT) for each in found]
    totals = np.array([sum(float(v.sum()) for v in each.parts.values()) for each in found])
    size = page.sheet.letters.small
    rows = 1.2 * size / POINTS / place[3]
    top = float(totals.max()) / (1 - rows) or 1.0
    plot = framed(page, place, ((years[0], years[-1] + 1.0), (0.0, top)), steps=3)
    texts = [f"{total:,.0f}" for total in totals]
    is_numbered = max(width_of(text, size) for text in texts) < 0.97 * plot.width / len(years)
    for year, each, total, text in zip(years, found, totals, texts, strict=True):
        low = 0.0
        for part in PARTS:
            high = low + float(each.parts[part].sum())
            fill, hatch = _STYLE[part]
            plot.bar((year + 0.14, year + 0.86), (low, high), fill, hatch=hatch, edge=QUIET)
            low = high
        if is_numbered:
            off = (0.0, -0.5 * LINE * size / POINTS)
            plot.text((year + 0.5, float(total)), text, size, anchor="middle", off=off)
    plot.years(size)
