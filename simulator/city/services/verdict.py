"""The gap of a place in words: how much is short or over, and what it would be if all came on time.

Where norm and use of beds disagree both are said.
"""

from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.services.series import SMALLEST, ServiceSeries
from simulator.city.services.two_answers import TwoAnswers, side_of, two_answers
from simulator.report.marks import whole_number
from simulator.report.style import QUIET, SHORTAGE, SURPLUS
from simulator.words.catalogue import Pair, moment, pair


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to say of a gap, in the colour of shortage or surplus.

    ``beyond`` says where children short at the standard go; ``None`` where none are, and of beds.
    ``by_use`` is the other answer where the use of beds disagrees with their norm, in its own
    colour. ``on_time`` is ``None`` where somebody responds to the gap: on time is then no plan.
    """

    said: Pair
    beyond: Pair | None
    on_time: Pair | None
    colour: str
    by_use: tuple[Pair, str] | None = None


def verdict(series: ServiceSeries, place: str, until: float) -> Verdict | None:
    """The gap of a place at the last reading up to an instant; ``None`` where it is unknown."""
    cut = series.between(-np.inf, until)
    row = cut.place(place)
    known = np.flatnonzero(np.isfinite(cut.gap[row]))
    if not known.size:
        return None
    last = int(known[-1])
    gap, demand = float(cut.gap[row, last]), float(cut.demand[row, last])
    promised = float(cut.promised_gap[row, last])
    key = "even" if abs(gap) <= SMALLEST else _side(gap)
    other = two_answers(series, until) if place == CITY else None
    return Verdict(
        said=pair(
            f"result.{key}" if other is None else f"result.{key}_by_norm",
            when=moment(float(cut.years[last])),
            amount=whole_number(abs(gap)),
            share="—" if demand <= 0 else whole_number(100 * abs(gap) / demand),
        ),
        beyond=_beyond(cut, row, last),
        on_time=None if series.responds else pair("result.on_time", gap=side_of(promised)),
        colour=_COLOURS.get(key, QUIET),
        by_use=None if other is None else _by_use(other),
    )


_COLOURS = {"shortage": SHORTAGE, "surplus": SURPLUS}


def _by_use(other: TwoAnswers) -> tuple[Pair, str]:
    return pair("result.by_use", gap=side_of(other.by_use)), _COLOURS[_side(other.by_use)]


def _beyond(series: ServiceSeries, row: int, last: int) -> Pair | None:
    """How many sit in fuller classes and how many have no place, of the catchments' shortages."""
    absorbed, unplaced = (float(v[row, last]) for v in (series.absorbed, series.unplaced))
    if not absorbed + unplaced > SMALLEST:
        return None
    amounts = {"absorbed": whole_number(absorbed), "unplaced": whole_number(unplaced)}
    return pair("result.beyond", **amounts)


def _side(gap: float) -> str:
    return "shortage" if gap > 0 else "surplus"
