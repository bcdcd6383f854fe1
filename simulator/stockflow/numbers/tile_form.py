"""Which systems can be followed tile by tile: what passes between cells, and what does not.

People of one birth cohort become people of another status, never of another cohort, and what is
born goes into the newest cohort alone. So a stretch of cohorts, a *tile*, can go through all stages
of a step before the next one is fetched; only the newest tile waits for the sums over the others.
The same holds for any system in which

- every stock follows the cohort axis, or stands while the others move (``standing.py``),
- rates are worked out cell by cell along it, or are sums over it that flow into the newest cohort,
- some axes (``carried``) are labels that nothing passes between, like districts without moves.

Whatever has no such form goes the general path.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from math import prod

from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.elements import Flow, Stock
from simulator.stockflow.grammar.expression import Reference, StockPart, reference, references
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.standing import (
    made_of_standing,
    moved_stocks,
    standing_stocks,
)
from simulator.stockflow.numbers.variables import Variable, Variables

MOST_CELLS = 48
"""Cells of a column that are written out one by one: more would be compiled for minutes."""

STANDING = "standing"
"""How a variable follows the cohorts that is made of stocks that stand while the others move."""

Labels = Mapping[str, int]


@dataclass(frozen=True, kw_only=True, eq=False)
class TileForm:
    """A system seen as columns of cells that hold for every cohort and every carried label.

    Parameters
    ----------
    system
        The system.
    moving
        Its cohort axis.
    column
        Axes written out: what passes from cell to cell stays within a column.
    carried
        Axes gone through label by label.
    moved
        Variables that flows need and that follow the stocks, in the order in which they are worked
        out.
    read
        The same of the measures; ``looked`` are those of them that are sums over cohorts.
    looked
        See ``read``.
    """

    system: System
    moving: str
    column: tuple[str, ...]
    carried: tuple[str, ...]
    moved: tuple[str, ...]
    read: tuple[str, ...]
    looked: tuple[str, ...]

    @cached_property
    def standing(self) -> tuple[str, ...]:
        """Stocks that no flow touches, and auxiliaries of flows that follow these alone."""
        flows = self.system.flow
        made = made_of_standing(self.variables, [each for each in self.moved if each not in flows])
        return (*standing_stocks(self.system), *made)

    @cached_property
    def followed(self) -> tuple[Stock, ...]:
        """The stocks that flows move."""
        return moved_stocks(self.system)

    @cached_property
    def variables(self) -> Variables:
        """Every variable of the system."""
        return Variables(self.system)

    @cached_property
    def cells(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Stock and labels along the column's axes of every cell, in order."""
        return tuple(
            (stock.name, labels)
            for stock in self.followed
            for labels in product(*(range(self.size(axis)) for axis in self.own(stock.axes)))
        )

    @cached_property
    def place(self) -> Mapping[tuple[str, tuple[int, ...]], int]:
        """Number of every cell in the column."""
        return {cell: number for number, cell in enumerate(self.cells)}

    @property
    def carried_size(self) -> int:
        """Number of columns that stand side by side."""
        return prod(self.size(axis) for axis in self.carried)

    def size(self, axis: str) -> int:
        """Number of labels of an axis."""
        return self.system.axis[axis].size

    def own(self, axes: Sequence[str]) -> tuple[str, ...]:
        """Those of some axes that are written out: neither carried nor the cohorts."""
        return tuple(a for a in axes if a != self.moving and a not in self.carried)

    def borne(self, axes: Sequence[str]) -> tuple[str, ...]:
        """Those of some axes that are carried."""
        return tuple(axis for axis in axes if axis in self.carried)

    def combinations(self, axes: Sequence[str]) -> Iterator[dict[str, int]]:
        """All labels of some axes, by axis."""
        for labels in product(*(range(self.size(axis)) for axis in axes)):
            yield dict(zip(axes, labels, strict=True))

    def cell(self, end: StockPart, labels: Labels) -> int:
        """Number of the cell that an end is at some labels."""
        own = tuple(
            self.system.axis[axis].index(end.fixed[axis]) if axis in end.fixed else labels[axis]
            for axis in self.own(end.stock.axes)
        )
        return self.place[end.stock.name, own]

    def is_summed(self, name: str) -> bool:
        """Whether a variable is a sum over cohorts."""
        return self.moving in self.variables[name].over

    def is_cellwise(self, name: str) -> bool:
        """Whether a variable has a number for every cohort."""
        return self.moving in self.variables[name].result_axes

    def is_in_parts(self, name: str) -> bool:
        """Whether a variable has a number for every cohort, summed over carried labels."""
        if name in self.system.stock or name in self.system.parameter:
            return False
        over = self.variables[name].over
        return self.moving not in over and bool(set(over) & set(self.carried))

    def is_gain(self, name: str) -> bool:
        """Whether a flow comes in whoever is there: free of stocks, or of all but standing ones."""
        live = (factor for piece in self.variables[name].pieces for factor in piece.live)
        return all(
            each.name in self.standing for factor in live for each in references(factor.tree)
        )

    def goes_to_newest(self, flow: Flow) -> bool:
        """Whether a flow enters the newest cohort."""
        target = self.system.part(flow.target)
        return target is not None and NEWEST in target.fixed.values()


