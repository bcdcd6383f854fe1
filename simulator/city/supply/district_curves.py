"""One service in one district: the curves at full size, its named projects, the gap by year."""

from math import ceil
from typing import Literal

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.outcome import choices_of_run
from simulator.city.ground.own_plan import is_own
from simulator.city.ground.subject import Chosen, Subject, titled
from simulator.city.pack.building import Project
from simulator.city.services.district_heatmap import by_year, years_shown
from simulator.city.services.finding import finding_of_one
from simulator.city.services.gaps_overview import (
    caveats,
    curves_of,
    draw_pupils,
    highest,
    key_of,
    line_names,
)
from simulator.city.services.series import ServiceSeries, service_series
from simulator.city.services.verdict import verdict
from simulator.city.supply.gap_bars import draw_gap_bars
from simulator.city.supply.project_course import promised_opening
from simulator.city.supply.projects import running_projects
from simulator.report.curves import corners, draw_curves
from simulator.report.legend import Entry, draw_legend
from simulator.report.marks import Curves, whole_number
from simulator.report.paper import LINE, Heading, Page, new_page, shortened
from simulator.report.plot import Plot, framed, label_room, years_room
from simulator.report.shapes import POINTS, Hatch, Look, width_of
from simulator.report.sheet import Sheet
from simulator.report.style import INK, QUIET, SUPPLY
from simulator.words.catalogue import Pair, leading, pair

CURVES = "district_curves"
"""Name of this figure."""

_PREFERRED = "primary"
_CURVES = {"a4": 2.9, "slide": 3.4, "phone": 2.4}
_BARS = {"a4": 1.05, "slide": 1.1, "phone": 1.2}
_MOST_PROJECTS = 9
_NARROWEST = 0.2
"""Width of a year of bars, inches, the least there may be."""
_PROJECT = Look(kind="^", size=5.0, fill=QUIET, edge=QUIET, rim=0.5)
_PAPER = Hatch(slant="\\", colour=SUPPLY, apart=5.0, width=0.4)
_BESIDE = 0.07
"""Between the mark of a project and its name, inches."""


def worst_place(subject: Subject) -> tuple[str, str] | None:
    """The service and the district to look at first: the largest shortage of primary places.

    In a city without that service, of the first service whose supply is known; ``None`` where
    no supply is known.
    """
    known = [series for series in service_series(subject.outcome) if series.is_known]
    chosen = sorted(known, key=lambda series: series.service.name != _PREFERRED)[:1]
    for series in chosen:
        gap = series.between(*subject.shown).gap[:-1]
        if np.isfinite(gap).any():
            worst = int(np.argmax(np.nanmax(np.nan_to_num(gap, nan=-np.inf), axis=1)))
            return series.service.name, series.places[worst]
    return None


def draw_chosen_curves(subject: Subject, sheet: Sheet, chosen: Chosen) -> Page | None:
    """The service and district asked for; what is not asked is that of the worst place.

    Of a service without a district, the whole city. ``None`` where no supply is known and nothing
    is asked.
    """
    worst = worst_place(subject)
    if worst is None and chosen.service is None:
        return None
    service = chosen.service or (worst or ("", ""))[0]
    asked = chosen.district or (CITY if chosen.service or worst is None else worst[1])
    return draw_district_curves(subject, sheet, service, asked)


