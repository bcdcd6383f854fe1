"""Dates as analysts write them, and the instants of model time they stand for."""

from datetime import date, datetime

from simulator.stockflow.values.calendar import instant

When = str | date | float
"""An ISO date, a date of Python or pandas, or an instant in years (2020.5 is 1 July 2020)."""


def instant_of(when: When) -> float:
    """The instant of a date: its start, but for 31 December the end of the year.

    Raises ``ValueError`` for a text that is no ISO date.
    """
    if isinstance(when, datetime):
        return instant(when.date())
    if isinstance(when, date):
        return instant(when)
    if isinstance(when, str):
        return instant(date.fromisoformat(when))
    return float(when)
