"""The draws with a shortage as one sentence: in which of them, and what the box around them holds.

Where hardly any draw is short, or hardly any is not, there is little to tell apart; then it is said
of the quarter of draws with the largest gaps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from math import inf

import numpy as np

from simulator.city.ensemble.box import Box, Points, find_box
from simulator.city.ensemble.pick_freeze import Answered
from simulator.city.ensemble.traits import Gap, telling
from simulator.city.ground.rounding import borne_by, chance_told, rounded
from simulator.city.services.series import SMALLEST
from simulator.words.catalogue import Language, pair, say

FEW, FEWEST = 0.05, 20
"""Share and number of draws below which they, or the others, are too few to be told apart."""
_LARGEST = 0.75


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """The box of the draws that are sought; ``edge`` is the gap above which they are."""

    box: Box
    points: Points
    base: float
    """Share of all draws in which places are short."""
    edge: float | None


def describe(found: Answered) -> Description:
    """What the draws with a shortage, or with the largest gaps, have in common."""
    gaps = found.independent
    short = gaps > SMALLEST
    base = float(short.mean())
    rarer = min(base, 1 - base)
    is_enough = rarer >= FEW and rarer * len(gaps) >= FEWEST
    edge = None if is_enough else float(np.quantile(gaps, _LARGEST))
    sought = short if edge is None else gaps > edge
    points = Points(variables=telling(found.traits), sought=sought)
    return Description(box=find_box(points), points=points, base=base, edge=edge)


def sentence(found: Description, gap: Gap, language: Language) -> str:
    """The description in words, in one language or both."""
    box = found.box
    if not box.limits:
        return say("rests.nowhere", language)
    holds = reduce(
        lambda first, following: pair("rests.and", first=first, next=following),
        _conditions(found),
    )
    named = {
        "service": gap.service.title,
        "holds": holds,
        "coverage": f"{100 * box.coverage:.0f}",
        "density": f"{100 * box.density:.0f}",
        "base": chance_told(found.base, len(found.points.sought)),
    }
    if found.edge is None:
        return say("rests.short", language, **named)
    return say("rests.largest", language, edge=f"{found.edge:+,.0f}", **named)


def _conditions(found: Description) -> Iterator[tuple[str, str]]:
    """Each limit in both languages, with as many digits as the spread of the draws bears."""
    for name, (low, high) in found.box.limits.items():
        values = found.points.variables[name]
        unit = borne_by(*(float(each) for each in np.quantile(values, (0.1, 0.9))))
        kind = "below" if low == -inf else "above" if high == inf else "between"
        ends = {"low": low, "high": high}
        told = {end: f"{rounded(at, unit):,.0f}" for end, at in ends.items() if abs(at) < inf}
        words = {"trait": pair(f"trait.{name}"), "unit": pair(f"trait_unit.{name}")}
        yield pair(f"rests.{kind}", **words, **told)
