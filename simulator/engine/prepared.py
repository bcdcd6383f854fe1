"""Coefficients prepared for a segment, and how they are read off at any instant of it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from simulator.engine.course import of_draws
from simulator.engine.pile import weights_at
from simulator.structure.arrays import FloatArray, IntArray, memory_order

Coefficients = dict[str, FloatArray]
Orders = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class Moving:
    """Coefficients that move alike, side by side: of every draw the same, or one for each draw.

    ``values`` has shape (nodes, draws or 1, n), kept at instants ``nodes``; ``shapes`` are the
    arrays it is read as.
    """

    nodes: FloatArray
    values: FloatArray
    shapes: Mapping[str, FloatArray]


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """Coefficients of one segment for the draws of a course: of a block, or what all share.

    ``still`` stand still; ``moving`` are kept at nodes, as few as each needs. ``at`` holds the cuts
    along the cohort axis and the place of the newest cohort.
    """

    still: Mapping[str, FloatArray]
    moving: tuple[Moving, ...]
    at: Mapping[str, object]

    def reader(self, draws: IntArray | list[int] | slice = slice(None)) -> "Reader":
        """The coefficients of some draws, with buffers of their own to be read off to."""
        taken = [np.ascontiguousarray(of_draws(m.values, draws, axis=1)) for m in self.moving]
        buffers = [np.empty(values.shape[1:]) for values in taken]
        k = {name: of_draws(array, draws, axis=0) for name, array in self.still.items()}
        for moving, buffer in zip(self.moving, buffers, strict=True):
            k |= _laid_out(buffer, moving.shapes)
        return Reader(
            nodes=tuple(moving.nodes.tolist() for moving in self.moving),
            values=tuple(each.reshape(len(each), -1) for each in taken),
            buffers=tuple(each.reshape(-1) for each in buffers),
            k=k,
            at=self.at,
        )


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads the coefficients of some draws at instants; ``k`` is overwritten by every call.

    ``at`` as in ``Prepared``.
    """

    nodes: tuple[list[float], ...]
    values: tuple[FloatArray, ...]
    buffers: tuple[FloatArray, ...]
    k: Mapping[str, FloatArray]
    at: Mapping[str, object]

    def at_instant(self, year: float) -> Mapping[str, FloatArray]:
        """The coefficients at an instant of the segment."""
        for nodes, values, buffer in zip(self.nodes, self.values, self.buffers, strict=True):
            np.dot(weights_at(nodes, year), values, out=buffer)
        return self.k


def _laid_out(buffer: FloatArray, shapes: Mapping[str, FloatArray]) -> Coefficients:
    """Parts of a buffer of shape (draws, n) read as arrays that lie in memory like others."""
    found: Coefficients = {}
    start = 0
    for name, model in shapes.items():
        order = memory_order(model)
        size = model[0].size
        lengths = [model.shape[axis] for axis in order[1:]]
        part = buffer[:, start : start + size].reshape(len(buffer), *lengths)
        found[name] = part.transpose([order.index(axis) for axis in range(model.ndim)])
        start += size
    return found
