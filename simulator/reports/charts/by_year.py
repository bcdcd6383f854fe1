"""A service read once a year: schools on 1 September, others at the end of the year."""

from math import ceil

import numpy as np

from simulator.analysis.series import ServiceSeries
from simulator.inputs.calendar import end_of_year, first_september
from simulator.reports.charts.subject import Subject
from simulator.structure.arrays import FloatArray


def years_shown(subject: Subject, most: int) -> tuple[int, ...]:
    """The years shown, thinned from the last one back where they are too many for a page."""
    first, last = subject.shown
    years = range(int(first + 1e-9), ceil(last - 1e-9))
    return tuple(years[:: -ceil(len(years) / most)])[::-1]


def by_year(series: ServiceSeries, values: FloatArray, years: tuple[int, ...]) -> FloatArray:
    """``values`` of shape (place, time) at each year's reading, shape (place, year).

    NaN where the run has no such reading.
    """
    at = first_september if series.service.is_school else end_of_year
    found = np.full((values.shape[0], len(years)), np.nan)
    for column, year in enumerate(years):
        there = np.flatnonzero(np.abs(series.years - at(year)) <= 1e-9)
        if there.size:
            found[:, column] = values[:, there[0]]
    return found