@lru_cache(maxsize=32)
def tile_form(system: System) -> TileForm | None:
    """The form of a system, or ``None`` where it has none."""
    moving = system.moving
    stocks = moved_stocks(system)
    if moving is None or not all(moving.name in stock.axes for stock in stocks):
        return None
    if any(moving.name in stock.watched for stock in stocks) or not system.flows:
        return None
    variables = Variables(system)
    moved = tuple(n for n in variables.in_order(tuple(system.flow)) if variables[n].live)
    read = tuple(n for n in variables.in_order(tuple(system.measure)) if variables[n].live)
    axes = [a.name for a in system.axes if any(a.name in stock.axes for stock in stocks)]
    others = [axis for axis in axes if axis != moving.name]
    carried = tuple(axis for axis in others if _is_carried(system, variables, moved, axis))
    form = TileForm(
        system=system,
        moving=moving.name,
        column=tuple(axis for axis in others if axis not in carried),
        carried=carried,
        moved=moved,
        read=read,
        looked=tuple(name for name in read if moving.name in variables[name].over),
    )
    whole = len(form.cells) <= MOST_CELLS and _is_followed(form) and _is_read(form)
    return form if whole else None


def _is_carried(system: System, variables: Variables, moved: Sequence[str], axis: str) -> bool:
    """Whether nothing passes between the labels of an axis, and nothing tells them apart."""
    if not all(axis in stock.axes for stock in moved_stocks(system)):
        return False
    if any(axis in variables[name].over for name in moved):
        return False
    for flow in system.flows:
        if flow.spread is not None and flow.spread.axis == axis:
            return False
        ends = (system.part(flow.source), system.part(flow.target))
        if any(end is not None and axis in end.fixed for end in ends):
            return False
    names = (*moved, *variables.in_order(tuple(system.measure)))
    parts = (part for name in names for part in variables.parts(name))
    return all(axis not in part.fixed for part in parts)


def _is_followed(form: TileForm) -> bool:
    """Whether every rate has the form."""
    if any(_cohorts(form, name) is None for name in form.moved):
        return False
    if any(set(form.variables[n].over) & set(form.carried) for n in form.moved):
        return False
    return all(_flows_in_form(form, flow) for flow in form.system.flows)


def _flows_in_form(form: TileForm, flow: Flow) -> bool:
    """A flow goes from cell to cell of a column, or from sums over cohorts into the newest one."""
    spread = flow.spread
    if spread is not None:
        shares = form.system.parameter[spread.shares].axes
        if spread.axis not in form.column or form.moving in shares:
            return False
    kind = _cohorts(form, flow.name)
    if form.goes_to_newest(flow):
        return flow.source is None and kind != "cells"
    ends = (form.system.part(flow.source), form.system.part(flow.target))
    fixed = any(end is not None and form.moving in end.fixed for end in ends)
    return not fixed and kind != "sums"


def _is_read(form: TileForm) -> bool:
    """Whether every measure is made of sums over cohorts."""
    if any(_cohorts(form, name) in (None, STANDING) for name in form.read):
        return False
    if any(form.is_cellwise(name) for name in form.system.measure):
        return False
    return all(_counts_in_parts(form, form.variables[name]) for name in form.read)


def _counts_in_parts(form: TileForm, variable: Variable) -> bool:
    """Whether a variable can be put together from what each carried label has of the others.

    A number of every cohort that is summed over carried labels is known only in parts, so it may
    stand only where sums of the parts are the sum of the whole.
    """
    for piece in variable.pieces:
        names = {found.name for factor in piece.live for found in references(factor.tree)}
        summed = {a for n in names if form.is_in_parts(n) for a in form.variables[n].over}
        if not summed:
            continue
        plain = len(piece.live) == 1 and reference(piece.live[0].tree) is not None
        if not plain or piece.live[0].divides or form.moving not in variable.over:
            return False
        if set(form.borne((*piece.axes, *variable.axes))) & summed:
            return False
    return True


def _cohorts(form: TileForm, name: str) -> str | None:
    """How a variable follows the cohorts: by ``cells``, by ``sums`` over all of them, or not so.

    One that follows standing stocks alone is ``STANDING``; with other stocks it has no form.

    A variable free of stocks does neither, which is told by an empty text.
    """
    variable = form.variables[name]
    if not variable.live:
        return ""
    kinds = {_kind(form, found) for found in _live_names(form, variable)}
    if kinds == {STANDING}:
        return None if variable.over else STANDING
    if kinds == {"cells"}:
        # a product free of stocks in a sum would count once for every cell, empty or not
        every = all(piece.live for piece in variable.pieces) or not variable.over
        return ("sums" if form.moving in variable.over else "cells") if every else None
    # sums over other axes than the cohorts are left to whoever reads the measures
    return "sums" if kinds == {"sums"} and (not variable.over or name in form.read) else None


def _live_names(form: TileForm, variable: Variable) -> Iterator[Reference]:
    """What a variable names that follows the stocks."""
    for found in form.variables.named(variable.name):
        is_given = found.name in form.system.parameter
        if found.name in form.system.stock or (not is_given and form.variables[found.name].live):
            yield found


def _kind(form: TileForm, found: Reference) -> str | None:
    if found.name in form.standing:
        return STANDING
    if found.name in form.system.stock:
        return None if form.moving in form.variables.part(found).fixed else "cells"
    return _cohorts(form, found.name)
