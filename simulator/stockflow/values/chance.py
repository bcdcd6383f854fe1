"""What is left to chance in a block of draws: numbers that depend on seed, name and draw alone.

Two scenarios that are drawn with one seed meet the same chance wherever they name the same thing,
so that their difference has no noise of its own, and one project more disturbs no other. Nothing
depends on how draws are cut into blocks: number *i* of a name is what a generator that counts
[1]_ gives as its *i*-th, whichever are asked for with it.

References
----------
.. [1] Salmon, Moraes, Dror and Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*,
   Proceedings of the International Conference for High Performance Computing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from simulator.stockflow.arrays import FloatArray, IntArray

POSTERIOR_ROW = "posterior row"
"""What the choice of a kept row goes by, where it is itself left to chance."""
_IN_A_STEP = 4
"""Numbers that the generator gives for one step of its counter."""
_HALF = 2.0**-54
"""Half the distance between two uniform numbers: none of them is zero or one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chance:
    """Draws ``first`` to ``first + draws`` of a seed; with no draws nothing is left to chance."""

    seed: int = 0
    first: int = 0
    draws: int = 0

    @property
    def is_drawn(self) -> bool:
        """Whether anything is left to chance."""
        return self.draws > 0

    def uniform(self, *names: str) -> FloatArray:
        """A number between 0 and 1 for every draw, shape (draws,), of what is named.

        Raises ``ValueError`` where nothing is left to chance: there is no expected uniform number
        that would do for whatever is made of it.
        """
        return np.asarray(self.uniforms((names,))[0])

    def uniforms(self, every: Sequence[tuple[str, ...]]) -> FloatArray:
        """As ``uniform``, of many names: shape (names, draws).

        Raises ``ValueError`` where nothing is left to chance.
        """
        if not self.is_drawn:
            raise ValueError(*every)
        # to make a generator takes longer than all it is asked for: one is set to name after name
        generator = np.random.Philox(key=0)
        numbers, state = np.random.Generator(generator), generator.state
        steps, skipped = divmod(self.first, _IN_A_STEP)
        state["state"]["counter"] = np.array((steps, 0, 0, 0), dtype=np.uint64)
        found = np.empty((len(every), self.draws))
        for row, names in enumerate(every):
            state["state"]["key"] = _key(self.seed_of(names), names)
            generator.state = state
            found[row] = numbers.random(skipped + self.draws)[skipped:]
        return found + _HALF

    def seed_of(self, names: tuple[str, ...]) -> int:
        """The seed that decides what is named."""
        return self.seed

    def normal(self, *names: str) -> FloatArray:
        """A standard normal number for every draw, shape (draws,); zero, (1,), if none is drawn."""
        return np.asarray(self.normals((names,))[0])

    def normals(self, every: Sequence[tuple[str, ...]]) -> FloatArray:
        """As ``normal``, of many names: shape (names, draws or 1)."""
        if not self.is_drawn:
            return np.zeros((len(every), 1))
        from scipy.special import ndtri

        # through the inverse, one uniform number each: what rejects takes a number more or fewer
        return np.asarray(ndtri(self.uniforms(every)))

    def rows(self, number: int) -> IntArray:
        """Which of so many kept rows each draw takes, shape (draws,): in order, and again."""
        return np.arange(self.first, self.first + self.draws) % number


EXPECTED = Chance()
"""Nothing is left to chance: what is expected."""


def _key(seed: int, names: tuple[str, ...]) -> npt.NDArray[np.uint64]:
    """A key of 128 bits; parts are told apart, so that ("a", "bc") is not ("ab", "c")."""
    text = "\x1f".join((str(seed), *names))
    digest = blake2b(text.encode(), digest_size=16).digest()
    return np.frombuffer(digest, dtype="<u8").astype(np.uint64)
