"""Children by school cohort: the wave of births as it reaches kindergarten and each school."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject, titled
from simulator.city.schools.entering import windows_of_age
from simulator.errors import StructureError
from simulator.report.marks import BEHIND, year_axis
from simulator.report.page import MARGIN, Headline, Page, new_page
from simulator.report.style import CHILDREN, INK, LABEL, PANEL, QUIET, SMALL, WAVE
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, first_september
from simulator.words.catalogue import Language, Pair, beside, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_PLOT = 1.15
_NAMES = 2.6
_TEN_THOUSAND = 1e4
_MOST_NUMBERS = 24


def draw_children(subject: Subject) -> Page | None:
    """A row of bars for the newborn and for each age of entry, years one above the other.

    ``None`` for a run too short to see a 1 September.
    """
    ages = entry_ages(subject.outcome)
    intakes = intake_by_year(subject.outcome, tuple(ages))
    if not intakes.years:
        return None
    page = new_page(
        _WIDTH,
        len(ages) * (_PLOT + 0.34) + 0.3,
        Headline(
            title=pair("title.children", city=subject.city),
            details=(
                pair("detail.children"),
                *subject.ending(subject.counted_until, intakes.years[-1] + 1.0),
                subject.origin(),
            ),
        ),
        subject.language,
    )
    wave = intakes.years[int(np.argmax(intakes.children[0]))]
    highest = float(intakes.children.max()) / _TEN_THOUSAND
    for number, (age, services) in enumerate(ages.items()):
        down = number * (_PLOT + 0.34)
        _name_row(page, down + 0.1, age, services)
        axes = page.axes(MARGIN + _NAMES, down, _WIDTH - 2 * MARGIN - _NAMES, _PLOT)
        _draw_bars(axes, intakes.years, intakes.children[number] / _TEN_THOUSAND, wave + age)
        axes.set_ylim(0, 1.35 * highest or 1.0)
        is_free = not _note_wave(axes, subject, (wave, age), intakes.years)
        subject.fade(axes, subject.counted_until, beside if is_free else _unnamed)
    return page


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


def _name_row(page: Page, down: float, age: int, services: tuple[Pair, ...]) -> None:
    """The age, and what it is the age of, left of its bars."""
    key = "panel.entry" if services else "panel.newborn"
    down = page.write(MARGIN, down, pair(key, age=age), PANEL, within=_NAMES - 0.1)
    for service in services:
        down = page.write(MARGIN, down, service, LABEL, colour=QUIET, within=_NAMES - 0.1)


def _draw_bars(axes: "Axes", years: tuple[int, ...], counts: FloatArray, wave: int) -> None:
    """A bar a year, the one of the wave in its own colour, with its number on it."""
    year_axis(axes, years[0], years[-1] + 1, most=_MOST_NUMBERS)
    middles = np.array(years) + 0.5
    axes.bar(middles, counts, 0.72, color=[WAVE if y == wave else CHILDREN for y in years])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    if len(years) <= _MOST_NUMBERS:
        for year, middle, value in zip(years, middles, counts, strict=True):
            colour = WAVE if year == wave else INK
            place = (middle, value)
            axes.annotate(
                f"{value:.2f}",
                place,
                (0, 2),
                textcoords="offset points",
                size=SMALL,
                color=colour,
                ha="center",
                va="bottom",
            )


def _note_wave(
    axes: "Axes", subject: Subject, cohort: tuple[int, int], years: tuple[int, ...]
) -> bool:
    """Say when the cohort was born; where it arrives after the run, say when that would be.

    Whether anything was said.
    """
    wave, age = cohort
    if age == 0:
        text = beside(pair("children.wave", first=wave - 1, last=wave), subject.language)
        middle = (years[0] + years[-1] + 1) / 2
        across, align = (wave + 0.14, "left") if wave < middle else (wave + 0.86, "right")
    elif wave + age > years[-1]:
        text = beside(pair("children.beyond", year=wave + age), subject.language) + " →"
        across, align = years[-1] + 1.0, "right"
    else:
        return False
    at = (across, axes.get_ylim()[1])
    axes.text(*at, text, size=LABEL, color=WAVE, ha=align, va="top", bbox=BEHIND)
    return True


def _unnamed(told: Pair, language: Language) -> str:  # noqa: ARG001 - stands for ``beside``
    """No name: where another note stands there is no room for one."""
    return ""
