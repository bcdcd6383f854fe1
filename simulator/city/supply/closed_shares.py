"""Closures of a run: numbers of places as stated, in draws as shares of what is open.

How many places are open on a day differs by draw, and a number could be more than one of them has.
In draws a number N is therefore the share of what is open that it is in the expected course of
supply, O,

    N ÷ O

by timetable. No draw closes more than it has, and as what is open is O in the mean of draws, so
what closes is N in their mean: the expected curve remains the mean of the draws.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from simulator.city.axes import TIMETABLE
from simulator.city.ground.choices import Choices
from simulator.city.supply.closures import closure_occasions
from simulator.city.supply.open_stock import open_if_nothing_closed
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.scenario import Occasion

Occasions = dict[str, tuple[Occasion, ...]]

_NAMES: Mapping[str, tuple[str, str, str]] = {
    "conversions": ("converting_share", "converting_places", "nothing_converts"),
    "closures": ("closing_share", "closing_places", "nothing_closes"),
}
"""Share, number and guard of each transfer, in the order in which they act on a day."""


def closures_of_run(choices: Choices, start: float, stop: float) -> Occasions:
    """Closures and conversions by transfer, as a run carries them out; raises as they do."""
    found = closure_occasions(choices, start, stop)
    if not choices.chance.is_drawn or not any(map(_is_numbered, in_order(found))):
        return found
    return choices.once(_in_shares)


def _in_shares(choices: Choices) -> Occasions:
    """The closures of the whole run, every number as a share of what is expected to be open."""
    span = choices.date("model.start"), choices.date("model.stop")
    occasions = closure_occasions(choices, *span)
    there = open_if_nothing_closed(choices, span)
    change = np.zeros(next(iter(there.values())).shape)
    found: dict[str, list[Occasion]] = {transfer: [] for transfer in _NAMES}
    for transfer, occasion in in_order(occasions):
        left = there[occasion.year] + change
        share = _share(transfer, occasion, left)
        taken = share * left
        change -= taken
        if "conversion" in occasion.values:
            change += np.einsum("tsd,sk->tkd", taken, occasion.values["conversion"][0])
        found[transfer].append(_with_share(transfer, occasion, share))
    return {transfer: tuple(each) for transfer, each in found.items()}


def in_order(occasions: Occasions) -> Iterator[tuple[str, Occasion]]:
    """Transfer and occasion as they act: by day, conversions first, then as the file has them."""
    every = ((transfer, each) for transfer in _NAMES for each in occasions[transfer])
    return iter(sorted(every, key=lambda one: one[1].year))  # the sort leaves equal days in order


def share_of(transfer: str, occasion: Occasion) -> FloatArray:
    """The share that is stated, (timetable, service, district)."""
    share = occasion.values[_NAMES[transfer][0]][0]
    return np.broadcast_to(share, (len(TIMETABLE), *share.shape[-2:]))


def _is_numbered(one: tuple[str, Occasion]) -> bool:
    transfer, occasion = one
    return bool(occasion.values[_NAMES[transfer][1]].any())


def _share(transfer: str, occasion: Occasion, there: FloatArray) -> FloatArray:
    """What is taken of what is there, as the equation has it: (timetable, service, district)."""
    places = np.broadcast_to(occasion.values[_NAMES[transfer][1]][0], there.shape)
    part = np.divide(places, there, out=np.zeros(there.shape), where=(places > 0) & (there > 0))
    return np.asarray(share_of(transfer, occasion) + part)


def _with_share(transfer: str, occasion: Occasion, share: FloatArray) -> Occasion:
    """The same occasion with a share and no number."""
    names = _NAMES[transfer]
    shape = occasion.values[names[1]].shape
    stated = dict(zip(names, (share[np.newaxis], np.zeros(shape), np.ones(shape)), strict=True))
    return replace(occasion, values={**occasion.values, **stated})
