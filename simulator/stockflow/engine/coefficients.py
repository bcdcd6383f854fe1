"""Time-varying coefficients: their values at nodes, and how they are read at any instant.

Within a segment every coefficient is smooth, so it is kept at a few Chebyshev nodes and read
between them by the barycentric formula of Berrut and Trefethen (2004), *SIAM Review* 46(3).
Coefficients that share nodes lie side by side in one array: reading all of them is one product of
the weights with a matrix.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.course import of_draws
from simulator.stockflow.numbers.contraction import memory_order

# an interpolant this near to the coefficient, relative to its largest number, is as good as the
# coefficient: rounding alone moves a product of a few factors by about as much
_AGREEMENT = 1e-13
# numbers that a product of a row takes in one piece, or a multiple of it
_ROW = 32


@dataclass(kw_only=True)
class NodeValues:
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
        self.values = np.empty((0, self.draws, self.starts[-1]))

    @property
    def draws(self) -> int:
        """Draws of each coefficient, or one."""
        return len(next(iter(self.models.values())))

    def add(self, years: Sequence[float], found: Sequence[Mapping[str, FloatArray]]) -> None:
        """Put beside the rest what was found at some years.

        Arrays of shape (draws or 1, *axes) for each year, or of one draw (years, *axes) for all.
        """
        new = np.empty((len(years) * self.draws, self.starts[-1]))
        height = len(new) // len(found)
        for (name, model), start in zip(self.models.items(), self.starts, strict=False):
            order = memory_order(model)
            lengths = [model.shape[axis] for axis in order[1:]]
            part = new[:, start : start + model[0].size].reshape(len(new), *lengths)
            for number, chunk in enumerate(found):
                own = slice(number * height, (number + 1) * height)
                part[own] = chunk[name].transpose(order)
        rows = new.reshape(len(years), self.draws, -1)
        self.values = np.concatenate([self.values, rows]) if self.years else rows
        self.years += years

    def agreed(self, nodes: FloatArray) -> list[str]:
        """Those whose interpolant agrees with them at the first year, in every draw.

        The first year is none of the nodes, so that the comparison is not true by construction.
        """
        direct = self.values[0]
        weights = np.zeros(len(self.years))
        weights[self._rows(nodes)] = interpolation(nodes, self.years[0])
        weights[0] -= 1.0  # one product then gives interpolant minus value for all at once
        off = np.dot(weights, self.values.reshape(len(weights), -1)).reshape(direct.shape)
        starts = self.starts[:-1]
        wrong = np.maximum.reduceat(np.abs(off), starts, axis=1)
        size = np.maximum.reduceat(np.abs(direct), starts, axis=1)
        held = np.asarray((wrong <= _AGREEMENT * size).all(axis=0))
        return [name for name, good in zip(self.models, held, strict=True) if good]

    def at_nodes(
        self, names: Sequence[str], nodes: FloatArray
    ) -> tuple[FloatArray, dict[str, FloatArray]]:
        """Values of some at their nodes (nodes, draws or 1, n), and the arrays they are read as.

        ``nodes`` are years that have been added.
        """
        models = {name: self.models[name] for name in names}
        rows = self._rows(nodes)
        # all of them at all years: no copy of what may be the largest array of a segment
        if len(names) == len(self.models) and rows == list(range(len(self.years))):
            return self.values, models
        places = [list(self.models).index(name) for name in names]
        parts = [self.values[rows, :, self.starts[n] : self.starts[n + 1]] for n in places]
        return np.concatenate(parts, axis=2), models

    def _rows(self, nodes: FloatArray) -> list[int]:
        return [self.years.index(year) for year in nodes]


def interpolation(nodes: FloatArray, years: float | FloatArray) -> FloatArray:
    """Weights by which values at Chebyshev nodes give the interpolant at instants.

    Parameters
    ----------
    nodes
        Chebyshev nodes of the second kind, in order, shape (nodes,).
    years
        One instant or several.

    Returns
    -------
    FloatArray
        shape (*years, nodes), adding to one along the nodes.
    """
    distance = np.subtract.outer(years, nodes)
    # at a node itself the formula divides zero by zero: there the node has all the weight
    exact = distance == 0
    share = _barycentric(nodes.size) / np.where(exact, 1.0, distance)
    hit = exact.any(axis=-1, keepdims=True)
    return np.asarray(np.where(hit, exact, share / share.sum(axis=-1, keepdims=True)))


def weights_at(nodes: Sequence[float], year: float) -> list[float]:
    """The same weights at one instant; for a few nodes many times faster than NumPy.

    The right-hand side asks for them at every evaluation.
    """
    distances = [year - node for node in nodes]
    if 0.0 in distances:
        return [float(distance == 0.0) for distance in distances]
    shares = [w / d for w, d in zip(_barycentric(len(nodes)).tolist(), distances, strict=True)]
    whole = sum(shares)
    return [share / whole for share in shares]


@cache
def _barycentric(number: int) -> FloatArray:
    """Barycentric weights of Chebyshev nodes of the second kind: ±1, half of it at both ends."""
    weights = (-1.0) ** np.arange(number)
    weights[0] *= 0.5
    weights[-1] *= 0.5
    return np.asarray(weights)


Coefficients = dict[str, FloatArray]
Orders = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True, kw_only=True)
class TimeVarying:
    """Coefficients that move alike, side by side: of every draw the same, or one for each draw.

    ``values`` has shape (nodes, draws or 1, n), kept at instants ``nodes``; ``shapes`` are the
    arrays it is read as.
    """

    nodes: FloatArray
    values: FloatArray
    shapes: Mapping[str, FloatArray]


def at_instants(varying: TimeVarying, instants: FloatArray, places: IntArray | slice) -> FloatArray:
    """Coefficients read between their nodes, shape (instants, draws, m)."""
    weights = interpolation(varying.nodes, instants)
    values = of_draws(varying.values, places, axis=1)
    found = weights @ values.reshape(len(values), -1)
    return np.asarray(found.reshape(len(instants), *values.shape[1:]))


@dataclass(frozen=True, kw_only=True)
class SegmentCoefficients:
    """Coefficients of one segment for the draws of a course: of a block, or what all share.

    ``constant`` do not change within it; ``varying`` are kept at nodes, as few as each needs.
    ``at`` holds the cuts along the cohort axis and the place of the newest cohort.
    """

    constant: Mapping[str, FloatArray]
    varying: tuple[TimeVarying, ...]
    at: Mapping[str, object]

    def reader(self, draws: IntArray | list[int] | slice = slice(None)) -> "CoefficientReader":
        """The coefficients of some draws, with buffers of their own.

        Threads read the same segment at once, so no two of them may share a buffer.
        """
        taken = [_by_draw(of_draws(each.values, draws, axis=1)) for each in self.varying]
        buffers = [np.empty((len(values), values.shape[2])) for values in taken]
        k = {name: of_draws(array, draws, axis=0) for name, array in self.constant.items()}
        for varying, buffer in zip(self.varying, buffers, strict=True):
            k |= laid_out(buffer, varying.shapes)
        return CoefficientReader(
            nodes=tuple(varying.nodes.tolist() for varying in self.varying),
            values=tuple(taken),
            buffers=tuple(buffers),
            k=k,
            at=self.at,
        )


@dataclass(frozen=True, kw_only=True)
class CoefficientReader:
    """Reads the coefficients of some draws at instants; ``k`` is overwritten by every call.

    ``values`` have shape (draws, nodes, m), ``buffers``, in which ``k`` lies, (draws, m). ``at`` as
    in ``SegmentCoefficients``.
    """

    nodes: tuple[list[float], ...]
    values: tuple[FloatArray, ...]
    buffers: tuple[FloatArray, ...]
    k: Mapping[str, FloatArray]
    at: Mapping[str, object]

    def at_instant(self, year: float) -> Mapping[str, FloatArray]:
        """The coefficients at an instant of the segment, arrays of shape (draws or 1, *axes)."""
        for nodes, values, buffer in zip(self.nodes, self.values, self.buffers, strict=True):
            np.matmul(np.array(weights_at(nodes, year)), values, out=buffer)
        return self.k


def _by_draw(values: FloatArray) -> FloatArray:
    """Values of shape (nodes, draws, n) as (draws, nodes, m), with zeros behind every row.

    Products are made row by row, the last few numbers of one in another way than the others: with
    zeros there, what is read has the same last digits wherever in a row it stands.
    """
    nodes, draws, size = values.shape
    found = np.empty((draws, nodes, -(-size // _ROW) * _ROW))
    found[..., :size] = values.swapaxes(0, 1)
    found[..., size:] = 0.0
    return found


def laid_out(buffer: FloatArray, shapes: Mapping[str, FloatArray]) -> Coefficients:
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