def draw_district_curves(subject: Subject, sheet: Sheet, service: str, district: str) -> Page:
    """Curves of a service in a place (or ``city``), and the gap of every year below them.

    A district of a larger catchment stands for that: below it there is no gap.
    """
    series = next(each for each in service_series(subject.outcome) if each.service.name == service)
    place = series.within(district)
    answer = "_first" if series.responds else ""
    letters = sheet.letters
    page = new_page(
        Heading(
            finding=finding_of_one(subject, series, place),
            shown=subject.shown_line(
                "shown.curves", place, service=titled(series.service.title), unit=_unit(series)
            ),
            notes=(
                pair(f"read.how.curves{answer}"),
                pair("read.gap" if series.service.is_school else "read.gap_beds"),
                *_inside(subject, district, place),
                *caveats([series]),
                subject.sureness(),
                *subject.ending(subject.counted_until, subject.shown[1]),
            ),
        ),
        sheet,
        subject.language,
    )
    down = _write_verdict(page, subject, series, place)
    projects = _projects(subject, series, place)
    down = draw_legend(page, down, _key(page, subject, series, place, projects)) + 0.08
    at = pair("map.september" if series.service.is_school else "map.year_end")
    title = pair(f"panel.gap{answer}", at=at)
    below = page.lines(title, letters.panel, sheet.room) + 2 * years_room(letters.small) + 0.2
    curves, bars = _heights(page, down + below)
    plot = _draw_top(page, (down, curves), (subject, series, place), projects)
    down += curves + years_room(letters.small) + 0.12
    down = page.write(sheet.margin, down, title, letters.panel, within=sheet.room) + 0.04
    _draw_bars(page, (plot.left, down, plot.width, bars), (subject, series, place))
    return page.close(down + bars + years_room(letters.small) + 0.06)


def _heights(page: Page, taken: float) -> tuple[float, float]:
    """Of the curves and of the bars, on a sheet with a height what is left of it."""
    name = page.sheet.name
    curves, bars = _CURVES[name], _BARS[name]
    if page.sheet.height is None:
        return curves, bars
    left = max(page.room - taken, 1.5)
    return 0.74 * left, 0.26 * left


def _unit(series: ServiceSeries) -> Pair:
    return pair(f"unit.{series.service.unit}")


def _inside(subject: Subject, district: str, place: str) -> tuple[Pair, ...]:
    """That a district is shown by the catchment it lies in, where that is larger."""
    if district == place:
        return ()
    names = {"district": subject.place(district), "place": subject.place(place)}
    return (pair("read.within", **names),)


def _write_verdict(page: Page, subject: Subject, series: ServiceSeries, place: str) -> float:
    """What else is to be said of the gap: if all on time, by use, in fuller classes."""
    found = verdict(series, place, subject.shown[1])
    down = 0.0
    if found is None:
        return down
    by_use = (None, QUIET) if found.by_use is None else found.by_use
    for said, colour in ((found.on_time, QUIET), by_use, (found.beyond, INK)):
        if said is not None:
            size = page.sheet.letters.label
            down = page.write(
                page.sheet.margin, down, said, size, colour=colour, within=page.sheet.room
            )
    return down + 0.05


def _key(
    page: Page,
    subject: Subject,
    series: ServiceSeries,
    place: str,
    projects: list[tuple[float, Project]],
) -> list[Entry]:
    entries = key_of(page, [series], subject)
    paper = _paper(curves_of(subject, series, place)) if not series.responds else None
    if paper is not None and (paper > 0).any():
        last = whole_number(max(float(paper[np.isfinite(paper)][-1]), 0.0))
        name = page.lead(pair("label.paper"))
        entries.append(Entry(name=name if last == "0" else f"{name} {last}", hatch=_PAPER))
    if projects:
        entries.append(Entry(name=page.lead(pair("label.projects")), mark=_PROJECT))
    return entries


def _draw_bars(
    page: Page, place: tuple[float, float, float, float], shown: tuple[Subject, ServiceSeries, str]
) -> None:
    """The bars of every year, those after the record fainter."""
    subject, series, district = shown
    small = page.sheet.letters.small
    years, row = years_shown(subject, int(place[2] / _NARROWEST)), series.place(district)
    expected, promised = (
        by_year(series, gap, years)[row] for gap in (series.gap, series.promised_gap)
    )
    until = subject.counted_until
    later = [number for number, year in enumerate(years) if until is not None and year >= until]
    gaps = (expected, None if series.responds else promised)
    plot = draw_gap_bars(page, place, gaps, after=later[0] if later else None)
    base = plot.down + plot.height + 1.15 * small / POINTS
    stride = ceil((width_of("2020", small) + 0.08) / (place[2] / len(years)))
    for number in range(len(years) - 1, -1, -stride):
        middle = plot.across(float(number))
        page.words(str(years[number]), (middle, base), small, QUIET, "middle")


