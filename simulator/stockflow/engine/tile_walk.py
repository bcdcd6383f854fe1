"""Equal Runge–Kutta steps through the tiles of a system, in plain loops for a compiler.

Cohorts couple through what is born alone, and that goes into the newest cohort. So a tile of WIDTH
cohorts of one column (``numbers/tile_form.py``) goes through all stages of a step before the next
is fetched, the tile with the newest cohort last: nothing leaves the first cache on the way.

The compiler is given text (``tiles.py``): the generated ``rates``, ``newest`` and ``look``, the sums
over the stages of a step (``write_tile_sums``), and the source of the functions below. Nothing here
is run as Python. Global names in capitals are numbers that the text states: WIDTH cohorts of a tile,
CELLS of a column, STAGES of the method, COLUMNS side by side, FLAGS of what is looked at.
"""

# ruff: noqa: ANN001, ANN201, F821, N806, PLR0913, PLR0915, PLR0917, C901
# mypy: disable-error-code="no-untyped-def,name-defined,no-untyped-call"

import numpy as np


def walk(
    draws, state, where, method, tolerances, moved, looked, times, looks, kept, found
):
    """Take some draws through the same number of equal steps, readings on the way included.

    Parameters
    ----------
    draws
        Places of the draws in the arrays below, shape (number,).
    state
        States, shape (draws, n): overwritten where a draw has come to its end within its
        tolerance, and with no stock below what it may be.
    where
        ``rows`` (COLUMNS, CELLS), where in a state the cohorts of a cell begin; ``stock`` (CELLS,)
        the number of its stock; ``watched`` (COLUMNS, CELLS) that of its watched cell; the number
        of cohorts; the newest; where totals begin.
    method
        Number of steps and their length; ``A``, ``B``, ``E`` of an explicit method whose last stage
        is the first of the next step.
    tolerances
        Relative, a number; absolute by draw and stock, that of the totals last, (draws, stocks +
        1); the least that a stock may be at the end, (draws, stocks).
    moved, looked
        Tables without and with carried axes, shapes (draws or 1, tiles, instants, rows · WIDTH) and
        (draws or 1, tiles, instants, COLUMNS, rows · WIDTH), and levels (draws or 1, instants, m):
        of the rates at every stage of every step, of what is looked at at every instant inside.
    times
        For every instant inside: its step, the weights of the stages (times, STAGES + 1), whether
        it is the start, whether sums are looked at, and the place among the states that are kept,
        or −1.
    looks
        Which loops of ``look`` have something to add in a tile, shape (draws or 1, tiles, FLAGS).
    kept
        Filled: sums (times, draws, m), running totals (times, draws, totals), states (places, draws, n).
    found
        Filled: error over tolerance (draws,); least and most of each stock at the end and what its
        watched cells hold, shapes (draws, stocks) and (draws, watched cells).
    """
    rows, stock, watched, n_moving, newest_cohort, first_total = where
    steps, step, a, b_weights, e_weights = method
    relative, absolute, least = tolerances
    tables, own, levels = moved
    look_tables, look_own, look_levels = looked
    time_step, time_weights, at_start, is_read, state_place = times
    sums, totals, states = kept
    errors, lowest, highest, held = found
    size = state.shape[1]
    n_totals = size - first_total
    tiles = (n_moving + WIDTH - 1) // WIDTH
    last_tile = newest_cohort // WIDTH
    y, x, z = np.zeros(ROW), np.zeros(ROW), np.zeros(ROW)
    k = np.zeros((STAGES + 1) * ROW)
    tk = np.zeros((STAGES + 1, n_totals))
    xs = np.zeros((STAGES + 1, max(SUMS, 1)))
    passed = np.zeros(n_totals)
    after = np.zeros(size)
    for draw in draws:
        td, od, ld = (
            min(draw, tables.shape[0] - 1),
            min(draw, own.shape[0] - 1),
            min(draw, levels.shape[0] - 1),
        )
        rtd, rod, rld = (
            min(draw, look_tables.shape[0] - 1),
            min(draw, look_own.shape[0] - 1),
            min(draw, look_levels.shape[0] - 1),
        )
        fd = min(draw, looks.shape[0] - 1)
        largest = 0.0
        passed[:] = 0.0
        lowest[draw] = np.inf
        highest[draw] = -np.inf
        held[draw] = 0.0
        sums[:, draw] = 0.0
        for number in range(steps):
            tk[:] = 0.0
            xs[:] = 0.0
            error = 0.0
            source = state[draw] if number == 0 else after
            for order in range(tiles):
                tile = order if order < last_tile else order + 1
                if order == tiles - 1:
                    tile = last_tile
                first = tile * WIDTH
                n = min(WIDTH, n_moving - first)
                for b in range(COLUMNS):
                    fetch(source, rows[b], first, n, y)
                    for stage in range(STAGES + 1):
                        instant = number * (STAGES + 1) + stage
                        at = k[stage * ROW : (stage + 1) * ROW]
                        if stage == 0:
                            trial = y
                        else:
                            combine(y, step, b_weights if stage == STAGES else a[stage], stage, k, x)
                            trial = x
                        rates(
                            trial,
                            tables[td, tile, instant],
                            own[od, tile, instant, b],
                            levels[ld, instant],
                            b,
                            n,
                            at,
                            tk[stage],
                            xs[stage],
                        )
                        if tile == last_tile:
                            lane = newest_cohort - first
                            newest(at, tk[stage], xs[stage], levels[ld, instant], b, lane)
                    error += held_against(y, x, step, e_weights, k, relative, absolute[draw], stock, n)
                    for time in range(time_step.size):
                        if time_step[time] != number:
                            continue
                        if at_start[time]:
                            z[:] = y
                        else:
                            combine(y, step, time_weights[time], STAGES + 1, k, z)
                        if is_read[time]:
                            look(
                                z,
                                look_tables[rtd, tile, time],
                                look_own[rod, tile, time, b],
                                look_levels[rld, time],
                                looks[fd, tile],
                                b,
                                n,
                                sums[time, draw],
                            )
                        if state_place[time] >= 0:
                            put(z, rows[b], first, n, states[state_place[time], draw])
                    put(x, rows[b], first, n, after)
                    if number == steps - 1:
                        summarise(x, stock, watched[b], n, lowest[draw], highest[draw], held[draw])
            error += follow_totals(
                state[draw, first_total:], passed, tk, step, b_weights, e_weights, relative, absolute[draw], totals, draw, times, number
            )
            error = np.sqrt(error / size)
            if not error <= largest:  # true for NaN too, which must not be lost
                largest = error
        errors[draw] = largest
        after[first_total:] = state[draw, first_total:] + passed
        if largest <= 1 and (lowest[draw] >= least[draw]).all():
            state[draw] = after


