"""How far a run may be trusted, in few numbers: tests against the record, and the balance."""

from dataclasses import dataclass

import numpy as np

from simulator.city.ground.outcome import Outcome
from simulator.city.record.comparison import Comparison
from simulator.city.record.observed import compare, series_title
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import Pair


@dataclass(frozen=True, kw_only=True, slots=True)
class Checks:
    """Rows of the record that test a run, how many of them it fails, and the worst of those.

    ``is_scored`` is false of a run whose values differ from its root scenario's in the past: the
    record then tests nothing. ``balance`` is the largest relative residual of all that is
    conserved.
    """

    tests: int
    failed: int
    worst: Comparison | None
    title: Pair
    is_scored: bool
    balance: float


def checks_of(outcome: Outcome) -> Checks:
    """The checks of a run (``tables/observed``, ``tables/balance``)."""
    found = compare(outcome)
    tests = [one for one in found if one.role == "test" and one.tolerance is not None]
    worst = max(tests, key=lambda one: one.excess, default=None)
    residuals: list[FloatArray] = [each.residual for each in outcome.trajectory.balances]
    return Checks(
        tests=len(tests),
        failed=sum(one.is_within is False for one in tests),
        worst=worst,
        title=("", "") if worst is None else _titled(outcome, worst),
        is_scored=all(one.tolerance is not None for one in found),
        balance=max((float(np.abs(each).max(initial=0.0)) for each in residuals), default=0.0),
    )


def _titled(outcome: Outcome, one: Comparison) -> Pair:
    title = series_title(outcome.pack, one)
    return title["zh"], title["en"]
