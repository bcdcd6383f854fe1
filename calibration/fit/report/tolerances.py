"""What a fit has to hold within the record, and what it does hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.result import FittedRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """One tolerance: what was asked, what came out (both in the unit named)."""

    what: tuple[str, str]
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
        what: tuple[str, str],
        allowed: float,
        found: list[float],
        measure: Callable[[list[float]], float],
        unit: str = "%",
    ) -> Held:
        return Held(what=what, allowed=allowed, found=measure(found), unit=unit)

    shares = errors("second_birth_share")
    return (
        check(("常住人口", "residents"), 1.0, errors("residents"), _worst),
        check(("户籍人口（输入核对）", "register (input check)"), 1.0, errors("register"), _worst),
        check(("出生 2011–2018", "births 2011–2018, rms"), 8.0, errors("births"), _rms),
        check(("出生 2014–2018", "births 2014–2018, rms"), 7.0, errors("births", 2014), _rms),
        check(("出生最差一年", "births, worst year"), 13.0, errors("births"), _worst),
        check(("二孩比重最差一年", "second births, worst year"), 5.5, shares, _worst, "points"),
        check(("二孩比重", "second births, rms"), 3.5, shares, _rms, "points"),
        check(("小学在校生", "primary pupils"), 3.0, errors("pupils_primary"), _worst),
        check(("初中在校生", "junior pupils"), 4.0, errors("pupils_junior"), _worst),
        check(("死亡率", "crude death rate"), 12.0, errors("crude_death_rate"), _worst),
    )


def _worst(errors: list[float]) -> float:
    return float(np.max(np.abs(errors)))


def _rms(errors: list[float]) -> float:
    return float(np.sqrt(np.mean(np.square(errors))))
