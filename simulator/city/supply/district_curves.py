"""One service in one district: the curves at full size, its named projects, the gap by year."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.axes import CITY
from simulator.city.ground.outcome import choices_of_run
from simulator.city.ground.own_plan import is_own
from simulator.city.ground.subject import Subject, titled
from simulator.city.pack.building import Project
from simulator.city.services.district_heatmap import by_year, years_shown
from simulator.city.services.gaps_overview import (
    curves_of,
    draw_pupils,
    name_lines,
    promised_name,
)
from simulator.city.services.series import ServiceSeries, service_series
from simulator.city.services.verdict import Verdict, verdict
from simulator.city.supply.gap_bars import draw_gap_bars
from simulator.city.supply.project_course import promised_opening
from simulator.city.supply.projects import running_projects
from simulator.report.marks import (
    Curves,
    draw_curves,
    fade_after,
    number_axis,
    whole_number,
    year_axis,
)
from simulator.report.page import MARGIN, Headline, Page, new_page, room_for
from simulator.report.style import (
    INK,
    LABEL,
    PANEL,
    QUIET,
    SMALL,
    SUBTITLE,
    SUPPLY,
)
from simulator.words.catalogue import beside, leading, pair

CURVES = "district_curves"
"""Name of this figure."""


if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_CURVES, _BARS = 3.9, 1.4
_LEFT, _RIGHT, _RIGHT_FIRST = 0.6, 1.5, 2.2
_VERDICT, _KEY, _BARS_TITLE, _APART = 0.26, 0.28, 0.29, 0.45
_PREFERRED = "primary"
_MOST_PROJECTS = 9
_MOST_YEARS = 16
_BESIDE = 6.0
"""Points between the mark of a project and its name."""


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


def draw_district_curves(subject: Subject, service: str, district: str) -> Page:
    """Curves of a service in a place (or ``city``), and the gap of every year below them.

    A district of a larger catchment stands for that: below it there is no gap.
    """
    series = next(each for each in service_series(subject.outcome) if each.service.name == service)
    district = series.within(district)
    title = titled(series.service.title)
    kind = "district" if series.service.is_school else "district_beds"
    answer = "_first" if series.responds else ""
    lines = 2 if subject.language == "both" else 1
    page = new_page(
        _WIDTH,
        _VERDICT * lines + _KEY + _CURVES + _APART + _BARS_TITLE * lines + _BARS + 0.45,
        Headline(
            title=pair(
                "title.district",
                district=subject.city if district == CITY else subject.place(district),
                service=title,
                span=subject.span,
            ),
            details=(
                pair(f"detail.{kind}{answer}"),
                subject.sureness(),
                *subject.ending(subject.counted_until, subject.shown[1]),
                subject.origin(),
            ),
        ),
        subject.language,
    )
    _write_verdict(page, verdict(series, district, subject.shown[1]))
    down = _VERDICT * lines + _KEY
    width = _WIDTH - 2 * MARGIN - _LEFT - (_RIGHT_FIRST if series.responds else _RIGHT)
    _draw_top(page.axes(MARGIN + _LEFT, down, width, _CURVES), subject, series, district)
    down += _CURVES + _APART
    at = pair("map.september" if series.service.is_school else "map.year_end")
    page.write(MARGIN, down, pair(f"panel.gap{answer}", at=at), PANEL)
    down += _BARS_TITLE * lines
    _draw_gaps(page.axes(MARGIN + _LEFT, down, width, _BARS), subject, series, district)
    return page


def _write_verdict(page: Page, found: Verdict | None) -> None:
    """The gap in words, side by side: as expected, if all on time, and what else is to be said."""
    if found is None:
        return
    page.write(MARGIN, 0.0, found.said, SUBTITLE, colour=found.colour)
    if found.on_time is not None:
        page.write(_WIDTH / 3, 0.0, found.on_time, SUBTITLE, colour=QUIET)
    if found.by_use is not None:
        page.write(2 * _WIDTH / 3, 0.0, found.by_use[0], SUBTITLE, colour=found.by_use[1])
    if found.beyond is not None:
        page.write(2 * _WIDTH / 3, 0.0, found.beyond, SUBTITLE, colour=INK)


def _draw_gaps(axes: "Axes", subject: Subject, series: ServiceSeries, district: str) -> None:
    """The bars of every year, those after the record fainter."""
    years, row = years_shown(subject, _MOST_YEARS), series.place(district)
    expected, promised = (
        by_year(series, gap, years)[row] for gap in (series.gap, series.promised_gap)
    )
    draw_gap_bars(axes, years, expected, None if series.responds else promised)
    _fade_bars(axes, years, subject.counted_until)


def _fade_bars(axes: "Axes", years: tuple[int, ...], until: float | None) -> None:
    """The rule between the bars of the last year on record and those of the next."""
    later = [place for place, year in enumerate(years) if until is not None and year >= until]
    if later:
        fade_after(axes, later[0] - 0.5)


def _draw_top(axes: "Axes", subject: Subject, series: ServiceSeries, district: str) -> None:
    """The curves, named at their end, the pupils on record and the projects promised."""
    curves = curves_of(subject, series, district)
    draw_curves(axes, curves, weight=1.4)
    if not series.responds:
        _draw_paper(axes, subject, curves)
    if series.service.is_school:
        draw_pupils(axes, subject, series.service.name, district)
    axes.set_ylim(0, 1.08 * axes.dataLim.y1 or 1.0)
    year_axis(axes, *subject.shown, most=16)
    number_axis(axes, ticks=6)
    subject.fade(axes, subject.counted_until)
    said = partial(beside, language=subject.language)
    name_lines(axes, curves, promised_name(series), said, LABEL)
    _name_projects(axes, subject, _projects(subject, series, district))
    if axes.get_legend_handles_labels()[1]:
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1),
            ncols=3,
            frameon=False,
            fontsize=LABEL,
            handletextpad=0.4,
            borderpad=0,
        )


def _draw_paper(axes: "Axes", subject: Subject, curves: Curves) -> None:
    """What is promised and not expected to serve: hatched between the two supplies.

    Where more is expected than has been promised by then, nothing is on paper.
    """
    paper = curves.promised - curves.risk_adjusted
    if not np.isfinite(paper).any():
        return
    last = max(float(paper[np.isfinite(paper)][-1]), 0.0)
    name = beside(pair("label.paper"), subject.language)
    axes.fill_between(
        curves.years,
        curves.risk_adjusted,
        curves.promised,
        where=paper > 0,
        step="post" if curves.in_steps else None,
        facecolor="none",
        edgecolor=SUPPLY,
        hatch="////",
        lw=0,
        alpha=0.55,
        label=f"{name}: {whole_number(last)}",
    )


def _projects(
    subject: Subject, series: ServiceSeries, district: str
) -> list[tuple[float, Project]]:
    """Named projects of the service here that are promised to open in the years shown, by day."""
    first, last = subject.shown
    found = [
        (promised_opening(running), running.project)
        for running in running_projects(choices_of_run(subject.outcome))
        if running.is_sized
        and running.service.name == series.service.name
        and (district == CITY or district == series.within(running.project.district))
    ]
    shown = [each for each in found if first <= each[0] <= last]
    return sorted(shown, key=lambda each: each[0])


def _name_projects(axes: "Axes", subject: Subject, projects: list[tuple[float, Project]]) -> None:
    """A mark on the axis for each promise, its name and size stacked upward, earliest lowest."""
    if not projects:
        return
    named = projects[:_MOST_PROJECTS]
    dates = [opened for opened, _ in named]
    label = beside(pair("label.projects"), subject.language)
    axes.plot(
        dates,
        [0.0] * len(dates),
        ls="none",
        marker="^",
        color=QUIET,
        ms=6,
        label=label,
        clip_on=False,
    )
    lines = [_told(subject, project) for _, project in named]
    if len(projects) > len(named):
        more = pair("label.more", number=len(projects) - len(named))
        lines[-1] += f" {leading(more, subject.language)}"
    for number, (promised, text) in enumerate(zip(dates, lines, strict=True)):
        is_right = _fits_right(axes, promised, text)
        axes.annotate(
            text,
            (promised, 0),
            xytext=(_BESIDE if is_right else -_BESIDE, 3 + number * SMALL * 1.45),
            textcoords="offset points",
            size=SMALL,
            color=QUIET,
            ha="left" if is_right else "right",
            va="bottom",
        )


def _fits_right(axes: "Axes", promised: float, text: str) -> bool:
    """Whether a name ends within the axes on the right of its mark, or has more room there."""
    first, last = axes.get_xlim()
    width = _WIDTH * axes.get_position().width
    left = width * (promised - first) / (last - first)
    return room_for([text], SMALL) + _BESIDE / 72 <= width - left or left < width / 2


def _told(subject: Subject, project: Project) -> str:
    """Name and size of a project, and whether the scenario itself plans it."""
    name = leading(titled(project.title), subject.language)
    mark = f" ({leading(pair('projects.own'), subject.language)})" if is_own(project) else ""
    return f"{name} +{whole_number(project.places or 0.0)}{mark}"
