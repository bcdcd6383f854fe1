"""Where a flow goes: which numbers of the state its rate raises and lowers.

The columns of a flow in the incidence matrix N of dx/dt = N v(x); the Jacobian is N · dv/dx.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.numbers.derivative import Sparse, broadcast_rows
from simulator.stockflow.numbers.layout import Block, Layout


@dataclass(frozen=True)
class Incidence:
    """Incidence of flows on the state vector, totals included, while one cohort is the newest."""

    layout: Layout
    newest: int

    def of(self, flow: Flow, shares: FloatArray | None) -> Sparse:
        """Matrix of shape (n, cells of the rate): −1 where it leaves, +1 where it arrives.

        ``shares`` (axes of the spread parameter, without draws) send arrivals along their axis.
        """
        system, totals = self.layout.system, self.layout.totals[flow.name]
        source, target = system.part(flow.source), system.part(flow.target)
        axes = system.rate_axes(flow)
        size = int(np.prod(system.shape(axes), dtype=np.int64))
        # both rows of a flow, in the stock and in its total, come from here and so agree
        leaving: list[tuple[IntArray, float]] = []
        if source is not None and totals.leaving is not None:
            leaving.append((self.places(source), -1.0))
            leaving.append((self._booked(totals.leaving, source), 1.0))
        arriving: list[tuple[IntArray, float]] = []
        if target is not None:
            arriving.append((self.places(target), 1.0))
            if totals.arriving is not None and totals.arriving is not totals.leaving:
                arriving.append((self._booked(totals.arriving, target), 1.0))
        if flow.spread is None or shares is None:
            return self._matrix(leaving + arriving, size)
        spread = self._matrix(arriving, size) @ self._spread(flow, axes, shares)
        return csr_array(self._matrix(leaving, size) + spread)

    def places(self, end: StockPart) -> IntArray:
        """Places in the state of the cells of an end, in order."""
        block = self.layout.stocks[end.stock.name]
        index = tuple(
            slice(None)
            if axis not in end.fixed
            else self.newest
            if end.fixed[axis] == NEWEST
            else self.layout.system.axis[axis].index(end.fixed[axis])
            for axis in end.stock.axes
        )
        # the view that reads a state, laid over the numbers of its places
        whole = block.view(np.arange(self.layout.size, dtype=np.int64)[np.newaxis])[0]
        return np.ravel(whole[index])

    def _booked(self, block: Block, end: StockPart) -> IntArray:
        """Place of the total to which each cell of an end is booked."""
        kept = tuple(axis in end.watched for axis in end.free)
        return block.start + broadcast_rows(self.layout.system.shape(end.free), kept)

    def _matrix(self, entries: list[tuple[IntArray, float]], size: int) -> Sparse:
        """Each entry sends cell i to row ``rows[i]`` with one sign."""
        if not entries:
            return csr_array((self.layout.size, size))
        rows = np.concatenate([places for places, _ in entries])
        signs = np.repeat([sign for _, sign in entries], size)
        columns = np.tile(np.arange(size), len(entries))
        return csr_array((signs, (rows, columns)), shape=(self.layout.size, size))

    def _spread(self, flow: Flow, axes: tuple[str, ...], shares: FloatArray) -> Sparse:
        """Matrix of the shares, shape (cells arriving, cells leaving)."""
        system = self.layout.system
        axis = "" if flow.spread is None else flow.spread.axis
        name = "" if flow.spread is None else flow.spread.shares
        wide = system.ordered({*axes, f"to_{axis}"})
        shape = system.shape(wide)
        own = system.parameter[name].axes
        values = np.ravel(shares)[broadcast_rows(shape, tuple(each in own for each in wide))]
        leaving = broadcast_rows(shape, tuple(each != f"to_{axis}" for each in wide))
        arriving = broadcast_rows(shape, tuple(each != axis for each in wide))
        size = int(np.prod(system.shape(axes), dtype=np.int64))
        return csr_array((values, (arriving, leaving)), shape=(size, size))
