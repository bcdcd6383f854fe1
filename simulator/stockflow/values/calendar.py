"""Model time: years of twelve equal months, as exact fractions.

date = year + (month − 1)/12 + (day − 1)/(12 × days in the month)

1 September is y + 2/3; 31 December, ``year_end`` and "end of y" are the instant y + 1.

Months of one length make every window of birth and every school year the same length, so that
steps and ages repeat from year to year. The price is a shift of at most two days within a year.
"""

from calendar import monthrange
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

When = str | date | float
"""An ISO date, a date of Python or pandas, or an instant in years (2020.5 is 1 July 2020)."""

SAME_INSTANT = 1e-9
"""Years (0.03 s) within which two instants are one; twelfths and thirds are rounded far closer."""


def exact_instant(year: int, month: int = 1, day: int = 1) -> Fraction:
    """The instant at the start of a day, in years, as an exact fraction."""
    days = monthrange(year, month)[1]
    return year + Fraction(month - 1, 12) + Fraction(day - 1, 12 * days)


def instant(when: date) -> float:
    """The instant of a calendar day: its start, except that 31 December is the end of the year."""
    if (when.month, when.day) == (12, 31):
        return end_of_year(when.year)
    return float(exact_instant(when.year, when.month, when.day))


def instant_of(when: When) -> float:
    """The instant of a date: the start of the day, except that 31 December is the end of the year.

    Raises ``ValueError`` for a text that is not an ISO date.
    """
    if isinstance(when, datetime):  # the moments of pandas are of this kind too
        return instant(when.date())
    if isinstance(when, date):
        return instant(when)
    if isinstance(when, str):
        try:
            return instant(date.fromisoformat(when))
        except ValueError:
            raise ValueError(message("fault.labelled.no_date", found=when)) from None
    return float(when)


def end_of_year(year: int) -> float:
    """The end of a year: the same instant as the start of the next."""
    return float(year + 1)


@lru_cache(maxsize=512)
def first_september(year: int) -> float:
    """1 September, the first day of a school year: year + 2/3."""
    return float(exact_instant(year, 9))


@lru_cache(maxsize=4096)
def calendar_label(year: float) -> str:
    """An instant as an ISO date (the day it falls on), for tables: 2015.666… → 2015-09-01."""
    # back from the nearest float to the fraction it stood for, whatever the length of the month
    exact = Fraction(year).limit_denominator(12 * 31 * 30 * 29 * 28)
    whole = exact.numerator // exact.denominator
    months = (exact - whole) * 12
    month = months.numerator // months.denominator
    days = (months - month) * monthrange(whole, month + 1)[1]
    return date(whole, month + 1, 1 + days.numerator // days.denominator).isoformat()


def place_of(instants: FloatArray, year: float) -> int | None:
    """Position of an instant among others, shape (time,); ``None`` if it is not among them."""
    if not instants.size:
        return None
    near = np.abs(instants - year) <= SAME_INSTANT
    there = int(near.argmax())
    return there if near[there] else None


def is_within(start: float, year: float, stop: float) -> bool:
    """Whether an instant lies in a run, both ends of which belong to it."""
    return start - SAME_INSTANT <= year <= stop + SAME_INSTANT


def years_between(first: float, last: float) -> range:
    """The calendar years that a span overlaps for more than an instant."""
    return range(floor(first + SAME_INSTANT), ceil(last - SAME_INSTANT))
