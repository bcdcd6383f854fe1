"""Who plans a second child, as births answer to it, and how mothers of one move with plans.

Plans may rise and fall, along a line or on a day. Mothers of one then move between those who wait
and those who do not, so that the split stays what the share says (``waiting``).
"""

from dataclasses import dataclass

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.people.policy import eligible_paths
from simulator.city.people.waiting import PLANNING
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label
from simulator.stockflow.values.paths import SLIVER, Mapped, Moment, Path, at
from simulator.stockflow.values.scenario import Occasion
from simulator.stockflow.values.slopes import Later, jumps, slope

PLANNING_SHARE = "policy.two_child.planning_share"


def planning_path(choices: Choices) -> Path:
    """The share q(t) of allowed couples who plan a second child, as births answer to it.

    A change of plans shows in births a gestation after its date, as a stage of the policy does.
    Until then the share is that of the start of the run.
    """
    return Later(
        path=choices.path(PLANNING_SHARE),
        by=choices.number("policy.two_child.gestation"),
        since=choices.date("model.start"),
    )


def plans_paths(choices: Choices) -> dict[str, Path]:
    """q(t), where it rises along a line its rise, where it falls its fall against itself.

    ``ScenarioError`` where it falls along a line to nothing: the rate at which plans are given up
    would have no end.
    """
    planning = planning_path(choices)
    moving = slope(planning)
    _refuse_fall_to_nothing(choices, planning, moving)
    return {
        "planning_share": planning,
        "planning_rise": Mapped(function=_rise, paths=(moving,)),
        "planning_fall": Mapped(function=_fall, paths=(planning, moving)),
    }


def _refuse_fall_to_nothing(choices: Choices, planning: Path, moving: Path) -> None:
    start, stop = choices.date("model.start"), choices.date("model.stop")
    for year in (*planning.kinks(start, stop), stop):
        end = Moment(year, year - SLIVER, year)
        if np.any((planning.value(end) <= 0) & (moving.value(end) < 0)):
            day = calendar_label(year - choices.number("policy.two_child.gestation"))
            raise choices.fault(PLANNING_SHARE, "fault.plans_to_nothing", day=day)


def plans_occasions(choices: Choices) -> dict[str, tuple[Occasion, ...]]:
    """What happens on the days on which q steps: plans taken up, plans given up.

    Of mothers of one the share Δ(qe) ÷ (1 − qe) turns to waiting, of those who plan the share
    −Δq ÷ q turns back.
    """
    start, stop = choices.date("model.start"), choices.date("model.stop")
    eligible, _ = eligible_paths(choices)
    steps = [
        _Step(year=year, before=before, after=after, eligible=at(eligible, year))
        for year, before, after in jumps(planning_path(choices), start, stop + SLIVER)
    ]
    up = tuple(Occasion(one.year, {"planning_gain": one.gain}) for one in steps if one.gain.any())
    down = tuple(Occasion(one.year, {"planning_loss": one.loss}) for one in steps if one.loss.any())
    given_up = (f"plans_given_up_that_day_{status}" for status, _ in PLANNING)
    return {"plans_taken_up_that_day": up} | dict.fromkeys(given_up, down)


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A step of q: shape (draws or 1,); ``eligible`` is e, (draws or 1, residency)."""

    year: float
    before: FloatArray
    after: FloatArray
    eligible: FloatArray

    @property
    def gain(self) -> FloatArray:
        """Share of mothers of one, shape (draws or 1, residency)."""
        rise = np.maximum(self.after - self.before, 0.0)[:, np.newaxis]
        return np.asarray(rise * self.eligible / (1 - self.before[:, np.newaxis] * self.eligible))

    @property
    def loss(self) -> FloatArray:
        """Share of those who plan, shape (draws or 1,)."""
        fall = np.maximum(self.before - self.after, 0.0)
        return np.divide(fall, self.before, out=np.zeros_like(fall), where=fall > 0)


def _rise(moving: FloatArray) -> FloatArray:
    return np.maximum(moving, 0.0)


def _fall(planning: FloatArray, moving: FloatArray) -> FloatArray:
    falling = np.maximum(-moving, 0.0)
    return np.divide(falling, planning, out=np.zeros_like(falling), where=falling > 0)
