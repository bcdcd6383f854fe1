"""How many places by when: the fewest that leave nobody unplaced but with a stated risk.

In a draw d of an ensemble, X places more leave nobody unplaced at a reading t where

    demand_d(t) − (places_d(t) + X) × limit ÷ standard ≤ ½

so that the places that draw lacks are

    L_d(t) = max((demand_d(t) − ½) × standard ÷ limit − places_d(t), 0)

What is built stays, so that X never falls from one September to the next, and it comes in whole
schools. *Each year*: at every September by itself the share of draws with L_d(t) > X(t) is at most
the risk. *Any year*: so is the share of draws that lack places in any September. *Place-years*: of
the place-years unplaced without more places at most that share is left, in expectation. Where
nobody responds to a gap this is exact: places that are added change no demand.

Beds have no class to stretch: there nobody is short where there are beds by the norm.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

import numpy as np

from simulator.city.ensemble.quantiles import Likelihood, likelihood
from simulator.city.ensemble.whole_schools import places_in, whole_schools
from simulator.city.services.series import SMALLEST
from simulator.stockflow.arrays import FloatArray

Criterion = Literal["each-year", "any-year", "place-years"]
CRITERIA: tuple[Criterion, ...] = ("each-year", "any-year", "place-years")

_NEARLY = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Draws:
    """Demand and places of a service in a place, shape (draws, time), and the instants.

    ``stretch`` is limit ÷ standard class size in every draw, shape (draws or 1,).
    """

    years: FloatArray
    demand: FloatArray
    places: FloatArray
    stretch: FloatArray

    @property
    def lacking(self) -> FloatArray:
        """Places that each draw lacks at each reading, L, shape (draws, time)."""
        wanted = (self.demand - SMALLEST) / self.stretch[:, np.newaxis]
        return np.asarray(np.maximum(wanted - self.places, 0.0))

    def unplaced(self, added: FloatArray) -> FloatArray:
        """Those left over with places added at each reading, shape (draws, time)."""
        room = (self.places + added) * self.stretch[:, np.newaxis]
        return np.asarray(np.maximum(self.demand - room, 0.0))


@dataclass(frozen=True, kw_only=True, slots=True)
class Need:
    """What is needed in a place, at each reading.

    ``places`` are the fewest that will do, ``schools`` how many of each size are there by then, and
    ``built`` their places, all shape (time,) but ``schools`` (time, sizes). ``chance`` is that of
    somebody unplaced with them, ``before`` that without.
    """

    years: FloatArray
    places: FloatArray
    schools: tuple[tuple[int, ...], ...]
    built: FloatArray
    chance: Likelihood
    before: Likelihood


def need_of(draws: Draws, risk: float, criterion: Criterion, sizes: Sequence[float] = ()) -> Need:
    """The fewest places that will do, in whole schools where ``sizes`` are stated.

    Parameters
    ----------
    risk
        Of what the criterion says, above 0 and below 1.
    """
    fewest = np.maximum.accumulate(_FEWEST[criterion](draws, risk))
    schools = _schools(fewest, sizes)
    built = np.array([places_in(each, sizes) for each in schools]) if sizes else np.ceil(fewest)
    known = np.full(len(draws.years), fill_value=True)
    return Need(
        years=draws.years,
        places=fewest,
        schools=schools,
        built=built,
        chance=likelihood(draws.lacking > built + _NEARLY, known),
        before=likelihood(draws.lacking > _NEARLY, known),
    )


def _each_year(draws: Draws, risk: float) -> FloatArray:
    return _exceeded_by(draws.lacking, risk)


def _any_year(draws: Draws, risk: float) -> FloatArray:
    """The same number from the first reading on at which somebody may be unplaced."""
    lacking = draws.lacking
    worst = lacking.max(axis=1)
    number = float(_exceeded_by(worst[:, np.newaxis], risk)[0])
    # those that ask for more are the risk; nobody else is to lack anything in any year
    others = lacking[worst <= number].max(axis=0) > 0
    first = int(np.argmax(others)) if others.any() else len(draws.years)
    return np.where(np.arange(len(draws.years)) >= first, number, 0.0)


def _place_years(draws: Draws, risk: float) -> FloatArray:
    """Found by halving: what is left falls as places are added, and jumps nowhere."""
    lacking = draws.lacking
    if not (lacking > 0).any():
        return np.zeros(len(draws.years))
    first = int(np.argmax(lacking.max(axis=0) > 0))
    there = np.arange(len(draws.years)) >= first
    allowed = risk * draws.unplaced(np.zeros(1)).sum()
    low, high = 0.0, float(lacking.max())
    while high - low > SMALLEST:
        middle = (low + high) / 2
        left = draws.unplaced(np.where(there, middle, 0.0)).sum()
        low, high = (low, middle) if left <= allowed else (middle, high)
    return np.where(there, high, 0.0)


_FEWEST: Mapping[Criterion, Callable[[Draws, float], FloatArray]] = {
    "each-year": _each_year,
    "any-year": _any_year,
    "place-years": _place_years,
}


def _exceeded_by(numbers: FloatArray, risk: float) -> FloatArray:
    """The smallest of the numbers of each column that at most a share of the draws exceed."""
    draws = len(numbers)
    place = max(ceil((1 - risk) * draws - _NEARLY) - 1, 0)
    return np.asarray(np.sort(numbers, axis=0)[place])


def _schools(fewest: FloatArray, sizes: Sequence[float]) -> tuple[tuple[int, ...], ...]:
    """Schools of each size by every reading: what stands stays, what lacks is added to it."""
    found: list[tuple[int, ...]] = []
    there = (0,) * len(sizes)
    for places in fewest:
        more = whole_schools(float(places) - places_in(there, sizes), sizes)
        there = tuple(one + other for one, other in zip(there, more, strict=True))
        found.append(there)
    return tuple(found)


LONGEST_TEMPORARY = 5
"""Septembers for which what is needed no longer may be put up for a time."""
LATER = 10.0
"""Years after which a school that stands half empty could have become something else."""
EMPTY = 1.25
HALF = 0.5

Standing = Literal["temporary", "convertible", "permanent", "beyond"]


def standing_of(draws: Draws, need: Need, risk: float) -> Standing:
    """What kind of building the need asks for.

    Temporary where it is needed in at most five Septembers, the last of the run not among them;
    convertible where it is more likely than not that ten years on less than 80 % of the places are
    used; permanent where that is less likely; *beyond* where the run ends before that.
    """
    wanted = _exceeded_by(draws.lacking, risk) > 0
    if not wanted[-1] and wanted.sum() <= LONGEST_TEMPORARY:
        return "temporary"
    later = np.flatnonzero(draws.years >= draws.years[int(np.argmax(wanted))] + LATER - _NEARLY)
    if not later.size:
        return "beyond"
    row = int(later[0])
    places = draws.places[:, row] + need.built[row]
    share = float((places > EMPTY * draws.demand[:, row]).mean())
    return "convertible" if share > HALF else "permanent"
