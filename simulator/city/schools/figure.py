"""Children by school cohort: the wave of births as it reaches kindergarten and each school."""

from dataclasses import dataclass

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.people_told import people_told
from simulator.city.ground.subject import Chosen, Subject, titled
from simulator.city.schools.entering import windows_of_age
from simulator.errors import StructureError
from simulator.report.legend import Entry, draw_legend
from simulator.report.paper import LINE, Heading, Page, new_page
from simulator.report.plot import Plot, years_room
from simulator.report.shapes import POINTS, Hatch, width_of
from simulator.report.sheet import Sheet
from simulator.report.style import CHILDREN, INK, WAVE
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, first_september
from simulator.words.catalogue import Pair, listed, pair

_PLOT = {"a4": 0.72, "slide": 0.8, "phone": 0.75}
_AFTER = 0.12
_TEN_THOUSAND = 1e4
_HATCH = Hatch(slant="/", colour="#5f93b8", apart=3.6, width=0.5)
"""Over every bar but those of the wave."""


def draw_children(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page | None:  # noqa: ARG001
    """A row of bars for the newborn and for each age of entry, years one above the other.

    ``None`` for a run too short to see a 1 September.
    """
    ages = entry_ages(subject.outcome)
    intakes = intake_by_year(subject.outcome, tuple(ages))
    if not intakes.years:
        return None
    wave = intakes.years[int(np.argmax(intakes.children[0]))]
    page = new_page(
        Heading(
            finding=_finding(subject, intakes, ages, wave),
            shown=subject.shown_line("shown.children"),
            notes=(
                pair("read.how.children"),
                pair("read.children"),
                *subject.ending(subject.counted_until, intakes.years[-1] + 1.0),
            ),
        ),
        sheet,
        subject.language,
    )
    rule = subject.rule_key(subject.counted_until, intakes.years[-1] + 1.0)
    down = draw_legend(page, 0.0, [*_key(page, wave), *rule]) + 0.1
    return page.close(_draw_rows(page, subject, (ages, intakes), down))


def _key(page: Page, wave: int) -> list[Entry]:
    named = pair("children.wave", first=wave - 1, last=wave)
    others = Entry(name=page.lead(pair("children.others")), fill=CHILDREN, hatch=_HATCH)
    return [Entry(name=page.lead(named), fill=WAVE), others]


def _draw_rows(
    page: Page, subject: Subject, shown: tuple[dict[int, tuple[Pair, ...]], "Intakes"], down: float
) -> float:
    """A row for each age; return where they end."""
    ages, intakes = shown
    sheet, small = page.sheet, page.sheet.letters.small
    wave = intakes.years[int(np.argmax(intakes.children[0]))]
    height = _PLOT[sheet.name]
    if sheet.height is not None:
        names = (
            page.lines(_row_name(*row), sheet.letters.label, sheet.room) for row in ages.items()
        )
        taken = sum(names) + len(ages) * (years_room(small) + _AFTER)
        height = max((page.room - down - taken) / len(ages), 0.3)
    # above the highest bar a number
    number_room = min(1.3 * small / POINTS / height, 0.6)
    top = float(intakes.children.max()) / _TEN_THOUSAND / (1 - number_room) or 1.0
    for number, row in enumerate(ages.items()):
        down = _write_name(page, down, row, wave, intakes.years)
        plot = Plot(
            page=page, left=sheet.margin, down=down, width=sheet.room, height=height,
            x=(intakes.years[0], intakes.years[-1] + 1.0), y=(0.0, top),
        )  # fmt: skip
        _draw_bars(plot, intakes.years, intakes.children[number] / _TEN_THOUSAND, wave + row[0])
        subject.veil(plot, subject.counted_until, small, is_named=False)
        plot.years(small)
        down += height + years_room(small) + _AFTER
    return down


def _finding(
    subject: Subject, intakes: "Intakes", ages: dict[int, tuple[Pair, ...]], wave: int
) -> Pair:
    """The largest cohort, and when it begins each stage."""
    stages = [
        pair("children.reaches", age=age, year=wave + age)
        for age, services in ages.items()
        if services
    ]
    return pair(
        "finding.children",
        where=subject.city,
        first=wave - 1,
        last=wave,
        number=people_told(float(intakes.children[0].max())),
        stages=listed(stages),
    )


def entry_ages(outcome: Outcome) -> dict[int, tuple[Pair, ...]]:
    """The newborn, then each age at which children enter a school service, with its services."""
    ages: dict[int, tuple[Pair, ...]] = {0: ()}
    schools = (service for service in outcome.pack.services if service.scope.kind == "school_age")
    for service in sorted(schools, key=lambda school: school.scope.youngest):
        age = service.scope.youngest
        ages[age] = (*ages.get(age, ()), titled(service.title))
    return ages


@dataclass(frozen=True, kw_only=True)
class Intakes:
    """Residents of whole school cohorts on 1 September, shape (age, year), persons."""

    years: tuple[int, ...]
    children: FloatArray


def intake_by_year(outcome: Outcome, ages: tuple[int, ...], draw: int = 0) -> Intakes:
    """Children who have completed an age by 1 September, and not the next one.

    Age a in year Y is who was born from 1 September Y − a − 1 up to, not including, 1 September
    Y − a: whole birth windows, so the count is exact. ``StructureError`` for a run whose axis
    cohort has no birth windows.
    """
    run = outcome.trajectory
    windows = run.system.axis["cohort"].windows
    if windows is None:
        raise StructureError("people have no birth windows")
    septembers = [
        (place, int(year + SAME_INSTANT))
        for place, year in enumerate(run.snapshots)
        if abs(year - first_september(int(year + SAME_INSTANT))) <= SAME_INSTANT
    ]
    people = run.stocks["people"][draw].sum(axis=(0, 2, 3))

    def children(age: int, place: int, year: int) -> float:
        first, last = windows_of_age(windows, age, first_september(year))
        return float(people[first:last, place].sum())

    return Intakes(
        years=tuple(year for _, year in septembers),
        children=np.array([[children(age, *each) for each in septembers] for age in ages]),
    )


def _row_name(age: int, services: tuple[Pair, ...]) -> Pair:
    """The age, and what it is the age of."""
    if not services:
        return pair("panel.newborn")
    return pair("panel.entry", age=age, services=listed(services))


def _write_name(
    page: Page, down: float, row: tuple[int, tuple[Pair, ...]], wave: int, years: tuple[int, ...]
) -> float:
    """The name of a row, and at its right end when the wave arrives, if that is after the run."""
    age, size = row[0], page.sheet.letters.label
    name = _row_name(*row)
    end = page.write(page.sheet.margin, down, name, size, within=page.sheet.room)
    if wave + age > years[-1]:
        text = page.lead(pair("children.beyond", year=wave + age)) + " →"
        if width_of(text, size) + width_of(page.lead(name), size) + 0.2 < page.sheet.room:
            base, right = down + 1.02 * size / POINTS, page.sheet.width - page.sheet.margin
            page.words(text, (right, base), size, WAVE, "end")
    return end


def _draw_bars(plot: Plot, years: tuple[int, ...], counts: FloatArray, wave: int) -> None:
    """A bar a year, the one of the wave in its own colour, with its number on it."""
    size = plot.page.sheet.letters.small
    is_numbered = width_of("0.00", size) < 0.95 * plot.width / len(years)
    for year, value in zip(years, counts, strict=True):
        is_wave = year == wave
        fill, hatch = (WAVE, None) if is_wave else (CHILDREN, _HATCH)
        plot.bar((year + 0.14, year + 0.86), (0.0, float(value)), fill, hatch=hatch)
        if is_numbered or is_wave:
            colour = WAVE if is_wave else INK
            off = (0.0, -0.5 * LINE * size / POINTS)
            plot.text((year + 0.5, float(value)), f"{value:.2f}", size, colour, "middle", off)
