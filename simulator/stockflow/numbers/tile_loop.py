"""A loop along the cohorts of a tile as text: what passes between the cells of a column.

All cells of a column stand in one loop, so that what passes from one to another never leaves the
registers. It is written cell by cell: flow by flow, the change of every cell would be put back and
fetched again for each.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.grammar.expression import StockPart, reference
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.numbers.tile_cells import (
    Cells,
    Places,
    length,
    place_text,
    running_labels,
)
from simulator.stockflow.numbers.tile_coefficients import named
from simulator.stockflow.numbers.tile_form import Labels, TileForm
from simulator.stockflow.numbers.variables import Piece

ARGUMENTS = "w, ox, dw, od, tab, ot, own, oo, lev, ol, b, n, tk, ok, xs, os"
"""Those of every loop (``tile_text.py``)."""

Term = tuple[Piece, Labels]
Write = Callable[[], None]


@dataclass(kw_only=True)
class TileLoop:
    """Writes a loop of some flows.

    ``cells`` takes its lines, ``sums`` says where sums over cohorts stand; ``adds`` that what the
    cells change by is added to what is there. ``added`` are the totals and sums it adds to.
    """

    cells: Cells
    sums: Places
    layout: Layout
    flows: tuple[Flow, ...]
    adds: bool = False
    added: dict[str, str] = field(default_factory=dict)

    @property
    def form(self) -> TileForm:
        """The form of the system."""
        return self.cells.form

    def text(self, name: str) -> str:
        """The loop as a function of a name."""
        for _, write in sorted(self._writes(), key=itemgetter(0)):
            write()
        lines = [f"def {name}({ARGUMENTS}):", *running_labels(self.form)]
        inside = self._inside()
        lines += [f"    {local} = {text}" for text, local in self.cells.before.items()]
        lines += [f"    {local} = 0.0" for local in self.added.values()]
        lines.append(f"    for i in range(np.uintp({length(self.form)})):")
        lines += [f"        {line}" for line in inside]
        lines += [f"    {text} += {local}" for text, local in self.added.items()]
        return "\n".join([*lines, "    return"])

    def _inside(self) -> list[str]:
        """Lines of the loop: cells are fetched, change, and the changes are put back."""
        cells, own = self.cells, list(self.cells.inside)
        read, changed = (_numbers(own, prefix) for prefix in ("x", "d"))
        if not self.adds:
            changed = list(range(len(self.form.cells)))
        there = {n: cells.row("dw", "od", n) for n in changed}
        return [
            *(f"x_{n} = {cells.row('w', 'ox', n)}" for n in read),
            *(f"d_{n} = {there[n] if self.adds else 0.0}" for n in changed),
            *own,
            *(f"{there[n]} = d_{n}" for n in changed),
        ]

    def _writes(self) -> Iterator[tuple[int, Write]]:
        """What writes each flow between two cells and each term of a sum, and when: by cell."""
        form = self.form
        for flow in self.flows:
            for labels in form.combinations(form.own(form.variables[flow.name].axes)):
                yield self._place(flow, labels), partial(self._pass, flow, labels)
        for name in () if self.adds else form.moved:
            variable = form.variables[name]
            if form.is_summed(name):
                for labels in form.combinations(form.own(variable.result_axes)):
                    for term in self.cells.terms(variable, labels):
                        yield self._after(term), partial(self._sum, name, labels, term)

    def _place(self, flow: Flow, labels: Labels) -> int:
        """The first cell that a flow touches."""
        ends = (self.form.system.part(end) for end in (flow.source, flow.target))
        return min(self.form.cell(end, labels) for end in ends if end is not None)

    def _after(self, term: Term) -> int:
        """The last cell at which the flows that a term names are written."""
        piece, labels = term
        flows = self.form.system.flow
        names = [reference(factor.tree) for factor in piece.live]
        own = [flows[n.name] for n in names if n is not None and n.name in flows]
        return max((self._place(flow, labels) for flow in own), default=-1)

    def _sum(self, name: str, labels: Labels, term: Term) -> None:
        """One term of a sum over cohorts."""
        place = self.sums.of(name, self.form.variables[name].result_axes, labels)
        self._add(f"xs[os + np.uintp({place})]", self.cells.piece(*term))

    def _pass(self, flow: Flow, labels: Labels) -> None:
        """What passes, from the source to the target, and what is booked."""
        source, target = self.form.system.part(flow.source), self.form.system.part(flow.target)
        totals = self.layout.totals[flow.name]
        value = self.cells.value(flow.name, labels)
        if source is not None:
            self.cells.inside.append(f"d_{self.form.cell(source, labels)} -= {value}")
            self._book((totals.leaving, source), labels, value)
        if target is None:
            return
        arriving = None if totals.arriving is totals.leaving else totals.arriving
        for where, what in arrivals(self.cells, flow, labels, value):
            self.cells.inside.append(f"d_{self.form.cell(target, where)} += {what}")
            self._book((arriving, target), where, what)

    def _book(self, booked: tuple[Block | None, StockPart], labels: Labels, what: str) -> None:
        block, end = booked
        if block is not None:
            self._add(total_text(self.form, self.layout, block, end, labels), what)

    def _add(self, text: str, what: str) -> None:
        local = self.added.setdefault(text, f"t_{len(self.added)}")
        self.cells.inside.append(f"{local} += {what}")


def _numbers(lines: list[str], prefix: str) -> list[int]:
    """Numbers of the cells that some lines name with a prefix."""
    found = re.findall(rf"\b{prefix}_(\d+)\b", "\n".join(lines))
    return sorted({int(number) for number in found})


def arrivals(cells: Cells, flow: Flow, labels: Labels, value: str) -> Iterator[tuple[Labels, str]]:
    """Labels at which a stream arrives, and how much of it."""
    if flow.spread is None:
        yield labels, value
        return
    axis, shares = flow.spread.axis, flow.spread.shares
    for to in range(cells.form.size(axis)):
        along = {**labels, f"to_{axis}": to}
        share = cells.coefficient(f"{flow.name}.shares", named(shares), along)
        yield {**labels, axis: to}, f"{value} * {share}"


def total_text(form: TileForm, layout: Layout, block: Block, end: StockPart, labels: Labels) -> str:
    """Text of the change of a total."""
    place = place_text(form, block.start - layout.first_total, end.watched, labels)
    return f"tk[ok + np.uintp({place})]"
