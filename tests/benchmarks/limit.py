"""What bare steps cost in C (``bare_steps.c``): the limit that a run of the city is held against.

Compiled where it is measured, by the machine's own compiler; where there is none, nothing is said.
"""

import ctypes
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

PIECE = 336
"""Numbers that ``bare_steps.c`` takes together; it takes whole pieces."""

CITY = (27_888, 41)
"""People of the city by cell, and the segments of 2011–2020 that they are taken through."""

SOURCE = Path(__file__).with_name("bare_steps.c")
FLAGS = ("-O3", "-march=native", "-ffast-math", "-shared", "-fPIC")


def bare_seconds(numbers: int, steps: int, times: int = 20) -> float | None:
    """CPU seconds in which so many numbers go through so many steps; none without a compiler.

    The numbers decay at one to ten per cent a year, a third of a year to a step: what comes out is
    held against the exact solution first.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "bare_steps.so"
        command = [compiler, *FLAGS, "-o", str(library), str(SOURCE), "-lm"]
        subprocess.run(command, check=True)
        walk = ctypes.CDLL(str(library)).bare_steps
        walk.restype = ctypes.c_double
        numbers = -(-numbers // PIECE) * PIECE
        rate, step = np.linspace(0.01, 0.1, numbers), 1 / 3
        found = []
        for _ in range(times):
            held = np.full(numbers, 100.0)
            start = time.process_time()
            walk(
                held.ctypes.data_as(ctypes.c_void_p),
                rate.ctypes.data_as(ctypes.c_void_p),
                ctypes.c_int(numbers),
                ctypes.c_int(steps),
                ctypes.c_double(step),
            )
            found.append(time.process_time() - start)
            np.testing.assert_allclose(held, 100.0 * np.exp(-rate * step * steps), rtol=1e-9)
    return min(found)
