"""Households and subsidised homes at the end of every year of a run, and what covers whom."""

from dataclasses import dataclass

import numpy as np

from simulator.city.ground.outcome import Outcome, derived
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, place_of


@dataclass(frozen=True, kw_only=True, slots=True)
class HousingYear:
    """A year: households and homes at its end, homes begun and finished within it.

    ``begun_since`` and ``finished_since`` count from the beginning of the plan's programme on;
    ``None`` before it.
    """

    year: int
    households: float
    urban: float
    in_need: float
    begun: float
    under_construction: float
    completed: float
    finished: float
    allocated: float
    begun_since: float | None
    finished_since: float | None

    @property
    def coverage(self) -> float | None:
        """Finished homes for 100 urban households; ``None`` where there are none."""
        return 100 * self.finished / self.urban if self.urban else None

    @property
    def coverage_of_need(self) -> float | None:
        """Homes let for 100 households in need; ``None`` where there are none."""
        return 100 * self.allocated / self.in_need if self.in_need else None


@derived
def housing_years(outcome: Outcome, draw: int = 0) -> tuple[HousingYear, ...]:
    """Every whole year of a run; none where the pack says nothing of housing."""
    known, run = outcome.pack.housing, outcome.trajectory
    if known is None:
        return ()
    turns = np.flatnonzero(np.abs(run.readings - np.round(run.readings)) < SAME_INSTANT)
    counts = {
        name: np.asarray(run.measures[name][draw].sum(axis=0))[turns]
        for name in ("households", "urban_households", "households_in_need")
    }
    homes = {
        name: np.asarray(run.measures[name][draw])[turns]
        for name in ("homes_under_construction", "homes_finished", "homes_allocated")
    }
    begun = homes["homes_under_construction"] + homes["homes_finished"]
    before = homes_when(outcome, known.begins, draw)
    return tuple(
        HousingYear(
            year=round(float(run.readings[turn])) - 1,
            households=float(counts["households"][place]),
            urban=float(counts["urban_households"][place]),
            in_need=float(counts["households_in_need"][place]),
            begun=float(begun[place] - begun[place - 1]),
            under_construction=float(homes["homes_under_construction"][place]),
            completed=float(homes["homes_finished"][place] - homes["homes_finished"][place - 1]),
            finished=float(homes["homes_finished"][place]),
            allocated=float(homes["homes_allocated"][place]),
            begun_since=_since(begun[place], run.readings[turn], before, known.begins, 0),
            finished_since=_since(
                homes["homes_finished"][place], run.readings[turn], before, known.begins, 1
            ),
        )
        for place, turn in enumerate(turns)
        if place
    )


def homes_when(outcome: Outcome, when: float, draw: int = 0) -> tuple[float, float] | None:
    """Homes begun in all, and of them finished, at an instant of the run; ``None`` beyond it."""
    run = outcome.trajectory
    there = place_of(run.readings, when)
    if there is None:
        return None
    under_way, finished = (
        float(np.asarray(run.measures[name][draw])[there])
        for name in ("homes_under_construction", "homes_finished")
    )
    return under_way + finished, finished


def _since(
    value: FloatArray,
    when: FloatArray,
    before: tuple[float, float] | None,
    begins: float,
    which: int,
) -> float | None:
    if before is None or when <= begins + SAME_INSTANT:
        return None
    return float(value - before[which])
