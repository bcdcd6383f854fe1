"""How late what is promised comes: one distribution for the expected curve and for samples.

A share of projects opens on the promised day; the others are late by a lognormal time. That is the
Parkinson distribution with a lognormal core [1]_: whoever would be early is reported as on time. A
bias common to all projects makes their delays move together:

    delay = median × exp(spread × (√common × Z_all + √(1 − common) × Z_own)),   Z standard normal

``Stays`` says how long places stay in each stage on the way from plan to opening.

References
----------
.. [1] Trietsch, Mazmanyan, Gevorgyan and Baker (2012), "Modeling activity times by the Parkinson
   distribution with a lognormal core: theory and validation", European Journal of Operational
   Research 216(2), 386–396.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import ndtr, ndtri

from simulator.city.ground.choices import Choices
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT

COMMON = "slippage.common_share"


@dataclass(frozen=True, kw_only=True, slots=True)
class Slippage:
    """Delay after the promised date, years.

    ``on_time`` is the share that is not late, ``median`` and ``spread`` (standard deviation of the
    logarithm) tell the delay of the others, ``common`` the share of the variance of the logarithm
    that all projects share.
    """

    on_time: float
    median: float
    spread: float
    common: float = 0.0

    @property
    def mean(self) -> float:
        """Mean delay of all, those on time included, years."""
        return (1 - self.on_time) * self.median * float(np.exp(self.spread**2 / 2))

    def chance(self, delay: FloatArray) -> FloatArray:
        """Chance that the delay is no longer.

        F(d) = on_time + (1 − on_time) Φ(ln(d/median)/spread)

        Shape of ``delay``, years; averaged over the common bias, so that it enters only where
        several projects are looked at together.
        """
        late = np.where(self._reached(delay), 1.0, ndtr(self._score(delay)))
        return np.where(
            delay < -SAME_INSTANT,
            0.0,
            self.on_time + (1 - self.on_time) * late * (delay > SAME_INSTANT),
        )

    def quantile(self, chance: float) -> float:
        """The delay that is not exceeded with a chance, years; ∞ from a chance of one on."""
        if chance <= self.on_time:
            return 0.0
        if chance >= 1:
            return float("inf")
        late = (chance - self.on_time) / (1 - self.on_time)
        return self.median * float(np.exp(self.spread * ndtri(late)))

    def area(self, delay: FloatArray) -> FloatArray:
        """∫ F from 0 to ``delay``, years, shape of ``delay``; zero for a negative one.

        ∫ Φ(ln(u/m)/s) du = u Φ(z) − m exp(s²/2) Φ(z − s) with z = ln(u/m)/s.
        """
        until = np.maximum(delay, 0.0)
        score = self._score(until)
        core = self.median * float(np.exp(self.spread**2 / 2))
        late = until * ndtr(score) - core * ndtr(score - self.spread)
        if self.spread == 0:
            late = np.maximum(until - self.median, 0.0)
        return np.asarray(self.on_time * until + (1 - self.on_time) * late)

    def given(self, bias: float) -> "Slippage":
        """The distribution where the common bias is known, in standard deviations."""
        shift = self.spread * float(np.sqrt(self.common)) * bias
        return replace(
            self,
            median=self.median * float(np.exp(shift)),
            spread=self.spread * float(np.sqrt(1 - self.common)),
            common=0.0,
        )

    def delays(self, bias: FloatArray, uniform: FloatArray) -> FloatArray:
        """The delay of one project for each value of the common bias, shape of ``bias``, years.

        By the inverse of the distribution, so that one uniform number says it all: up to
        ``on_time`` the project is on time, and what is beyond orders the others by their delay.
        """
        own = ndtri((uniform - self.on_time).clip(0.0) / max(1 - self.on_time, SAME_INSTANT))
        score = np.sqrt(self.common) * bias + np.sqrt(1 - self.common) * own
        is_late = uniform > self.on_time
        late = self.median * np.exp(self.spread * np.where(is_late, score, 0.0))
        return np.where(is_late, late, 0.0)

    def _score(self, delay: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            logs = np.log(np.maximum(delay, 0.0) / self.median)
        return np.asarray(logs / self.spread if self.spread > 0 else np.full_like(logs, -np.inf))

    def _reached(self, delay: FloatArray) -> FloatArray:
        """Where the spread is nothing, whether the one possible delay has passed."""
        return np.asarray((self.spread == 0) & (delay >= self.median - SAME_INSTANT))


PUNCTUAL = Slippage(on_time=1.0, median=1.0, spread=0.0)
"""Everything on the promised day."""


def slippage_of(choices: Choices, service: str, programme: str | None = None) -> Slippage:
    """The slippage of a project: its programme's own, else its service's, else that of its kind."""
    if choices.switch("plan.on_time"):
        return PUNCTUAL
    kind = "school" if choices.pack.service[service].is_school else "beds"
    for name in (programme, service):
        if name and choices.pack.parameters.find(f"slippage.{name}", "") is not None:
            kind = name
            break
    stated: Mapping[str, Any] = choices.pack.parameters.value(f"slippage.{kind}")
    return Slippage(
        on_time=float(stated["on_time"]),
        median=float(stated["median"]) * choices.number("plan.delay_factor"),
        spread=float(stated["spread"]),
        common=float(choices.pack.parameters.value(COMMON)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Stays:
    """Mean stay in each stage, years, before the scenario's delay factor."""

    planned: float
    approved: float
    building: float


def stays(choices: Choices, service: str) -> Stays:
    """The stays of a service: its own, else those of schools or beds."""
    return Stays(
        planned=_stay(choices, service, "planned"),
        approved=_stay(choices, service, "approved"),
        building=_stay(choices, service, "building"),
    )


def _stay(choices: Choices, service: str, stage: str) -> float:
    parameters = choices.pack.parameters
    kind = "school" if choices.pack.service[service].is_school else service
    own = f"pipeline.{kind}.{stage}"
    found = parameters.find(own, "")
    return float(parameters.value(own if found is not None else f"pipeline.beds.{stage}"))
