"""Coefficients as the walk through tiles takes them: tables along the cohorts, levels in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from simulator.stockflow.arrays import BoolArray, FloatArray, IntArray
from simulator.stockflow.engine.coefficients import Coefficients
from simulator.stockflow.engine.tiles import FEW, UNBORN, WHOLE
from simulator.stockflow.numbers.standing import LEVEL
from simulator.stockflow.numbers.tile_cells import Places
from simulator.stockflow.numbers.tile_form import TileForm
from simulator.stockflow.numbers.tile_look import EACH, NOTHING, Flag


@dataclass(frozen=True, kw_only=True)
class Tables:
    """Rows of numbers along the cohorts, filled up to whole tiles.

    ``alike``, shape (1, instants, rows, cohorts filled up), hold for all draws; of ``drawn``, shape
    (draws or 1, …), each draw has its own, and they count on from the others. ``where`` says in
    which row each of the declaration stands (−1 of none): what is one and the same stands once.
    """

    alike: FloatArray
    drawn: FloatArray
    where: IntArray


@dataclass(frozen=True, kw_only=True)
class Packer:
    """Lays coefficients out for the tiles of a form, ``width`` cohorts each.

    What is found has shape (instants or 1, draws or 1, *axes).
    """

    form: TileForm
    width: int

    @property
    def tiles(self) -> int:
        """Number of tiles."""
        return -(-self.form.size(self.form.moving) // self.width)

    def levels(self, places: Places, found: Coefficients, instants: int) -> FloatArray:
        """Levels in a row, shape (draws or 1, instants, m)."""
        row = np.empty((_draws(places, found), instants, places.size))
        for name, start in places.starts.items():
            if name.endswith(LEVEL):  # told of a segment, by the stocks that stand in it
                continue
            array = found[name].swapaxes(0, 1)
            flat = array.reshape(*array.shape[:2], prod(array.shape[2:]))
            row[..., start : start + flat.shape[2]] = flat
        return row

    def tables(
        self, places: Places, found: Coefficients, instants: int, *, once: bool = False
    ) -> Tables:
        """Tables without carried axes; with ``once`` what lies in one place in memory stands once.

        Such are labels along which a path says that it does not differ.
        """
        drawn = [name for name in places.starts if found[name].shape[1] > 1]
        if drawn and not once:  # the text that names rows looks for all of them in one place
            drawn = list(places.starts)
        alike = [name for name in places.starts if name not in drawn]
        where = np.full(places.size + 1, -1, dtype=np.int64)
        rows: list[FloatArray] = []
        size = 0
        for names in (alike, drawn):
            parts = []
            for name in names:
                part = self.by_rows(found[name], places.axes[name])
                labels, start = part.shape[2:-1], places.starts[name]
                part = folded(part) if once else part
                kept = part.shape[2:-1]
                own = np.arange(size, size := size + prod(kept)).reshape(kept)
                where[start : start + prod(labels)] = np.broadcast_to(own, labels).ravel()
                parts.append(part.reshape(*part.shape[:2], -1, part.shape[-1]))
            rows.append(self._filled_up(parts, instants))
        return Tables(alike=rows[0], drawn=rows[1], where=where)

    def _filled_up(self, parts: Sequence[FloatArray], instants: int) -> FloatArray:
        """Rows one after another, (draws or 1, instants, rows, cohorts filled up)."""
        cohorts = self.form.size(self.form.moving)
        size = sum(part.shape[2] for part in parts)
        draws = max((len(part) for part in parts), default=1)
        rows = np.empty((draws, instants, size, self.tiles * self.width))
        rows[..., cohorts:] = 0.0
        first = 0
        for part in parts:
            rows[:, :, first : (first := first + part.shape[2]), :cohorts] = part
        return rows

    def own(self, places: Places, found: Coefficients, instants: int) -> FloatArray:
        """Tables with carried axes, shape (draws or 1, instants, columns, rows, cohorts)."""
        form, cohorts = self.form, self.form.size(self.form.moving)
        sizes = [form.size(axis) for axis in form.carried]
        columns = (places.size, self.tiles * self.width)
        rows = np.zeros((_draws(places, found), instants, *sizes, *columns))
        for name, start in places.starts.items():
            axes = places.axes[name]
            array = self.by_rows(found[name], axes, form.borne(axes))
            borne = [form.size(axis) if axis in axes else 1 for axis in form.carried]
            flat = array.reshape(*array.shape[:2], *borne, -1, cohorts)
            rows[..., start : start + flat.shape[-2], :cohorts] = flat
        return rows.reshape(*rows.shape[:2], form.carried_size, *columns)

    def by_tiles(self, places: Places, found: Coefficients, instants: int) -> FloatArray:
        """Tables without carried axes, shape (draws or 1, instants, tiles, rows, width).

        What a tile reads lies in one piece, and rows are a known number of places apart. Of tables
        that are not found there are zeros.
        """
        size = (self.tiles, places.size, self.width)
        some = {name: start for name, start in places.starts.items() if name in found}
        rows = np.empty((_draws(places, found), instants, *size))
        if len(some) < len(places.starts):
            rows[:] = 0.0
        for name, start in some.items():
            array = self.by_rows(found[name], places.axes[name])
            for number, labels in enumerate(np.ndindex(array.shape[2:-1])):
                self._put(array[:, :, *labels], rows[:, :, :, start + number])
        return rows

    def _put(self, row: FloatArray, out: FloatArray) -> None:
        """A row along the cohorts into those of tiles, filled up with zeros."""
        whole, rest = divmod(row.shape[-1], self.width)
        out[..., :whole, :] = row[..., : whole * self.width].reshape(
            *row.shape[:-1], whole, self.width
        )
        if rest:
            out[..., whole, :rest] = row[..., whole * self.width :]
            out[..., whole, rest:] = 0.0

    def own_by_tiles(self, places: Places, found: Coefficients, instants: int) -> FloatArray:
        """Tables with carried axes, (draws or 1, instants, tiles, columns, rows, width)."""
        rows = self.own(places, found, instants)
        parts = rows.reshape(*rows.shape[:-1], self.tiles, self.width)
        return np.ascontiguousarray(np.moveaxis(parts, -2, 2))

    def by_rows(
        self, array: FloatArray, axes: tuple[str, ...], before: tuple[str, ...] = ()
    ) -> FloatArray:
        """A table as (draws, instants, *before, *axes of the column, cohorts)."""
        order = (*before, *self.form.own(axes), self.form.moving)
        return array.transpose(1, 0, *(2 + axes.index(axis) for axis in order))

    def kinds(
        self, tables: FloatArray, segments: int, few: Sequence[int], gains: Sequence[int] | None
    ) -> IntArray:
        """Kind of every tile by which rows of its tables are zero in each of some segments.

        ``tables`` lie by tiles. Shape (draws or 1, segments, tiles); the segments have as many
        instants each.
        """
        firsts = np.arange(segments) * (tables.shape[1] // segments)
        is_few = ~self._any(tables, few, firsts)
        found = np.where(is_few, FEW, WHOLE)
        if gains is not None:
            found[is_few & ~self._any(tables, gains, firsts)] = UNBORN
        return found

    def _any(self, tables: FloatArray, rows: Sequence[int], firsts: IntArray) -> BoolArray:
        """Whether some rows of tables by tiles are not zero, shape (draws, segments, tiles)."""
        found = np.zeros((*tables.shape[:3], self.width), dtype=bool)
        for row in rows:
            found |= tables[:, :, :, row] != 0
        some = _by_segment(found, firsts, np.logical_or).astype(np.float32)
        # a matrix product goes through the numbers several at a step, which ``any`` does not
        return np.asarray(some @ np.ones(self.width, dtype=np.float32) != 0)

    def _some(self, rows: FloatArray, firsts: IntArray) -> BoolArray:
        """Whether rows have a number that is not zero, shape (draws, segments, rows, tiles).

        ``firsts`` are the instants at which segments begin.
        """
        some = _by_segment(rows != 0, firsts, np.logical_or)
        whole = some.reshape(*some.shape[:-1], self.tiles, self.width).astype(np.float32)
        # a matrix product goes through the numbers several at a step, which ``any`` does not
        return np.asarray(whole @ np.ones(self.width, dtype=np.float32) != 0)

    def live(
        self, tables: Tables, firsts: IntArray, flags: Sequence[Flag]
    ) -> tuple[IntArray, IntArray]:
        """How each sum is gone through in segments, whose instants begin at ``firsts``.

        In a tile, shape (draws or 1, segments, tiles, sums); and from where to where along all
        cohorts, shape (draws or 1, segments, sums, 2), where its tables are alike in all its cells.
        """
        some = [self._some(rows, firsts) for rows in (tables.alike, tables.drawn)]
        draws, first_drawn = len(tables.drawn), tables.alike.shape[2]
        # a sum without tables of its own is gone through everywhere
        live = np.ones((draws, len(firsts), self.tiles, len(flags)), dtype=bool)
        alike = np.zeros((draws, len(firsts), len(flags)), dtype=bool)
        for number, flag in enumerate(flags):
            rows = list(dict.fromkeys(tables.where[list(flag.rows)].tolist()))
            shared = [row for row in rows if row < first_drawn]
            own = [row - first_drawn for row in rows if row >= first_drawn]
            if rows:
                found = some[0][:, :, shared].any(axis=2) | some[1][:, :, own].any(axis=2)
                live[..., number] = found
            if flag.alike:
                alike[..., number] = _alike(tables, shared, own, firsts)
        how = np.where(live & ~alike[:, :, np.newaxis], EACH, NOTHING)
        return how, np.where(alike[..., np.newaxis], self._spans(live), 0)

    def _spans(self, live: BoolArray) -> IntArray:
        """First and last cohort of the tiles that count, shape (draws, segments, sums, 2)."""
        first, last = live.argmax(axis=2), self.tiles - live[:, :, ::-1].argmax(axis=2)
        found = np.stack([first, last], axis=-1) * self.width
        found[~live.any(axis=2)] = 0
        return found


def _alike(
    tables: Tables, shared: Sequence[int], own: Sequence[int], firsts: IntArray
) -> BoolArray:
    """Whether some rows are the same numbers throughout a segment, (draws or 1, segments)."""
    if len(shared) + len(own) < 2:
        return np.ones((1, len(firsts)), dtype=bool)
    groups = [tables.alike[:, :, shared], tables.drawn[:, :, own]]
    first = next(group[:, :, :1] for group in groups if group.shape[2])
    same = [(group == first).all(axis=(2, 3)) for group in groups]
    return _by_segment(same[0] & same[1], firsts, np.logical_and)


def _by_segment(array: BoolArray, firsts: IntArray, function: np.ufunc) -> BoolArray:
    """An array (draws, instants, …) put together by segment."""
    # ``reduceat`` along an axis that is not the last goes number by number
    parts = np.split(array, firsts[1:], axis=1)
    return np.stack([function.reduce(part, axis=1) for part in parts], axis=1)


def folded(array: FloatArray) -> FloatArray:
    """An array of shape (draws, instants, *axes) with one label of what lies in one place."""
    labels = zip(array.shape[2:-1], array.strides[2:-1], strict=True)
    own = (slice(0, 1 if size > 1 and not step else None) for size, step in labels)
    return array[(slice(None), slice(None), *own)]


def _draws(places: Places, found: Coefficients) -> int:
    # levels that stocks decide are told of a segment, and tables may be told by draw
    names = (name for name in places.starts if name in found)
    return max((found[name].shape[1] for name in names), default=1)
