"""The enrolment ratio of a stage: its prior, and what few counts of pupils make of it.

    ln k(t) = a + b (t − t₀)     a ~ N(ln mean, level²)     b ~ N(0, change²)
    ln (pupils ÷ children at one) = ln k(t) + N(0, error²)

With ``change`` = 0 one number holds for a stage. Prior and errors are normal on the logarithm, so
that the posterior is (Gelman et al. 2013, *Bayesian Data Analysis*, ch. 14).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.schools.evidence import Enrolled
from simulator.city.pack.city_pack import Parameters
from simulator.city.pack.parameter_form import PRIOR
from simulator.stockflow.arrays import FloatArray

_TEN_TO_NINETY = 1.2815515655446004
"""Standard deviations from the mean to the 90 % quantile of a normal distribution."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prior:
    """What a ratio is taken to be, how far it may be from it, and its change a year."""

    mean: float = 1.0
    level: float
    change: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """The ratio at an instant and its central 80 %."""

    year: float
    value: float
    low: float
    high: float


def fit_ratio(rows: Sequence[Enrolled], prior: Prior) -> tuple[Ratio, ...]:
    """The ratio at every count, one number where it may not change; none without a count."""
    if not rows:
        return ()
    years = np.array([row.year for row in rows])
    design = np.stack([np.ones_like(years), years - years[0]])[: 2 if prior.change else 1]
    told = np.array([np.log(row.ratio) for row in rows])
    weight = np.array([row.error_size**-2 for row in rows])
    believed = np.array([prior.level, prior.change][: len(design)]) ** -2.0
    expected = np.array([np.log(prior.mean), 0.0][: len(design)])
    precision = (design * weight) @ design.T + np.diag(believed)
    mean = np.linalg.solve(precision, design @ (weight * told) + believed * expected)
    spread = np.sqrt(np.einsum("it,ij,jt->t", design, np.linalg.inv(precision), design))
    return tuple(
        _ratio(float(year), float(level), float(width))
        for year, level, width in zip(years, mean @ design, spread, strict=True)
    )


def _ratio(year: float, log: float, width: float) -> Ratio:
    low, value, high = np.exp(log + width * _TEN_TO_NINETY * np.array([-1.0, 0.0, 1.0]))
    return Ratio(year=year, value=float(value), low=float(low), high=float(high))


def prior_of(parameters: Parameters, service: str) -> Prior | None:
    """The prior of a stage; ``None`` where the pack states none and its ratio is not fitted."""
    entry = parameters.find(f"{PRIOR}{service}", "")
    if entry is None:
        return None
    return Prior(**{name: float(stated) for name, stated in entry["value"].items()})


def catchment_ratios(
    pupils: Mapping[str, float], at_one: Mapping[str, float], groups: Sequence[Sequence[str]]
) -> dict[str, float]:
    """Ratio of each district to the city, one for all districts of a catchment.

    (pupils ÷ children) of the catchment over the same of the city, from one September.
    """
    whole = sum(pupils.values()) / sum(at_one.values())
    found = {}
    for group in groups:
        ratio = sum(pupils[name] for name in group) / sum(at_one[name] for name in group)
        found.update(dict.fromkeys(group, ratio / whole))
    return found


def errors(rows: Sequence[Enrolled], ratios: Sequence[Ratio]) -> FloatArray:
    """(ratio × children ÷ pupils) − 1 of every count, shape (count,)."""
    return np.array([r.value / row.ratio - 1 for row, r in zip(rows, ratios, strict=True)])
