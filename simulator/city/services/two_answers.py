"""Where norm and use disagree: short by one, to spare by the other. Then both are said.

by norm = demand − beds open        by use = beds used in the year before − beds open
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY
from simulator.city.services.series import SMALLEST, ServiceSeries
from simulator.report.marks import whole_number
from simulator.words.catalogue import Pair, moment, pair


@dataclass(frozen=True, kw_only=True, slots=True)
class TwoAnswers:
    """Two gaps of a city's service at a reading, in beds; positive is shortage."""

    series: ServiceSeries
    when: float
    by_norm: float
    by_use: float

    @property
    def said(self) -> Pair:
        """Both, in words."""
        return pair(
            "note.two_answers",
            service=self.series.service.title,
            when=moment(self.when),
            norm=side_of(self.by_norm),
            use=side_of(self.by_use),
        )


def two_answers(series: ServiceSeries, until: float) -> TwoAnswers | None:
    """The two gaps at the last reading up to an instant; ``None`` where they have one sign.

    ``None``, too, where either is unknown or no more than rounding.
    """
    cut = series.between(-np.inf, until)
    row = cut.place(CITY)
    by_norm, by_use = cut.gap[row], cut.for_use[row] - cut.risk_adjusted[row]
    known = np.flatnonzero(np.isfinite(by_norm))
    if not known.size:
        return None
    norm, use = float(by_norm[known[-1]]), float(by_use[known[-1]])
    if not (np.isfinite(use) and min(abs(norm), abs(use)) > SMALLEST and norm * use < 0):
        return None
    when = float(cut.years[known[-1]])
    return TwoAnswers(series=series, when=when, by_norm=norm, by_use=use)


def in_two_minds(shown: Sequence[ServiceSeries], until: float) -> Iterator[TwoAnswers]:
    """The services of which norm and use disagree, in their order."""
    for series in shown:
        found = two_answers(series, until)
        if found is not None:
            yield found


def side_of(gap: float) -> Pair:
    """Short or to spare, and how much."""
    side = pair(f"side.{'shortage' if gap > 0 else 'surplus'}")
    return pair("result.side", side=side, amount=whole_number(abs(gap)))
