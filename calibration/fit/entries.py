"""Fitted values as entries of ``parameters.toml``: value, interval, unit, source, date, hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.fit.fit_plan import FitPlan, Free
from calibration.fit.transform import natural
from calibration.parameters_file import Entry
from simulator.city.pack.city_pack import Parameters
from simulator.city.pack.fit_form import SERVED
from simulator.stockflow.arrays import FloatArray

FITTED = "fitted"
QUANTILES = (0.1, 0.9)
_DIGITS = 5


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Where a fit comes from: the day, the hash of what it read, what intervals are."""

    fitted_on: str
    data_hash: str


@dataclass(frozen=True, kw_only=True)
class FittedNumbers:
    """Fitted numbers: the optimum (free,), and draws of equal weight (draws, free)."""

    plan: FitPlan
    point: FloatArray
    draws: FloatArray

    def value(self, name: str) -> float:
        """The number at the optimum."""
        return float(natural(self.plan, self.point[np.newaxis])[name][0])

    def interval(self, name: str) -> list[float]:
        """The middle 80 %."""
        found = natural(self.plan, self.draws)[name]
        return [rounded(float(edge)) for edge in np.quantile(found, QUANTILES)]


def fitted_entries(estimate: FittedNumbers, old: Parameters, stamp: Stamp) -> tuple[Entry, ...]:
    """One entry for every fitted key, on the basis of the plan where it differs by basis.

    The share of children served is fitted to read the pupils by; in a run it follows from who may
    claim a place (``services.toml``), so it makes no entry.
    """
    by_key: dict[str, list[Free]] = {}
    for free in estimate.plan.free:
        for key in (each for each in free.keys if not each.startswith(SERVED)):
            by_key.setdefault(key, []).append(free)
    return tuple(_entry(estimate, key, frees, old, stamp) for key, frees in by_key.items())


def rounded(value: float, digits: int = _DIGITS) -> float:
    """A number with few significant digits, as it is written down."""
    return float(f"{value:.{digits}g}")


def _entry(
    estimate: FittedNumbers, key: str, frees: Sequence[Free], old: Parameters, stamp: Stamp
) -> Entry:
    plan = estimate.plan
    basis = plan.basis
    # What the pack states once for both bases stays one entry, and the revised fit is its owner.
    if (key, basis) not in old.table and basis == "revised":
        basis = ""
    before: Mapping[str, Any] = old.find(key, plan.basis) or {}
    fields = _values(estimate, key, frees)
    fields |= {
        "unit": str(before.get("unit", frees[0].unit)),
        "definition": str(before.get("definition", frees[0].meaning)),
        "source_id": str(before.get("source_id", frees[0].source_id)),
        "status": FITTED,
        "grade": max(str(before.get("grade", "D")), *(free.grade for free in frees)),
        "fitted_on": stamp.fitted_on,
        "data_hash": stamp.data_hash,
        "note": f"fitted to the record; prior: {frees[0].why}",
    }
    return Entry(key=key, basis=basis, fields=fields)


def _values(estimate: FittedNumbers, key: str, frees: Sequence[Free]) -> dict[str, Any]:
    path = estimate.plan.paths.get(key)
    if path is None:
        (free,) = frees
        return {
            "value": rounded(estimate.value(free.name)),
            "interval": estimate.interval(free.name),
        }
    values: dict[str, float] = dict(path.fixed)
    intervals: dict[str, list[float]] = {}
    for free in frees:
        for day in free.dates:
            values[day] = rounded(estimate.value(free.name))
            intervals[day] = estimate.interval(free.name)
    return {
        "values": dict(sorted(values.items())),
        "interval": dict(sorted(intervals.items())),
        "interpolation": path.interpolation,
        "before": "hold",
        "after": "hold",
    }
