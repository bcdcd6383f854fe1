"""A system's walk through tiles in machine code, and where it finds its numbers."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from simulator.stockflow.arrays import IntArray
from simulator.stockflow.engine import tile_looks, tile_rows, tile_walk
from simulator.stockflow.engine.compiled import imported, marked
from simulator.stockflow.engine.equal_steps import SOLVERS
from simulator.stockflow.engine.stages import stage_shares
from simulator.stockflow.engine.tile_sums import write_stage_sums, write_summary
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.generate import Program, reading_of_sums, standing_levels
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.numbers.standing import LEVEL
from simulator.stockflow.numbers.tile_cells import Places, Shelves
from simulator.stockflow.numbers.tile_coefficients import TileCoefficients
from simulator.stockflow.numbers.tile_form import TileForm, tile_form
from simulator.stockflow.numbers.tile_look import EACH, Flag, LookWriter
from simulator.stockflow.numbers.tile_text import TileText

AnyArray = npt.NDArray[Any]

WIDTH = 24
"""Cohorts of a tile: a column with its stages and tables then stays within the first caches."""

WHOLE, FEW, UNBORN = 0, 1, 2
"""Kinds of tiles, by what happens in them (``tile_walk.walk``)."""


@dataclass(frozen=True, kw_only=True)
class Shelved:
    """Programs that prepare coefficients, and where these stand (``tile_cells.Shelves``)."""

    coefficients: TileCoefficients
    levels: Places
    tables: Places
    own: Places

    @classmethod
    def of(cls, shelves: Shelves) -> "Shelved":
        """What has been written."""
        return cls(
            coefficients=shelves.coefficients.finished(),
            levels=shelves.levels,
            tables=shelves.tables,
            own=shelves.own,
        )

    def sizes(self, prefix: str) -> dict[str, int]:
        """Names that the text of the walk knows their sizes by."""
        return {
            f"{prefix}LEVELS": self.levels.size,
            f"{prefix}ROWS": self.tables.size,
            f"{prefix}OWN": self.own.size,
        }


@dataclass(frozen=True, kw_only=True, eq=False)
class Tiles:
    """What is made of a declaration once.

    ``moved`` are the coefficients of the rates, ``looked`` those of what is looked at, ``sums``
    the places of what comes of it, ``lists`` the terms of it (``tile_walk.add_linear``); ``flags``
    say what decides how each sum is gone through; ``few`` and ``gains`` as in
    ``TileText``; ``reading`` makes the measures of the sums, ``standing`` the levels that follow
    stocks that stand, where there are any.
    """

    form: TileForm
    layout: Layout
    text: str
    moved: Shelved
    looked: Shelved
    sums: Places
    lists: tuple[AnyArray, ...]
    flags: tuple[Flag, ...]
    few: tuple[int, ...]
    gains: tuple[int, ...] | None
    reading: Program
    standing: Program | None

    @property
    def lists_alone(self) -> bool:
        """Whether everything looked at is told by lists, and no row of a table by the text."""
        return len(self.flags) == len(self.lists[1])

    @cached_property
    def rows(self) -> IntArray:
        """Where in a state the cohorts of every cell begin, shape (columns, cells)."""
        return self._of_cells(lambda name, labels: self._start(self.layout.stocks[name], labels))

    @cached_property
    def watched(self) -> IntArray:
        """Number of the watched cell of every cell, shape (columns, cells)."""
        starts = {name: int(cells.start) for name, cells in self.watched_cells.items()}

        def number(name: str, labels: dict[str, int]) -> int:
            axes = self.form.system.stock[name].watched
            return starts[name] + _flat([(labels[a], self.form.size(a)) for a in axes])

        return self._of_cells(number)

    @cached_property
    def watched_cells(self) -> dict[str, slice]:
        """The numbers of the watched cells of every stock."""
        system, found, size = self.form.system, dict[str, slice](), 0
        for stock in system.stocks:
            first, size = size, size + int(np.prod(system.shape(stock.watched)))
            found[stock.name] = slice(first, size)
        return found

    @cached_property
    def stock(self) -> IntArray:
        """Number of the stock of every cell, shape (cells,)."""
        names = [stock.name for stock in self.form.system.stocks]
        return np.array([names.index(name) for name, _ in self.form.cells], dtype=np.int64)

    def _of_cells(self, number: Callable[[str, dict[str, int]], int]) -> IntArray:
        form = self.form
        found = [
            [
                number(
                    name,
                    {
                        **dict(zip(form.carried, column, strict=True)),
                        **dict(zip(form.own(form.system.stock[name].axes), labels, strict=True)),
                    },
                )
                for name, labels in form.cells
            ]
            for column in product(*(range(form.size(axis)) for axis in form.carried))
        ]
        return np.array(found, dtype=np.int64)

    def _start(self, block: Block, labels: dict[str, int]) -> int:
        places = [
            (0 if axis == self.form.moving else labels[axis], self.form.size(axis))
            for axis in (block.axes[number] for number in block.order)
        ]
        return block.start + _flat(places)


def _flat(places: list[tuple[int, int]]) -> int:
    """Place among cells, from the label and the size of every axis, the outermost first."""
    found = 0
    for label, size in places:
        found = found * size + label
    return found


@lru_cache(maxsize=8)
def tiles_of(system: System, method: str) -> Tiles | None:
    """The walk of a system, or ``None`` where it has not the form."""
    form = tile_form(system)
    if form is None:
        return None
    text, look = TileText(form=form), LookWriter(form=form)
    functions = [*text.rates(), text.newest(), inspect.getsource(tile_looks.padded), look.even()]
    moved, looked = Shelved.of(text.shelves), Shelved.of(look.shelves)
    solver = SOLVERS[method]
    constants = _constants(text, solver.B.size) | {"INSTANTS": len(stage_shares(method))}
    constants |= moved.sizes("") | looked.sizes("LOOK_")
    constants |= {"SETS": len(look.sets)}
    return Tiles(
        form=form,
        layout=text.layout,
        text=_written(
            constants,
            [*functions, look.text(), *write_stage_sums(solver), write_summary(_watched(form))],
        ),
        moved=moved,
        looked=looked,
        sums=look.out,
        lists=_lists(form, look),
        flags=tuple(look.flags()),
        few=text.rows_of_few,
        gains=text.rows_of_gains,
        reading=reading_of_sums(system, form.looked),
        standing=_standing(system, text),
    )


def _standing(system: System, text: TileText) -> Program | None:
    levels = text.shelves.levels.starts
    names = [name.removesuffix(LEVEL) for name in levels if name.endswith(LEVEL)]
    return standing_levels(system, names) if names else None


def _watched(form: TileForm) -> list[list[int]]:
    """Cells of a column by stock and watched labels."""
    found: dict[tuple[str, tuple[int, ...]], list[int]] = {}
    for number, (name, labels) in enumerate(form.cells):
        stock = form.system.stock[name]
        by_axis = zip(form.own(stock.axes), labels, strict=True)
        watched = tuple(label for axis, label in by_axis if axis in stock.watched)
        found.setdefault((name, watched), []).append(number)
    return list(found.values())


def _constants(text: TileText, stages: int) -> dict[str, int]:
    form = text.form
    return {
        "WIDTH": WIDTH,
        "CELLS": len(form.cells),
        "ROW": WIDTH * len(form.cells),
        "STAGES": stages,
        "COLUMNS": form.carried_size,
        "SUMS": text.sums.size,
        "LIMITED": int(bool(text.limited)),
        "WHOLE": WHOLE,
        "FEW": FEW,
        "UNBORN": UNBORN,
        "EACH": EACH,
    }


def _lists(form: TileForm, look: LookWriter) -> tuple[AnyArray, ...]:
    """Sums that are lists of terms, and the terms of each.

    Where the terms of each sum begin, the set of its cells (or −1), and its place by column; cell
    and sign of each term, the place of its level by column and the row of its table (or −1).
    """
    sums, sets = look.sums, look.sets
    terms = [term for each in sums for term in each.terms]
    none = (-1,) * form.carried_size
    levels = [none if term.levels is None else term.levels for term in terms]
    return (
        _starts([len(each.terms) for each in sums]),
        _numbers([sets.get(each.cells, -1) for each in sums]),
        _numbers([each.places for each in sums]).reshape(len(sums), form.carried_size).T.copy(),
        _numbers([term.cell for term in terms]),
        np.array([term.sign for term in terms], dtype=float),
        _numbers(levels).reshape(len(terms), form.carried_size).T.copy(),
        _numbers([-1 if term.row is None else term.row for term in terms]),
    )


def _starts(sizes: Sequence[int]) -> IntArray:
    return np.cumsum([0, *sizes], dtype=np.int64)


def _numbers(given: Sequence[object]) -> IntArray:
    return np.array(given, dtype=np.int64)


def _written(constants: dict[str, int], functions: list[str]) -> str:
    own = (
        tile_rows.is_any,
        tile_rows.kind_with,
        tile_rows.kind_of,
        tile_rows.tables_of,
        tile_walk.forget,
        tile_walk.allow,
        tile_walk.forget_draw,
        tile_walk.remember,
        tile_walk.put_back,
        tile_walk.is_above,
        tile_walk.fetch,
        tile_walk.is_empty,
        tile_walk.put,
        tile_walk.add_up,
        tile_walk.keep_totals,
        tile_walk.follow_totals,
        tile_looks.clear,
        tile_looks.level_of,
        tile_looks.goes_through_any,
        tile_looks.add_numbers,
        tile_looks.add_products,
        tile_looks.add_linear,
        tile_looks.add_alike,
        tile_looks.add_nobody,
        tile_walk.through_stages,
        tile_looks.look_on_the_way,
        tile_walk.through_tiles,
        tile_walk.walk,
    )
    texts = [*functions, *(inspect.getsource(each) for each in own)]
    stated = "\n".join(f"{name} = {value}" for name, value in constants.items())
    as_written = (tile_rows.read_between, tile_rows.lay_out)
    exact = "".join(f"\n\n@exact\n{inspect.getsource(each).strip()}\n" for each in as_written)
    return f"{stated}\n{exact}{marked(texts)}"


@lru_cache(maxsize=8)
def tile_walk_of(system: System, method: str) -> Callable[..., None]:
    """The walk through the tiles of a system that has the form, in machine code."""
    tiles = tiles_of(system, method)
    if tiles is None:
        raise TypeError(system.name)
    found: Callable[..., None] = imported(tiles.text).walk
    return found
