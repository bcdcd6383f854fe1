"""The dynamics as plain loops over one draw, generated as text: what a compiler makes fast.

The same flows, coefficients and totals as in ``dynamics``, cell by cell instead of array by array.
One function comes out, ``rates(y, dy, c, q, cut, place, newest, n_moving)``: the state and its
change (n,); the coefficients side by side (``c``, beginning at ``q``), the limited ones cut to
where they are not zero (``cut``); where stocks and totals begin (``place``); the newest cohort and
the number of cohorts. Cohorts lie last in memory, so every inner loop runs through neighbouring
numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.grammar.expression import Reference, StockPart, references
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.dynamics import is_gain, is_outer_gain
from simulator.stockflow.numbers.emission import cellwise, multiplied
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.numbers.loop_text import LoopText
from simulator.stockflow.numbers.program import Coefficient
from simulator.stockflow.numbers.variables import Piece, Variable, Variables

ARGUMENTS = "y, dy, c, q, cut, place, newest, n_moving"


@dataclass(frozen=True, kw_only=True)
class Loops:
    """Generated text, and the order in which it takes coefficients, cuts and places.

    ``orders`` says which axis of each coefficient lies where, the cohorts last.
    """

    text: str
    coefficients: tuple[Coefficient, ...]
    orders: Mapping[str, tuple[int, ...]]
    limited: tuple[str, ...]
    places: tuple[Block, ...]


def write_loops(system: System, coefficients: Sequence[Coefficient]) -> Loops:
    """The loops of a system; ``coefficients`` are those its dynamics prepare."""
    known = {item.name: item for item in coefficients}
    writer = _LoopWriter(system=system, known=known, out=LoopText(system=system))
    writer.write()
    lines = [f"def rates({ARGUMENTS}):", "    dy[:] = 0.0", *writer.out.lines]
    return Loops(
        text="\n".join(lines),
        coefficients=tuple(known[name] for name in writer.used),
        orders={name: writer.layout.block(0, known[name].axes).order for name in writer.used},
        limited=tuple(writer.out.cuts),
        places=tuple(writer.out.places),
    )


@dataclass(kw_only=True)
class _LoopWriter:
    """Writes the flows of a system; ``out`` takes the text."""

    system: System
    known: dict[str, Coefficient]
    out: LoopText
    used: list[str] = field(default_factory=list)

    @cached_property
    def variables(self) -> Variables:
        return Variables(self.system)

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.system)

    def write(self) -> None:
        """Auxiliaries that are kept, then every flow, in order."""
        for stock in self.system.stocks:
            self._gain(stock.name)
        for name in self.variables.in_order(tuple(self.system.flow)):
            flow = self.system.flow.get(name)
            if flow is not None:
                self._flow(flow)
            elif self._is_kept(name):
                self._keep(self.variables[name])

    def _coefficient(self, name: str) -> str:
        """The number a coefficient has at the running cell; a limited one lies there cut."""
        if name not in self.used:
            self.used.append(name)
        item, start = self.known[name], f"q[{self.used.index(name)}]"
        if not item.limited or self.out.inner is None:
            return self.out.read("c", start, item.axes, {})
        *outer, _ = self.out.in_memory(item.axes)
        row = f"{start} + ({self.out.index(outer, {})}) * ({self.out.inner.length})"
        return f"{self.out.inner.take(f'c[{row} : {row} + ({self.out.inner.length})]', 'c')}[n]"

    def _labels(self, end: StockPart) -> dict[str, str]:
        return {
            axis: "newest" if label == NEWEST else str(self.system.axis[axis].index(label))
            for axis, label in end.fixed.items()
        }

    def _state(self, end: StockPart) -> str:
        """The number in the running cell of an end."""
        block = self.layout.stocks[end.stock.name]
        return self.out.read("y", self.out.place(block), block.axes, self._labels(end))

    def _change(self, end: StockPart, along: dict[str, str] | None = None) -> str:
        """Where the change of the running cell of an end is written."""
        block = self.layout.stocks[end.stock.name]
        return self.out.read(
            "dy", self.out.place(block), block.axes, self._labels(end) | (along or {})
        )

    def _booked(self, block: Block, end: StockPart, along: dict[str, str] | None = None) -> str:
        """Where a total is written."""
        return self.out.read("dy", self.out.place(block), end.watched, along or {})

    def _gain(self, stock: str) -> None:
        """Inflows that are prepared as one array for the whole stock."""
        name = f"{stock}.gain"
        if name in self.known:
            end = self.system.part(stock)
            if end is not None:
                with self.out.cells(end.free):
                    self.out.line(f"{self._change(end)} += {self._coefficient(name)}")

    def _is_kept(self, name: str) -> bool:
        """Whether an auxiliary is worked out once, not wherever it is named."""
        variable = self.variables[name]
        if name not in self.system.auxiliary:
            return False
        # along cohorts it is cheaper to work a value out again than to keep and fetch it
        moving = any(self.out.is_moving(axis) for axis in variable.result_axes)
        return variable.live and (bool(variable.over) or not moving)

    def _keep(self, variable: Variable) -> None:
        axes = self.out.in_memory(variable.result_axes)
        sizes = [
            "n_moving" if self.out.is_moving(axis) else str(self.system.axis[axis].size)
            for axis in axes
        ]
        self.out.line(f"v_{variable.name} = np.zeros({' * '.join(sizes) or '1'})")
        target = f"v_{variable.name}[{self.out.index(axes, {})}]"
        with self.out.loop(axes):
            for piece in variable.pieces:
                own = set(self.variables.axes_of(piece))
                over = [axis for axis in variable.over if axis in own]
                # a product that does not follow an axis counts once for every label of it
                times = 1
                for axis in variable.over:
                    times *= 1 if axis in own else self.system.axis[axis].size
                self.out.line("t = 0.0")
                with self.out.cells(over, self._span(piece)):
                    self.out.line(f"t += {self._piece(piece)}")
                self.out.line(f"{target} += {f'{times}.0 * ' if times > 1 else ''}t")

    def _span(self, piece: Piece) -> str | None:
        """The coefficient whose cut a product keeps to."""
        for factor in piece.live:
            for found in references(factor.tree):
                if found.name in self.known and self.known[found.name].limited:
                    return found.name
        return self._own_cut(piece.coefficient)

    def _own_cut(self, name: str | None) -> str | None:
        return name if name in self.known and self.known[str(name)].limited else None

    def _piece(self, piece: Piece) -> str:
        text = "" if piece.coefficient is None else self._coefficient(piece.coefficient)
        text = multiplied(piece.live, lambda each: f"({cellwise(each.tree, self._named)})", text)
        if piece.coefficient is None:
            return f"-({text})" if piece.sign < 0 else f"({text})"
        return f"({text})"

    def _named(self, found: Reference) -> str:
        if found.name in self.system.stock:
            return self._state(self.variables.part(found))
        if found.name in self.system.parameter or not self.variables[found.name].live:
            return self._coefficient(f"{found.name}.")
        if self._is_kept(found.name):
            axes = self.variables[found.name].result_axes
            return self.out.read(f"v_{found.name}", "0", axes, {})
        return self._value(self.variables[found.name])

    def _value(self, variable: Variable) -> str:
        if not variable.live:
            return self._coefficient(variable.name)
        return f"({' + '.join(self._piece(piece) for piece in variable.pieces)})"

    def _flow(self, flow: Flow) -> None:
        target = self.system.part(flow.target)
        if is_gain(self.variables, flow) and target is not None:
            if is_outer_gain(self.variables, flow):
                self._outer_gain(flow, target)
            arriving = self.layout.totals[flow.name].arriving
            self._total(arriving, target.watched, f"{flow.name}.total")
            return
        axes = self.out.in_memory(self.variables[flow.name].axes)
        inner = axes[-1] if axes else ""
        # totals that don't follow the innermost axis are summed in ``t`` and booked once
        bookings = list(self._bookings(flow))
        summed = [each for each in bookings if inner not in each[1].watched]
        with self.out.loop(axes[:-1]):
            self.out.line("t = 0.0")
            with self.out.innermost(inner, self._own_cut(flow.name)):
                self.out.line(f"v = {self._value(self.variables[flow.name])}")
                self._move(flow)
                for block, end in bookings:
                    if inner in end.watched:
                        self.out.line(f"{self._booked(block, end)} += v")
                if summed:
                    self.out.line("t += v")
            for block, end in summed:
                self.out.line(f"{self._booked(block, end)} += t")

    def _bookings(self, flow: Flow) -> Iterator[tuple[Block, StockPart]]:
        """The totals that count all that passes, each with the end it is counted at."""
        totals = self.layout.totals[flow.name]
        source, target = self.system.part(flow.source), self.system.part(flow.target)
        if source is not None and totals.leaving is not None:
            yield totals.leaving, source
        if target is None or totals.arriving is None or totals.arriving is totals.leaving:
            return
        if flow.spread is None:
            yield totals.arriving, target

    def _move(self, flow: Flow) -> None:
        """Take what passes, ``v``, from the source and bring it to the target."""
        source, target = self.system.part(flow.source), self.system.part(flow.target)
        if source is not None:
            self.out.line(f"{self._change(source)} -= v")
        if target is not None and flow.spread is None:
            self.out.line(f"{self._change(target)} += v")
        elif target is not None:
            totals = self.layout.totals[flow.name]
            once = totals.arriving is totals.leaving
            self._spread(flow, target, None if once else totals.arriving)

    def _spread(self, flow: Flow, target: StockPart, arriving: Block | None) -> None:
        """Send what passes along an axis by shares."""
        if flow.spread is None:
            return
        away = f"to_{flow.spread.axis}"
        along = {flow.spread.axis: f"i_{away}"}
        with self.out.loop([away]):
            self.out.line(f"s = v * {self._coefficient(f'{flow.name}.shares')}")
            self.out.line(f"{self._change(target, along)} += s")
            if arriving is not None:
                self.out.line(f"{self._booked(arriving, target, along)} += s")

    def _outer_gain(self, flow: Flow, target: StockPart) -> None:
        number, factors, cut = 1, [], None
        while f"{flow.name}.factor_{number}" in self.known:
            name = f"{flow.name}.factor_{number}"
            factors.append(name)
            cut = cut or self._own_cut(name)
            number += 1
        with self.out.cells(target.free, cut):
            product = " * ".join(self._coefficient(name) for name in factors)
            self.out.line(f"{self._change(target)} += {product}")

    def _total(self, block: Block | None, watched: Sequence[str], name: str) -> None:
        if block is not None:
            with self.out.cells(watched):
                change = self.out.read("dy", self.out.place(block), watched, {})
                self.out.line(f"{change} += {self._coefficient(name)}")
