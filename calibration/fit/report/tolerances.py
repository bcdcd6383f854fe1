"""What a fit has to hold within the record, and what it does hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.result import FittedRow
from simulator.words.catalogue import Pair, pair, say


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One tolerance: what was asked, what came out (both in the unit named)."""

    what: Pair
    allowed: float
    found: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether what came out is within what was asked."""
        return self.found <= self.allowed


def held(rows: Sequence[FittedRow]) -> tuple[Held, ...]:
    """Every tolerance of the fit that the city as a whole can be held to."""

    def errors(quantity: str, first: int = 0) -> list[float]:
        return [
            100 * each.error if each.scale == "relative" else each.error
            for each in rows
            if each.quantity == quantity and each.when - 1 >= first
        ]

    def check(
        what: str,
        allowed: float,
        found: list[float],
        measure: Callable[[list[float]], float],
        unit: str = "%",
    ) -> Held:
        return Held(what=pair(f"held.{what}"), allowed=allowed, found=measure(found), unit=unit)

    points = say("held.points", "both")
    shares = errors("second_birth_share")
    return (
        check("residents", 1.0, errors("residents"), _worst),
        check("register", 1.0, errors("register"), _worst),
        check("births", 8.0, errors("births"), _rms),
        check("births_late", 7.0, errors("births", 2014), _rms),
        check("births_worst", 13.0, errors("births"), _worst),
        check("second_worst", 5.5, shares, _worst, points),
        check("second", 3.5, shares, _rms, points),
        check("primary", 3.0, errors("pupils_primary"), _worst),
        check("junior", 4.0, errors("pupils_junior"), _worst),
        check("deaths", 12.0, errors("crude_death_rate"), _worst),
    )


def _worst(errors: list[float]) -> float:
    return float(np.max(np.abs(errors)))


def _rms(errors: list[float]) -> float:
    return float(np.sqrt(np.mean(np.square(errors))))
