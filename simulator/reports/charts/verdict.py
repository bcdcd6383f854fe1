"""A gap in words: how much is short or over at the last reading, and what it would be on time."""

from dataclasses import dataclass

import numpy as np

from simulator.analysis.gaps import SMALLEST
from simulator.analysis.series import ServiceSeries
from simulator.reports.charts.marks import count
from simulator.reports.charts.sentences import Pair, moment, sentence
from simulator.reports.style import QUIET, SHORTAGE, SURPLUS


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What to say of a gap, in the colour of shortage or surplus."""

    said: Pair
    on_time: Pair
    colour: str


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
    return Verdict(
        said=sentence(
            f"result.{key}",
            when=moment(float(cut.years[last])),
            amount=count(abs(gap)),
            share="—" if demand <= 0 else count(100 * abs(gap) / demand),
        ),
        on_time=sentence(
            "result.on_time", side=sentence(f"side.{_side(promised)}"), amount=count(abs(promised))
        ),
        colour={"shortage": SHORTAGE, "surplus": SURPLUS}.get(key, QUIET),
    )


def _side(gap: float) -> str:
    return "shortage" if gap > 0 else "surplus"
