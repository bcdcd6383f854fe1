"""A system's walk through tiles in machine code, and where it finds its numbers."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np

from simulator.stockflow.arrays import IntArray
from simulator.stockflow.engine import tile_walk
from simulator.stockflow.engine.compiled import imported
from simulator.stockflow.engine.equal_steps import SOLVERS
from simulator.stockflow.engine.tile_walk import write_tile_sums
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.generate import Program, reading_of_sums
from simulator.stockflow.numbers.layout import Block, Layout
from simulator.stockflow.numbers.tile_coefficients import TileCoefficients
from simulator.stockflow.numbers.tile_form import TileForm, tile_form
from simulator.stockflow.numbers.tile_text import Places, TileText

WIDTH = 24
"""Cohorts of a tile: a column with its stages and tables then stays within the first caches."""

WHOLE, FEW, UNBORN = 0, 1, 2
"""Kinds of tiles, by what happens in them (``tile_walk.walk``)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tiles:
    """What is made of a declaration once.

    ``moved`` and ``looked`` prepare the coefficients of the rates and of what is looked at;
    ``levels``, ``tables``, ``own`` (and ``looked_*``) say where they stand. ``sums`` are the places
    of what is looked at, ``flags`` the rows of tables that each of its loops reads; ``few`` and
    ``gains`` as in ``TileText``; ``reading`` makes the measures of what is looked at.
    """

    form: TileForm
    layout: Layout
    text: str
    moved: TileCoefficients
    looked: TileCoefficients
    levels: Places
    tables: Places
    own: Places
    looked_levels: Places
    looked_tables: Places
    looked_own: Places
    sums: Places
    flags: tuple[tuple[int, ...], ...]
    few: tuple[int, ...]
    gains: tuple[int, ...] | None
    reading: Program

    def rows(self) -> IntArray:
        """Where in a state the cohorts of every cell begin, shape (columns, cells)."""
        return self._of_cells(lambda name, labels: self._start(self.layout.stocks[name], labels))

    def watched(self) -> IntArray:
        """Number of the watched cell of every cell, shape (columns, cells)."""
        starts: dict[str, int] = {}
        size = 0
        for stock in self.form.system.stocks:
            starts[stock.name] = size
            size += int(np.prod(self.form.system.shape(stock.watched)))

        def number(name: str, labels: dict[str, int]) -> int:
            axes = self.form.system.stock[name].watched
            return starts[name] + _flat([(labels[a], self.form.size(a)) for a in axes])

        return self._of_cells(number)

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
    text = TileText(form=form)
    functions = [text.rates(), text.newest(), text.look()]
    # a compiler asks for the name even where it is never called
    few = text.rates(text.limited) if text.limited else "def rates_few():\n    return"
    functions.append(few)
    stages = SOLVERS[method].B.size
    constants = {
        "WIDTH": WIDTH,
        "CELLS": len(form.cells),
        "ROW": WIDTH * len(form.cells),
        "STAGES": stages,
        "COLUMNS": form.carried_size,
        "SUMS": text.sums.size,
        "SETS": len(text.sets),
        "LIMITED": int(bool(text.limited)),
        "WHOLE": WHOLE,
        "UNBORN": UNBORN,
        "LEVELS": text.levels.size,
        "TABLE": text.tables.size * WIDTH,
        "OWN": text.own.size * WIDTH,
        "LOOK_LEVELS": text.looked_levels.size,
        "LOOK_TABLE": text.looked_tables.size * WIDTH,
        "LOOK_OWN": text.looked_own.size * WIDTH,
    }
    return Tiles(
        form=form,
        layout=text.layout,
        text=_written(constants, functions, stages),
        moved=text.moved.finished(),
        looked=text.read.finished(),
        levels=text.levels,
        tables=text.tables,
        own=text.own,
        looked_levels=text.looked_levels,
        looked_tables=text.looked_tables,
        looked_own=text.looked_own,
        sums=text.out,
        flags=tuple(text.flags),
        few=text.rows_of_few,
        gains=text.rows_of_gains,
        reading=reading_of_sums(system, form.looked),
    )


def _written(constants: dict[str, int], functions: list[str], stages: int) -> str:
    own = (
        tile_walk.fetch,
        tile_walk.is_empty,
        tile_walk.put,
        tile_walk.summarise,
        tile_walk.add_up,
        tile_walk.walk,
    )
    texts = [*functions, *write_tile_sums(stages), *(inspect.getsource(each) for each in own)]
    stated = "\n".join(f"{name} = {value}" for name, value in constants.items())
    return f"{stated}\n" + "".join(f"\n\n@fast\n{each.strip()}\n" for each in texts)


@lru_cache(maxsize=8)
def tile_walk_of(system: System, method: str) -> Callable[..., None]:
    """The walk through the tiles of a system that has the form, in machine code."""
    tiles = tiles_of(system, method)
    if tiles is None:
        raise TypeError(system.name)
    found: Callable[..., None] = imported(tiles.text).walk
    return found
