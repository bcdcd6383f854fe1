"""How far a shortage rests on the anchor: when it would first show without enrolment ratios.

Demand of a school is proportional to its enrolment ratio, and places are what they are, so that

    demand without the anchor = Σ over the districts of a catchment of demand ÷ ratio

is exact where no loop is closed, and else that of the people and places the run has.
"""

from dataclasses import dataclass

import numpy as np

from simulator.city.ground.outcome import Outcome, derived
from simulator.city.services.series import SMALLEST, ServiceSeries, service_series
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.paths import at

FAR = 1.0
"""Years by which a date may move before a row says that it rests on the anchor."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchored:
    """When a place is first short, as the run has it and without the anchor (``None``: never)."""

    first: float | None
    without: float | None

    @property
    def rests(self) -> bool:
        """Whether leaving the anchor out makes the shortage go, come, or move by over a year."""
        if self.first is None or self.without is None:
            return self.first is not self.without
        return abs(self.first - self.without) > FAR + SAME_INSTANT


@derived
def anchored(outcome: Outcome, draw: int = 0) -> tuple[Anchored | None, ...]:
    """Every service and place in the order of the series; ``None`` for beds and the unknown."""
    return tuple(
        found
        for series in service_series(outcome, draw)
        for found in _of_service(outcome, series, draw)
    )


def demand_without(outcome: Outcome, series: ServiceSeries, draw: int = 0) -> FloatArray:
    """Demand with a ratio of one, shape (place, time), in places; NaN where the ratio is zero."""
    run = outcome.trajectory
    row = run.system.axis["service"].index(series.service.name)
    districts = run.system.axis["district"]
    columns = np.flatnonzero(np.isin(run.readings, series.years))
    demand = run.measures["demand"][draw, row][:, columns]
    ratio = np.empty(demand.shape)
    for column, year in enumerate(series.years):
        ratio[:, column] = _ratio(outcome, row, year, draw)
    at_one = np.divide(demand, ratio, out=np.full(demand.shape, np.nan), where=ratio > 0)
    places = ([districts.index(name) for name in series.members[each]] for each in series.places)
    return np.stack([at_one[rows].sum(axis=0) for rows in places])


def _ratio(outcome: Outcome, service: int, year: float, draw: int) -> FloatArray:
    """Ratio of the stage × that of the catchment, shape (district,)."""
    paths = outcome.scenario.paths
    stage, catchment = (at(paths[name], year) for name in ("enrolment_ratio", "catchment_ratio"))
    of_draw = stage[draw if len(stage) > 1 else 0]
    return np.asarray(of_draw[service] * catchment[0, service])


def _of_service(outcome: Outcome, series: ServiceSeries, draw: int) -> tuple[Anchored | None, ...]:
    if not series.service.is_school:
        return (None,) * len(series.places)
    without = demand_without(outcome, series, draw) - series.risk_adjusted
    return tuple(
        _anchored(series.years, series.gap[row], without[row]) for row in range(len(series.places))
    )


def _anchored(years: FloatArray, gap: FloatArray, without: FloatArray) -> Anchored | None:
    known = np.isfinite(gap)
    if not known.any() or not np.isfinite(without[known]).all():
        return None
    return Anchored(first=_first(years, gap), without=_first(years, without))


def _first(years: FloatArray, gap: FloatArray) -> float | None:
    there = np.flatnonzero(gap > SMALLEST)
    return float(years[there[0]]) if there.size else None
