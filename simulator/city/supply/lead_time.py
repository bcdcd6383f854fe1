"""How long from plan to opening: the time that is not exceeded with a stated chance.

Planning, approval and building take gamma times each, of the model's stages in a row and the
record's mean stays, so that the whole takes their sum:

    T = Γ(2, planned ÷ 2) + Γ(2, approved ÷ 2) + Γ(k, building ÷ k),   each × the delay factor
"""

import numpy as np
from scipy.special import gammainc

from simulator.city.ground.choices import Choices
from simulator.city.supply.equations import EARLY_STAGES
from simulator.city.supply.slippage import stays
from simulator.stockflow.arrays import FloatArray

_STEP = 1 / 200
"""Years: the quantile is off by less than two days."""
_LONGEST = 12.0
"""Times the mean: beyond it lies less than one in a million."""


def lead_time(choices: Choices, service: str, chance: float = 0.9) -> float:
    """Years from the plan until a new project is complete, not exceeded with a chance.

    Zero where everything is on time: then a project is promised for the day it is needed.
    """
    if choices.switch("plan.on_time"):
        return 0.0
    stay, factor = stays(choices, service), choices.number("plan.delay_factor")
    stages = int(choices.number("model.building_stages"))
    parts = [(EARLY_STAGES, stay.planned), (EARLY_STAGES, stay.approved), (stages, stay.building)]
    mean = sum(each for _, each in parts) * factor
    edges = np.arange(0.0, _LONGEST * mean, _STEP)
    whole = np.ones(1)
    for number, each in parts:
        whole = np.convolve(whole, _shares(edges, number, each * factor))[: edges.size]
    return float(edges[int(np.searchsorted(np.cumsum(whole), chance))])


def _shares(edges: FloatArray, stages: int, mean: float) -> FloatArray:
    """Chance that a sum of stages ends around each edge, shape of ``edges``."""
    bounds = np.concatenate([edges - _STEP / 2, [edges[-1] + _STEP / 2]])
    reached = gammainc(stages, np.maximum(bounds, 0.0) * stages / mean)
    return np.asarray(np.diff(reached))
