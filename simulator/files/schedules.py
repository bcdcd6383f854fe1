"""When something is promised: one day, or the share reached by each of several days.

A table of days has cumulative shares that never fall and end at 1; a day alone stands for all of
it on that day. Days are written in full: whether a year means its first or its last day is not
guessed.
"""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from math import isclose

from simulator.files.hints import expect, show
from simulator.files.scalar_values import check_number
from simulator.files.toml_text import Spot
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import instant

_SHARE = Setting(key="", kind="number", meaning="", minimum=0.0, maximum=1.0)

Schedule = tuple[tuple[float, float], ...]
"""Instants, rising, each with the share reached by then."""


def check_schedule(setting: Setting, value: object, spot: Spot) -> object | None:
    """A date, or shares by day in the order of days; ``None`` and faults where it is wrong."""
    if type(value) is date:
        return value
    if not isinstance(value, dict) or not value:
        spot.refuse("fault.found", found=show(value), expected=expect(setting))
        return None
    before = len(spot.findings.faults)
    dated: dict[float, tuple[str, float]] = {}
    for day, share in value.items():
        checked, when = check_number(_SHARE, share, spot.inside(day)), _moment(day)
        if when is None:
            spot.inside(day).refuse("fault.schedule_day", found=show(day))
        elif checked is not None:
            dated[when] = (day, checked)
    if len(spot.findings.faults) == before:
        _refuse_falling(dict(dated[when] for when in sorted(dated)), spot)
    if len(spot.findings.faults) > before:
        return None
    return dict(dated[when] for when in sorted(dated))


def schedule_of(value: object) -> Schedule:
    """The instants and shares of a checked schedule."""
    if isinstance(value, Mapping):
        return tuple((instant(date.fromisoformat(day)), share) for day, share in value.items())
    if isinstance(value, date):
        return ((instant(value), 1.0),)
    raise TypeError(f"{value!r} is no schedule")


def _moment(day: str) -> float | None:
    try:
        return instant(date.fromisoformat(day)) if len(day) == len("2020-12-31") else None
    except ValueError:
        return None


def _refuse_falling(shares: Mapping[str, float], spot: Spot) -> None:
    for (_, low), (day, high) in pairwise(shares.items()):
        if high < low:
            spot.inside(day).refuse("fault.schedule_falls", found=high, before=low)
    last, share = list(shares.items())[-1]
    if not isclose(share, 1.0, abs_tol=1e-9):
        spot.inside(last).refuse("fault.schedule_whole", found=share)
