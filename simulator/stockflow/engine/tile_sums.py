"""Texts of sums over the stages of a step and over the cells of a column, written out in full.

Every number is read once and nothing is written twice; the numbers of a column lie as in
``tile_walk.py``. Nothing here is run as Python but what writes.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np


def write_stage_sums(method: Any) -> list[str]:  # noqa: ANN401 - a solver of SciPy's has no type
    """Texts of ``combine`` and ``held_against`` for a method: SciPy's name for its coefficients.

    ``combine(w, dw, step, weights, row, number, o)`` puts y + step · Σ weights[row] · k over the
    first stages at ``o``; ``held_against`` gives the sum of squares of step · Σ weights · k over
    the tolerance of every number. Stages that have no weight are left out.
    """
    stages = method.B.size
    # up to the last stage a row of A, then B, then the weights at an instant within the step
    weights = [*(method.A[n, :n] for n in range(1, stages)), method.B, np.abs(method.P).sum(axis=1)]
    texts = [_combine(number, _some(each)) for number, each in enumerate(weights, 1)]
    choice = "\n".join(
        f"    if number == {n}:\n        combine_{n}(w, dw, step, weights, row, o)"
        for n in range(1, stages + 2)
    )
    texts.append(f"def combine(w, dw, step, weights, row, number, o):\n{choice}")
    texts.append(_held_against(_some(method.E)))
    return texts


def _some(weights: Iterable[float]) -> list[int]:
    """Stages that have a weight."""
    return [number for number, weight in enumerate(weights) if weight != 0]


def _combine(number: int, some: list[int]) -> str:
    weights = "\n".join(f"    a{n} = step * weights[row, {n}]" for n in some)
    places = "\n".join(f"    k{n} = np.uintp({n} * ROW)" for n in some)
    whole = " + ".join(f"a{n} * dw[k{n} + i]" for n in some)
    return f"""
def combine_{number}(w, dw, step, weights, row, o):
{weights}
{places}
    for i in range(np.uintp(ROW)):
        w[o + i] = w[i] + ({whole})
"""


def _held_against(some: list[int]) -> str:
    weights = "\n".join(f"    e{n} = step * e[0, {n}]" for n in some)
    places = "\n".join(f"    k{n} = np.uintp({n} * ROW)" for n in some)
    whole = " + ".join(f"e{n} * dw[k{n} + i]" for n in some)
    return f"""
def held_against(w, dw, step, e, relative, allowed):
{weights}
    total, last = 0.0, np.uintp(ROW)
{places}
    for i in range(np.uintp(ROW)):
        scaled = ({whole}) / (allowed[i] + relative * max(abs(w[i]), abs(w[last + i])))
        total += scaled * scaled
    return total
"""


def write_summary(groups: Sequence[Sequence[int]]) -> str:
    """Text of ``summarise``, which puts a tile to what is known of the stocks of a draw at the end.

    ``groups`` are cells of one stock and one watched cell: they are added up together. What lies
    below zero is half of what sizes have beyond the numbers: nothing where none does. Numbers that
    are not negative are in the order of their bits, and whole numbers are compared several at a
    step; NaN lies above all.
    """
    lines = ["def summarise(w, bits, stock, watched, b, draw, lowest, highest, held):"]
    for group in groups:
        places = [f"c_{cell} + i" for cell in group]
        lines += [f"    c_{cell} = np.uintp(ROW + {cell} * WIDTH)" for cell in group]
        lines += [
            "    whole, size, most = 0.0, 0.0, np.int64(0)",
            "    for i in range(np.uintp(WIDTH)):",
            f"        whole += {' + '.join(f'w[{place}]' for place in places)}",
            f"        size += {' + '.join(f'abs(w[{place}])' for place in places)}",
            "    for i in range(np.uintp(WIDTH)):",
            *(f"        most = max(most, bits[{place}])" for place in places),
            f"    number = stock[{group[0]}]",
            "    lowest[draw, number] -= 0.5 * (size - whole)",
            "    highest[draw, number] = max(highest[draw, number], most)",
            f"    held[draw, watched[b, {group[0]}]] += whole",
        ]
    return "\n".join([*lines, "    return"])
