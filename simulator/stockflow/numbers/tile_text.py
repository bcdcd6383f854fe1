"""The rates of a column of a tile as text, and what enters the newest cohort.

All cells of a column stand in one loop along the cohorts of the tile, so that what passes from one
to another never leaves the registers.

    rates(w, ox, dw, od, tab, ot, own, oo, lev, ol, b, n, tk, ok, xs, os)
    newest(dw, od, lev, ol, b, lane, tk, ok, xs, os)

``rates`` fills in the change of the cells, and adds to totals and sums; ``newest`` adds what flows
into the newest cohort, number ``lane``. Each array is a row of numbers with the place at which to
begin: places are unsigned, so that no compiler asks whether one is counted from the end, and no
part of an array is cut out, which would be counted. ``w`` holds the cells from ``ox``, ``dw`` their
change from ``od``, a row of WIDTH for each; ``tab`` and ``own`` hold the numbers of tables without
and with carried axes, rows of WIDTH too; ``lev`` the levels of a draw,
``tk`` the changes of its totals, ``xs`` its sums over cohorts; ``b`` says which carried labels the
column has.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from math import prod
from operator import itemgetter

from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.grammar.expression import StockPart, reference
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.numbers.tile_cells import (
    Cells,
    Places,
    Shelves,
    length,
    place_text,
    running_labels,
)
from simulator.stockflow.numbers.tile_coefficients import named
from simulator.stockflow.numbers.tile_form import Labels, TileForm
from simulator.stockflow.numbers.variables import Piece, limited_variables

Accumulated = dict[str, str]


@dataclass(kw_only=True)
class TileText:
    """Writes both functions of a form; ``sums`` says where sums over cohorts stand."""

    form: TileForm
    shelves: Shelves = field(init=False)
    sums: Places = field(init=False)
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        self.shelves = Shelves(form=self.form)
        self.sums = Places(form=self.form)
        self.layout = Layout(self.form.system)

    @cached_property
    def limited(self) -> frozenset[str]:
        """Variables whose tables are zero for most cohorts, as births are."""
        form = self.form
        found = limited_variables(form.system, form.variables, form.moved)
        whole = [name for name in found if form.borne(form.variables[name].pieces[0].axes)]
        return found - set(whole)

    def rates(self, without: frozenset[str] = frozenset()) -> str:
        """Text of ``rates``, or of ``rates_few`` without some variables, which are zero."""
        cells, added = self._cells(), Accumulated()
        cells.without = without
        for _, write in sorted(self._tasks(cells, added), key=itemgetter(0)):
            write()
        count = len(self.form.cells)
        inside = [f"x_{n} = {cells.row('w', 'ox', n)}" for n in range(count)]
        inside += [f"d_{n} = 0.0" for n in range(count)]
        inside += cells.inside
        inside += [f"{cells.row('dw', 'od', n)} = d_{n}" for n in range(count)]
        arguments = "w, ox, dw, od, tab, ot, own, oo, lev, ol, b, n, tk, ok, xs, os"
        lines = [f"def {'rates_few' if without else 'rates'}({arguments}):"]
        lines += running_labels(self.form)
        lines += [f"    {local} = {text}" for text, local in cells.before.items()]
        lines += [f"    {local} = 0.0" for local in added.values()]
        lines.append(f"    for i in range(np.uintp({length(self.form)})):")
        lines += [f"        {line}" for line in inside]
        lines += [f"    {text} += {local}" for text, local in added.items()]
        return "\n".join([*lines, "    return"])

    def rows_of(self, name: str) -> tuple[int, ...] | None:
        """Rows of the tables that a variable is a multiple of, none where it has others too."""
        rows: list[int] = []
        for piece in self.form.variables[name].pieces:
            product = self.shelves.coefficients.known.get(str(piece.coefficient))
            if (
                product is None
                or product.table is None
                or product.table not in self.shelves.tables.starts
            ):
                return None
            axes = self.shelves.tables.axes[product.table]
            start = self.shelves.tables.starts[product.table]
            rows += range(start, start + prod(self.form.size(a) for a in self.form.own(axes)))
        return tuple(dict.fromkeys(rows))

    @property
    def rows_of_few(self) -> tuple[int, ...]:
        """Rows that are zero where ``rates_few`` is the whole."""
        return tuple(row for name in sorted(self.limited) for row in self.rows_of(name) or ())

    @property
    def rows_of_gains(self) -> tuple[int, ...] | None:
        """Rows that are zero where nothing comes in from outside; none where that can't be told."""
        if length(self.form) != "WIDTH":
            return None  # a rate may be there where nobody is
        found: list[int] = []
        for flow in self.form.system.flows:
            if self.form.variables[flow.name].live or self.form.goes_to_newest(flow):
                continue
            rows = self.rows_of(flow.name)
            if rows is None:
                return None
            found += rows
        return tuple(found)

    def newest(self) -> str:
        """Text of ``newest``."""
        cells = self._cells()
        cells.sums = self.sums
        for flow in self.form.system.flows:
            if self.form.goes_to_newest(flow):
                self._enter(cells, flow)
        lines = [
            "def newest(dw, od, lev, ol, b, lane, tk, ok, xs, os):",
            *running_labels(self.form),
        ]
        lines += [f"    {local} = {text}" for text, local in cells.before.items()]
        lines += [f"    {line}" for line in cells.inside]
        return "\n".join([*lines, "    return"])

    def _cells(self) -> Cells:
        return Cells(form=self.form, shelves=self.shelves)

    def _tasks(self, cells: Cells, added: Accumulated) -> Iterator[tuple[int, Callable[[], None]]]:
        """What writes each flow between two cells and each term of a sum, and where it belongs.

        Written cell by cell, the change of a cell and the totals stay in registers; flow by flow,
        every cell would be put back and fetched again for each.
        """
        form = self.form
        for flow in form.system.flows:
            if form.goes_to_newest(flow) or flow.name in cells.without:
                continue
            for labels in form.combinations(form.own(form.variables[flow.name].axes)):
                own = self._touched(flow, labels)
                yield min(own), partial(self._pass, cells, added, flow, labels)
        for name in form.moved:
            variable = form.variables[name]
            if form.is_summed(name):
                for labels in form.combinations(form.own(variable.result_axes)):
                    for term in cells.terms(variable, labels):
                        yield self._first(*term), partial(self._add, cells, added, name, labels, term)

    def _first(self, piece: Piece, labels: Labels) -> int:
        names = (reference(factor.tree) for factor in piece.live)
        flows = [self.form.system.flow[n.name] for n in names if n is not None and n.name in self.form.system.flow]
        return max((min(self._touched(f, labels)) for f in flows), default=-1)

    def _touched(self, flow: Flow, labels: Labels) -> list[int]:
        """Numbers of the cells that a flow leaves and enters."""
        ends = [self.form.system.part(end) for end in (flow.source, flow.target)]
        found = [self.form.cell(end, labels) for end in ends if end is not None]
        return found

    def _add(self, cells: Cells, added: Accumulated, name: str, labels: Labels, term: tuple[Piece, Labels]) -> None:
        """One term of a sum over cohorts."""
        place = self.sums.of(name, self.form.variables[name].result_axes, labels)
        local = added.setdefault(f"xs[os + np.uintp({place})]", f"t_{len(added)}")
        cells.inside.append(f"{local} += {cells.piece(*term)}")

    def _pass(self, cells: Cells, added: Accumulated, flow: Flow, labels: Labels) -> None:
        """What passes, from the source to the target, and what is booked."""
        source, target = self.form.system.part(flow.source), self.form.system.part(flow.target)
        totals = self.layout.totals[flow.name]
        value = cells.value(flow.name, labels)
        if source is not None:
            cells.inside.append(f"d_{self.form.cell(source, labels)} -= {value}")
            self._book(cells, added, (totals.leaving, source), labels, value)
        if target is None:
            return
        arriving = None if totals.arriving is totals.leaving else totals.arriving
        for where, what in self._arrivals(cells, flow, labels, value):
            cells.inside.append(f"d_{self.form.cell(target, where)} += {what}")
            self._book(cells, added, (arriving, target), where, what)

    def _arrivals(
        self, cells: Cells, flow: Flow, labels: Labels, value: str
    ) -> Iterator[tuple[Labels, str]]:
        """Labels at which a stream arrives, and how much of it."""
        if flow.spread is None:
            yield labels, value
            return
        axis, shares = flow.spread.axis, flow.spread.shares
        for to in range(self.form.size(axis)):
            along = {**labels, f"to_{axis}": to}
            share = cells.coefficient(f"{flow.name}.shares", named(shares), along)
            yield {**labels, axis: to}, f"{value} * {share}"

    def _book(
        self,
        cells: Cells,
        added: Accumulated,
        booked: tuple[Block | None, StockPart],
        labels: Labels,
        what: str,
    ) -> None:
        block, end = booked
        if block is not None:
            place = self._total(block, end, labels)
            local = added.setdefault(f"tk[ok + np.uintp({place})]", f"t_{len(added)}")
            cells.inside.append(f"{local} += {what}")

    def _total(self, block: Block, end: StockPart, labels: Labels) -> str:
        start = block.start - self.layout.first_total
        return place_text(self.form, start, end.watched, labels)

    def _enter(self, cells: Cells, flow: Flow) -> None:
        """What flows into the newest cohort, and what is booked."""
        target = self.form.system.part(flow.target)
        arriving = self.layout.totals[flow.name].arriving
        if target is None:
            return
        axes = self.form.own(self.form.variables[flow.name].axes)
        for labels in self.form.combinations(axes):
            value = cells.value(flow.name, labels)
            for where, what in self._arrivals(cells, flow, labels, value):
                cell = self.form.cell(target, where)
                cells.inside.append(f"dw[od + np.uintp({cell} * WIDTH) + lane] += {what}")
                if arriving is not None:
                    place = self._total(arriving, target, where)
                    cells.inside.append(f"tk[ok + np.uintp({place})] += {what}")
