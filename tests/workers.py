"""What workers do in tests, where another process has to find it by name."""

import os
import signal
from pathlib import Path

import numpy as np

from simulator.city.ensemble.ensemble import Chunk
from simulator.city.ensemble.order import Order
from simulator.stockflow.values.chance import Chance


def orders(mark: Path, number: int) -> list[Order]:
    """Orders of one draw each; what is asked for as a scenario is a file that marks a death."""
    return [
        Order(
            scenario=str(mark),
            overrides=(),
            made_from="",
            chance=Chance(seed=1, first=each, draws=1),
        )
        for each in range(number)
    ]


def dies_once(order: Order) -> Chunk:
    """The first chunk of all is the end of its worker; after that everything goes well."""
    try:
        Path(order.scenario).open("x").close()
    except FileExistsError:
        return Chunk(first=order.chance.first, numbers={"t": {"c": np.zeros((1, 1))}})
    return always_dies(order)


def always_dies(order: Order) -> Chunk:
    """Ends its worker without a word, as a system does that has no memory left."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(order)
