"""Subsidised homes and households on a page: begun, finished, whom they cover, who is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from simulator.city.ground.subject import Subject
from simulator.city.housing.years import HousingYear, housing_years
from simulator.city.pack.housing import Housing
from simulator.report.marks import (
    end_labels,
    mark_key,
    number_axis,
    observed_marks,
    whole_number,
    year_axis,
)
from simulator.report.page import MARGIN, Headline, Page, new_page
from simulator.report.style import DEMAND, PANEL, QUIET, SUPPLY, USE
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year
from simulator.words.catalogue import beside, leading, pair

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 13.0
_PANELS = 3
_PLOT = 2.6
_LEFT, _RIGHT, _BETWEEN = 0.5, 1.35, 0.15
_TEN_THOUSAND = 1e4


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A curve of a panel: what is drawn of a year, its name and colour."""

    key: str
    colour: str
    value: Callable[[HousingYear], float | None]


_HOMES = (
    _Line(key="housing.begun", colour=USE, value=lambda one: _tens(one.begun_since)),
    _Line(key="housing.finished", colour=SUPPLY, value=lambda one: _tens(one.finished_since)),
)
_COVERAGE = (
    _Line(key="housing.of_need", colour=USE, value=lambda one: one.coverage_of_need),
    _Line(key="housing.of_urban", colour=SUPPLY, value=lambda one: one.coverage),
)
_HOUSEHOLDS = (
    _Line(key="housing.households", colour=DEMAND, value=lambda one: _tens(one.households)),
)


def draw_housing(subject: Subject) -> Page | None:
    """Three panels; ``None`` where the pack says nothing of housing, or no year is shown."""
    known, (first, last) = subject.outcome.pack.housing, subject.shown
    found = [
        one
        for one in housing_years(subject.outcome)
        if first - SAME_INSTANT <= one.year and end_of_year(one.year) <= last + SAME_INSTANT
    ]
    if known is None or not found:
        return None
    heading = 0.7 if subject.language == "both" else 0.45
    page = new_page(
        _WIDTH,
        heading + _PLOT + 0.55,
        Headline(
            title=pair("title.housing", city=subject.city, span=subject.span),
            details=(
                pair("detail.housing", grade=known.grade),
                *subject.ending(subject.counted_until, last),
                subject.origin(),
            ),
        ),
        subject.language,
    )
    column = (_WIDTH - 2 * MARGIN + _BETWEEN) / _PANELS
    draw = _Panels(subject=subject, years=found, known=known)
    drawn = (
        ("housing.homes", draw.homes),
        ("housing.cover", draw.cover),
        ("housing.who", draw.who),
    )
    for number, (key, into) in enumerate(drawn):
        left = MARGIN + number * column
        said = {"year": int(known.begins)} if key == "housing.homes" else {}
        page.write(left, 0.0, pair(key, **said), PANEL, within=column - _BETWEEN)
        width = column - _BETWEEN - _LEFT - _RIGHT
        axes = page.axes(left + _LEFT, heading, width, _PLOT)
        year_axis(axes, first, last, most=6)
        number_axis(axes)
        into(axes)
    return page


@dataclass(frozen=True, kw_only=True)
class _Panels:
    subject: Subject
    years: Sequence[HousingYear]
    known: Housing

    def homes(self, axes: "Axes") -> None:
        """Homes begun and finished since the programme began, against its promise."""
        promise = _tens(self.known.promised) or 0.0
        self._lines(axes, _HOMES, (self.known.ends, promise, "housing.promise"), decimals=1)

    def cover(self, axes: "Axes") -> None:
        """Homes for 100 urban households, and for 100 in need, against the plan's quarter."""
        wanted = (self.known.ends, self.known.coverage, "housing.wanted")
        self._lines(axes, _COVERAGE, wanted, decimals=1)

    def who(self, axes: "Axes") -> None:
        """Households of the run and of the censuses."""
        self._lines(axes, _HOUSEHOLDS, None, decimals=0)
        years, values = self.subject.record("recorded", "family_households").all()
        if years.size:
            name = beside(pair("housing.census"), self.subject.language)
            axes.plot(years, values / _TEN_THOUSAND, label=name, **observed_marks())
            mark_key(axes)

    def _lines(
        self,
        axes: "Axes",
        lines: Sequence[_Line],
        promise: tuple[float, float, str] | None,
        *,
        decimals: int,
    ) -> None:
        """Curves named at their end, and a diamond where the plan promised so much."""
        ends = np.array([end_of_year(one.year) for one in self.years])
        labels, most = [], 0.0
        for line in lines:
            told = [line.value(one) for one in self.years]
            values = np.array([np.nan if value is None else value for value in told])
            axes.plot(ends, values, color=line.colour, lw=1.7, marker="o", ms=3.0, clip_on=False)
            if np.isfinite(values[-1]):
                text = f"{self._name(line.key)} {_said(float(values[-1]), decimals)}"
                labels.append((float(values[-1]), text, line.colour))
                most = max(most, float(np.nanmax(values)))
        if promise is not None and axes.get_xlim()[0] <= promise[0] <= axes.get_xlim()[1]:
            when, value, key = promise
            axes.plot([when], [value], "D", color=DEMAND, ms=6.0, clip_on=False, zorder=6)
            labels.append((value, f"{self._name(key)} {_said(value, decimals)}", QUIET))
            most = max(most, value)
        axes.set_ylim(0, 1.12 * most or 1.0)
        self.subject.fade(axes, self.subject.counted_until, leading)
        end_labels(axes, float(axes.get_xlim()[1]), labels)

    def _name(self, key: str) -> str:
        return leading(pair(key), self.subject.language)


def _tens(value: float | None) -> float | None:
    """A number in tens of thousands."""
    return None if value is None else value / _TEN_THOUSAND


def _said(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}" if decimals else whole_number(value)
