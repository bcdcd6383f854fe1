"""The rates of a column of a tile as text, and what enters the newest cohort.

    rates(w, ox, dw, od, tab, ot, own, oo, lev, ol, b, n, tk, ok, xs, os)
    newest(dw, od, lev, ol, b, lane, tk, ok, xs, os)

``rates`` fills in the change of the cells, and adds to totals and sums; ``newest`` adds what flows
into the newest cohort, number ``lane``. Each array is a row of numbers with the place at which to
begin: places are unsigned, so that no compiler asks whether one is counted from the end, and no
part of an array is cut out, which would be counted. ``w`` holds the cells from ``ox``, ``dw`` their
change from ``od``, a row of WIDTH for each; ``tab`` and ``own`` hold the numbers of tables without
and with carried axes, rows of WIDTH too; ``lev`` the levels of a draw, ``tk`` the changes of its
totals, ``xs`` its sums over cohorts; ``b`` says which carried labels the column has.

Two more functions have the arguments of ``rates``: ``rates_few`` leaves out what is zero for most
cohorts, ``rates_apart`` adds what is zero in most runs (``Flow.seldom``), which the others leave
out. ``is_apart(lev, ol, b)`` says whether there is any of it.
"""

from dataclasses import dataclass, field
from functools import cached_property
from math import prod

from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.numbers.tile_cells import Cells, Places, Shelves, length, running_labels
from simulator.stockflow.numbers.tile_form import TileForm
from simulator.stockflow.numbers.tile_loop import ARGUMENTS, TileLoop, arrivals, total_text
from simulator.stockflow.numbers.variables import limited_variables


@dataclass(kw_only=True)
class TileText:
    """Writes the functions of a form; ``sums`` says where sums over cohorts stand."""

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
        found = limited_variables(form.system, form.variables, form.moved) - self.apart
        whole = [name for name in found if form.borne(form.variables[name].pieces[0].axes)]
        return found - set(whole)

    @cached_property
    def apart(self) -> frozenset[str]:
        """Flows that are left out where their levels are zero: seldom, and named by no other."""
        form = self.form
        named = {name for each in form.moved for name in form.variables.needs(each)}
        flows = {flow.name for flow in form.system.flows if flow.seldom} - named
        return frozenset(name for name in flows if self._has_levels(name))

    def _has_levels(self, name: str) -> bool:
        """Whether each product of a flow has a level."""
        writer = self.shelves.coefficients
        return not self.form.goes_to_newest(self.form.system.flow[name]) and all(
            piece.coefficient is not None
            and all(
                each.level is not None for _, each in writer.products(piece.coefficient, piece.free)
            )
            for piece in self.form.variables[name].pieces
        )

    def rates(self) -> list[str]:
        """Texts of ``rates``, ``rates_few``, ``rates_apart`` and ``is_apart``."""
        # a compiler asks for a name even where it is never called
        nothing = f"({ARGUMENTS}):\n    return"
        return [
            self._loop("rates", self.apart),
            self._loop("rates_few", self.apart | self.limited)
            if self.limited
            else f"def rates_few{nothing}",
            *(self._apart() if self.apart else (f"def rates_apart{nothing}", _NEVER)),
        ]

    def _loop(self, name: str, without: frozenset[str]) -> str:
        cells = self._cells()
        cells.without = without
        flows = tuple(flow for flow in self._flows if flow.name not in without)
        loop = TileLoop(cells=cells, sums=self.sums, layout=self.layout, flows=flows)
        return loop.text(name)

    def _apart(self) -> tuple[str, str]:
        cells = self._cells()
        flows = tuple(flow for flow in self._flows if flow.name in self.apart)
        loop = TileLoop(cells=cells, sums=self.sums, layout=self.layout, flows=flows, adds=True)
        text = loop.text("rates_apart")
        levels = " or ".join(f"{each} != 0.0" for each in cells.before if each.startswith("lev["))
        lines = ["def is_apart(lev, ol, b):", *running_labels(self.form)]
        return text, "\n".join([*lines, f"    return {levels}"])

    @cached_property
    def _flows(self) -> tuple[Flow, ...]:
        """Flows between cells."""
        form = self.form
        return tuple(flow for flow in form.system.flows if not form.goes_to_newest(flow))

    def rows_of(self, name: str) -> tuple[int, ...] | None:
        """Rows of the tables that a variable is a multiple of, none where it has others too."""
        rows: list[int] = []
        for piece in self.form.variables[name].pieces:
            if piece.coefficient is None:
                return None
            for _, product in self.shelves.coefficients.products(piece.coefficient, piece.free):
                if product.table is None or product.table not in self.shelves.tables.starts:
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
        for flow in self._flows:
            if not self.form.is_gain(flow.name):
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

    def _enter(self, cells: Cells, flow: Flow) -> None:
        """What flows into the newest cohort, and what is booked."""
        target = self.form.system.part(flow.target)
        arriving = self.layout.totals[flow.name].arriving
        if target is None:
            return
        axes = self.form.own(self.form.variables[flow.name].axes)
        for labels in self.form.combinations(axes):
            value = cells.value(flow.name, labels)
            for where, what in arrivals(cells, flow, labels, value):
                cell = self.form.cell(target, where)
                cells.inside.append(f"dw[od + np.uintp({cell} * WIDTH) + lane] += {what}")
                if arriving is not None:
                    booked = total_text(self.form, self.layout, arriving, target, where)
                    cells.inside.append(f"{booked} += {what}")


_NEVER = "def is_apart(lev, ol, b):\n    return False"
