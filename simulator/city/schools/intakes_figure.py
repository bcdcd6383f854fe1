"""Future intakes as bands: who is here, who is still to arrive, who is not yet born."""

from typing import TYPE_CHECKING

import numpy as np

from simulator.city.ground.subject import Subject, titled
from simulator.city.pack.services import Service
from simulator.city.schools.intakes import PARTS, Intake, intakes, origin_of_intakes
from simulator.report.marks import number_axis, year_axis
from simulator.report.page import MARGIN, Headline, Page, new_page
from simulator.report.style import CHILDREN, FAINT, LABEL, PANEL, PAPER, QUIET, SMALL, SUPPLY
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.words.catalogue import Pair, beside, moment, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_PLOT, _NAME, _APART, _KEY = 1.5, 0.55, 0.45, 0.35
_LEFT = 0.7
_MOST = 16
_STYLE = {
    "registered_here": (SUPPLY, ""),
    "migrant_here": (CHILDREN, ""),
    "to_arrive": (PAPER, "////"),
    "unborn": (FAINT, "...."),
}
"""Colour and hatching of each part: what is surer is darker, in grey print too."""


def draw_intakes(subject: Subject) -> Page | None:
    """A row of bars for each stage; ``None`` for a run that ends with the record of people."""
    found, origin = intakes(subject.outcome), origin_of_intakes(subject.outcome)
    if not found or origin is None:
        return None
    services = _one_each_age(subject)
    page = new_page(
        _WIDTH,
        _KEY + len(services) * (_NAME + _PLOT + _APART),
        Headline(
            title=pair("title.intakes", city=subject.city),
            details=(
                pair("detail.intakes", when=moment(origin)),
                _finding(found, services[0]),
                subject.origin(),
            ),
        ),
        subject.language,
    )
    for number, service in enumerate(services):
        down = _KEY + number * (_NAME + _PLOT + _APART)
        page.write(MARGIN, down, _names(subject, service), PANEL)
        axes = page.axes(MARGIN + _LEFT, down + _NAME, _WIDTH - 2 * MARGIN - _LEFT, _PLOT)
        _draw_bars(axes, subject, [each for each in found if each.service is service])
        if number == 0:
            _draw_key(axes)
    return page


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


def _finding(found: tuple[Intake, ...], service: Service) -> Pair:
    """How many of the last intake that is wholly born are here already."""
    born = [each for each in found if each.service is service and not each.parts["unborn"].any()]
    if not born:
        return pair("intakes.none_born", stage=titled(service.title))
    last = born[-1]
    whole = sum(float(values.sum()) for values in last.parts.values())
    here = float(last.parts["registered_here"].sum() + last.parts["migrant_here"].sum())
    share = 100 * here / whole if whole > 0 else float("nan")
    year = int(last.when + SAME_INSTANT)
    return pair("intakes.here", year=year, share=f"{share:.0f}", stage=titled(service.title))


def _draw_bars(axes: "Axes", subject: Subject, found: list[Intake]) -> None:
    years = [int(each.when + SAME_INSTANT) for each in found]
    year_axis(axes, years[0], years[-1] + 1, most=_MOST)
    number_axis(axes)
    below = np.zeros(len(years))
    for part in PARTS:
        values = np.array([float(each.parts[part].sum()) for each in found])
        colour, hatch = _STYLE[part]
        axes.bar(
            np.array(years) + 0.5,
            values,
            0.72,
            bottom=below,
            facecolor=colour,
            edgecolor=QUIET,
            hatch=hatch,
            linewidth=0.4,
            label=beside(pair(f"column.{part}"), subject.language),
        )
        below = below + values
    axes.set_ylim(0, 1.12 * float(below.max()) or 1.0)
    for year, total in zip(years, below, strict=True):
        axes.annotate(
            f"{total:,.0f}",
            (year + 0.5, total),
            (0, 2),
            textcoords="offset points",
            size=SMALL,
            ha="center",
            va="bottom",
        )


def _draw_key(axes: "Axes") -> None:
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.38),
        ncols=len(PARTS),
        frameon=False,
        fontsize=LABEL,
        handletextpad=0.5,
        borderpad=0,
    )
