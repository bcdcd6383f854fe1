"""Texts for a compiler, run as Python."""

from contextlib import contextmanager
from types import SimpleNamespace

import numpy as np

from simulator.stockflow.engine import compiled, tiles


@contextmanager
def without_compiler():
    """Run the text of both walks as Python: the same numbers, without minutes of compiling."""

    def run(functions):
        space = {"np": np, **dict.fromkeys(("fast", "exact", "kept"), lambda function: function)}
        exec(functions, space)  # noqa: S102 - text of our own making
        walk = space["walk"]

        def quiet(*given):
            with np.errstate(all="ignore"):  # a compiler gives no warnings either
                walk(*given)

        return SimpleNamespace(walk=quiet)

    kept = ((tiles, tiles.tile_walk_of), (compiled, compiled.compiled_walk))
    held = compiled.imported
    for module, walk in kept:
        module.imported = run
        walk.cache_clear()
    try:
        yield
    finally:
        for module, walk in kept:
            module.imported = held
            walk.cache_clear()
