"""A census by age group, put on the axis of birth dates.

The persons of one sex younger than age a, N(a), are known where age groups meet. A monotone cubic
through these points [1]_ gives N between them, so every group keeps its sum and no month of birth
is negative. The open group is spread beforehand: see ``cumulative_persons``.

References
----------
.. [1] Fritsch and Carlson (1980), "Monotone piecewise cubic interpolation", *SIAM Journal on
   Numerical Analysis* 17(2), 238–246.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.interpolate import PchipInterpolator

from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

OLDEST = 105
"""Age at which the open group ends (years)."""

LEAST_DECLINE = 1e-6
"""Slowest decline within the open group (per year): even, for any purpose."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AgeGroup:
    """Persons of one sex counted in the ages [``age_from``, ``age_to``), in completed years.

    ``age_to`` is ``None`` for the open group.
    """

    age_from: int
    age_to: int | None
    persons: float


def months_of_birth(
    groups: Sequence[AgeGroup],
    census: float,
    start: float,
    infant_undercount: float,
    total: float | None,
    n_months: int = 1320,
) -> FloatArray:
    """Spread the census of one sex over months of birth and carry it to the start.

    The age-0 group is first multiplied by ``infant_undercount``. Months of birth stay what they
    are between the census and the start: nobody dies or moves in these few months, and the births
    that fall in them get, month by month, the mean month of the raised age-0 group. With
    ``total`` all months are then multiplied by one factor.

    Parameters
    ----------
    groups
        The age groups of one sex, youngest first, age 0 by itself, the last one open (persons).
    census, start
        Instants (model years), a whole number of months apart, ``census`` not after ``start``.
    infant_undercount
        Infants alive for every infant counted.
    total
        Persons of this sex at the start; ``None`` keeps the numbers as counted.
    n_months
        Months of birth in the result.

    Returns
    -------
    FloatArray
        shape (n_months,), persons, oldest first: entry k holds those born in
        [start − (n_months − k)/12, start − (n_months − k − 1)/12), the first entry also everyone
        born before it.

    Raises
    ------
    ValueError
        Where the groups leave a gap, the start is no whole number of months after the census, the
        months of birth do not reach back to it, or nobody is there to be scaled to the total.
    """
    fresh = _whole_months(start - census)
    if not 1 + fresh <= n_months:
        raise ValueError(message("fault.demography.pyramid.reach", months=n_months))
    raised = _raised(_checked(groups), infant_undercount)
    youngest_first = np.diff(cumulative_persons(raised, np.arange(OLDEST * 12 + 1) / 12))
    newest = np.full(fresh, raised[0].persons / 12)
    people = np.concatenate((newest, youngest_first))
    # By month of birth everything is a shift: months since the census are put before the newest,
    # and what is older than the oldest month is added to it.
    kept = np.zeros(n_months)
    reach = min(n_months, people.size)
    kept[:reach] = people[:reach]
    kept[-1] += people[reach:].sum()
    oldest_first = kept[::-1].copy()
    return oldest_first if total is None else _scaled(oldest_first, total)


def cumulative_persons(groups: Sequence[AgeGroup], ages: FloatArray) -> FloatArray:
    """Persons younger than exact ages, by monotone interpolation between the groups.

    The open group [z, ∞) is spread over [z, 105) with a density falling as exp(−k(a − z)). If
    the same exponential ran through the last closed group of width w, the two groups would stand
    in the ratio r = open/closed = e^(−kw)/(1 − e^(−kw)), hence k = ln(1 + 1/r)/w.

    Parameters
    ----------
    groups
        Age groups as in ``months_of_birth`` (persons).
    ages
        shape (n,), exact ages from 0 to 105, rising (years).

    Returns
    -------
    FloatArray
        shape (n,), persons younger than each age.
    """
    closed, last = groups[:-1], groups[-1]
    pace = _decline(closed[-1].persons, last.persons, last.age_from - closed[-1].age_from)
    # The open group enters as one point a year of age, so that the curve follows the exponential
    # and does not fall off at its end.
    beyond = np.arange(1, OLDEST - last.age_from + 1, dtype=np.float64)
    reached = np.expm1(-pace * beyond) / np.expm1(-pace * beyond[-1])
    below = np.cumsum([0.0, *(group.persons for group in closed)])
    knots = np.concatenate(([group.age_from for group in groups], last.age_from + beyond))
    counts = np.concatenate((below, below[-1] + last.persons * reached))
    # The curve never falls; its rounded values may, by the last digit, where it is flat.
    younger: FloatArray = np.maximum.accumulate(PchipInterpolator(knots, counts)(ages))
    return younger


def _decline(closed: float, open_: float, width: float) -> float:
    """Pace of the exponential through the last closed and the open group (per year).

    Where the closed group is empty there is none: the open one is spread all but evenly.
    """
    pace = float(np.log1p(closed / open_)) / width if open_ > 0 else 1.0
    return max(pace, LEAST_DECLINE)


def _whole_months(years: float) -> int:
    months = round(years * 12)
    if months < 0 or abs(years * 12 - months) > 1e-6:
        raise ValueError(message("fault.demography.pyramid.months", months=f"{years * 12:g}"))
    return months


def _checked(groups: Sequence[AgeGroup]) -> tuple[AgeGroup, ...]:
    """Refuse groups that leave a gap, overlap, lack an end or hold no number of persons."""
    if len(groups) < 2 or (groups[0].age_from, groups[0].age_to) != (0, 1):
        raise ValueError(message("fault.demography.pyramid.first"))
    for younger, older in pairwise(groups):
        if younger.age_to != older.age_from or younger.age_to <= younger.age_from:
            ages = {"low": younger.age_from, "high": younger.age_to, "next": older.age_from}
            raise ValueError(message("fault.demography.pyramid.gap", **ages))
    if groups[-1].age_to is not None or groups[-1].age_from >= OLDEST:
        raise ValueError(message("fault.demography.pyramid.last", oldest=OLDEST))
    for group in groups:
        if not (np.isfinite(group.persons) and group.persons >= 0):
            raise ValueError(
                message(
                    "fault.demography.pyramid.persons", low=group.age_from, persons=group.persons
                )
            )
    return tuple(groups)


def _raised(groups: tuple[AgeGroup, ...], infant_undercount: float) -> tuple[AgeGroup, ...]:
    if not infant_undercount > 0:
        raise ValueError(message("fault.demography.pyramid.undercount", found=infant_undercount))
    infants = AgeGroup(age_from=0, age_to=1, persons=groups[0].persons * infant_undercount)
    return (infants, *groups[1:])


def _scaled(people: FloatArray, total: float) -> FloatArray:
    counted = float(people.sum())
    if not (total >= 0 and counted > 0):
        sums = {"counted": f"{counted:g}", "total": f"{total:g}"}
        raise ValueError(message("fault.demography.pyramid.total", **sums))
    scaled: FloatArray = people * (total / counted)
    return scaled
