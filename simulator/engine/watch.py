"""The watch over a run: no stock impossible, nothing lost, after every segment and transfer."""

from dataclasses import dataclass, field

import numpy as np

from simulator.engine.balance import balances, refuse_imbalance, refuse_leak
from simulator.engine.state import refuse_impossible, scales
from simulator.structure.arrays import FloatArray
from simulator.structure.layout import Layout


@dataclass(kw_only=True)
class Watch:
    """What a state is held against: the first state, and the scale each stock ever reached."""

    layout: Layout
    first: FloatArray
    largest: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.largest = scales(self.layout, self.first)

    def refuse_impossible(self, state: FloatArray, year: float) -> None:
        """Refuse a stock that is not a number or below zero; shape of ``state`` (draws, n)."""
        self.largest = np.fmax(self.largest, scales(self.layout, state))
        refuse_impossible(self.layout, state, self.largest, year)

    def check(self, state: FloatArray, year: float) -> None:
        """Refuse a state with an impossible stock, or out of balance since the first."""
        self.refuse_impossible(state, year)
        refuse_leak(self.layout, self.first, state, year)
        refuse_imbalance(self.layout, balances(self.layout, self.first, state), year)
