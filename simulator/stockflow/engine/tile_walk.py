"""Equal Runge–Kutta steps through the tiles of a system, in plain loops for a compiler.

Cohorts couple through what is born alone, and that goes into the newest cohort. So a tile of WIDTH
cohorts of one column (``numbers/tile_form.py``) goes through all stages of a step before the next
is fetched, the tile with the newest cohort last: nothing leaves the first caches on the way.

The compiler is given text (``tiles.py``): the generated ``rates``, ``newest`` and ``look``, the sums
over the stages of a step (``write_tile_sums``), and the source of the functions below. Nothing here
is run as Python. Global names in capitals are numbers that the text states: WIDTH cohorts of a
tile, CELLS of a column, ROW numbers of both, STAGES of the method, COLUMNS side by side, SUMS over
cohorts, and how many numbers rows of tables and levels have. A column is worked on in two arrays:
``w`` holds it as it was, then on trial, then as it is looked at, ``dw`` its change at each stage.
"""

# ruff: noqa: ANN001, ANN201, F821, N806, PLR0913, PLR0914, PLR0915, PLR0917, C901
# mypy: disable-error-code="no-untyped-def,name-defined,no-untyped-call"

import numpy as np


def walk(draws, state, where, method, tolerances, moved, looked, times, kept, found):
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
        Tables without and with carried axes, and levels, each a row of numbers with what one draw
        takes of it (zero where one holds for all): of tables (tiles, instants, rows · WIDTH) and
        (tiles, instants, COLUMNS, rows · WIDTH), of levels (instants, m). Of the rates at every
        stage of every step, of what is looked at at every instant. ``moved`` ends with the kind of
        each tile: WHOLE, FEW where ``rates_few`` is all there is, UNBORN where besides nothing
        comes in from outside, so that it stays empty until its first cohort is born. ``looked`` ends
        with how each loop of ``look`` is to be gone through, (tiles, flags).
    times
        For every instant: its step, the weights of the stages (times, STAGES + 1), whether it is
        the start, whether sums are looked at, and the place among the states that are kept, or −1.
    kept
        Filled: sums (times, draws, m) as one row, with m; running totals (times, draws, totals);
        states (places, draws, n).
    found
        Filled: error over tolerance (draws,); what lies below zero in each stock at the end, the
        bits of its largest cell, and what its watched cells hold, shapes (draws, stocks) and
        (draws, watched cells).
    """
    rows, stock, watched, n_moving, newest_cohort, first_total = where
    steps, step, a, b_weights, e_weights = method
    relative, absolute, least = tolerances
    tables, of_tables, own, of_own, levels, of_levels, kinds, of_kinds = moved
    (
        look_tables,
        of_look_tables,
        look_own,
        of_look_own,
        look_levels,
        of_look_levels,
        looks,
        of_looks,
        flags,
    ) = looked
    time_step, time_weights, at_start, is_read, state_place = times
    sums, n_sums, totals, states = kept
    errors, lowest, highest, held = found
    n_draws, size = state.shape
    n_totals = size - first_total
    n_times = time_step.size
    instants = steps * (STAGES + 1)
    tiles = (n_moving + WIDTH - 1) // WIDTH
    last_tile = newest_cohort // WIDTH
    w, dw = np.zeros(3 * ROW), np.zeros((STAGES + 1) * ROW)
    tk = np.zeros((STAGES + 1) * n_totals)
    xs = np.zeros((STAGES + 1) * max(SUMS, 1))
    passed, before = np.zeros(n_totals), np.zeros(first_total)
    bits = w.view(np.int64)
    even, allowed = np.zeros(max(SETS, 1) * WIDTH), np.zeros(ROW)
    more, off = np.zeros(n_totals), np.zeros(n_totals)
    for draw in draws:
        # what was, for a draw that has to go back; read in one go, for tiles would wait for memory
        before[:] = state[draw, :first_total]
        for cell in range(CELLS):
            for i in range(WIDTH):
                allowed[cell * WIDTH + i] = absolute[draw, stock[cell]]
        largest = 0.0
        passed[:] = 0.0
        lowest[draw] = 0.0
        highest[draw] = 0
        held[draw] = 0.0
        for time in range(n_times):
            for j in range(n_sums):
                sums[(time * n_draws + draw) * n_sums + j] = 0.0
        for number in range(steps):
            tk[:] = 0.0
            xs[:] = 0.0
            error = 0.0
            for order in range(tiles):
                tile = order if order < last_tile else order + 1
                if order == tiles - 1:
                    tile = last_tile
                first = tile * WIDTH
                n = min(WIDTH, n_moving - first)
                kind = kinds[draw * of_kinds + tile]
                if kind == UNBORN and first > newest_cohort and is_empty(before, rows, first, n):
                    continue
                for b in range(COLUMNS):
                    if number == 0:
                        fetch(before, rows, b, first, n, w)
                    else:
                        fetch(state[draw], rows, b, first, n, w)
                    for stage in range(STAGES + 1):
                        at = tile * instants + number * (STAGES + 1) + stage
                        on = np.uintp(0)
                        if stage == STAGES:
                            combine(w, dw, step, b_weights, 0, stage, np.uintp(ROW))
                            on = np.uintp(ROW)
                        elif stage > 0:
                            combine(w, dw, step, a, stage, stage, np.uintp(ROW))
                            on = np.uintp(ROW)
                        change = np.uintp(stage * ROW)
                        levels_at = np.uintp(
                            draw * of_levels + (number * (STAGES + 1) + stage) * LEVELS
                        )
                        totals_at, sums_at = np.uintp(stage * n_totals), np.uintp(stage * SUMS)
                        tables_at = np.uintp(draw * of_tables + at * TABLE)
                        own_at = np.uintp(draw * of_own + (at * COLUMNS + b) * OWN)
                        if LIMITED and kind != WHOLE:
                            rates_few(
                                w,
                                on,
                                dw,
                                change,
                                tables,
                                tables_at,
                                own,
                                own_at,
                                levels,
                                levels_at,
                                b,
                                n,
                                tk,
                                totals_at,
                                xs,
                                sums_at,
                            )
                        else:
                            rates(
                                w,
                                on,
                                dw,
                                change,
                                tables,
                                tables_at,
                                own,
                                own_at,
                                levels,
                                levels_at,
                                b,
                                n,
                                tk,
                                totals_at,
                                xs,
                                sums_at,
                            )
                        if tile == last_tile:
                            lane = np.uintp(newest_cohort - first)
                            newest(
                                dw, change, levels, levels_at, b, lane, tk, totals_at, xs, sums_at
                            )
                    error += held_against(w, dw, step, e_weights, relative, allowed)
                    for time in range(n_times):
                        if time_step[time] != number:
                            continue
                        on = np.uintp(0)
                        if not at_start[time]:
                            combine(w, dw, step, time_weights, time, STAGES + 1, np.uintp(2 * ROW))
                            on = np.uintp(2 * ROW)
                        if is_read[time]:
                            at = tile * n_times + time
                            look(
                                w,
                                on,
                                look_tables,
                                np.uintp(draw * of_look_tables + at * LOOK_TABLE),
                                look_own,
                                np.uintp(draw * of_look_own + (at * COLUMNS + b) * LOOK_OWN),
                                look_levels,
                                np.uintp(draw * of_look_levels + time * LOOK_LEVELS),
                                looks,
                                np.uintp(draw * of_looks + tile * flags),
                                b,
                                n,
                                even,
                                sums,
                                np.uintp((time * n_draws + draw) * n_sums),
                            )
                        if state_place[time] >= 0:
                            put(w, on, rows, b, first, n, states[state_place[time], draw])
                    put(w, np.uintp(ROW), rows, b, first, n, state[draw])
                    if number == steps - 1:
                        summarise(w, bits, stock, watched, b, draw, lowest, highest, held)
            for time in range(n_times):
                if time_step[time] == number:
                    more[:] = 0.0
                    if not at_start[time]:
                        add_up(tk, time_weights, time, STAGES + 1, more)
                    for j in range(n_totals):
                        so_far = state[draw, first_total + j] + passed[j]
                        totals[time, draw, j] = so_far + step * more[j]
            more[:], off[:] = 0.0, 0.0
            add_up(tk, b_weights, 0, STAGES, more)
            add_up(tk, e_weights, 0, STAGES + 1, off)
            room = absolute[draw, absolute.shape[1] - 1]
            for j in range(n_totals):
                reached = passed[j] + step * more[j]
                scaled = step * off[j] / (room + relative * max(abs(passed[j]), abs(reached)))
                error += scaled * scaled
                passed[j] = reached
            error = np.sqrt(error / size)
            if not error <= largest:  # true for NaN too, which must not be lost
                largest = error
        errors[draw] = largest
        if largest <= 1 and (lowest[draw] >= least[draw]).all():
            for j in range(n_totals):
                state[draw, first_total + j] += passed[j]
        else:
            state[draw, :first_total] = before


def fetch(state, rows, b, first, n, w):
    """A tile of a column out of a state; zeros beyond the last cohort."""
    for cell in range(CELLS):
        start, to = np.uintp(rows[b, cell] + first), np.uintp(cell * WIDTH)
        for i in range(np.uintp(n)):
            w[to + i] = state[start + i]
        for i in range(np.uintp(n), np.uintp(WIDTH)):
            w[to + i] = 0.0


def is_empty(state, rows, first, n):
    """Whether nobody is in a tile, in any column."""
    for b in range(COLUMNS):
        for cell in range(CELLS):
            start = np.uintp(rows[b, cell] + first)
            for i in range(np.uintp(n)):
                if state[start + i] != 0.0:
                    return False
    return True


def put(w, on, rows, b, first, n, out):
    """A tile of a column into a state."""
    for cell in range(CELLS):
        start, given = np.uintp(rows[b, cell] + first), on + np.uintp(cell * WIDTH)
        for i in range(np.uintp(n)):
            out[start + i] = w[given + i]


def summarise(w, bits, stock, watched, b, draw, lowest, highest, held):
    """Put the cells of a tile to what is known of the stocks of a draw at the end.

    What lies below zero is half of what sizes have beyond the numbers: exactly nothing where none
    does. Numbers that are not negative are in the order of their bits, and whole numbers are
    compared several at a step; NaN lies above all.
    """
    for cell in range(CELLS):
        row, whole, size = np.uintp(ROW + cell * WIDTH), 0.0, 0.0
        for i in range(np.uintp(WIDTH)):
            whole += w[row + i]
            size += abs(w[row + i])
        most = np.int64(0)
        for i in range(np.uintp(WIDTH)):
            most = bits[row + i] if bits[row + i] > most else most
        number = stock[cell]
        lowest[draw, number] -= 0.5 * (size - whole)
        highest[draw, number] = max(highest[draw, number], most)
        held[draw, watched[b, cell]] += whole


def add_up(tk, weights, row, number, out):
    """Add Σ weights[row] · tk over the first stages to ``out``."""
    count = np.uintp(out.size)
    for stage in range(number):
        weight, start = weights[row, stage], np.uintp(stage) * count
        for j in range(count):
            out[j] += weight * tk[start + j]


def write_tile_sums(stages: int) -> list[str]:
    """Texts of ``combine`` and ``held_against`` for a method of some stages.

    ``combine(w, dw, step, weights, row, number, o)`` puts y + step · Σ weights[row] · k over the first
    stages at ``o``; ``held_against`` gives the sum of squares of step · Σ weights · k over the
    tolerance of every number.
    """
    texts = [_combine(number) for number in range(1, stages + 2)]
    choice = "\n".join(
        f"    if number == {n}:\n        combine_{n}(w, dw, step, weights, row, o)"
        for n in range(1, stages + 2)
    )
    texts.append(f"def combine(w, dw, step, weights, row, number, o):\n{choice}")
    texts.append(_held_against(stages + 1))
    return texts


def _combine(number: int) -> str:
    weights = "\n".join(f"    a{n} = step * weights[row, {n}]" for n in range(number))
    places = "\n".join(f"    k{n} = np.uintp({n} * ROW)" for n in range(number))
    whole = " + ".join(f"a{n} * dw[k{n} + i]" for n in range(number))
    return f"""
def combine_{number}(w, dw, step, weights, row, o):
{weights}
{places}
    for i in range(np.uintp(ROW)):
        w[o + i] = w[i] + ({whole})
"""


def _held_against(number: int) -> str:
    weights = "\n".join(f"    e{n} = step * e[0, {n}]" for n in range(number))
    places = "\n".join(f"    k{n} = np.uintp({n} * ROW)" for n in range(number))
    whole = " + ".join(f"e{n} * dw[k{n} + i]" for n in range(number))
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
