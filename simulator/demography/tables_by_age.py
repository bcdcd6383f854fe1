"""What a table by calendar year and single age has to be, and its faults.

Years are consecutive; the columns are the completed ages 0, 1, … in single years, and the last is
open. A table that begins later or is closed at its end is not read as if it did: whose rate would
be that of a newborn, and whose that of the oldest?
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from simulator.demography.life_table import SEXES
from simulator.errors import DataError, Fault
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import Pair, message, pair

HIGHEST_DEATH_RATE = 3.0
"""Nobody has seen a death rate above this in a whole year of age (per year); 19 in 20 would die."""

_ROUNDING = 1e-9

Finding = tuple[str, str]
"""Which part of a table is wrong (nothing: the table itself), and what is wrong with it."""

Last = Literal["ages", "closed", "intervals", "none"]
"""What the last axis of a table counts: ages, ages without the open one, openings gone by since
birth, or there is none."""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """An array and how it is meant to be laid out: (draws or 1, years, *leading axes, last).

    ``size`` is the length of the last axis, ``draws`` the draws that it may have beside one.
    """

    array: FloatArray
    years: tuple[int, ...]
    leading: tuple[str, ...]
    last: Last = "ages"
    size: int = 0
    draws: int | None = None

    def faults(self) -> Iterator[str]:
        """Everything wrong with the layout, or else with the numbers; one message each."""
        found = [*self._layout()]
        yield from found or self._numbers()

    def _layout(self) -> Iterator[str]:
        axes: list[Pair | str] = [pair("array.axis.draws"), pair("array.axis.years")]
        axes += self.leading
        axes += [pair(f"array.axis.{self.last}")] if self.last != "none" else []
        shape = self.array.shape
        if len(shape) != len(axes):
            yield message(
                "array.dimensions",
                shape=str(shape),
                number=len(axes),
                axes=together(axes),
                found=len(shape),
            )
            return
        if not shape[0] or (self.draws is not None and shape[0] not in {1, self.draws}):
            right = "1" if self.draws in {None, 1} else f"1, {self.draws}"
            yield message("array.draws", found=shape[0], right=right)
        if shape[1] != len(self.years):
            yield message(
                "array.rows",
                found=shape[1],
                years=len(self.years),
                first=self.years[0],
                last=self.years[-1],
            )
        if self.last != "none" and shape[-1] != self.size:
            yield message(
                f"array.{self.last}", found=shape[-1], right=self.size, open=self.size - 1
            )

    def _numbers(self) -> Iterator[str]:
        array = self.array
        for key, wrong in (("hole", ~np.isfinite(array)), ("negative", array < 0)):
            if wrong.any():
                yield self.cell(f"array.{key}", wrong)

    def cell(self, key: str, wrong: npt.NDArray[np.bool_], **more: object) -> str:
        """A message about the first of some cells, and how many there are."""
        first = tuple(int(place) for place in np.argwhere(wrong)[0])
        found = f"{float(self.array[first]):g}"
        return message(key, place=self.place(first), found=found, cells=int(wrong.sum()), **more)

    def place(self, cell: tuple[int, ...]) -> Pair:
        """A cell by its year, labels and age; by its draw too where there are several."""
        parts: list[Pair | str] = []
        if len(self.array) > 1:
            parts.append(pair("array.at.draw", number=cell[0] + 1))
        parts.append(str(self.years[cell[1]]))
        for axis, place in zip(self.leading, cell[2:], strict=False):
            parts.append(label(axis, place, self.array.shape[2 + self.leading.index(axis)]))
        if self.last in ("ages", "closed"):
            is_open = self.last == "ages" and cell[-1] == self.size - 1
            parts.append(pair("array.at.open_age" if is_open else "array.at.age", age=cell[-1]))
        elif self.last == "intervals":
            parts.append(pair("array.at.interval", number=cell[-1]))
        return together(parts)


def label(axis: str, place: int, size: int) -> Pair | str:
    """A label of a leading axis: sexes by name, in their order here; of any other the place."""
    if axis == "sex" and size == len(SEXES):
        return pair(f"array.at.{SEXES[place]}")
    return pair("array.at.label", axis=axis, number=place + 1, size=size)


def together(parts: Iterable[Pair | str]) -> Pair:
    """Words one after another in either language."""
    both = [part if isinstance(part, tuple) else (part, part) for part in parts]
    return "，".join(chinese for chinese, _ in both), ", ".join(english for _, english in both)


def year_faults(years: tuple[int, ...]) -> Iterator[str]:
    """Calendar years are whole numbers, in order, none missing and none twice."""
    if not years:
        yield message("array.no_years")
        return
    broken = [year for year in years if not float(year).is_integer()]
    if broken:
        yield message("array.broken_year", year=", ".join(f"{year:g}" for year in broken))
        return
    for before, after in pairwise(years):
        if after == before:
            yield message("array.year_twice", year=after)
        elif after < before:
            yield message("array.year_order", before=before, after=after)
        elif after > before + 1:
            missing = f"{before + 1}" if after == before + 2 else f"{before + 1}–{after - 1}"
            yield message("array.year_missing", missing=missing, before=before, after=after)


def beyond_faults(before: str, after: str) -> Iterator[str]:
    """What holds outside the years is said in one of two words."""
    for side, said in (("before", before), ("after", after)):
        if said not in {"hold", "error"}:
            yield message("array.beyond_word", side=side, said=said)


def sum_faults(stated: Stated) -> Iterator[str]:
    """Shares add to one over ages and leading axes, in every year of every draw."""
    sums = stated.array.sum(axis=tuple(range(2, stated.array.ndim)))
    wrong = np.abs(sums - 1) > _ROUNDING
    if wrong.any():
        of_years = Stated(array=sums, years=stated.years, leading=(), last="none")
        yield of_years.cell("array.not_whole", wrong)


def mortality_faults(rates: Stated) -> Iterator[str]:
    """Central death rates are per person, and the oldest die too."""
    high = rates.array > HIGHEST_DEATH_RATE
    if high.any():
        yield rates.cell("array.per_thousand", high, most=HIGHEST_DEATH_RATE)
    immortal = np.zeros(rates.array.shape, dtype=np.bool_)
    immortal[..., -1] = (rates.array[..., -1] == 0) & rates.array.any(axis=-1)
    if immortal.any():
        yield rates.cell("array.never_die", immortal)


def count_faults(counts: FloatArray, shape: tuple[int, int], least: float) -> Iterator[str]:
    """Counts of one instant, by sex and age: their shape, and numbers of at least so much."""
    if counts.shape != shape:
        yield message("array.counts", shape=str(counts.shape), right=str(shape))
        return
    holes = ~np.isfinite(counts)
    for key, wrong in (("count_hole", holes), ("negative", ~holes & (counts < least))):
        if wrong.any():
            sex, age = (int(place) for place in np.argwhere(wrong)[0])
            at = pair("array.at.open_age" if age == shape[1] - 1 else "array.at.age", age=age)
            place = together([label("sex", sex, shape[0]), at])
            found = f"{float(counts[sex, age]):g}"
            yield message(f"array.{key}", place=place, found=found, cells=int(wrong.sum()))


def refuse(name: str, findings: Iterable[Finding]) -> None:
    """Raise ``DataError`` with everything that is wrong with a table, one fault to a line."""
    faults = [Fault(path=name, line=None, key=part, message=text) for part, text in findings]
    if faults:
        raise DataError(faults)
