"""A bar that says how far a fit has come, on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from simulator.words.catalogue import say

_STEPS = ("compile", "start", "slope", "sample")


@contextmanager
def telling(name: str) -> Iterator[Callable[[str], None]]:
    """Something to call with every evaluation, slope and round of a fit."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)
        done = dict.fromkeys(_STEPS, 0)

        def tell(step: str) -> None:
            done[step] += 1
            bar.update(task, description=f"{name}: {say(f'fit.step_{step}', 'both')} {done[step]}")

        yield tell
