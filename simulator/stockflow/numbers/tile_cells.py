"""Numbers of a column of a tile as text, and where coefficients, totals and sums stand in rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import prod

from simulator.stockflow.grammar.expression import Factor, Reference, reference, references
from simulator.stockflow.numbers.emission import cellwise, multiplied
from simulator.stockflow.numbers.standing import LEVEL
from simulator.stockflow.numbers.tile_coefficients import CoefficientWriter, Product, named
from simulator.stockflow.numbers.tile_form import Labels, TileForm
from simulator.stockflow.numbers.variables import Piece, Variable


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

    def at(self, name: str, axes: Sequence[str], labels: Labels) -> int:
        """The place of a number all of whose labels are known."""
        return int(self.of(name, axes, labels))


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
class Shelves:
    """Coefficients of a program and where they stand: levels, tables without and with carried axes.

    A level stands in a row of a draw, a table in rows of WIDTH cohorts, ``own`` in those of one
    column.
    """

    form: TileForm
    coefficients: CoefficientWriter = field(init=False)
    levels: Places = field(init=False)
    tables: Places = field(init=False)
    own: Places = field(init=False)

    def __post_init__(self) -> None:
        self.coefficients = CoefficientWriter(form=self.form)
        self.levels, self.tables = Places(form=self.form), Places(form=self.form)
        self.own = Places(form=self.form, of_columns=True)


def running_labels(form: TileForm) -> Iterator[str]:
    """Lines that take the running labels of the carried axes out of the number of a column."""
    stride = 1
    for axis in reversed(form.carried):
        size = form.size(axis)
        yield f"    i_{axis} = b // {stride} % {size}"
        stride *= size


@dataclass(kw_only=True)
class Cells:
    """Text of numbers of one column: what is read before the loop, within it and after it.

    ``rows`` are the rows of tables read, ``sums`` says where sums over cohorts stand that are
    known, ``without`` names variables that are zero, ``across`` how far it is to the next row.
    """

    form: TileForm
    shelves: Shelves
    before: dict[str, str] = field(default_factory=dict)
    inside: list[str] = field(default_factory=list)
    found: dict[tuple[str, tuple[tuple[str, int], ...]], str] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    sums: Places | None = None
    without: frozenset[str] = frozenset()
    across: str = "np.uintp(WIDTH)"

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
        parts = [self.piece(*term) for term in self.terms(variable, labels)]
        return " + ".join(parts) or "0.0"

    def terms(self, variable: Variable, labels: Labels) -> Iterator[tuple[Piece, Labels]]:
        """Products of a sum, each with its labels, but for those that are zero."""
        for more in self.form.combinations(self.form.own(variable.over)):
            for piece in variable.pieces:
                if not names_of(piece) & self.without:
                    yield piece, {**labels, **more}

    def piece(self, piece: Piece, labels: Labels) -> str:
        """Text of one product."""
        text = ""
        if piece.coefficient is not None:
            text = self.coefficient(piece.coefficient, piece.free, labels)
        text = multiplied(
            piece.live,
            lambda each: f"({cellwise(each.tree, lambda found: self._named(found, labels))})",
            text,
        )
        return f"(-{text})" if piece.sign < 0 else f"({text})"

    def coefficient(self, name: str, factors: Sequence[Factor], labels: Labels) -> str:
        """Text of a coefficient: its level, read before the loop, times a number of its table.

        Or a sum of such products.
        """
        found = [
            f"{'-' if sign < 0 else ''}{self._product(product, labels)}"
            for sign, product in self.shelves.coefficients.products(name, factors)
        ]
        return found[0] if len(found) == 1 else f"({' + '.join(found)})"

    def _product(self, product: Product, labels: Labels) -> str:
        parts = []
        if product.level is not None:
            axes = self.shelves.coefficients.levels.coefficients[product.level].axes
            place = self.shelves.levels.of(product.level, axes, labels)
            parts.append(self.ahead(f"lev[ol + np.uintp({place})]", "l"))
        if product.table is not None:
            axes = self.shelves.coefficients.tables.coefficients[product.table].axes
            parts.append(self._table(product.table, axes, labels))
        return " * ".join(parts)

    def _table(self, name: str, axes: tuple[str, ...], labels: Labels) -> str:
        if self.form.borne(axes):
            return self.row("own", "oo", int(self.shelves.own.of(name, axes, labels)), self.across)
        row = int(self.shelves.tables.of(name, axes, labels))
        self.rows.append(row)
        return self.row("tab", "ot", row, self.across)

    def ahead(self, text: str, prefix: str) -> str:
        """Name under which something stands before the loop begins."""
        return self.before.setdefault(text, f"{prefix}_{len(self.before)}")

    def row(self, array: str, start: str, number: int, length: str = "np.uintp(WIDTH)") -> str:
        """Text of a number in a row of an array, whose rows have a length."""
        place = self.ahead(f"{start} + np.uintp({number}) * {length}", "o")
        return f"{array}[{place} + i]"

    def _named(self, found: Reference, labels: Labels) -> str:
        system, variables = self.form.system, self.form.variables
        if found.name in self.form.standing:
            return self._standing(found.name, labels)
        if found.name in system.stock:
            return f"x_{self.form.cell(variables.part(found), labels)}"
        if found.name in system.parameter or not variables[found.name].live:
            return self.coefficient(f"{found.name}.", named(found.name), labels)
        if self.sums is not None and self.form.is_summed(found.name):
            place = self.sums.of(found.name, variables[found.name].result_axes, labels)
            return f"xs[os + np.uintp({place})]"
        return self.value(found.name, labels)

    def _standing(self, name: str, labels: Labels) -> str:
        """Text of what stands for the whole segment, read before the loop as a level is."""
        stock = self.form.system.stock.get(name)
        axes = self.form.variables[name].result_axes if stock is None else stock.axes
        place = self.shelves.levels.of(f"{name}{LEVEL}", axes, labels)
        return self.ahead(f"lev[ol + np.uintp({place})]", "l")


def names_of(piece: Piece) -> set[str]:
    """What the factors of a product that follow the stocks name."""
    return {found.name for factor in piece.live for found in references(factor.tree)}


def length(form: TileForm) -> str:
    """Text of how many cohorts a loop runs through: WIDTH, or those there are.

    Beyond the last cohort a tile is filled up with zeros, which add nothing to a product of stocks
    or of tables, but to anything else they may.
    """
    variables = [form.variables[name] for name in (*form.moved, *form.read)]
    pieces = [p for each in variables if form.moving in each.axes for p in each.pieces]
    factors = [factor for piece in pieces for factor in piece.live]
    plain = all(reference(each.tree) is not None and not each.divides for each in factors)
    flows = (flow for flow in form.system.flows if not form.goes_to_newest(flow))
    gains = [p for f in flows if form.is_gain(f.name) for p in form.variables[f.name].pieces]
    along = all(form.moving in piece.axes for piece in gains)
    return "WIDTH" if plain and along else "n"
