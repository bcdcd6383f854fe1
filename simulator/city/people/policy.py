"""The two-child policy as paths: who is allowed a second child, when births respond to it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.ground.settings import amount, field, records
from simulator.errors import ScenarioError
from simulator.files.path_values import each_draw
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import SAME_INSTANT, instant
from simulator.stockflow.values.paths import Constant, Lines, Path, Steps

STAGES = "policy.two_child.stages"

SETTINGS = (
    Setting(
        key="policy.two_child.gestation",
        kind="number",
        unit="year",
        meaning="from a decision to the birth",
        minimum=0.0,
        maximum=2.0,
    ),
    records(
        STAGES,
        "stages of the policy",
        field("opens", "switch", "whether the stage happens"),
        field("date", "date", "day from which the stage admits couples"),
        field("announced", "date", "day it was announced", required=False),
        amount("ramp", "time until all it admits are admitted", "year"),
        amount(
            "registered",
            "share of registered couples allowed after it, in place of the fitted one",
            "1",
            required=False,
        ),
        amount(
            "migrant",
            "share of migrant couples allowed after it, in place of the fitted one",
            "1",
            required=False,
        ),
    ),
)


def eligible_paths(choices: Choices) -> tuple[Path, Path]:
    """The eligible share e(t) and its rise ė(t), by residency.

    e stands at ``eligible_before`` until the first stage that opens. Births respond to a stage a
    gestation after its date (its announcement, where that is earlier); from then on e grows in a
    straight line over the ramp to what the stage allows: the share the scenario states, else the
    fitted one. ė is the slope of that line. Both have the shape (draws or 1, residency).
    """
    residency = choices.axis["residency"].labels
    before = _by_residency(
        [choices.numbers(f"policy.two_child.eligible_before.{who}") for who in residency]
    )
    _refuse_late_announcement(choices)
    years, levels = [0.0], [before]
    stages = _opening(choices)
    for before_it, stage in zip((None, *stages), stages, strict=False):
        answered = _answered(stage, choices.number("policy.two_child.gestation"))
        after = _by_residency([_allowed(choices, stage, who) for who in residency])
        ramp = float(stage["ramp"])
        _refuse_no_ramp(choices, stage)
        if before_it is not None and answered < years[-1] - SAME_INSTANT:
            raise _out_of_order(choices, before_it, stage)
        _refuse_smaller_share(choices, (before_it, stage), levels[-1], after)
        if answered > years[-1] + SAME_INSTANT:
            years.append(answered)
            levels.append(levels[-1])
        years.append(years[-1] + ramp)
        levels.append(after)
    return _share_and_rise(years, levels)


def _share_and_rise(years: list[float], levels: list[FloatArray]) -> tuple[Path, Path]:
    """Straight lines through the levels, each of shape (draws or 1, residency), and their slope."""
    shares = np.stack(np.broadcast_arrays(*levels))
    if len(years) == 1:
        zero = Constant(np.zeros_like(shares[0]), ("residency",))
        return Constant(shares[0], ("residency",)), zero
    slopes = np.zeros_like(shares)
    slopes[:-1] = np.diff(shares, axis=0) / np.diff(years)[:, np.newaxis, np.newaxis]
    share = Lines(
        name=STAGES,
        years=tuple(years),
        values=shares,
        axes=("residency",),
        before="hold",
        after="hold",
    )
    rise = Steps(
        name=STAGES,
        years=tuple(years),
        values=slopes,
        axes=("residency",),
        before="hold",
        after="hold",
    )
    return share, rise


def _refuse_late_announcement(choices: Choices) -> None:
    """A stage is announced before it applies, or on the day."""
    for stage in choices.records(STAGES):
        announced, day = stage.get("announced"), stage["date"]
        if announced is not None and announced > day:
            place = (str(stage["id"]), "announced", "date")
            raise choices.fault_of(
                STAGES, place, "effect.announced_late", announced=announced, date=day
            )


def _opening(choices: Choices) -> list[Mapping[str, Any]]:
    """Stages that open, by date."""
    stages = [stage for stage in choices.records(STAGES) if stage["opens"]]
    return sorted(stages, key=lambda stage: _day(stage["date"]))


def _answered(stage: Mapping[str, Any], gestation: float) -> float:
    announced = stage.get("announced", stage["date"])
    return min(_day(stage["date"]), _day(announced)) + gestation


def _day(day: date) -> float:
    return instant(day)


def _refuse_no_ramp(choices: Choices, stage: Mapping[str, Any]) -> None:
    if stage["ramp"] <= 0:
        place = (str(stage["id"]), "ramp")
        ramp = f"{stage['ramp']:g}"
        raise choices.fault_of(STAGES, place, "fault.stage_ramp", id=stage["id"], ramp=ramp)


def _out_of_order(
    choices: Choices, before: Mapping[str, Any], stage: Mapping[str, Any]
) -> ScenarioError:
    """A stage opens while the one before it still ramps: told where that was brought about.

    That is what the topmost layer says of their dates: of the stage itself the day that decides,
    of the one before it its day or its ramp.
    """
    place = _cause(
        choices,
        (str(before["id"]), "ramp"),
        (str(before["id"]), "date"),
        (str(stage["id"]), _deciding(stage)),
    )
    return choices.fault_of(STAGES, place, "fault.stage_order", id=stage["id"], before=before["id"])


def _deciding(stage: Mapping[str, Any]) -> str:
    """The field of a stage that says from when on births respond to it."""
    return "announced" if stage.get("announced", stage["date"]) < stage["date"] else "date"


def _cause(choices: Choices, *fields: tuple[str, str]) -> tuple[str, str]:
    """Of fields (record, field) the one that the topmost layer states; the last of several."""
    layers = {
        (one.record, one.field): one.layer for one in choices.file.statements if one.key == STAGES
    }
    return max(fields, key=lambda each: (layers.get(each, -1), fields.index(each)))


def _refuse_smaller_share(
    choices: Choices,
    stages: tuple[Mapping[str, Any] | None, Mapping[str, Any]],
    before: FloatArray,
    after: FloatArray,
) -> None:
    """A stage never takes back what was allowed by the one before it, or on record before any."""
    earlier, stage = stages
    for place, who in enumerate(choices.axis["residency"].labels):
        old, new = np.broadcast_arrays(before[:, place], after[:, place])
        wrong = np.flatnonzero(~((old <= new) & (new <= 1)))
        if wrong.size:
            share, low = f"{new[wrong[0]]:g}", f"{old[wrong[0]]:g}"
            raise _taken_back(choices, (earlier, stage), who, share=share, low=low)


def _taken_back(
    choices: Choices,
    stages: tuple[Mapping[str, Any] | None, Mapping[str, Any]],
    who: str,
    **shares: str,
) -> ScenarioError:
    """A stage allows less than what was: told at its share, or at the day that puts it there."""
    earlier, stage = stages
    stated, told = (str(stage["id"]), who), "fault.stage_share"
    if earlier is None:
        return choices.fault_of(STAGES, stated, told, id=stage["id"], who=who, **shares)
    before = str(earlier["id"])
    days = [(before, "opens"), (before, _deciding(earlier)), (stated[0], _deciding(stage))]
    place = _cause(choices, *days, (before, who), stated)
    told = "fault.stage_share" if place == stated else "fault.stage_after_larger"
    return choices.fault_of(STAGES, place, told, id=stage["id"], before=before, who=who, **shares)


def _allowed(choices: Choices, stage: Mapping[str, Any], who: str) -> FloatArray:
    """Share a stage allows, stated by the scenario or else fitted, shape (draws or 1,)."""
    if who in stage:
        return np.array([float(stage[who])])
    found = choices.pack.parameters.find(f"{STAGES}.{stage['id']}.{who}", choices.basis)
    if found is None:
        place = (str(stage["id"]), who)
        raise choices.fault_of(STAGES, place, "fault.stage_unknown", id=stage["id"], who=who)
    return each_draw(found["value"])


def _by_residency(shares: list[FloatArray]) -> FloatArray:
    """Shape (draws or 1, residency)."""
    return np.stack(np.broadcast_arrays(*shares), axis=-1)
