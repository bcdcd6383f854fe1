"""What is looked at in a tile: sums over cohorts that measures are made of.

Nearly all are sums of numbers in cells, each times a coefficient. They are told as lists that one
loop for all goes through (``LinearSum``): written out, they would take longest of all to compile.
The rest is written as text,

    look(w, ox, tab, ot, own, oo, across, lev, ol, live, of, b, n, out, ou)

with arguments as in ``tile_text.py``; ``out`` takes the sums, ``live`` says how to go through each.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from simulator.stockflow.grammar.expression import Factor, reference
from simulator.stockflow.numbers.tile_cells import Cells, Places, Shelves, length, running_labels
from simulator.stockflow.numbers.tile_form import Labels, TileForm
from simulator.stockflow.numbers.variables import Piece, Variable

NOTHING, EACH, ALIKE = 0, 1, 2
"""How a sum is gone through: its tables are zero, or differ by cell, or do not."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A number in a cell times a coefficient.

    ``levels`` are the places of its level, one for each column, ``row`` that of its table; none
    where it has none.
    """

    cell: int
    sign: int
    levels: tuple[int, ...] | None
    row: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class LinearSum:
    """A sum of terms, and where it stands, one place for each column."""

    places: tuple[int, ...]
    terms: tuple[Term, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows of tables that are zero where nothing is added; none where that can't be told."""
        rows = tuple(dict.fromkeys(term.row for term in self.terms))
        return tuple(row for row in rows if row is not None) if None not in rows else ()

    @property
    def cells(self) -> tuple[int, ...]:
        """Its cells, where they may be added up before they are multiplied; none else."""
        alike = {(term.levels, term.sign, term.row is None) for term in self.terms}
        return tuple(term.cell for term in self.terms) if len(alike) == 1 else ()

    def parted(self) -> tuple["LinearSum", ...]:
        """The same in parts that each have one coefficient, if all of these have several cells.

        Their cells may then be added up before they are multiplied.
        """
        parts: dict[object, list[Term]] = {}
        for term in self.terms:
            parts.setdefault((term.levels, term.sign, term.row), []).append(term)
        if min(map(len, parts.values()), default=1) == 1:
            return (self,)
        return tuple(replace(self, terms=tuple(terms)) for terms in parts.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Flag:
    """Rows of tables that a sum reads, if only those; whether they may be alike in its cells."""

    rows: tuple[int, ...]
    alike: bool


@dataclass(kw_only=True)
class LookWriter:
    """Writes what is looked at: ``sums`` as lists, the rest as text.

    ``out`` says where each sum stands; ``rows`` which rows of tables decide whether it is to be
    gone through, of the lists first.
    """

    form: TileForm
    shelves: Shelves = field(init=False)
    out: Places = field(init=False)
    sums: list[LinearSum] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    rows: list[tuple[int, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shelves, self.out = Shelves(form=self.form), Places(form=self.form)
        rest: list[tuple[Variable, Labels]] = []
        for name in self.form.looked:
            variable = self.form.variables[name]
            for labels in self.form.combinations(self.form.own(variable.result_axes)):
                found = self._linear(variable, labels)
                if found is None:
                    rest.append((variable, labels))
                else:
                    parts = found.parted()
                    self.sums += parts
                    self.rows += [part.rows for part in parts]
        for variable, where in rest:
            self.lines += self._loop(variable, where)

    @property
    def sets(self) -> dict[tuple[int, ...], int]:
        """Cells that are added up once for all sums over them, and the number of each set."""
        found = dict.fromkeys(each.cells for each in self.sums if each.cells)
        return {cells: number for number, cells in enumerate(found)}

    def even(self) -> str:
        """Text of ``add_even``: cells of a tile added up, kept along the cohorts of a column."""
        lines = ["def add_even(w, ox, even, cohorts, time, b, first):"]
        known: dict[tuple[int, ...], int] = {}
        # the smallest first: the larger ones are often made of them
        for cells, number in sorted(self.sets.items(), key=lambda item: len(item[0])):
            place = f"((time * SETS + {number}) * COLUMNS + b) * padded(cohorts) + first"
            parts, rest = _parted(cells, known)
            lines += [f"    s_{number} = np.uintp({place})"]
            lines += [f"    c_{cell} = ox + np.uintp({cell} * WIDTH)" for cell in rest]
            whole = [f"even[s_{part} + i]" for part in parts] + [
                f"w[c_{cell} + i]" for cell in rest
            ]
            lines += ["    for i in range(np.uintp(WIDTH)):"]
            lines += [f"        even[s_{number} + i] = {' + '.join(whole)}"]
            known[cells] = number
        return "\n".join([*lines, "    return"])

    def text(self) -> str:
        """Text of ``look``."""
        head = "def look(w, ox, tab, ot, own, oo, across, lev, ol, live, of, b, n, out, ou):"
        return "\n".join([head, *running_labels(self.form), *self.lines, "    return"])

    def flags(self) -> Iterator["Flag"]:
        """What decides how each sum is gone through."""
        for number, rows in enumerate(self.rows):
            is_list = number < len(self.sums)
            yield Flag(rows=rows, alike=is_list and bool(self.sums[number].cells))

    def _columns(self) -> Iterator[Labels]:
        """Labels of the carried axes of every column."""
        return self.form.combinations(self.form.carried)

    def _linear(self, variable: Variable, labels: Labels) -> LinearSum | None:
        """A variable at some labels as a sum of terms, if it is one."""
        terms = self._terms(variable, (), labels, variable.name)
        if terms is None:
            return None
        axes = variable.result_axes
        places = [self.out.at(variable.name, axes, {**labels, **each}) for each in self._columns()]
        return LinearSum(places=tuple(places), terms=tuple(terms))

    def _terms(
        self, variable: Variable, factors: tuple[Factor, ...], labels: Labels, name: str
    ) -> list[Term] | None:
        """Terms of a variable times some factors free of stocks, which have a name."""
        found: list[Term] = []
        for piece in variable.pieces:
            for more in self.form.combinations(self.form.own(variable.over)):
                terms = self._of_piece(piece, factors, {**labels, **more}, name)
                if terms is None:
                    return None
                found += terms
        return found

    def _of_piece(
        self, piece: Piece, factors: tuple[Factor, ...], labels: Labels, name: str
    ) -> list[Term] | None:
        named = reference(piece.live[0].tree) if len(piece.live) == 1 else None
        if named is None or piece.live[0].divides:
            return None
        factors = (*factors, *piece.free)
        name = f"{name}.{piece.coefficient}" if piece.coefficient else name
        if named.name not in self.form.system.stock:
            if piece.sign < 0:
                return None
            return self._terms(self.form.variables[named.name], factors, labels, name)
        coefficient = self._coefficient(name, factors, labels)
        if coefficient is None:
            return None
        cell = self.form.cell(self.form.variables.part(named), labels)
        levels, row = coefficient
        return [Term(cell=cell, sign=piece.sign, levels=levels, row=row)]

    def _coefficient(
        self, name: str, factors: tuple[Factor, ...], labels: Labels
    ) -> tuple[tuple[int, ...] | None, int | None] | None:
        """Places of the level and the row of the table; nothing where a table has carried axes."""
        if not factors:
            return None, None
        writer = self.shelves.coefficients
        product = writer.product(name, factors)
        levels, row = None, None
        if product.table is not None:
            axes = writer.tables.coefficients[product.table].axes
            if self.form.borne(axes):
                return None
            row = self.shelves.tables.at(product.table, axes, labels)
        if product.level is not None:
            axes = writer.levels.coefficients[product.level].axes
            levels = tuple(
                self.shelves.levels.at(product.level, axes, {**labels, **each})
                for each in self._columns()
            )
        return levels, row

    def _loop(self, variable: Variable, labels: Labels) -> Iterator[str]:
        """One sum, in a loop of its own that is left out where its tables are zero."""
        cells = Cells(form=self.form, shelves=self.shelves, across="across")
        text, always = self._looked(cells, variable, labels)
        self.rows.append(() if always else tuple(dict.fromkeys(cells.rows)))
        place = self.out.of(variable.name, variable.result_axes, labels)
        read = [
            f"x_{number} = {cells.row('w', 'ox', number)}"
            for number in sorted(_read_cells([*cells.inside, text]))
        ]
        yield f"    if live[of + np.uintp({len(self.rows) - 1})] != {NOTHING}:"
        yield from (f"        {local} = {given}" for given, local in cells.before.items())
        yield "        t = 0.0"
        yield f"        for i in range(np.uintp({length(self.form)})):"
        yield from (f"            {line}" for line in (*read, *cells.inside))
        yield f"            t += {text}"
        yield f"        out[ou + np.uintp({place})] += t"

    def _looked(self, cells: Cells, variable: Variable, labels: Labels) -> tuple[str, bool]:
        """Text of what is summed, and whether some of it is there whatever the tables hold."""
        parts, always = [], False
        for piece in variable.pieces:
            for more in self.form.combinations(self.form.own(variable.over)):
                rows = len(cells.rows)
                parts.append(cells.piece(piece, {**labels, **more}))
                always |= len(cells.rows) == rows
        return " + ".join(parts), always


def _parted(
    cells: tuple[int, ...], known: dict[tuple[int, ...], int]
) -> tuple[list[int], list[int]]:
    """Numbers of known sets that lie within some cells and apart from each other, and the rest."""
    parts, rest = [], list(cells)
    for each, number in reversed(known.items()):
        if set(each) <= set(rest):
            parts.append(number)
            rest = [cell for cell in rest if cell not in each]
    return parts, rest


def _read_cells(lines: Sequence[str]) -> set[int]:
    """Numbers of the cells that some lines read."""
    return {int(number) for line in lines for number in re.findall(r"\bx_(\d+)", line)}
