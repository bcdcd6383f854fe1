"""What stands beside the death rates of a life table: years lived by those who die, and its end."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.demography.published import within_reach
from simulator.demography.tables_by_age import Finding, Last, Stated
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message


@dataclass(frozen=True, kw_only=True)
class YearsLived:
    """What ``MortalityPaths`` takes beside ``mx``: ``a0`` or ``ax``, and ``open_expectancy``."""

    mx: Stated
    a0: FloatArray | None
    ax: FloatArray | None
    open_expectancy: FloatArray | None

    def findings(self, *, rates_are_sound: bool) -> Iterator[Finding]:
        """Everything wrong with them; what can be reached is asked of sound death rates alone."""
        yield from (("a0", text) for text in self._of_infants())
        found = [*self._of_every_age()]
        if rates_are_sound and not found:
            found += self._out_of_reach()
        yield from (("ax", text) for text in found)
        yield from (("open_expectancy", text) for text in self._of_the_open_age())

    def _of_infants(self) -> Iterator[str]:
        if self.a0 is not None:
            yield from self._at_most_one(self._stated(self.a0, "none"), "array.infants_live")

    def _of_every_age(self) -> Iterator[str]:
        if self.ax is not None:
            yield from self._at_most_one(self._stated(self.ax, "closed"), "array.dying_live")

    def _of_the_open_age(self) -> Iterator[str]:
        if self.open_expectancy is None:
            return
        stated = self._stated(self.open_expectancy, "none")
        found = [*stated.faults()]
        yield from found
        never = self.open_expectancy == 0
        if not found and never.any():
            yield stated.cell("array.no_expectancy", never)

    def _out_of_reach(self) -> Iterator[str]:
        """Years lived that no two hazards within the year of age can give."""
        if self.ax is None:
            return
        rates, lived = np.broadcast_arrays(self.mx.array[..., :-1], self.ax)
        wrong = ~within_reach(rates, lived)
        if len(self.ax) == 1:
            wrong = np.asarray(wrong.any(axis=0, keepdims=True))
        if wrong.any():
            yield self._stated(self.ax, "closed").cell("array.out_of_reach", wrong)

    def _stated(self, array: FloatArray, last: Last) -> Stated:
        return Stated(
            array=array,
            years=self.mx.years,
            leading=self.mx.leading,
            last=last,
            size=self.mx.size - 1,
            draws=len(self.mx.array) if self.mx.array.ndim else 1,
        )

    @staticmethod
    def _at_most_one(stated: Stated, key: str) -> Iterator[str]:
        found = [*stated.faults()]
        yield from found
        if not found and (stated.array > 1).any():
            yield stated.cell(key, stated.array > 1)


def refuse_both(a0: FloatArray | None, ax: FloatArray | None, *, one: bool) -> Iterator[Finding]:
    """Both are given; or, where ``one`` is needed, none."""
    if (a0 is not None and ax is not None) or (one and a0 is None and ax is None):
        yield "a0, ax", message("array.one_of_two")
