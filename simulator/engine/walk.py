"""Equal Runge–Kutta steps of some draws, in plain loops: compiled together with ``rates``.

Its text, behind the generated ``rates`` and the ``passes``, is what the compiler is given
(``compiled.py``).
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
        Those that stand still, alike for all draws (m,) and of each draw (draws, m); those that
        move alike, at each stage of each step (instants, m); and those of each draw at their nodes
        (nodes, draws, m), with the weights of the nodes at each stage (instants, nodes).
    where
        ``q``, ``cut``, ``place``, ``newest``, ``n_moving`` as ``rates`` takes them.
    inside
        For every instant inside: its step, shape (times,), and the weights of the stages, shape
        (times, stages + 1).
    states, errors
        Filled: states at the instants inside and at the end, shape (times + 1, draws, n); the
        largest root mean square of error over tolerance of each draw, shape (draws,).
    """
    still, still_drawn, moving, own, own_weights = coefficients
    q, cut, place, newest, n_moving = where
    a, b, e = tableau
    relative, absolute = tolerances
    inside_step, inside_weights = inside
    stages, n = b.size, start.shape[1]
    ends = np.cumsum(np.array([still.size, still_drawn.shape[1], moving.shape[1], own.shape[2]]))
    c = np.empty(ends[3])
    k = np.empty((stages + 1, n))
    y, trial = np.empty(n), np.empty(n)
    for draw in range(start.shape[0]):
        c[: ends[0]] = still
        c[ends[0] : ends[1]] = still_drawn[draw]
        y[:] = start[draw]
        largest = 0.0
        for number in range(steps):
            for stage in range(stages + 1):
                if stage == 0 and number > 0:
                    k[0] = k[stages]
                    continue
                instant = number * (stages + 1) + stage
                c[ends[1] : ends[2]] = moving[instant]
                mix(own_weights[instant], own, draw, c[ends[2] :])
                combine(y, step, b if stage == stages else a[stage], stage, k, trial)
                rates(trial, k[stage], c, q, cut, place, newest, n_moving)
            error = held_against(y, trial, step, e, k, relative, absolute[draw])
            if not error <= largest:
                largest = error
            for time in range(inside_step.size):
                if inside_step[time] == number:
                    combine(y, step, inside_weights[time], stages + 1, k, states[time, draw])
            y[:] = trial
        states[inside_step.size, draw] = y
        errors[draw] = largest


def mix(weights, values, draw, out):
    """Fill ``out`` with the weighted sum of a draw's values, shape (nodes, draws, m)."""
    out[:] = 0.0
    for node in range(weights.size):
        if weights[node] != 0.0:
            row = values[node, draw]
            for i in range(out.size):
                out[i] += weights[node] * row[i]
