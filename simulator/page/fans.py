"""How sure a curve is: draws of a state, run a few at a time beside the page.

Draws are named by seed and number alone (common random numbers), so those of two states differ by
what the states differ in. They are run by a process of their own, behind everything else on the
machine; whoever asks is told what is there so far.
"""

import multiprocessing
import os
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np

from simulator.city.ensemble.drawn import Block, drawn_outcome
from simulator.city.ensemble.order import Order, orders_of
from simulator.city.ensemble.worker import begin, loaded_for
from simulator.city.ground.outcome import shown_span
from simulator.city.services.series import SMALLEST, service_series
from simulator.page.engine import Ran
from simulator.page.state import State
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.at_once import at_most

DRAWS, TOGETHER = 100, 10
"""Draws of a state, and how many are run at once."""

_KEPT = 6
"""States whose draws are kept."""

Drawn = Mapping[str, tuple[FloatArray, FloatArray]]
"""Demand and gap of some draws by service, shape (draws, place, time)."""


def draw(order: Order) -> Drawn:
    """Demand and gap of the draws that are asked for; in a process of its own."""
    with at_most(1):
        outcome = drawn_outcome(Block(loaded=loaded_for(order), chance=order.chance))
        span, found = shown_span(outcome), dict[str, list[tuple[FloatArray, FloatArray]]]()
        for number in range(outcome.scenario.draws):
            for series in service_series(outcome, number):
                own = series.between(*span)
                found.setdefault(series.service.name, []).append((own.demand, own.gap))
    return {
        name: (np.stack([one[0] for one in each]), np.stack([one[1] for one in each]))
        for name, each in found.items()
    }


def stand_behind() -> None:
    """Make a process a worker that lets everything else on the machine go first."""
    begin()
    if hasattr(os, "nice"):
        os.nice(15)


@dataclass(kw_only=True)
class Fans:
    """The draws of the state that was asked for last, and of some before it."""

    asked: State | None = None
    waiting: list[Future[Drawn]] = field(default_factory=list)
    kept: OrderedDict[State, list[Drawn]] = field(default_factory=OrderedDict)
    pool: ProcessPoolExecutor | None = field(default=None, repr=False)

    def of(self, ran: Ran) -> Sequence[Drawn]:
        """What there is of the draws of a run; those that are missing are asked for."""
        if ran.state != self.asked:
            self._ask(ran)
        self._take_in(ran.state)
        return self.kept[ran.state]

    def fan(self, ran: Ran, service: str, place: str) -> Mapping[str, Any]:
        """Low and high of demand (10 and 90 %) and the share of draws that are short, by reading.

        Raises ``SimulatorError`` where the draws can't be run.
        """
        drawn = self.of(ran)
        done = sum(len(next(iter(each.values()))[0]) for each in drawn)
        found: dict[str, Any] = {"draws": done, "of": DRAWS}
        if not drawn:
            return found
        row = list(ran.loaded.pack.catchments(service)).index(place)
        demand, gap = (
            np.concatenate([each[service][which][:, row] for each in drawn]) for which in (0, 1)
        )
        low, high = np.quantile(demand, (0.1, 0.9), axis=0)
        short = np.where(np.isfinite(gap).all(axis=0), (gap > SMALLEST).mean(axis=0), np.nan)
        return {**found, "low": _told(low, 1), "high": _told(high, 1), "short": _told(short, 3)}

    def _ask(self, ran: Ran) -> None:
        for future in self.waiting:
            future.cancel()
        self.asked, self.waiting = ran.state, []
        self.kept.setdefault(ran.state, [])
        self.kept.move_to_end(ran.state)
        while len(self.kept) > _KEPT:
            self.kept.popitem(last=False)
        seed = int(str(ran.loaded.file.values["model.seed"]))
        orders = list(orders_of(ran.loaded, DRAWS, seed, TOGETHER))
        for order in orders[len(self.kept[ran.state]) :]:
            self.waiting.append(self._pool().submit(draw, order))

    def _take_in(self, state: State) -> None:
        """Keep what is done, in order: a quantile of the first draws is that of no others."""
        while self.waiting and self.waiting[0].done():
            future = self.waiting.pop(0)
            try:
                self.kept[state].append(future.result())
            except BrokenProcessPool:  # somebody has ended it: asked again, it begins anew
                self.asked, self.waiting, self.pool = None, [], None

    def _pool(self) -> ProcessPoolExecutor:
        if self.pool is None:
            context = multiprocessing.get_context("spawn")
            self.pool = ProcessPoolExecutor(1, mp_context=context, initializer=stand_behind)
        return self.pool


def _told(values: FloatArray, digits: int) -> list[float | None]:
    return [round(value, digits) if isfinite(value) else None for value in values.tolist()]
