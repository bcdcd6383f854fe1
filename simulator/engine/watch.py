"""The watch over a run: no stock impossible, nothing lost, after every segment and transfer."""

from dataclasses import dataclass, field

import numpy as np

from simulator.engine.balance import Opening, refuse_imbalance
from simulator.engine.state import refuse_impossible, scales
from simulator.structure.arrays import FloatArray
from simulator.structure.layout import Layout


@dataclass(kw_only=True)
class Watch:
    """What states are held against: the first state, and the scale each stock ever reached.

    ``first`` has shape (draws, n). The checks take the states of some draws, ``block`` says which.
    """

    layout: Layout
    first: FloatArray
    opening: Opening = field(init=False)
    largest: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        self.largest = scales(self.layout, self.first)
        self.opening = Opening.of(self.layout, self.first)

    def refuse_impossible(self, state: FloatArray, year: float, block: slice = slice(None)) -> None:
        """Refuse a stock that is not a number or below zero."""
        largest = np.fmax(self.largest[block], scales(self.layout, state))
        self.largest[block] = largest
        refuse_impossible(self.layout, state, largest, year)

    def check(self, state: FloatArray, year: float, block: slice = slice(None)) -> None:
        """Refuse a state with an impossible stock, or out of balance since the first."""
        self.refuse_impossible(state, year, block)
        opening = self.opening.some(block)
        opening.refuse_leak(state, year)
        refuse_imbalance(self.layout, opening.balances(state), year)