def fetch(source, rows, first, n, out):
    """A tile of a column out of a state; filled up with zeros beyond the last cohort."""
    for cell in range(CELLS):
        row = source[rows[cell] + first : rows[cell] + first + n]
        to = out[cell * WIDTH : (cell + 1) * WIDTH]
        for i in range(n):
            to[i] = row[i]
        for i in range(n, WIDTH):
            to[i] = 0.0


def put(tile, rows, first, n, out):
    """A tile of a column into a state."""
    for cell in range(CELLS):
        row = out[rows[cell] + first : rows[cell] + first + n]
        given = tile[cell * WIDTH : (cell + 1) * WIDTH]
        for i in range(n):
            row[i] = given[i]


def summarise(tile, stock, watched, n, lowest, highest, held):
    """Least and most of each stock, and what its watched cells hold, with those of a tile."""
    for cell in range(CELLS):
        row = tile[cell * WIDTH : (cell + 1) * WIDTH]
        least, most, whole, sound = np.inf, -np.inf, 0.0, True
        for i in range(n):
            least = min(least, row[i])
            most = max(most, row[i])
            whole += row[i]
            sound = sound and row[i] == row[i]
        if not sound:  # NaN is nowhere in an order
            least, most = np.nan, np.nan
        number = stock[cell]
        if not least >= lowest[number]:
            lowest[number] = least
        if not most <= highest[number]:
            highest[number] = most
        held[watched[cell]] += whole


def follow_totals(
    start, passed, tk, step, b_weights, e_weights, relative, absolute, totals, draw, times, number
):
    """Take the totals through a step; the sum of squares of their error over tolerance."""
    time_step, time_weights, at_start, _, _ = times
    error = 0.0
    for time in range(time_step.size):
        if time_step[time] == number:
            for j in range(passed.size):
                more = 0.0
                if not at_start[time]:
                    for stage in range(STAGES + 1):
                        more += time_weights[time, stage] * tk[stage, j]
                totals[time, draw, j] = start[j] + passed[j] + step * more
    for j in range(passed.size):
        more, off = 0.0, 0.0
        for stage in range(STAGES):
            more += b_weights[stage] * tk[stage, j]
        for stage in range(STAGES + 1):
            off += e_weights[stage] * tk[stage, j]
        after = passed[j] + step * more
        scaled = step * off / (absolute[-1] + relative * max(abs(passed[j]), abs(after)))
        error += scaled * scaled
        passed[j] = after
    return error


def write_tile_sums(stages: int) -> list[str]:
    """Texts of ``combine`` and ``held_against`` for a method of some stages.

    ``combine(y, step, weights, number, k, out)`` fills ``out`` with y + step · Σ weights · k over
    the first stages, all of a tile; ``held_against`` gives the sum of squares of step · Σ weights ·
    k over the tolerance of every number.
    """
    texts = [_combine(number) for number in range(1, stages + 2)]
    choice = "\n".join(
        f"    if number == {n}:\n        combine_{n}(y, step, weights, k, out)"
        for n in range(1, stages + 2)
    )
    texts.append(f"def combine(y, step, weights, number, k, out):\n{choice}")
    texts.append(_held_against(stages + 1))
    return texts


def _combine(number: int) -> str:
    weights = "\n".join(f"    a{n} = step * weights[{n}]" for n in range(number))
    whole = " + ".join(f"a{n} * k[{n} * ROW + i]" for n in range(number))
    return f"""
def combine_{number}(y, step, weights, k, out):
{weights}
    for i in range(ROW):
        out[i] = y[i] + ({whole})
"""


def _held_against(number: int) -> str:
    weights = "\n".join(f"    e{n} = step * e[{n}]" for n in range(number))
    rows = "\n".join(
        f"        k{n} = k[{n} * ROW + cell * WIDTH : {n} * ROW + (cell + 1) * WIDTH]"
        for n in range(number)
    )
    whole = " + ".join(f"e{n} * k{n}[i]" for n in range(number))
    return f"""
def held_against(before, after, step, e, k, relative, absolute, stock, n):
{weights}
    total = 0.0
    for cell in range(CELLS):
        allowed = absolute[stock[cell]]
        first = before[cell * WIDTH : (cell + 1) * WIDTH]
        last = after[cell * WIDTH : (cell + 1) * WIDTH]
{rows}
        for i in range(n):
            scaled = ({whole}) / (allowed + relative * max(abs(first[i]), abs(last[i])))
            total += scaled * scaled
    return total
"""
