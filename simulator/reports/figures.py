"""The figures of a run: every page drawn, as PNG for documents and as SVG for print."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from simulator.analysis.outcome import Outcome
from simulator.reports.catalogue import Language
from simulator.reports.charts.beds import draw_beds
from simulator.reports.charts.children import draw_children
from simulator.reports.charts.district_curves import draw_district_curves, worst_place
from simulator.reports.charts.district_heatmap import draw_district_heatmap
from simulator.reports.charts.gaps_overview import draw_gaps_overview
from simulator.reports.charts.page import Page
from simulator.reports.charts.population import draw_population
from simulator.reports.charts.projects import draw_projects
from simulator.reports.charts.subject import Subject
from simulator.reports.style import drawing_style


def draw_figures(outcome: Outcome, folder: Path, language: str) -> tuple[Path, ...]:
    """Draw every figure into a folder, made where it is missing; return the files written.

    ``language`` is ``report.language``: zh, en or both.

    The same outcome gives the same bytes. The district shown in full is the one with the largest
    shortage of primary places; where no supply is known there is no such figure, none of children
    where no 1 September is run, none of beds where no use of them is on record, and none of
    projects where no project has a name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    subject = Subject(outcome=outcome, language=cast("Language", language))
    with drawing_style():
        return tuple(path for name, page in _pages(subject) for path in page.save(folder, name))


def _pages(subject: Subject) -> Iterator[tuple[str, Page]]:
    yield "gaps_overview", draw_gaps_overview(subject)
    yield "district_heatmap", draw_district_heatmap(subject)
    yield "population", draw_population(subject)
    children = draw_children(subject)
    if children is not None:
        yield "children", children
    beds = draw_beds(subject)
    if beds is not None:
        yield "beds", beds
    projects = draw_projects(subject)
    if projects is not None:
        yield "projects", projects
    worst = worst_place(subject)
    if worst is not None:
        yield "district_curves", draw_district_curves(subject, *worst)
