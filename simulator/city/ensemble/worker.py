"""What happens in another process: it loads a scenario once and runs the chunks it is asked for."""

import multiprocessing
import os
import signal
from functools import lru_cache
from multiprocessing import resource_tracker
from pathlib import Path
from threading import Lock, Thread

from simulator.city.ensemble.drawn import Block
from simulator.city.ensemble.ensemble import Chunk, run_chunk
from simulator.city.ensemble.order import Order, made_from
from simulator.city.loading import Loaded, load
from simulator.errors import SimulatorError
from simulator.files.locations import shown
from simulator.stockflow.engine.at_once import at_most
from simulator.words.catalogue import message

_ONE = Lock()
"""A process runs one chunk at a time, however many threads ask it to: memory is for one."""


def run_here(order: Order) -> Chunk:
    """Run a chunk by every processor that this process may use.

    Raises
    ------
    SimulatorError
        Where scenario, pack or program are not those that the chunk was asked for with.
    """
    with _ONE:
        return run_chunk(Block(loaded=loaded_for(order), chance=order.chance))


def run_order(order: Order) -> Chunk:
    """Run a chunk by one processor; the others are for other workers. Raises as ``run_here``."""
    with at_most(1):
        return run_here(order)


def loaded_for(order: Order) -> Loaded:
    """The scenario of a chunk, read once for all of them. Raises as ``run_here``."""
    return _loaded(order.scenario, order.overrides, order.made_from)


@lru_cache(maxsize=2)  # an ensemble is asked for whole, then the next; one may be ending
def _loaded(scenario: str, overrides: tuple[str, ...], asked: str) -> Loaded:
    # whether its values make sense was told to whoever asks
    loaded = load(Path(scenario), overrides, force=True)
    if made_from(loaded) != asked:
        raise SimulatorError(message("executor.other_inputs", path=shown(Path(scenario))))
    return loaded


def watch_quietly() -> None:
    """Start Python's watcher of what processes share; what it tidies up after a stop is no news.

    It would speak of it on the screen, behind the last word of the command that was stopped.
    """
    if os.name != "posix":
        return
    before = os.environ.get(_WARNINGS)
    os.environ[_WARNINGS] = ",".join(filter(None, (before, _UNHEARD)))
    try:
        resource_tracker.ensure_running()
    finally:
        del os.environ[_WARNINGS]
        if before is not None:
            os.environ[_WARNINGS] = before


_WARNINGS = "PYTHONWARNINGS"
_UNHEARD = "ignore::UserWarning:multiprocessing.resource_tracker"


def begin() -> None:
    """Make a process a worker: it lives as long as the one that started it, and no longer."""
    # Ctrl-C reaches every process of a terminal; the one that started this one answers it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End at once when the parent does: nobody is left to ask, and a kill lets it say nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
