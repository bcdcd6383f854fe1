"""Equal Runge–Kutta steps of some draws, in plain loops: compiled together with ``rates``.

The compiler is given text (``compiled.py``): the generated ``rates``, the sums over the stages of a
step (``write_stage_sums``), and the source of ``mix`` and ``walk`` themselves. Nothing here is run
as Python.
"""

# ruff: noqa: ANN001, ANN201, F821, PLR0913, PLR0917
# mypy: disable-error-code="no-untyped-def,name-defined,no-untyped-call"

import numpy as np


def walk(start, steps, step, tableau, tolerances, coefficients, where, inside, states, errors):
    """Take every draw through the same number of equal steps.

    Parameters
    ----------
    start
        States, shape (draws, n).
    steps, step
        Number of steps, and their length in years.
    tableau
        ``A`` (stages, stages), ``B`` (stages,), ``E`` (stages + 1,) of an explicit method whose
        last stage is the first of the next step.
    tolerances
        Relative, a number; absolute, shape (draws, n).
    coefficients
        Constant ones, alike for all draws (m,) and of each draw (draws, m); those
        that vary alike, at each stage of each step (instants, m); and those of each draw at their
        nodes (nodes, draws, m), with the weights of the nodes at each stage (instants, nodes).
    where
        ``q``, ``cut``, ``place``, ``newest``, ``n_moving`` as ``rates`` takes them.
    inside
        For every instant inside: its step, shape (times,), and the weights of the stages, shape
        (times, stages + 1).
    states, errors
        Filled: states at the instants inside and at the end, shape (times + 1, draws, n); the
        largest root mean square of error over tolerance of each draw, shape (draws,).
    """
    constant, constant_drawn, varying, own, own_weights = coefficients
    q, cut, place, newest, n_moving = where
    a, b, e = tableau
    relative, absolute = tolerances
    inside_step, inside_weights = inside
    stages, n = b.size, start.shape[1]
    # where those of each draw end, those that vary alike, and those of each draw that vary
    first = constant.size
    second = first + constant_drawn.shape[1]
    third = second + varying.shape[1]
    c = np.empty(third + own.shape[2])
    k = np.empty((stages + 1, n))
    y, trial = np.empty(n), np.empty(n)
    # one draw through all its steps before the next: its stages stay in the cache
    for draw in range(start.shape[0]):
        copy(constant, c[:first])
        copy(constant_drawn[draw], c[first:second])
        copy(start[draw], y)
        largest = 0.0
        for number in range(steps):
            for stage in range(stages + 1):
                if stage == 0 and number > 0:  # first same as last
                    copy(k[stages], k[0])
                    continue
                instant = number * (stages + 1) + stage
                copy(varying[instant], c[second:third])
                mix(own_weights[instant], own, draw, c[third:])
                combine(y, step, b if stage == stages else a[stage], stage, k, trial)
                rates(trial, k[stage], c, q, cut, place, newest, n_moving)
            error = held_against(y, trial, step, e, k, relative, absolute[draw])
            if not error <= largest:  # true for NaN too, which must not be lost
                largest = error
            for time in range(inside_step.size):
                if inside_step[time] == number:
                    combine(y, step, inside_weights[time], stages + 1, k, states[time, draw])
            copy(trial, y)
        copy(y, states[inside_step.size, draw])
        errors[draw] = largest


def copy(given, out):
    """Put numbers into others: a loop, as assigned slices take longer to compile than the rest."""
    for i in range(out.size):
        out[i] = given[i]


def mix(weights, values, draw, out):
    """Fill ``out`` with the weighted sum of a draw's values, shape (nodes, draws, m)."""
    for i in range(out.size):
        out[i] = 0.0
    for node in range(weights.size):
        # at a node itself all other weights are zero
        if weights[node] != 0.0:
            row = values[node, draw]
            for i in range(out.size):
                out[i] += weights[node] * row[i]


_HELD = "before, after, step, e, k, relative, absolute"


def write_stage_sums(most: int) -> list[str]:
    """Texts of ``combine`` and ``held_against``: one pass over the state, whatever the stages.

    ``combine(y, step, weights, number, k, out)`` fills ``out`` with y + step · Σ weights · k over
    the first stages; shapes (n,) and (stages, n). ``held_against`` gives the root mean square of
    step · Σ weights · k over the tolerance of every number. For each number of stages up to
    ``most`` both are written out, so that every stage is read once and nothing is written twice.
    """
    texts = [_combine(number) for number in range(1, most + 1)]
    texts += [_held_against(number) for number in range(2, most + 1)]
    choice = "\n".join(
        f"    if number == {n}:\n        combine_{n}(y, step, weights, k, out)"
        for n in range(1, most + 1)
    )
    start = "    if number == 0:\n        copy(y, out)"
    texts.append(f"def combine(y, step, weights, number, k, out):\n{start}\n{choice}")
    choice = "\n".join(
        f"    if e.size == {n}:\n        total = held_against_{n}({_HELD})"
        for n in range(2, most + 1)
    )
    texts.append(
        f"def held_against({_HELD}):\n    total = 0.0\n{choice}\n"
        "    return abs(step) * np.sqrt(total / before.size)"
    )
    return texts


def _combine(number: int) -> str:
    return f"""
def combine_{number}(y, step, weights, k, out):
{_rows(number, "step * weights")}
    for i in range(y.size):
        out[i] = y[i] + ({_sum(number)})
"""


def _held_against(number: int) -> str:
    return f"""
def held_against_{number}({_HELD}):
{_rows(number, "e")}
    total = 0.0
    for i in range(before.size):
        largest = max(abs(before[i]), abs(after[i]))
        scaled = ({_sum(number)}) / (absolute[i] + relative * largest)
        total += scaled * scaled
    return total
"""


def _rows(number: int, weights: str) -> str:
    return "\n".join(f"    a{n}, k{n} = {weights}[{n}], k[{n}]" for n in range(number))


def _sum(number: int) -> str:
    return " + ".join(f"a{n} * k{n}[i]" for n in range(number))
