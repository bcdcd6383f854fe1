"""The work on one column of a tile as text: rates, what enters the newest cohort, what is looked at.

Three functions are written for a compiler. All cells of a column stand in one loop along the
cohorts of the tile, so that what passes from one to another never leaves the registers.
``width`` is the number of cohorts of a tile; every row of a tile has as many.

    rates(w, ox, dw, od, tab, ot, own, oo, lev, ol, b, n, tk, ok, xs, os)
    newest(dw, od, lev, ol, b, lane, tk, ok, xs, os)
    look(w, ox, tab, ot, own, oo, lev, ol, live, of, b, n, even, out, ou)

``rates`` fills in the change of the cells, and adds to totals and sums; ``newest`` adds what flows
into the newest cohort, number ``lane``; ``look`` adds up what measures are made of. Each array is a
row of numbers with the place at which to begin: places are unsigned, so that no compiler asks
whether one is counted from the end, and no part of an array is cut out, which would be counted.
``w`` holds the cells from ``ox``, ``dw`` their change from ``od``, a row of WIDTH for each; ``tab`` and
``own`` a row for every number of a table without and with carried axes; ``lev`` the levels of a
draw, ``tk`` the changes of its totals, ``xs`` its sums over cohorts, ``live`` how to go through each loop of
``look``, ``even`` room for sums over cells; ``b`` says which carried labels the column has.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.grammar.expression import (
    Factor,
    Reference,
    StockPart,
    reference,
    references,
)
from simulator.stockflow.numbers.emission import SIGNS
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.numbers.tile_coefficients import CoefficientWriter, named
from simulator.stockflow.numbers.tile_form import Labels, TileForm
from simulator.stockflow.numbers.variables import Piece, Variable, limited_variables


@dataclass(kw_only=True)
class Places:
    """Where arrays of several names begin in one row of numbers, in the order first asked for.

    ``of_columns``: the row is that of one column, in which labels of carried axes take no room.
    """

    form: TileForm
    of_columns: bool = False
    starts: dict[str, int] = field(default_factory=dict)
    axes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    size: int = 0

    def of(self, name: str, axes: Sequence[str], labels: Labels) -> str:
        """Text of the place of a number; along carried axes it follows the running labels."""
        kept = tuple(axis for axis in axes if axis != self.form.moving)
        kept = self.form.own(axes) if self.of_columns else kept
        if name not in self.starts:
            self.starts[name], self.axes[name] = self.size, tuple(axes)
            self.size += prod(self.form.size(axis) for axis in kept)
        return place_text(self.form, self.starts[name], kept, labels)


def place_text(form: TileForm, start: int, axes: Sequence[str], labels: Labels) -> str:
    """Text of a start plus the place among the cells of some axes."""
    known, running, stride = start, "", 1
    for axis in reversed(axes):
        if axis in labels:
            known += stride * labels[axis]
        else:
            running += f" + {stride} * i_{axis}" if stride != 1 else f" + i_{axis}"
        stride *= form.size(axis)
    return f"{known}{running}"


@dataclass(kw_only=True)
class Cells:
    """Text of numbers of one column: what is read before the loop, within it and after it."""

    form: TileForm
    coefficients: CoefficientWriter
    levels: Places
    tables: Places
    own: Places
    before: dict[str, str] = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)
    found: dict[tuple[str, tuple[tuple[str, int], ...]], str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    sums: Places | None = None
    without: frozenset[str] = frozenset()

    def value(self, name: str, labels: Labels) -> str:
        """Name of the number a variable has in the column at some labels, worked out once."""
        variable = self.form.variables[name]
        own = {axis: labels[axis] for axis in self.form.own(variable.result_axes)}
        key = name, tuple(own.items())
        if key not in self.found:
            local = f"v_{name}_{'_'.join(map(str, own.values()))}"
            self.inside.append(f"{local} = {self.text(variable, own)}")
            self.found[key] = local
        return self.found[key]

    def text(self, variable: Variable, labels: Labels) -> str:
        """Text of a sum of products, also over axes of the column."""
        parts = [
            self.piece(piece, {**labels, **more})
            for more in self.form.combinations(self.form.own(variable.over))
            for piece in variable.pieces
            if not _names(piece) & self.without
        ]
        return " + ".join(parts) or "0.0"

    def piece(self, piece: Piece, labels: Labels) -> str:
        """Text of one product."""
        text = ""
        if piece.coefficient is not None:
            text = self.coefficient(piece.coefficient, piece.free, labels)
        for factor in piece.live:
            part = f"({self.tree(factor.tree, labels)})"
            if factor.divides:
                text = f"{text or '1.0'} / {part}"
            else:
                text = f"{text} * {part}" if text else part
        return f"(-{text})" if piece.sign < 0 else f"({text})"

    def coefficient(self, name: str, factors: Sequence[Factor], labels: Labels) -> str:
        """Text of a coefficient: its level, read before the loop, times a number of its table."""
        product = self.coefficients.product(name, factors)
        parts = []
        if product.level is not None:
            axes = self.coefficients.levels.coefficients[product.level].axes
            place = self.levels.of(product.level, axes, labels)
            parts.append(self.ahead(f"lev[ol + np.uintp({place})]", "l"))
        if product.table is not None:
            axes = self.coefficients.tables.coefficients[product.table].axes
            parts.append(self._table(product.table, axes, labels))
        return " * ".join(parts)

    def _table(self, name: str, axes: tuple[str, ...], labels: Labels) -> str:
        if self.form.borne(axes):
            return self.row("own", "oo", int(self.own.of(name, axes, labels)))
        row = int(self.tables.of(name, axes, labels))
        self.rows.append(row)
        return self.row("tab", "ot", row)

    def ahead(self, text: str, prefix: str) -> str:
        """Name under which something stands before the loop begins."""
        return self.before.setdefault(text, f"{prefix}_{len(self.before)}")

    def row(self, array: str, start: str, number: int) -> str:
        """Text of a number in a row of an array."""
        place = self.ahead(f"{start} + np.uintp({number} * WIDTH)", "o")
        return f"{array}[{place} + i]"

    def tree(self, tree: ast.expr, labels: Labels) -> str:
        """Text of a tree that follows the stocks."""
        found = reference(tree)
        if found is not None:
            return self._named(found, labels)
        match tree:
            case ast.Constant(value=int() | float() as value):
                return repr(float(value))
            case ast.BinOp(left=left, op=op, right=right):
                return f"({self.tree(left, labels)} {SIGNS[type(op)]} {self.tree(right, labels)})"
            case ast.UnaryOp(op=op, operand=operand):
                return f"({SIGNS[type(op)]}{self.tree(operand, labels)})"
            case ast.Call(func=ast.Name(id=name), args=[argument]):
                return f"np.{name}({self.tree(argument, labels)})"
        raise TypeError(ast.unparse(tree))

    def _named(self, found: Reference, labels: Labels) -> str:
        system, variables = self.form.system, self.form.variables
        if found.name in system.stock:
            return f"x_{self.form.cell(variables.part(found), labels)}"
        if found.name in system.parameter or not variables[found.name].live:
            return self.coefficient(f"{found.name}.", named(found.name), labels)
        if self.sums is not None and self.form.is_summed(found.name):
            place = self.sums.of(found.name, variables[found.name].result_axes, labels)
            return f"xs[os + np.uintp({place})]"
        return self.value(found.name, labels)


Accumulated = dict[str, str]
NOTHING, EACH, ALIKE = 0, 1, 2
"""How a loop of ``look`` is gone through: its tables are zero, or differ by cell, or do not."""


@dataclass(frozen=True, kw_only=True)
class Summed:
    """A sum over the cohorts of a tile: what stands before its loop, what in it, what is added."""

    before: Mapping[str, str]
    inside: Sequence[str]
    text: str



@dataclass(kw_only=True)
class TileText:
    """Writes the three functions of a form.

    ``levels``, ``tables`` and ``own`` say where coefficients of the rates stand; ``looked_*`` those
    of what is looked at; ``sums`` and ``out`` where sums stand; ``flags`` which rows of tables each
    loop of ``look`` reads; ``sets`` the cells that are added up once for several loops.
    """

    form: TileForm
    moved: CoefficientWriter = field(init=False)
    read: CoefficientWriter = field(init=False)
    levels: Places = field(init=False)
    tables: Places = field(init=False)
    own: Places = field(init=False)
    looked_levels: Places = field(init=False)
    looked_tables: Places = field(init=False)
    looked_own: Places = field(init=False)
    sums: Places = field(init=False)
    out: Places = field(init=False)
    flags: list[tuple[int, ...]] = field(default_factory=list)
    sets: dict[tuple[int, ...], int] = field(default_factory=dict)
    layout: Layout = field(init=False)

    def __post_init__(self) -> None:
        self.moved, self.read = (CoefficientWriter(form=self.form) for _ in range(2))
        self.levels, self.looked_levels = (Places(form=self.form) for _ in range(2))
        self.tables, self.looked_tables = (Places(form=self.form) for _ in range(2))
        self.own, self.looked_own = (Places(form=self.form, of_columns=True) for _ in range(2))
        self.sums, self.out = (Places(form=self.form) for _ in range(2))
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
        for name in self.form.moved:
            if self.form.is_summed(name):
                self._sum(cells, added, name)
        for flow in self.form.system.flows:
            if not self.form.goes_to_newest(flow) and flow.name not in without:
                self._flow(cells, added, flow)
        count = len(self.form.cells)
        inside = [f"x_{n} = {cells.row('w', 'ox', n)}" for n in range(count)]
        inside += [f"d_{n} = 0.0" for n in range(count)]
        inside += cells.inside
        inside += [f"{cells.row('dw', 'od', n)} = d_{n}" for n in range(count)]
        arguments = "w, ox, dw, od, tab, ot, own, oo, lev, ol, b, n, tk, ok, xs, os"
        lines = [f"def {'rates_few' if without else 'rates'}({arguments}):"]
        lines += self._running()
        lines += [f"    {local} = {text}" for text, local in cells.before.items()]
        lines += [f"    {local} = 0.0" for local in added.values()]
        lines.append(f"    for i in range(np.uintp({self._length()})):")
        lines += [f"        {line}" for line in inside]
        lines += [f"    {text} += {local}" for text, local in added.items()]
        return "\n".join([*lines, "    return"])

    def rows_of(self, name: str) -> tuple[int, ...] | None:
        """Rows of the tables that a variable is a multiple of, none where it has others too."""
        rows: list[int] = []
        for piece in self.form.variables[name].pieces:
            product = self.moved.known.get(str(piece.coefficient))
            if product is None or product.table is None or product.table not in self.tables.starts:
                return None
            axes = self.tables.axes[product.table]
            start = self.tables.starts[product.table]
            rows += range(start, start + prod(self.form.size(a) for a in self.form.own(axes)))
        return tuple(dict.fromkeys(rows))

    @property
    def rows_of_few(self) -> tuple[int, ...]:
        """Rows that are zero where ``rates_few`` is the whole."""
        return tuple(row for name in sorted(self.limited) for row in self.rows_of(name) or ())

    @property
    def rows_of_gains(self) -> tuple[int, ...] | None:
        """Rows that are zero where nothing comes in from outside; none where that can't be told."""
        if self._length() != "WIDTH":
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
        lines = ["def newest(dw, od, lev, ol, b, lane, tk, ok, xs, os):", *self._running()]
        lines += [f"    {local} = {text}" for text, local in cells.before.items()]
        lines += [f"    {line}" for line in cells.inside]
        return "\n".join([*lines, "    return"])

    def look(self) -> str:
        """Text of ``look``."""
        loops: list[str] = []
        for name in self.form.looked:
            variable = self.form.variables[name]
            for labels in self.form.combinations(self.form.own(variable.result_axes)):
                loops += self._look(variable, labels)
        head = "def look(w, ox, tab, ot, own, oo, lev, ol, live, of, b, n, even, out, ou):"
        return "\n".join([head, *self._running(), *self._sets(), *loops, "    return"])

    def _sets(self) -> Iterator[str]:
        """Cells that several loops add up, added up once."""
        for cells, number in self.sets.items():
            places = [f"ox + np.uintp({cell} * WIDTH)" for cell in cells]
            yield from (f"    c_{n} = {place}" for n, place in enumerate(places))
            yield f"    e_{number} = np.uintp({number} * WIDTH)"
            yield "    for i in range(np.uintp(WIDTH)):"
            yield f"        even[e_{number} + i] = " + " + ".join(
                f"w[c_{n} + i]" for n in range(len(cells))
            )

    def _look(self, variable: Variable, labels: Labels) -> Iterator[str]:
        """One sum, in a loop of its own.

        It is left out where its tables are zero, and shorter where they are alike in all cells.
        """
        cells = Cells(
            form=self.form,
            coefficients=self.read,
            levels=self.looked_levels,
            tables=self.looked_tables,
            own=self.looked_own,
        )
        text, always = self._looked_text(cells, variable, labels)
        self.flags.append(() if always else tuple(dict.fromkeys(cells.rows)))
        flag, place = len(self.flags) - 1, self.out.of(variable.name, variable.result_axes, labels)
        short = self._alike(cells, variable, labels)
        if short is not None and not cells.rows:
            yield "    if True:"
            yield from self._loop(short, place)
            return
        if short is not None:
            yield f"    if live[of + np.uintp({flag})] == {ALIKE}:"
            yield from self._loop(short, place)
        yield f"    {'el' * (short is not None)}if live[of + np.uintp({flag})] != {NOTHING}:"
        read = [
            f"x_{number} = {cells.row('w', 'ox', number)}"
            for number in sorted(_read_cells([*cells.inside, text]))
        ]
        inside = [*read, *cells.inside]
        yield from self._loop(Summed(before=cells.before, inside=inside, text=text), place)

    def _loop(self, summed: "Summed", place: str) -> Iterator[str]:
        for given, local in summed.before.items():
            yield f"        {local} = {given}"
        yield "        t = 0.0"
        yield f"        for i in range(np.uintp({self._length()})):"
        yield from (f"            {line}" for line in summed.inside)
        yield f"            t += {summed.text}"
        yield f"        out[ou + np.uintp({place})] += t"

    def _alike(self, cells: Cells, variable: Variable, labels: Labels) -> "Summed | None":
        """The sum where all cells have the same coefficient, which is taken once."""
        (piece, *others) = variable.pieces
        if others or len(piece.live) != 1 or piece.sign < 0 or piece.live[0].divides:
            return None
        found = reference(piece.live[0].tree)
        if found is None or found.name not in self.form.system.stock:
            return None
        end = self.form.variables.part(found)
        every = list(self.form.combinations(self.form.own(variable.over)))
        several = tuple(self.form.cell(end, {**labels, **more}) for more in every)
        own = Cells(
            form=self.form,
            coefficients=self.read,
            levels=self.looked_levels,
            tables=self.looked_tables,
            own=self.looked_own,
        )
        texts = [
            own.coefficient(piece.coefficient, piece.free, {**labels, **more})
            for more in every
            if piece.coefficient is not None
        ]
        # one level for all, and no table of each column
        if len(several) < 2 or any("lev[" in each for each in list(own.before)[1:]):
            return None
        if any("own[" in text for text in texts):
            return None
        number = self.sets.setdefault(several, len(self.sets))
        whole = own.row("even", "np.uintp(0)", number)
        text = f"{texts[0]} * {whole}" if texts else whole
        return Summed(before=own.before, inside=[], text=text)

    def _looked_text(
        self, cells: Cells, variable: Variable, labels: Labels
    ) -> tuple[str, bool]:
        """Text of what is summed, and whether some of it is there whatever the tables hold."""
        parts, always = [], False
        for piece in variable.pieces:
            for more in self.form.combinations(self.form.own(variable.over)):
                rows = len(cells.rows)
                parts.append(cells.piece(piece, {**labels, **more}))
                always |= len(cells.rows) == rows
        return " + ".join(parts), always

    def _cells(self) -> Cells:
        return Cells(
            form=self.form,
            coefficients=self.moved,
            levels=self.levels,
            tables=self.tables,
            own=self.own,
        )

    def _length(self) -> str:
        """Text of how many cohorts a loop runs through.

        Beyond the last cohort a tile is filled up with zeros, which add nothing to a product but
        may not be divided by.
        """
        names = [*self.form.moved, *self.form.read]
        variables = [self.form.variables[name] for name in names]
        pieces = [p for each in variables if self.form.moving in each.axes for p in each.pieces]
        factors = [factor for piece in pieces for factor in piece.live]
        plain = all(reference(each.tree) is not None and not each.divides for each in factors)
        return "WIDTH" if plain else "n"

    def _running(self) -> Iterator[str]:
        """Lines that take the running labels of the carried axes apart."""
        stride = 1
        for axis in reversed(self.form.carried):
            size = self.form.size(axis)
            yield f"    i_{axis} = b // {stride} % {size}"
            stride *= size

    def _sum(self, cells: Cells, added: Accumulated, name: str) -> None:
        variable = self.form.variables[name]
        for labels in self.form.combinations(self.form.own(variable.result_axes)):
            place = self.sums.of(name, variable.result_axes, labels)
            local = added.setdefault(f"xs[os + np.uintp({place})]", f"t_{len(added)}")
            cells.inside.append(f"{local} += {cells.text(variable, labels)}")

    def _flow(self, cells: Cells, added: Accumulated, flow: Flow) -> None:
        """What passes, from the source to the target, and what is booked."""
        source, target = self.form.system.part(flow.source), self.form.system.part(flow.target)
        totals = self.layout.totals[flow.name]
        axes = self.form.own(self.form.variables[flow.name].axes)
        for labels in self.form.combinations(axes):
            value = cells.value(flow.name, labels)
            if source is not None:
                cells.inside.append(f"d_{self.form.cell(source, labels)} -= {value}")
                self._book(cells, added, (totals.leaving, source), labels, value)
            if target is None:
                continue
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


def _names(piece: Piece) -> set[str]:
    """What the factors of a product that follow the stocks name."""
    return {found.name for factor in piece.live for found in references(factor.tree)}


def _read_cells(lines: Sequence[str]) -> set[int]:
    """Numbers of the cells that some lines read."""
    return {int(number) for line in lines for number in re.findall(r"\bx_(\d+)", line)}
