"""Coefficients of a tile as numbers of a draw times tables that all draws share.

What a flow takes of a cell is a product: levels that a scenario draws, and rates by age that it
does not. Prepared whole, every draw would have an array of its own for every cohort. Here each
product is parted into a *level* without cohorts, of a few numbers for each draw, and a *table*
along the cohorts, which is prepared once.

A parameter along the cohorts that is itself a table times a number for each draw
(``paths.Scaled`` with several factors) is asked as two: ``<name>__table`` and ``<name>__level``.
"""

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field

from simulator.stockflow.grammar.expression import Factor, parse, reference, references, terms
from simulator.stockflow.numbers.emission import aligned, elementwise, multiplied
from simulator.stockflow.numbers.generate import Program, compile_program
from simulator.stockflow.numbers.program import Writer
from simulator.stockflow.numbers.tile_form import TileForm
from simulator.stockflow.values.parted_paths import LEVEL, TABLE


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """A coefficient: the names of its level and its table, as far as it has them."""

    level: str | None
    table: str | None


@dataclass(frozen=True, kw_only=True)
class TileCoefficients:
    """Two programs, and the product that each coefficient is.

    ``levels`` and ``tables`` prepare the factors; their bodies are not to be run.
    """

    levels: Program
    tables: Program

    @property
    def parameters(self) -> tuple[str, ...]:
        """Parameters that either asks for."""
        return tuple(dict.fromkeys((*self.levels.parameters, *self.tables.parameters)))


@dataclass(kw_only=True)
class CoefficientWriter:
    """Writes the two programs while the text that reads them is being written."""

    form: TileForm
    known: dict[str, Product] = field(default_factory=dict)
    texts: dict[tuple[str, tuple[str, ...]], str] = field(default_factory=dict)
    levels: Writer = field(init=False)
    tables: Writer = field(init=False)

    def __post_init__(self) -> None:
        self.levels, self.tables = (
            Writer(system=self.form.system, variables=self.form.variables) for _ in range(2)
        )

    def product(self, name: str, factors: Sequence[Factor]) -> Product:
        """The coefficient of a name: its factors parted, and prepared."""
        if name not in self.known:
            levels, tables = self._parted(factors)
            self.known[name] = Product(
                level=self._written(self.levels, f"{name}.level", levels),
                table=self._written(self.tables, f"{name}.table", tables),
            )
        return self.known[name]

    def products(self, name: str, factors: Sequence[Factor]) -> tuple[tuple[int, Product], ...]:
        """The coefficient as signed products: one, or several where a sum would hold a level.

        (1 + table × level) × table is two products whose tables all draws share.
        """
        found = self._multiplied_out(factors)
        if len(found) == 1:
            return ((1, self.product(name, factors)),)
        return tuple(
            (sign, self.product(f"{name}.{number}", own))
            for number, (sign, own) in enumerate(found, 1)
        )

    def finished(self) -> TileCoefficients:
        """Both programs, compiled."""
        return TileCoefficients(levels=_compiled(self.levels), tables=_compiled(self.tables))

    def _multiplied_out(self, factors: Sequence[Factor]) -> list[tuple[int, tuple[Factor, ...]]]:
        """Products that a product is the sum of, each with a table; or the one it is written as."""
        whole = tuple(factors)
        for place, factor in enumerate(whole):
            others = (*whole[:place], *whole[place + 1 :])
            if factor.divides or not self._is_mixed(factor) or not any(map(self._along, others)):
                continue
            return [
                (term.sign * sign, own)
                for term in terms(factor.tree)
                for sign, own in self._multiplied_out((*others, *term.factors))
            ]
        return [(1, whole)]

    def _is_mixed(self, factor: Factor) -> bool:
        """Whether a factor is a sum along the cohorts in which something has no cohorts."""
        found = [Factor(name, divides=False) for name in _names(factor.tree)]
        along = [self._along(each) for each in found]
        return len(terms(factor.tree)) > 1 and any(along) and not all(along)

    def _along(self, factor: Factor) -> bool:
        return self.form.moving in self.form.variables.factor_axes(factor)

    def _parted(self, factors: Sequence[Factor]) -> tuple[list[Factor], list[Factor]]:
        """Factors without cohorts, and those along them."""
        levels: list[Factor] = []
        tables: list[Factor] = []
        for factor in self._opened(factors):
            if self.form.moving not in self.form.variables.factor_axes(factor):
                levels.append(factor)
                continue
            tables.append(factor)
            if self._is_given(factor):
                levels.append(factor)
        return levels, tables

    def _opened(self, factors: Sequence[Factor]) -> list[Factor]:
        """Factors with what is named by one word written out where it is a product itself."""
        found: list[Factor] = []
        for factor in factors:
            inner = self._inside(factor)
            if inner is None:
                found.append(factor)
                continue
            turned = [Factor(each.tree, each.divides != factor.divides) for each in inner]
            found += self._opened(turned)
        return found

    def _inside(self, factor: Factor) -> Sequence[Factor] | None:
        """Factors of an auxiliary free of stocks that is one product."""
        found = reference(factor.tree)
        if found is None or found.name not in self.form.system.auxiliary:
            return None
        variable = self.form.variables[found.name]
        if variable.over or len(variable.pieces) != 1 or variable.pieces[0].sign < 0:
            return None
        return variable.pieces[0].free

    def _is_given(self, factor: Factor) -> bool:
        """Whether a factor is a parameter as it is given."""
        found = reference(factor.tree)
        return found is not None and found.name in self.form.system.parameter

    def _written(self, writer: Writer, name: str, factors: Sequence[Factor]) -> str | None:
        """Prepare a product of factors under a name, and return it; none of no factors."""
        if not factors:
            return None
        axes = self._axes(writer, factors)
        text = multiplied(factors, lambda each: self._factor(writer, each, axes))
        if not any(list(references(factor.tree)) for factor in factors):
            text = f"zeros(()) + {text}"
        # rates of birth are read by several flows: one table serves them all
        known = self.texts.setdefault((text, axes), name)
        if known == name:
            writer.coefficient(name, axes, text)
        return known

    def _axes(self, writer: Writer, factors: Sequence[Factor]) -> tuple[str, ...]:
        """Axes of a product; what a factor along the cohorts gives to a level is one number."""
        found: set[str] = set()
        for factor in factors:
            own = self.form.variables.factor_axes(factor)
            if writer is self.tables or self.form.moving not in own:
                found |= own
        return self.form.system.ordered(found)

    def _factor(self, writer: Writer, factor: Factor, axes: tuple[str, ...]) -> str:
        found = reference(factor.tree)
        along = self.form.moving in self.form.variables.factor_axes(factor)
        if found is None or not along or not self._is_given(factor):
            return elementwise(factor.tree, axes, writer.given)
        if writer is self.levels:
            return aligned(f"p['{found.name}{LEVEL}']", (), axes)
        own = self.form.system.parameter[found.name].axes
        return aligned(f"p['{found.name}{TABLE}']", own, axes)


def _names(tree: ast.expr) -> list[ast.expr]:
    """Names in a tree, each as a tree."""
    return [parse(str(found)) for found in references(tree)]


def named(name: str) -> tuple[Factor, ...]:
    """The factor that is just a name."""
    return (Factor(parse(name), divides=False),)


def _compiled(writer: Writer) -> Program:
    lines = ["def prepare(p, zeros):", "    k = {}", *(f"    {each}" for each in writer.prepare)]
    text = "\n".join([*lines, "    return k", "", "def body(y, k, at):", "    return None"])
    return compile_program(text, tuple(writer.coefficients.values()))
