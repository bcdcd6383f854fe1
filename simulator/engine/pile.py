"""Coefficients that move, side by side at the instants looked at so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from simulator.structure.arrays import BoolArray, FloatArray, IntArray, memory_order

_AGREEMENT = 1e-13

Span = tuple[int, slice]


@dataclass(kw_only=True)
class Pile:
    """Coefficients that all hold for every draw, or all have one array a draw.

    ``models`` are the arrays they are read as, shape (draws or 1, *axes); ``values``, of shape
    (years, draws or 1, n), hold their numbers one after another, each as it lies in memory.
    """

    models: Mapping[str, FloatArray]
    years: list[float] = field(init=False, default_factory=list)
    values: FloatArray = field(init=False)
    starts: IntArray = field(init=False)

    def __post_init__(self) -> None:
        sizes = [model[0].size for model in self.models.values()]
        self.starts = np.cumsum([0, *sizes])
        draws = len(next(iter(self.models.values())))
        self.values = np.empty((0, draws, self.starts[-1]))

    def add(self, years: Sequence[float], found: Mapping[str, FloatArray]) -> None:
        """Put beside the rest what was found at some years, shape (years, draws or 1, *axes)."""
        rows = [
            _in_memory(found[name], model).reshape(len(years), len(model), -1)
            for name, model in self.models.items()
        ]
        self.values = np.concatenate([self.values, np.concatenate(rows, axis=2)])
        self.years += years

    def agreed(self, nodes: FloatArray) -> list[str]:
        """Those that read between nodes equal themselves at the first year, in every draw."""
        direct = self.values[0]
        weights = np.zeros(len(self.years))
        weights[self._rows(nodes)] = interpolation(nodes, self.years[0])
        weights[0] -= 1.0
        off = np.dot(weights, self.values.reshape(len(weights), -1)).reshape(direct.shape)
        starts = self.starts[:-1]
        wrong = np.maximum.reduceat(np.abs(off), starts, axis=1)
        size = np.maximum.reduceat(np.abs(direct), starts, axis=1)
        held = np.asarray((wrong <= _AGREEMENT * size).all(axis=0))
        return [name for name, good in zip(self.models, held, strict=True) if good]

    def at_nodes(
        self, names: Sequence[str], nodes: FloatArray, spans: Mapping[str, Span]
    ) -> tuple[FloatArray, dict[str, FloatArray]]:
        """Values of some at their nodes, cut to spans of an axis, and the arrays they are read as.

        Shapes (nodes, draws or 1, n) and (draws or 1, *axes).
        """
        columns = [self._columns(name, spans.get(name)) for name in names]
        models = {name: cut(self.models[name], spans.get(name)) for name in names}
        return self.values[self._rows(nodes)].take(np.concatenate(columns), axis=2), models

    def _rows(self, nodes: FloatArray) -> list[int]:
        return [self.years.index(year) for year in nodes]

    def live(self, name: str, place: int) -> BoolArray:
        """Where along one axis of a coefficient any year or draw is not nought."""
        model = self.models[name]
        start = self.starts[list(self.models).index(name)]
        part = self.values[:, :, start : start + model[0].size]
        order = memory_order(model)[1:]
        whole = part.any(axis=(0, 1)).reshape([model.shape[axis] for axis in order])
        others = tuple(n for n, axis in enumerate(order) if axis != place)
        return np.asarray(whole.any(axis=others))

    def _columns(self, name: str, span: Span | None) -> IntArray:
        model = self.models[name]
        start = int(self.starts[list(self.models).index(name)])
        cells = np.arange(start, start + model[0].size)
        if span is None:
            return cells
        order = memory_order(model)[1:]
        whole = cells.reshape([model.shape[axis] for axis in order])
        index = tuple(span[1] if axis == span[0] else slice(None) for axis in order)
        return whole[index].ravel()


def cut(array: FloatArray, span: Span | None) -> FloatArray:
    """An array cut to a span of one of its axes."""
    if span is None:
        return array
    return array[(slice(None),) * span[0] + (span[1],)]


def _in_memory(array: FloatArray, model: FloatArray) -> FloatArray:
    """An array of shape (years, *shape of the model) with its axes as the model's lie in memory."""
    return array.transpose(0, *(axis + 1 for axis in memory_order(model)))


def interpolation(nodes: FloatArray, years: float | FloatArray) -> FloatArray:
    """Barycentric weights of Chebyshev nodes at instants, shape (*years, nodes), adding to one."""
    distance = np.subtract.outer(years, nodes)
    exact = distance == 0
    share = _barycentric(nodes.size) / np.where(exact, 1.0, distance)
    hit = exact.any(axis=-1, keepdims=True)
    return np.asarray(np.where(hit, exact, share / share.sum(axis=-1, keepdims=True)))


def weights_at(nodes: Sequence[float], year: float) -> list[float]:
    """The same weights at one instant, for a few nodes many times faster."""
    distances = [year - node for node in nodes]
    if 0.0 in distances:
        return [float(distance == 0.0) for distance in distances]
    shares = [w / d for w, d in zip(_barycentric(len(nodes)).tolist(), distances, strict=True)]
    whole = sum(shares)
    return [share / whole for share in shares]


@cache
def _barycentric(number: int) -> FloatArray:
    weights = (-1.0) ** np.arange(number)
    weights[0] *= 0.5
    weights[-1] *= 0.5
    return np.asarray(weights)
