"""Writes a program: generated text in two parts, what is prepared and what follows the stocks.

Every sum, coefficient and free variable is written once, however many flows name it.
"""

from dataclasses import dataclass, field

from simulator.stockflow.grammar.elements import Stream
from simulator.stockflow.grammar.expression import (
    Factor,
    Reference,
    StockPart,
    parse,
    reference,
    references,
)
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.emission import (
    Resolve,
    aligned,
    contraction,
    elementwise,
    end_index,
    multiplied,
    summed,
)
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.numbers.sums import Sums
from simulator.stockflow.numbers.variables import Piece, Variable, Variables


@dataclass(frozen=True, kw_only=True, slots=True)
class Coefficient:
    """An array prepared from parameters alone, read by the body as ``k[name]``.

    ``limited`` arrays may be cut along the cohort axis to where they are not zero; the body then
    finds the cut under the same name in ``at``.
    """

    name: str
    axes: tuple[str, ...]
    limited: bool = False


@dataclass(kw_only=True)
class Writer:
    """Collects the lines of one program while it is being written.

    Every array it names has a leading draw axis and is full along all axes of its own, but for
    the cohort axis of ``limited`` variables, which is cut.
    """

    system: System
    variables: Variables
    limited: frozenset[str] = frozenset()
    prepare: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    coefficients: dict[str, Coefficient] = field(default_factory=dict)
    sums: Sums = field(init=False)

    def __post_init__(self) -> None:
        self.sums = Sums(system=self.system, body=self.body)

    def sum_of(self, name: str, keep: tuple[str, ...]) -> str:
        """Text in the body of a computed variable summed to some of its axes, once for all uses."""
        return self.sums.of(f"v_{name}", self.variables[name].result_axes, set(keep))

    def coefficient(
        self, name: str, axes: tuple[str, ...], text: str, *, limited: bool = False
    ) -> None:
        """Prepare an array under a name."""
        if name not in self.coefficients:
            self.coefficients[name] = Coefficient(name=name, axes=axes, limited=limited)
            self.prepare.append(f"k[{name!r}] = {text}")

    def prepared(self, variable: Variable, piece: Piece) -> None:
        """Prepare the coefficient of a product."""
        if piece.coefficient is None:
            return
        text = self._prepared_product(piece.free, piece.axes)
        text = f"(-{text})" if piece.sign < 0 else text
        # a bare number has no draws; the zeros give it the axis
        if not any(list(references(factor.tree)) for factor in piece.free):
            text = f"zeros(()) + {text}"
        limited = variable.name in self.limited
        self.coefficient(piece.coefficient, piece.axes, text, limited=limited)

    def factor(
        self, name: str, axes: tuple[str, ...], factors: tuple[Factor, ...], *, limited: bool
    ) -> None:
        """Prepare a product of factors free of stocks."""
        text = self._prepared_product(factors, axes)
        self.coefficient(name, axes, text, limited=limited)

    def _prepared_product(self, factors: tuple[Factor, ...], axes: tuple[str, ...]) -> str:
        """The same in the prepared part, worked out with the cohorts last, as they lie in memory.

        NumPy takes its order from what it is given; left to itself it would go along the shortest
        axis, two numbers at a time.
        """
        block = Layout(self.system).block(0, axes)
        if block.memory == block.shape or len(factors) == 1:
            return self.product(factors, axes, self.given)
        laid = tuple(axes[number] for number in block.order)
        return f"({self.product(factors, laid, self._laid)}).transpose({block.turn})"

    def _laid(self, found: Reference) -> tuple[str, tuple[str, ...]]:
        """What stands for a name in the prepared part, its cohorts last."""
        text, axes = self.given(found)
        order = Layout(self.system).block(0, axes).order
        if list(order) == sorted(order):
            return text, axes
        turned = (0, *(number + 1 for number in order))
        return f"{text}.transpose({turned})", tuple(axes[number] for number in order)

    def product(self, factors: tuple[Factor, ...], axes: tuple[str, ...], resolve: Resolve) -> str:
        """Text of a product on some axes."""
        return multiplied(factors, lambda each: elementwise(each.tree, axes, resolve))

    def given(self, found: Reference) -> tuple[str, tuple[str, ...]]:
        """What stands for a name in the prepared part."""
        if found.name in self.system.parameter:
            return f"p[{found.name!r}]", self.system.parameter[found.name].axes
        variable = self.variables[found.name]
        self.coefficient_free(variable)
        return f"free_{found.name}", variable.result_axes

    def coefficient_free(self, variable: Variable) -> None:
        """Compute a variable that follows no stock, in the prepared part."""
        line = f"free_{variable.name} = "
        if any(written.startswith(line) for written in self.prepare):
            return
        whole = f"({elementwise(parse(variable.text), variable.axes, self.given)})"
        if set(self.variables.covered(variable)) != set(variable.axes) or not variable.axes:
            whole = f"(zeros({self.system.shape(variable.axes)}) + {whole})"
        self.prepare.append(line + summed(whole, variable.axes, variable.result_axes))

    def free(self, variable: Variable) -> str:
        """Text in the body of a variable that follows no stock."""
        self.coefficient_free(variable)
        self.coefficient(variable.name, variable.result_axes, f"free_{variable.name}")
        return f"k[{variable.name!r}]"

    def sum_of_products(self, variable: Variable) -> str:
        """Text of a variable that follows the stocks, in the body."""
        parts = []
        for piece in variable.pieces:
            self.prepared(variable, piece)
            parts.append(self._piece(variable, piece))
        text = " + ".join(parts)
        if set(variable.result_axes) <= set(self.variables.covered(variable)):
            return text
        return f"wide({text}, {self.system.shape(variable.result_axes)})"

    def _piece(self, variable: Variable, piece: Piece) -> str:
        contracted = (
            self._contracted(variable, piece)
            or self._already_summed(variable, piece)
            or self._stock_alone(variable, piece)
        )
        if contracted is not None:
            return contracted
        span = self._span(variable, piece)
        live = self.product(piece.live, variable.axes, lambda found: self._read(found, span))
        text = self._scaled(variable, piece, live, span)
        if not variable.over:
            return text
        text = summed(f"({text})", variable.axes, variable.result_axes)
        times = self._times(variable, piece)
        return text if times == 1 else f"{times}.0 * {text}"

    def _times(self, variable: Variable, piece: Piece) -> int:
        """How often a product is summed along the axes it does not follow."""
        own = set(self.variables.axes_of(piece))
        times = 1
        for axis in variable.over:
            times *= 1 if axis in own else self.system.axis[axis].size
        return times

    def _scaled(self, variable: Variable, piece: Piece, live: str, span: str | None) -> str:
        """The factors that follow the stocks times the prepared coefficient."""
        if piece.coefficient is None:
            return f"-{live}" if piece.sign < 0 else live
        own = f"k[{piece.coefficient!r}]"
        moving = self.system.moving
        if span is not None and variable.name not in self.limited and moving is not None:
            own += self._cut(piece.axes, {moving.name: f"at[{span!r}]"})
        own = aligned(own, piece.axes, variable.axes)
        if not live:
            return own
        if live.startswith("1.0 / "):
            return f"{own} / {live.removeprefix('1.0 / ')}"
        return f"{own} * {live}"

    @staticmethod
    def _cut(axes: tuple[str, ...], cut: dict[str, str]) -> str:
        """Index that cuts an array along the cohort axis, if it has one."""
        if not set(cut) & set(axes):
            return ""
        return f"[:, {', '.join(cut.get(axis, ':') for axis in axes)}]"

    def _contracted(self, variable: Variable, piece: Piece) -> str | None:
        """A sum of one coefficient times one stock, as a contraction."""
        if not variable.over or piece.coefficient is None or len(piece.live) != 1:
            return None
        end = self.variables.end_of(piece.live[0])
        if end is None or piece.live[0].divides:
            return None
        if set(piece.axes) | set(end.free) != set(variable.axes):
            return None
        return self.total(piece, end, variable.result_axes)

    def total(self, piece: Piece, end: StockPart, keep: tuple[str, ...]) -> str:
        """Text of Σ coefficient × stock, summed over all axes not kept.

        The stock alone is summed over the axes that the coefficient does not follow.
        """
        coefficient = f"k[{piece.coefficient!r}]"
        stock, axes = self.sums.of_part(end, {*piece.axes, *keep})
        if set(piece.axes) <= set(keep) and set(axes) <= set(keep):
            wide = self.system.ordered({*piece.axes, *axes})
            return f"{aligned(coefficient, piece.axes, wide)} * {aligned(stock, axes, wide)}"
        return contraction(self.system, (coefficient, piece.axes), (stock, axes), keep)

    def _already_summed(self, variable: Variable, piece: Piece) -> str | None:
        """A sum of one variable on all the axes, and nothing else, which others may need too."""
        if not variable.over or piece.coefficient is not None or len(piece.live) != 1:
            return None
        found = reference(piece.live[0].tree)
        if found is None or piece.sign < 0 or piece.live[0].divides:
            return None
        known = found.name in self.system.flow or found.name in self.system.auxiliary
        if not known or self.variables[found.name].result_axes != variable.axes:
            return None
        return self.sum_of(found.name, variable.result_axes)

    def _stock_alone(self, variable: Variable, piece: Piece) -> str | None:
        """A sum of a part of a stock on all the axes, and nothing else."""
        if not variable.over or piece.coefficient is not None or len(piece.live) != 1:
            return None
        end = self.variables.end_of(piece.live[0])
        if end is None or piece.sign < 0 or piece.live[0].divides or end.free != variable.axes:
            return None
        return self.sums.of_part(end, set(variable.result_axes))[0]

    def shares(self, stream: Stream) -> str:
        """Text in the body of the shares by which a stream is spread."""
        shares = stream.spread.shares if stream.spread is not None else ""
        name = f"{stream.name}.shares"
        self.coefficient(name, self.system.parameter[shares].axes, f"p[{shares!r}]")
        return f"k[{name!r}]"

    def spread(self, stream: Stream, rate: str, shares: str) -> str:
        """Text of a rate sent along an axis: Σ over the axis of rate × shares."""
        if stream.spread is None:
            return rate
        axes = self.system.rate_axes(stream)
        arriving = tuple(f"to_{axis}" if axis == stream.spread.axis else axis for axis in axes)
        own = self.system.parameter[stream.spread.shares].axes
        return contraction(self.system, (rate, axes), (shares, own), arriving)

    def _span(self, variable: Variable, piece: Piece) -> str | None:
        """Name of the cut along the cohort axis under which a product is computed."""
        if variable.name in self.limited:
            return variable.name
        for factor in piece.live:
            for found in references(factor.tree):
                if found.name in self.limited:
                    return found.name
        return None

    def _read(self, found: Reference, span: str | None) -> tuple[str, tuple[str, ...]]:
        """What stands for a name in the body."""
        moving = self.system.moving
        cut = {moving.name: f"at[{span!r}]"} if span is not None and moving is not None else {}
        if found.name in self.system.stock:
            end = self.variables.part(found)
            return f"{end.stock.name}{end_index(self.system, end, cut)}", end.free
        variable = self.variables[found.name] if found.name not in self.system.parameter else None
        if variable is not None and variable.live:
            own = {} if found.name in self.limited else cut
            text = f"v_{found.name}{self._cut(variable.result_axes, own)}"
            return text, variable.result_axes
        text, axes = self.given(found)
        name = f"{found.name}."
        self.coefficient(name, axes, text)
        return f"k[{name!r}]{self._cut(axes, cut)}", axes
