"""The state vector: how it starts, and what it may never be."""

import numpy as np

from simulator.errors import IntegrationError
from simulator.inputs.scenario import Scenario
from simulator.structure.arrays import FloatArray
from simulator.structure.layout import Block, Layout

NEGATIVE = 1e-9


def starting_state(layout: Layout, scenario: Scenario) -> FloatArray:
    """Stocks at the start, totals at zero; shape (draws, n)."""
    state = np.zeros((scenario.draws, layout.size))
    for name, array in scenario.initial.items():
        block = layout.stocks[name]
        if array.shape[1:] != block.shape:
            raise IntegrationError(
                f"{name} starts with shape {array.shape[1:]}; its axes "
                f"({', '.join(block.axes)}) have {block.shape}",
                year=scenario.start,
            )
        state[:, block.start : block.stop] = array.reshape(array.shape[0], -1)
    return state


def refuse_impossible(layout: Layout, state: FloatArray, year: float) -> None:
    """Raise where a stock is not a number, infinite, or below −1e-9 of its largest cell."""
    for name, block in layout.stocks.items():
        part = state[:, block.start : block.stop]
        if not np.isfinite(part).all():
            place = int(np.flatnonzero(~np.isfinite(part).all(axis=0))[0])
            raise IntegrationError(
                f"{name}[{_labels(layout, block, place)}] is not a number; a rate overflowed or "
                "an input has a hole",
                year=year,
            )
        lowest = part.min(initial=0.0)
        if lowest < -NEGATIVE * max(float(part.max(initial=0.0)), 1e-300):
            place = int(part.min(axis=0).argmin())
            raise IntegrationError(
                f"{name}[{_labels(layout, block, place)}] fell to {lowest:.6g}; more leaves than "
                "is there",
                year=year,
            )


def _labels(layout: Layout, block: Block, place: int) -> str:
    numbers = np.unravel_index(place, block.shape) if block.shape else ()
    return ", ".join(
        layout.system.axis[axis].labels[int(number)]
        for axis, number in zip(block.axes, numbers, strict=True)
    )
