"""Coefficients as the walk through tiles takes them: tables cut into tiles, levels in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from simulator.stockflow.arrays import FloatArray, IntArray
from simulator.stockflow.engine.coefficients import (
    Coefficients,
    SegmentCoefficients,
    at_instants,
    laid_out,
)
from simulator.stockflow.engine.preparation import coefficients
from simulator.stockflow.engine.tiles import FEW, UNBORN, WHOLE
from simulator.stockflow.numbers.generate import Program
from simulator.stockflow.numbers.tile_cells import Places
from simulator.stockflow.numbers.tile_form import TileForm
from simulator.stockflow.numbers.tile_look import EACH, NOTHING, Flag

Series = dict[str, FloatArray]
"""Arrays of shape (instants, draws or 1, *axes) by name."""


def series(prepared: SegmentCoefficients, instants: FloatArray) -> Series:
    """Coefficients of a segment at some instants."""
    found: Series = {}
    for name, array in prepared.constant.items():
        found[name] = np.broadcast_to(array, (len(instants), *array.shape))
    for varying in prepared.varying:
        whole = at_instants(varying, instants, slice(None))
        rows = whole.reshape(-1, whole.shape[2])
        for name, array in laid_out(rows, varying.shapes).items():
            found[name] = array.reshape(*whole.shape[:2], *array.shape[1:])
    return found


def series_of(program: Program, values: Sequence[Coefficients], *, along: bool) -> Series:
    """Coefficients of a program from its parameters.

    ``values`` hold one instant each, arrays of shape (draws or 1, *axes); with ``along`` there is
    one of them that holds all instants of one draw, arrays of shape (instants or 1, *axes).
    """
    found = [coefficients(program, each) for each in values]
    if along:
        return {name: array[:, np.newaxis] for name, array in found[0].items()}
    return {
        name: np.stack(np.broadcast_arrays(*(each[name] for each in found))) for name in found[0]
    }


@dataclass(frozen=True, kw_only=True)
class Packer:
    """Lays coefficients out for the tiles of a form, ``width`` cohorts each."""

    form: TileForm
    width: int

    @property
    def tiles(self) -> int:
        """Number of tiles."""
        return -(-self.form.size(self.form.moving) // self.width)

    def levels(self, places: Places, found: Series, instants: int) -> FloatArray:
        """Levels in a row, shape (draws or 1, instants, m)."""
        own = {name: found[name] for name in places.starts}
        row = np.zeros((_draws(own), instants, places.size))
        for name, start in places.starts.items():
            array = found[name].swapaxes(0, 1)
            flat = array.reshape(*array.shape[:2], prod(array.shape[2:]))
            row[..., start : start + flat.shape[2]] = flat
        return row

    def tables(self, places: Places, found: Series, instants: int) -> FloatArray:
        """Tables without carried axes, shape (draws or 1, tiles, instants, rows · width)."""
        whole = self._rows(places, found, (instants,))
        turned = whole.transpose(0, 3, 1, 2, 4)
        shape = (*turned.shape[:3], places.size * self.width)
        return np.ascontiguousarray(turned).reshape(shape)

    def own(self, places: Places, found: Series, instants: int) -> FloatArray:
        """Tables with carried axes, shape (draws or 1, tiles, instants, columns, rows · width)."""
        whole = self._rows(places, found, (instants, self.form.carried_size))
        turned = whole.transpose(0, 4, 1, 2, 3, 5)
        shape = (*turned.shape[:4], places.size * self.width)
        return np.ascontiguousarray(turned).reshape(shape)

    def _rows(self, places: Places, found: Series, outer: tuple[int, ...]) -> FloatArray:
        """Rows of numbers along the cohorts, filled up: (draws, *outer, rows, tiles, width)."""
        own = {name: found[name] for name in places.starts}
        cohorts = self.form.size(self.form.moving)
        rows = np.zeros((_draws(own), *outer, places.size, self.tiles * self.width))
        for name, start in places.starts.items():
            array = self._turned(found[name], places.axes[name], columns=len(outer) > 1)
            inner = 1 + len(outer)
            flat = array.reshape(*array.shape[:inner], prod(array.shape[inner:-1]), cohorts)
            rows[..., start : start + flat.shape[-2], :cohorts] = flat
        return rows.reshape(*rows.shape[:-1], self.tiles, self.width)

    def _turned(self, array: FloatArray, axes: tuple[str, ...], *, columns: bool) -> FloatArray:
        """A table as (draws, instants, columns if asked, rows, cohorts)."""
        form = self.form
        own = [2 + axes.index(axis) for axis in form.own(axes)]
        borne = [2 + axes.index(axis) for axis in form.borne(axes)]
        last = 2 + axes.index(form.moving)
        turned = array.transpose(1, 0, *borne, *own, last)
        if not columns:
            return turned
        sizes = [form.size(axis) if axis in axes else 1 for axis in form.carried]
        rest = turned.shape[2 + len(borne) :]
        wide = turned.reshape(*turned.shape[:2], *sizes, *rest)
        full = (*wide.shape[:2], *(form.size(axis) for axis in form.carried), *rest)
        return np.broadcast_to(wide, full).reshape(*wide.shape[:2], form.carried_size, *rest)

    def kinds(
        self, tables: FloatArray, few: Sequence[int], gains: Sequence[int] | None
    ) -> IntArray:
        """Kind of every tile, shape (draws or 1, tiles), by which rows of its tables are zero."""
        some = _nonzero(self._by_row(tables).transpose(0, 2, 3, 1, 4)).swapaxes(1, 2)
        is_few = ~some[..., list(few)].any(axis=-1)
        found = np.where(is_few, FEW, WHOLE)
        if gains is not None:
            found[is_few & ~some[..., list(gains)].any(axis=-1)] = UNBORN
        return found

    def _by_row(self, tables: FloatArray) -> FloatArray:
        rows = tables.shape[3] // self.width
        return tables.reshape(*tables.shape[:3], rows, self.width)

    def along(self, tables: FloatArray) -> FloatArray:
        """Tables without carried axes whole again, shape (draws or 1, instants, rows, cohorts)."""
        turned = self._by_row(tables).transpose(0, 2, 3, 1, 4)
        return np.ascontiguousarray(turned).reshape(*turned.shape[:3], self.tiles * self.width)

    def live(self, along: FloatArray, flags: Sequence[Flag]) -> tuple[IntArray, IntArray]:
        """How each sum is gone through, from tables whole along the cohorts (``along``).

        In a tile, shape (draws or 1, tiles, sums); and from where to where along all cohorts, shape
        (draws or 1, sums, 2), where its tables are alike in all its cells.
        """
        some = _nonzero(along.reshape(*along.shape[:3], self.tiles, self.width)).swapaxes(1, 2)
        # a sum without tables of its own is gone through everywhere
        always = np.ones((*some.shape[:2], 1), dtype=bool)
        some = np.concatenate([some, always], axis=2)
        rows = _padded([flag.rows or (-1,) for flag in flags])
        live = np.asarray(some[..., rows].any(axis=-1))
        how = np.where(live, EACH, NOTHING)
        spans = self._spans(live)
        for number, flag in enumerate(flags):
            if not flag.alike:
                spans[:, number] = 0
            elif live[..., number].any():
                alike = self._alike(along, flag.rows, spans[:, number])
                how[alike, :, number] = NOTHING
                spans[~alike, number] = 0
        return how, spans

    def _alike(
        self, along: FloatArray, rows: Sequence[int], spans: IntArray
    ) -> npt.NDArray[np.bool_]:
        """Whether some rows of tables are the same numbers, shape (draws,).

        Beyond the spans (draws, 2) all of them are zero.
        """
        if len(rows) < 2:
            return np.ones(len(along), dtype=bool)
        held = spans[spans[:, 1] > spans[:, 0]]
        part = along[:, :, list(rows), held[:, 0].min() : held[:, 1].max()]
        return np.asarray((part[:, :, 1:] == part[:, :, :1]).all(axis=(1, 2, 3)))

    def _spans(self, live: npt.NDArray[np.bool_]) -> IntArray:
        """First and last cohort of the tiles that count, shape (draws, sums, 2)."""
        first, last = live.argmax(axis=1), self.tiles - live[:, ::-1].argmax(axis=1)
        found = np.stack([first, last], axis=-1) * self.width
        found[~live.any(axis=1)] = 0
        return found


def _nonzero(whole: FloatArray) -> npt.NDArray[np.bool_]:
    """Which rows have a number that is not zero, over instants and the cohorts of a tile.

    ``whole`` has shape (draws, instants, rows, tiles, width), the result (draws, rows, tiles).
    """
    if not whole.shape[1]:
        return np.zeros((whole.shape[0], *whole.shape[2:4]), dtype=bool)
    # a matrix product goes through the numbers several at a step, which ``any`` does not
    sizes = np.abs(whole) @ np.ones(whole.shape[4])
    return np.asarray((sizes != 0).any(axis=1))


def _padded(rows: Sequence[Sequence[int]]) -> IntArray:
    """Lists as rows of an array, each filled up with its first number."""
    width = max(map(len, rows), default=1)
    return np.array([[*own, *[own[0]] * (width - len(own))] for own in rows], dtype=np.int64)


def _draws(found: Series) -> int:
    return max((array.shape[1] for array in found.values()), default=1)
