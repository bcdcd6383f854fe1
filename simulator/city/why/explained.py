"""Why a number differs between two scenarios: the share of each group of inputs, exactly.

    share(i) = mean over all orders of what switching group i from the first to the second adds

(Shapley value, ``simulator.stockflow.attribution``): the shares sum to the difference, swapping the
scenarios turns their signs, and two groups that act together share what they make together evenly.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.city.ground.outcome import Outcome, shown_span
from simulator.city.services.series import SMALLEST, ServiceSeries, service_series
from simulator.city.why.coalitions import Question, factor_of, worths
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.attribution import Chosen, ranges, shapley
from simulator.stockflow.values.calendar import SAME_INSTANT

MOST_FACTORS = 8
"""Factors that are taken apart: each doubles the runs, and 256 take seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contribution:
    """What a factor makes of the difference, in places or beds.

    ``least`` and ``most`` are what it adds at least and at most, whatever else has changed before.
    """

    groups: tuple[str, ...]
    addresses: tuple[str, ...]
    share: float
    least: float
    most: float


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A number in both scenarios, and what each factor makes of the difference.

    The largest contribution comes first.
    """

    question: Question
    first: float
    last: float
    contributions: tuple[Contribution, ...]

    @property
    def difference(self) -> float:
        """Second minus first."""
        return self.last - self.first

    @property
    def runs(self) -> int:
        """How many scenarios between the two were run."""
        return 1 << len(self.contributions)

    @property
    def is_joined(self) -> bool:
        """Whether some groups had to be switched together."""
        return any(len(each.groups) > 1 for each in self.contributions)


def explain(question: Question, advance: Callable[[float], None] = lambda _: None) -> Explained:
    """Run every scenario between the two and share the difference out."""
    worth = worths(question, advance)
    every: Chosen = frozenset(question.factors)
    shares, spans = shapley(question.factors, worth), ranges(question.factors, worth)
    differing = question.two.differing
    found = [
        Contribution(
            groups=groups,
            addresses=tuple(address for name in groups for address in differing[name]),
            share=shares[factor_of(groups)],
            least=spans[factor_of(groups)][0],
            most=spans[factor_of(groups)][1],
        )
        for groups in question.joined
    ]
    return Explained(
        question=question,
        first=worth[frozenset()],
        last=worth[every],
        contributions=tuple(sorted(found, key=lambda each: -abs(each.share))),
    )


def days_told(outcomes: tuple[Outcome, Outcome], service: str, place: str) -> FloatArray:
    """Instants shown at which both scenarios know the gap of a service in a place."""
    known = [_known(outcome, service, place)[0] for outcome in outcomes]
    shared = [year for year in known[0] if np.any(np.abs(known[1] - year) <= SAME_INSTANT)]
    return np.array(shared, dtype=float)


def telling_day(outcomes: tuple[Outcome, Outcome], service: str, place: str) -> float | None:
    """The day with the largest shortage in either scenario, else the last day both know.

    ``None`` where there is no such day.
    """
    days = days_told(outcomes, service, place)
    if not days.size:
        return None
    gaps = [_at(_known(outcome, service, place), days) for outcome in outcomes]
    larger = np.maximum(*gaps)
    worst = int(np.argmax(larger))
    return float(days[worst]) if larger[worst] > SMALLEST else float(days[-1])


def _known(outcome: Outcome, service: str, place: str) -> tuple[FloatArray, FloatArray]:
    """Instants shown at which the gap is known, and the gap, shape (time,)."""
    series = series_of(outcome, service)
    first, last = shown_span(outcome)
    cut = series.between(first, last)
    gap = cut.gap[cut.place(place)]
    known = np.isfinite(gap)
    return cut.years[known], gap[known]


def series_of(outcome: Outcome, service: str) -> ServiceSeries:
    """One service of a run."""
    return next(each for each in service_series(outcome) if each.service.name == service)


def _at(known: tuple[FloatArray, FloatArray], days: FloatArray) -> FloatArray:
    years, values = known
    return np.array([values[int(np.argmin(np.abs(years - day)))] for day in days])
