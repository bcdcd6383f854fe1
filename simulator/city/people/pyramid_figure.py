"""The age pyramid at the beginning and the end: men and women, registered and migrants."""

from typing import Literal

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.people_told import people_told
from simulator.city.ground.subject import Chosen, Subject
from simulator.city.people.table import people_of_snapshot
from simulator.report.legend import Entry, draw_legend
from simulator.report.paper import Heading, Page, new_page
from simulator.report.plot import Plot, years_room
from simulator.report.scales import number, round_ticks
from simulator.report.shapes import POINTS, Hatch, Patch
from simulator.report.sheet import Sheet
from simulator.report.style import FAINT, INK, MIGRANT, QUIET, REGISTERED
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import Pair, moment, pair

_HATCH = Hatch(slant="/", colour=REGISTERED, apart=3.4, width=0.6)
"""Over the pale colour of migrants, so that grey print tells them from who is registered."""
_NARROWEST = {"a4": 3.0, "slide": 4.5, "phone": 3.0}
_HEIGHT = {"a4": 3.6, "slide": 4.2, "phone": 3.6}
_BETWEEN, _AFTER = 0.25, 0.16
_THOUSAND = 1e3
_OLDEST = 100
_GROUPS = ((0, 15), (15, 60), (60, _OLDEST + 1))
"""Ages, from and to (left out), whose shares are told."""


def draw_pyramid(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page:
    """Two pyramids on one scale, of the city or of a district, people by single year of age."""
    outcome = subject.outcome
    both = [_people(subject, place, chosen.place) for place in (0, -1)]
    days = [float(outcome.trajectory.snapshots[place]) for place in (0, -1)]
    page = new_page(
        Heading(
            finding=_finding(subject, both, days, chosen.place),
            shown=subject.shown_line("shown.pyramid", chosen.place),
            notes=(pair("read.how.pyramid"), pair("read.pyramid")),
        ),
        sheet,
        subject.language,
    )
    down = draw_legend(page, 0.0, _key(page)) + 0.1
    columns = sheet.columns(_NARROWEST[sheet.name], _BETWEEN, 2)
    column = (sheet.room + _BETWEEN) / columns
    small, label = sheet.letters.small, sheet.letters.label
    heading = page.lines(moment(days[0]), sheet.letters.panel) + 0.06
    heading += page.lines(_groups(both[0]), label)
    height = _HEIGHT[sheet.name]
    if sheet.height is not None:
        height = page.room - down - heading - years_room(small) - _AFTER
    reach = 1.03 * float(max(each.sum(axis=0).max() for each in both)) / _THOUSAND
    for place, (people, day) in enumerate(zip(both, days, strict=True)):
        left = sheet.margin + place % columns * column
        top = page.write(left, down, moment(day), sheet.letters.panel)
        page.write(left, top, _groups(people), label, colour=QUIET)
        _draw(page, people, (left, down + heading, column - _BETWEEN, height), reach or 1.0)
        if place % columns == columns - 1:
            down += heading + height + years_room(small) + _AFTER
    return page.close(down)


def _people(subject: Subject, place: int, district: str) -> FloatArray:
    """Persons at a snapshot, shape (residency, sex, age)."""
    counts = people_of_snapshot(subject.outcome, place)
    if district == CITY:
        return np.asarray(counts.sum(axis=0))
    row = subject.outcome.trajectory.system.axis["district"].index(district)
    return np.asarray(counts[row])


def _finding(subject: Subject, both: list[FloatArray], days: list[float], district: str) -> Pair:
    totals = [float(people.sum()) for people in both]
    old = [100 * float(people[..., _GROUPS[2][0] :].sum()) / (people.sum() or 1) for people in both]
    return pair(
        "finding.pyramid",
        where=subject.city if district == CITY else subject.place(district),
        start=moment(days[0], inside=True),
        end=moment(days[1], inside=True),
        first=people_told(totals[0]),
        last=people_told(totals[1]),
        old_first=f"{old[0]:.1f}",
        old_last=f"{old[1]:.1f}",
    )


def _groups(people: FloatArray) -> Pair:
    total = float(people.sum()) or 1.0
    shares = [100 * float(people[..., first:last].sum()) / total for first, last in _GROUPS]
    young, working, old = (f"{share:.1f}" for share in shares)
    return pair("pyramid.groups", young=young, working=working, old=old)


def _key(page: Page) -> list[Entry]:
    return [
        Entry(name=page.lead(pair("word.registered")), fill=REGISTERED),
        Entry(name=page.lead(pair("word.migrant")), fill=MIGRANT, hatch=_HATCH),
    ]


def _draw(
    page: Page, people: FloatArray, place: tuple[float, float, float, float], reach: float
) -> None:
    """Men to the left, women to the right, migrants outside of the registered; ages between."""
    left, down, width, height = place
    size = page.sheet.letters.small
    middle = 0.34 * size / 7.2
    half = (width - middle) / 2
    ages = (0.0, float(_OLDEST + 1))
    sides = (
        (0, "word.men", (reach, 0.0), left),
        (1, "word.women", (0.0, reach), left + half + middle),
    )
    for sex, key, span, start in sides:
        plot = Plot(page=page, left=start, down=down, width=half, height=height, x=span, y=ages)
        for tick in round_ticks(0.0, reach, 3 if half < 2 else 4):
            if tick:
                plot.rule(tick, FAINT, 0.6)
            base = down + height + 0.03 + 1.1 * size / POINTS
            page.words(number(tick), (plot.across(tick), base), size, QUIET, "middle")
        registered, migrant = people[0, sex] / _THOUSAND, people[1, sex] / _THOUSAND
        _side(plot, np.zeros(registered.size), registered, REGISTERED, None)
        _side(plot, registered, registered + migrant, MIGRANT, _HATCH)
        plot.rule(0.0, QUIET, 0.7)
        edge = left if sex == 0 else left + width
        label = page.sheet.letters.label
        anchor: Literal["start", "end"] = "start" if sex == 0 else "end"
        page.words(page.lead(pair(key)), (edge, down + label / POINTS), label, INK, anchor)
    scale = Plot(page=page, left=left, down=down, width=width, height=height, x=(0, 1), y=ages)
    for age in range(0, _OLDEST + 1, 10):
        base = scale.up(age + 0.5) + 0.36 * size / POINTS
        page.words(str(age), (left + half + middle / 2, base), size, QUIET, "middle")


def _side(plot: Plot, inner: FloatArray, outer: FloatArray, fill: str, hatch: Hatch | None) -> None:
    """A step for each year of age from an inner to an outer edge, one area for all."""
    edges = np.repeat(np.arange(inner.size + 1, dtype=float), 2)[1:-1]
    near, far = (plot.points(np.repeat(values, 2), edges) for values in (inner, outer))
    plot.page.shapes.append(Patch(points=np.concatenate([near, far[::-1]]), fill=fill, hatch=hatch))
