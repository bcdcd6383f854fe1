"""Equal Runge–Kutta steps through the tiles of a system, in plain loops for a compiler.

Cohorts couple through what is born alone, and that goes into the newest cohort. So a tile of WIDTH
cohorts of one column (``numbers/tile_form.py``) goes through all stages of a step before the next
is fetched, the tile with the newest cohort last: nothing leaves the first caches on the way.

The compiler is given text (``tiles.py``): the generated ``rates``, ``newest`` and ``look``, the
sums over stages and cells (``tile_sums.py``), and the source of the functions below and in
``tile_rows.py`` and ``tile_looks.py``. Nothing
here is run as Python. Global names in capitals are numbers that the text states: WIDTH cohorts of a
tile, CELLS of a column, ROW numbers of both, STAGES of the method, INSTANTS of a step, COLUMNS side
by side, SUMS over cohorts, and how many rows tables and how many numbers levels have. A column is
worked on in two arrays: ``w`` holds it as it was, then on trial, then as it is looked at, ``dw``
its change at each stage.
"""

# ruff: noqa: ANN001, ANN201, F821, PLR0913, PLR0917
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
        takes of it (zero where one holds for all). Of the rates at every instant of every step:
        tables (instants, tiles, rows, WIDTH) and (instants, tiles, COLUMNS, rows, WIDTH), levels
        (instants, m). Of what is looked at at every reading: tables (readings, rows, cohorts filled
        up) and (readings, COLUMNS, rows, cohorts filled up), levels alike. ``moved`` begins with
        the tables that hold for all draws alone; behind its levels stand the kind of each tile:
        WHOLE, FEW where ``rates_few`` is all there is, UNBORN where besides nothing comes in from
        outside, so that it stays empty until its first cohort is born; then the rows that are drawn
        (``drawn_tables.DrawnRows``) with how many numbers a draw has of them, where they are, the
        weights of their nodes, and the rows that decide of the kinds.
        ``looked`` begins with its tables that hold for all draws, with how many rows these have,
        and those that are drawn; it ends with how each sum is gone through in a tile, (tiles,
        sums), and from where to where along all cohorts, (sums, 2), each with what one draw takes;
        the number of sums; the lists of ``add_linear``.
    times
        For every instant: its step, the weights of the stages (times, STAGES + 1), whether it is
        the start, the place among the readings at which sums are looked at, and that among the
        states that are kept, or −1.
    kept
        Filled: sums (times, draws, m) as one row, with m; running totals (times, draws, totals);
        states (places, draws, n).
    found
        Filled: error over tolerance (draws,); what lies below zero in each stock at the end, the
        bits of its largest cell, and what its watched cells hold, shapes (draws, stocks) and
        (draws, watched cells).
    """
    _, stock, _, _, _, first_total = where
    relative, absolute, least = tolerances
    errors, lowest, highest, held = found
    n_totals = state.shape[1] - first_total
    w, dw, before = np.zeros(3 * ROW), np.zeros((STAGES + 1) * ROW), np.zeros(first_total)
    allowed, lanes, laid = np.zeros(ROW), np.zeros(WIDTH), np.zeros(INSTANTS * ROWS * WIDTH)
    even = np.zeros(max(times[0].size * SETS * COLUMNS * padded(where[3]), 1))
    tk, xs = np.zeros((STAGES + 1) * n_totals), np.zeros((STAGES + 1) * max(SUMS, 1))
    passed, more, off = np.zeros(n_totals), np.zeros(n_totals), np.zeros(n_totals)
    room = w, dw, w.view(np.int64), before, allowed, even, lanes, tk, xs, laid
    for draw in draws:
        # what was, for a draw that has to go back; read in one go, for tiles would wait for memory
        remember(state, draw, before)
        forget(passed)
        forget_draw(lowest, draw)
        forget_draw(highest, draw)
        forget_draw(held, draw)
        clear(kept[0], kept[1], times[0].size, state.shape[0], draw)
        allow(absolute, stock, draw, allowed)
        largest = 0.0
        for number in range(method[0]):
            now = draw, number
            forget(tk)
            forget(xs)
            error = through_tiles(
                now, state, where, method, relative, moved, looked, times, kept, found, room
            )
            add_alike(draw, number, state, where, looked, times, kept, even)
            keep_totals(state, first_total, passed, tk, method, kept[2], draw, times, number, more)
            error += follow_totals(passed, tk, method, relative, absolute, draw, more, off)
            error = np.sqrt(error / state.shape[1])
            if not error <= largest:  # true for NaN too, which must not be lost
                largest = error
        errors[draw] = largest
        if largest <= 1 and is_above(lowest, least, draw):
            for j in range(n_totals):
                state[draw, first_total + j] += passed[j]
        else:
            put_back(before, state, draw)


def forget(numbers):
    """Set numbers to zero: a loop, as assigned slices take long to compile."""
    for i in range(numbers.size):
        numbers[i] = 0.0


def allow(absolute, stock, draw, allowed):
    """The absolute tolerance of every number of a column."""
    for cell in range(CELLS):
        for i in range(WIDTH):
            allowed[cell * WIDTH + i] = absolute[draw, stock[cell]]


def forget_draw(numbers, draw):
    """Set the numbers of a draw to zero."""
    for i in range(numbers.shape[1]):
        numbers[draw, i] = 0


def remember(state, draw, before):
    """Take the first numbers of a state."""
    for i in range(before.size):
        before[i] = state[draw, i]


def put_back(before, state, draw):
    """Make the first numbers of a state what they were."""
    for i in range(before.size):
        state[draw, i] = before[i]


def is_above(numbers, least, draw):
    """Whether no number of a draw is below what it may be; NaN is."""
    found = True
    for i in range(least.shape[1]):
        found &= numbers[draw, i] >= least[draw, i]
    return found


def through_tiles(now, state, where, method, relative, moved, looked, times, kept, found, room):
    """Take every tile through a step, the one with the newest cohort last.

    Gives the sum of squares of error over tolerance; arguments as in ``walk``.
    """
    draw, number = now
    rows, stock, watched, n_moving, newest_cohort, _ = where
    steps, step, _, _, e_weights = method
    w, dw, bits, before, allowed, even, _, _, _, laid = room
    _, lowest, highest, held = found
    tiles = (n_moving + WIDTH - 1) // WIDTH
    last_tile = newest_cohort // WIDTH
    error = 0.0
    for order in range(tiles):
        tile = order if order < last_tile else order + 1
        if order == tiles - 1:
            tile = last_tile
        first = tile * WIDTH
        n = min(WIDTH, n_moving - first)
        if n < WIDTH:  # nothing of another tile where this one is filled up
            forget(dw)
        kind = kind_of(tile, draw, moved)
        if kind == UNBORN and first > newest_cohort and is_empty(before, rows, first, n):
            add_nobody(even, n_moving, times[0].size, first)
            continue
        lane = newest_cohort - first if tile == last_tile else -1
        tables = tables_of(tile, now, moved, padded(n_moving), laid)
        place = first, n, lane, kind == WHOLE, padded(n_moving)
        for b in range(COLUMNS):
            fetch(before if number == 0 else state[draw], rows, b, first, n, w)
            through_stages(now, b, place, method, moved, tables, room)
            error += held_against(w, dw, step, e_weights, relative, allowed)
            look_on_the_way(
                draw, number, tile, b, first, n, state, where, method, looked, times, kept, room
            )
            put(w, np.uintp(ROW), rows, b, first, n, state[draw])
            if number == steps - 1:
                summarise(w, bits, stock, watched, b, draw, lowest, highest, held)
    return error


def through_stages(now, b, place, method, moved, tables, room):
    """Take a tile of a column through the stages of a step.

    ``place`` is its first cohort, how many there are, the place of the newest one in it, or below
    zero, whether it is gone through whole, and how many cohorts all tiles have; ``tables`` those of
    the first instant of the step, where they begin, and how far it is to those of the next.
    """
    draw, number = now
    first, n, lane, whole, across = place
    tab, at, gone = tables
    w, dw, _, _, _, _, _, tk, xs, _ = room
    _, step, a, b_weights, _ = method
    own, of_own, levels, of_levels = moved[1:5]
    n_totals = tk.size // (STAGES + 1)
    for stage in range(STAGES + 1):
        # the last two stages may be at one instant, the end of the step
        after = min(stage, INSTANTS - 1)
        instant = number * INSTANTS + after
        x, change = np.uintp(0 if stage == 0 else ROW), np.uintp(stage * ROW)
        if stage == STAGES:
            combine(w, dw, step, b_weights, 0, stage, np.uintp(ROW))
        elif stage > 0:
            combine(w, dw, step, a, stage, stage, np.uintp(ROW))
        tile = instant * across + first
        ot = np.uintp(at + after * gone)
        oo = np.uintp(draw * of_own + (tile * COLUMNS + b * WIDTH) * OWN)
        ol = np.uintp(draw * of_levels + instant * LEVELS)
        ok, os = np.uintp(stage * n_totals), np.uintp(stage * SUMS)
        if LIMITED and not whole:
            rates_few(w, x, dw, change, tab, ot, own, oo, levels, ol, b, n, tk, ok, xs, os)
        else:
            rates(w, x, dw, change, tab, ot, own, oo, levels, ol, b, n, tk, ok, xs, os)
        if is_apart(levels, ol, b):
            rates_apart(w, x, dw, change, tab, ot, own, oo, levels, ol, b, n, tk, ok, xs, os)
        if lane >= 0:
            newest(dw, change, levels, ol, b, np.uintp(lane), tk, ok, xs, os)


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


def keep_totals(state, first_total, passed, tk, method, totals, draw, times, number, more):
    """Keep the running totals at the instants within a step."""
    time_step, time_weights, at_start, _, _ = times
    for time in range(time_step.size):
        if time_step[time] == number:
            forget(more)
            if not at_start[time]:
                add_up(tk, time_weights, time, STAGES + 1, more)
            for j in range(passed.size):
                so_far = state[draw, first_total + j] + passed[j]
                totals[time, draw, j] = so_far + method[1] * more[j]


def follow_totals(passed, tk, method, relative, absolute, draw, more, off):
    """Take the totals through a step; the sum of squares of their error over tolerance."""
    _, step, _, b_weights, e_weights = method
    forget(more)
    forget(off)
    add_up(tk, b_weights, 0, STAGES, more)
    add_up(tk, e_weights, 0, STAGES + 1, off)
    room = absolute[draw, absolute.shape[1] - 1]
    error = 0.0
    for j in range(passed.size):
        reached = passed[j] + step * more[j]
        scaled = step * off[j] / (room + relative * max(abs(passed[j]), abs(reached)))
        error += scaled * scaled
        passed[j] = reached
    return error


def add_up(tk, weights, row, number, out):
    """Add Σ weights[row] · tk over the first stages to ``out``."""
    count = np.uintp(out.size)
    for stage in range(number):
        weight, start = weights[row, stage], np.uintp(stage) * count
        for j in range(count):
            out[j] += weight * tk[start + j]
