"""Who lives in the city: residents, register and births of the run against the record."""

from typing import TYPE_CHECKING

from simulator.reports.charts.births import draw_births, draw_orders
from simulator.reports.charts.marks import (
    end_labels,
    interpolated_marks,
    mark_key,
    number_axis,
    observed_marks,
    year_axis,
)
from simulator.reports.charts.page import MARGIN, Headline, Page, new_page
from simulator.reports.charts.sentences import beside, sentence
from simulator.reports.charts.subject import Subject
from simulator.reports.style import INK, LABEL, PANEL, QUIET, SUPPLY
from simulator.structure.arrays import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_PLOT = 2.75
_LEFT, _RIGHT, _BETWEEN = 0.45, 1.0, 0.3
_THOUSAND = 1000.0


def draw_population(subject: Subject) -> Page:
    """Residents, register, births and their orders; lines and bars modelled, marks observed."""
    heading = 0.52 if subject.language == "both" else 0.34
    row = heading + _PLOT + 0.55
    page = new_page(
        _WIDTH,
        2 * row,
        Headline(
            title=sentence("title.population", city=subject.city),
            details=(sentence("detail.population"), subject.origin()),
        ),
        subject.language,
    )
    panels = (
        ("panel.residents", _draw_residents),
        ("panel.register", _draw_register),
        ("panel.births", draw_births),
        ("panel.orders", draw_orders),
    )
    column = (_WIDTH - 2 * MARGIN + _BETWEEN) / 2
    for number, (key, draw) in enumerate(panels):
        left, down = MARGIN + number % 2 * column, number // 2 * row
        page.write(left, down, sentence(key), PANEL)
        axes = page.axes(left + _LEFT, down + heading, column - _BETWEEN - _LEFT - _RIGHT, _PLOT)
        scenario = subject.outcome.scenario
        year_axis(axes, scenario.start, scenario.stop, most=12)
        number_axis(axes, ticks=5)
        draw(axes, subject)
    return page


def _draw_residents(axes: "Axes", subject: Subject) -> None:
    modelled = subject.outcome.trajectory.measures["residents"][0].sum(axis=(0, 1)) / _THOUSAND
    _mark(axes, subject, ("residents", "residents_revised", "revised"), ("o", INK))
    _mark(axes, subject, ("residents", "residents_published", "published"), ("s", QUIET))
    _mark(axes, subject, ("residents", "census", "census"), ("D", INK))
    _mark_interpolated(axes, subject)
    _draw_line(axes, subject, modelled)


def _draw_register(axes: "Axes", subject: Subject) -> None:
    modelled = subject.outcome.trajectory.measures["register"][0].sum(axis=0) / _THOUSAND
    _mark(axes, subject, ("registered", "registered", "observed"), ("o", INK))
    _draw_line(axes, subject, modelled)


def _draw_line(axes: "Axes", subject: Subject, modelled: FloatArray) -> None:
    """The line of the model, named at its end, in axes that hold every mark as well."""
    readings = subject.outcome.trajectory.readings
    axes.plot(readings, modelled, color=SUPPLY, lw=1.8)
    low, high = axes.dataLim.intervaly
    axes.set_ylim(0.9 * low, 1.05 * high or 1.0)
    label = f"{beside(sentence('label.modelled'), subject.language)} {modelled[-1]:,.0f}"
    end_labels(axes, float(readings[-1]), [(float(modelled[-1]), label, SUPPLY)], LABEL)
    mark_key(axes)


def _mark(
    axes: "Axes", subject: Subject, named: tuple[str, str, str], look: tuple[str, str]
) -> None:
    """Mark what was counted of a series: table, series and the key of its name."""
    table, series, label = named
    years, values = subject.record(table, series).observations()
    if years.size:
        name = beside(sentence(f"label.{label}"), subject.language)
        axes.plot(years, values / _THOUSAND, label=name, **observed_marks(*look))


def _mark_interpolated(axes: "Axes", subject: Subject) -> None:
    years, values = subject.record("residents", "residents_revised").aids()
    if years.size:
        name = beside(sentence("label.interpolated"), subject.language)
        axes.plot(years, values / _THOUSAND, label=name, **interpolated_marks())
