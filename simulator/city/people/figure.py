"""Who lives in the city: residents, register and births of the run against the record."""

from functools import partial

import numpy as np

from simulator.city.ground.people_told import people_told
from simulator.city.ground.subject import PEOPLE, Chosen, Subject
from simulator.city.people.births_by_order import births_by_order
from simulator.report.curves import INTERPOLATED, OBSERVED
from simulator.report.legend import Entry, draw_legend
from simulator.report.panels import Panel, Place, Spacing, draw_panels
from simulator.report.paper import Heading, Page, new_page
from simulator.report.plot import framed, label_room
from simulator.report.shapes import Look
from simulator.report.sheet import Sheet
from simulator.report.style import INK, PAPER, QUIET, SUPPLY
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import Pair, moment, pair

TEN_THOUSAND = 1e4
"""The unit of people in figures, a myriad."""

_PUBLISHED = Look(kind="s", size=4.2, fill=PAPER, edge=QUIET, rim=1.0)
_CENSUS = Look(kind="D", size=4.2, fill=PAPER, edge=INK, rim=1.1)
_MARKS = (
    ("residents_revised", "label.revised", OBSERVED),
    ("residents_published", "label.published", _PUBLISHED),
    ("census", "label.census", _CENSUS),
)
_SPACING = Spacing(
    narrowest={"a4": 2.15, "slide": 3.6, "phone": 3.2},
    height={"a4": 2.1, "slide": 3.6, "phone": 1.9},
    between=0.22,
    after=0.14,
)
_HALF = 0.5


def draw_population(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page:  # noqa: ARG001
    """Residents, register and births; lines and bars modelled, marks observed."""
    page = new_page(
        Heading(
            finding=_finding(subject),
            shown=subject.shown_line("shown.population"),
            notes=(pair("read.how.population"), pair("read.population"), *_ending(subject)),
        ),
        sheet,
        subject.language,
    )
    down = draw_legend(page, 0.0, _key(page, subject)) + 0.1
    named = (
        ("panel.residents", _draw_residents),
        ("panel.register", _draw_register),
        ("panel.births_all", _draw_births),
    )
    panels = [Panel(title=pair(key), draw=partial(draw, page, subject)) for key, draw in named]
    return page.close(draw_panels(page, down, panels, _SPACING))


def _finding(subject: Subject) -> Pair:
    """Residents at the end, and how far they are from the last count before it."""
    run = subject.outcome.trajectory
    modelled = run.measures["residents"][0].sum(axis=(0, 1))
    told = {
        "where": subject.city,
        "first": people_told(float(modelled[0])),
        "last": people_told(float(modelled[-1])),
        "start": moment(float(run.readings[0]), inside=True),
        "end": moment(float(run.readings[-1]), inside=True),
    }
    counts = [subject.record("residents", "residents_revised").observations()]
    years, values = (np.concatenate(each) for each in zip(*counts, strict=True))
    known = [place for place, year in enumerate(years) if year <= run.readings[-1] + SAME_INSTANT]
    if not known:
        return pair("finding.people", **told)
    year = float(years[known[-1]])
    there = int(np.argmin(np.abs(run.readings - year)))
    off = 100 * (float(modelled[there]) / float(values[known[-1]]) - 1)
    return pair(
        "finding.people_recorded", **told, when=moment(year, inside=True), off=f"{abs(off):.1f}"
    )


def _key(page: Page, subject: Subject) -> list[Entry]:
    found = [Entry(name=page.lead(pair("label.modelled")), line=SUPPLY)]
    for series, key, look in _MARKS:
        if subject.record("residents", series).observations()[0].size:
            found.append(Entry(name=page.lead(pair(key)), mark=look))
    if subject.record("residents", "residents_revised").aids()[0].size:
        found.append(Entry(name=page.lead(pair("label.interpolated")), mark=INTERPOLATED))
    return found


def _ending(subject: Subject) -> tuple[Pair, ...]:
    """What the rules mean, where the record of any panel ends before the run does."""
    every = (PEOPLE[:3], PEOPLE[3:], (("births", "births"),))
    ends = (subject.last_counted(*series) for series in every)
    first = min((end for end in ends if end is not None), default=None)
    return subject.ending(first, subject.outcome.scenario.stop)


def _draw_residents(page: Page, subject: Subject, place: Place) -> None:
    modelled = subject.outcome.trajectory.measures["residents"][0].sum(axis=(0, 1))
    marks = [
        (*subject.record("residents", series).observations(), look) for series, _, look in _MARKS
    ]
    marks.insert(0, (*subject.record("residents", "residents_revised").aids(), INTERPOLATED))
    _draw_line(page, subject, place, (modelled, subject.last_counted(*PEOPLE[:3])), marks)


def _draw_register(page: Page, subject: Subject, place: Place) -> None:
    modelled = subject.outcome.trajectory.measures["register"][0].sum(axis=0)
    marks = [(*subject.record("registered", "registered").observations(), OBSERVED)]
    _draw_line(page, subject, place, (modelled, subject.last_counted(*PEOPLE[3:])), marks)


def _draw_line(
    page: Page,
    subject: Subject,
    place: Place,
    line: tuple[FloatArray, float | None],
    marks: list[tuple[FloatArray, FloatArray, Look]],
) -> None:
    """A line of the model, its last value named at its end, and every count as a mark."""
    modelled, until = line[0] / TEN_THOUSAND, line[1]
    scenario = subject.outcome.scenario
    small = page.sheet.letters.small
    seen = np.concatenate([modelled, *(values / TEN_THOUSAND for _, values, _ in marks)])
    low, high = float(seen.min()), float(seen.max())
    edge = 0.08 * (high - low) or 1.0
    label = f"{modelled[-1]:,.1f}"
    heights = (max(low - edge, 0.0), high + edge)
    plot = framed(
        page, place, ((scenario.start, scenario.stop), heights), steps=4,
        right=label_room([label], small),
    )  # fmt: skip
    plot.line(subject.outcome.trajectory.readings, modelled, SUPPLY, 1.9)
    subject.veil(plot, until, small)
    for years, values, look in marks:
        plot.mark(years, values / TEN_THOUSAND, look)
    plot.years(small)
    plot.end_labels([(float(modelled[-1]), label, SUPPLY)], small)


def _draw_births(page: Page, subject: Subject, place: Place) -> None:
    """Bars of all births a year, with the births on record."""
    births = births_by_order(subject.outcome)
    if not births.years:
        return
    total = births.orders.sum(axis=0) / TEN_THOUSAND
    years, values = subject.record("births", "births").observations()
    observed = values / TEN_THOUSAND
    scenario, small = subject.outcome.scenario, page.sheet.letters.small
    heights = (0.0, 1.1 * float(max([*total, *observed])) or 1.0)
    plot = framed(page, place, ((scenario.start, scenario.stop), heights), steps=4)
    for year, count in zip(births.years, total, strict=True):
        plot.bar((year + 0.15, year + 0.85), (0.0, float(count)), SUPPLY)
    subject.veil(plot, subject.last_counted(("births", "births")), small)
    plot.mark(years - _HALF, observed, OBSERVED)
    plot.years(small)