def _draw_top(
    page: Page,
    span: tuple[float, float],
    shown: tuple[Subject, ServiceSeries, str],
    projects: list[tuple[float, Project]],
) -> Plot:
    """The curves, named at their end, the pupils on record and the projects promised."""
    subject, series, place = shown
    small, label = page.sheet.letters.small, page.sheet.letters.label
    curves = curves_of(subject, series, place)
    top = 1.06 * highest(curves)
    names = line_names(page, curves, series) if curves.years.size else []
    right = label_room([text for _, text, _ in names], label)
    frame = (page.sheet.margin, span[0], page.sheet.room, span[1])
    plot = framed(page, frame, (subject.shown, (0.0, top)), steps=5, right=right)
    if not curves.years.size:
        return plot
    draw_curves(plot, curves)
    paper = None if series.responds else _paper(curves)
    if paper is not None:
        years, _, promised, supply = corners(curves)
        plot.area(years, supply, np.maximum(promised, supply), None, hatch=_PAPER)
    if series.service.is_school:
        draw_pupils(plot, subject, series.service.name, place)
    subject.veil(plot, subject.counted_until, small)
    plot.years(small)
    plot.end_labels(names, label)
    _name_projects(plot, subject, projects)
    return plot


def _paper(curves: Curves) -> np.ndarray | None:
    """What is promised and not expected to serve; ``None`` where supply is nowhere known."""
    paper = curves.promised - curves.risk_adjusted
    return paper if np.isfinite(paper).any() else None


def _projects(subject: Subject, series: ServiceSeries, place: str) -> list[tuple[float, Project]]:
    """Named projects of the service here that are promised to open in the years shown, by day."""
    first, last = subject.shown
    found = [
        (promised_opening(running), running.project)
        for running in running_projects(choices_of_run(subject.outcome))
        if running.is_sized
        and running.service.name == series.service.name
        and (place == CITY or place == series.within(running.project.district))
    ]
    shown = [each for each in found if first <= each[0] <= last]
    return sorted(shown, key=lambda each: each[0])


def _name_projects(plot: Plot, subject: Subject, projects: list[tuple[float, Project]]) -> None:
    """A mark on the axis for each promise, its name and size stacked upward, earliest lowest."""
    size = plot.page.sheet.letters.small
    line = LINE * size / POINTS
    most = min(_MOST_PROJECTS, max(1, int(0.45 * plot.height / line)))
    named = projects[:most]
    lines = [_told(subject, project) for _, project in named]
    if len(projects) > len(named):
        more = pair("label.more", number=len(projects) - len(named))
        lines[-1] += f" {plot.page.lead(more)}"
    for number, ((opened, _), text) in enumerate(zip(named, lines, strict=True)):
        beside = [each for (day, _), each in zip(named, lines, strict=True) if day == opened]
        longest = max(width_of(each, size) for each in beside)
        before = plot.across(opened) - plot.left - _BESIDE
        after = plot.width - before - 2 * _BESIDE
        is_right = longest <= after or after >= before
        shown = shortened(text, size, after if is_right else before, keep=" +")
        plot.mark(np.array([opened]), np.array([0.0]), _PROJECT)
        across = plot.across(opened) + (_BESIDE if is_right else -_BESIDE)
        base = plot.down + plot.height - 0.06 - number * line
        anchor: Literal["start", "end"] = "start" if is_right else "end"
        plot.page.words(shown, (across, base), size, QUIET, anchor)


def _told(subject: Subject, project: Project) -> str:
    """Name and size of a project, and whether the scenario itself plans it."""
    name = leading(titled(project.title), subject.language)
    mark = f" ({leading(pair('projects.own'), subject.language)})" if is_own(project) else ""
    return f"{name} +{whole_number(project.places or 0.0)}{mark}"
