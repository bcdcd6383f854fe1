"""What is kept on the way through tiles: sums over cohorts, and states (``tile_walk.py``)."""

# ruff: noqa: ANN001, ANN201, F821, PLR0913, PLR0917
# mypy: disable-error-code="no-untyped-def,name-defined,no-untyped-call"

import numpy as np


def clear(sums, n_sums, n_times, n_draws, draw):
    """Set the sums of a draw to zero."""
    for time in range(n_times):
        for j in range(n_sums):
            sums[(time * n_draws + draw) * n_sums + j] = 0.0


def look_on_the_way(
    draw, number, tile, b, first, n, state, where, method, looked, times, kept, room
):
    """Keep what is due of a tile at the instants within a step."""
    time_step, time_weights, at_start, reading, state_place = times
    tables, n_rows, n_drawn, drawn, of_drawn, own, of_own, levels, of_levels = looked[:9]
    live, of_live, flags, across = looked[9], looked[10], looked[13], padded(where[3])
    sums, n_sums, _, states = kept
    w, dw, _, _, _, even, lanes, _, _, _ = room
    n_times = time_step.size
    of = np.uintp(draw * of_live + tile * flags)
    each = goes_through_any(live, of, flags)
    for time in range(n_times):
        if time_step[time] != number:
            continue
        x = np.uintp(0 if at_start[time] else 2 * ROW)
        if not at_start[time]:
            combine(w, dw, method[1], time_weights, time, STAGES + 1, x)
        if reading[time] >= 0:
            at = reading[time]
            ot = np.uintp(at * n_rows * across + first)
            od = np.uintp(draw * of_drawn + at * n_drawn * across + first)
            oo = np.uintp(draw * of_own + (at * COLUMNS + b) * LOOK_OWN * across + first)
            ol = np.uintp(draw * of_levels + at * LOOK_LEVELS)
            up = np.uintp(across)
            ou = np.uintp((time * state.shape[0] + draw) * n_sums)
            add_even(w, x, even, where[3], time, b, first)
            if each:
                rows = tables, ot, n_rows, drawn, od
                add_linear(w, x, rows, up, levels, ol, live, of, b, lanes, sums, ou, looked[14])
                if n_rows > 0:
                    look(w, x, tables, ot, own, oo, up, levels, ol, live, of, b, n, sums, ou)
                else:  # where the text names rows, all of them are drawn or none
                    look(w, x, drawn, od, own, oo, up, levels, ol, live, of, b, n, sums, ou)
        if state_place[time] >= 0:
            put(w, x, where[0], b, first, n, states[state_place[time], draw])


def goes_through_any(live, of, flags):
    """Whether any sum is gone through in a tile."""
    found = False
    for number in range(np.uintp(flags)):
        found |= live[of + number] == EACH
    return found


def add_nobody(even, cohorts, n_times, first):
    """Note that nobody is in a tile, at no instant."""
    for row in range(n_times * SETS * COLUMNS):
        to = np.uintp(row * padded(cohorts) + first)
        for i in range(np.uintp(WIDTH)):
            even[to + i] = 0.0


def add_linear(w, ox, tables, across, lev, ol, live, of, b, lanes, out, ou, lists):
    """Add up the sums that are lists of terms (``tile_look.py``) in a tile of a column.

    Cohort by cohort first: adding up several at a step pays only once for a sum.
    """
    sum_first, _, sum_place, cell, sign, level, row = lists
    alike, ot, n_rows, drawn, od = tables
    for number in range(sum_first.size - 1):
        if live[of + np.uintp(number)] != EACH:
            continue
        for i in range(np.uintp(WIDTH)):
            lanes[i] = 0.0
        for term in range(sum_first[number], sum_first[number + 1]):
            given = ox + np.uintp(cell[term] * WIDTH)
            times = sign[term] * level_of(lev, ol, level[b, term])
            if row[term] < 0:
                for i in range(np.uintp(WIDTH)):
                    lanes[i] += times * w[given + i]
            elif row[term] < n_rows:
                at = ot + np.uintp(row[term]) * across
                for i in range(np.uintp(WIDTH)):
                    lanes[i] += times * alike[at + i] * w[given + i]
            else:
                at = od + np.uintp(row[term] - n_rows) * across
                for i in range(np.uintp(WIDTH)):
                    lanes[i] += times * drawn[at + i] * w[given + i]
        t = add_numbers(lanes, np.uintp(0), np.uintp(WIDTH))
        out[ou + np.uintp(sum_place[b, number])] += t


def add_alike(draw, number, state, where, looked, times, kept, even):
    """Add up the sums whose tables are alike in all their cells: these have been added up before.

    One loop along all cohorts that count, for every instant within a step.
    """
    time_step, _, _, reading, _ = times
    tables, n_rows, n_drawn, drawn, of_drawn, _, _, levels, of_levels = looked[:9]
    spans, of_spans, lists = looked[11], looked[12], looked[14]
    sum_first, sum_set, sum_place, _, sign, level, row = lists
    sums, n_sums, _, _ = kept
    cohorts = padded(where[3])
    for time in range(time_step.size):
        if time_step[time] != number or reading[time] < 0:
            continue
        levels_at = np.uintp(draw * of_levels + reading[time] * LOOK_LEVELS)
        for entry in range(sum_first.size - 1):
            at = draw * of_spans + entry * 2
            first, last, term = spans[at], spans[at + 1], sum_first[entry]
            if first >= last:
                continue
            table = (reading[time] * n_rows + row[term]) * cohorts + first
            if row[term] >= n_rows:
                table = (reading[time] * n_drawn + row[term] - n_rows) * cohorts + first
                table += draw * of_drawn
            for b in range(COLUMNS):
                given = ((time * SETS + sum_set[entry]) * COLUMNS + b) * cohorts + first
                length = np.uintp(last - first)
                if row[term] < 0:
                    t = add_numbers(even, np.uintp(given), length)
                elif row[term] < n_rows:
                    t = add_products(even, np.uintp(given), tables, np.uintp(table), length)
                else:
                    t = add_products(even, np.uintp(given), drawn, np.uintp(table), length)
                t *= sign[term] * level_of(levels, levels_at, level[b, term])
                sums[(time * state.shape[0] + draw) * n_sums + sum_place[b, entry]] += t


def level_of(lev, ol, place):
    """A level, or one where there is none."""
    return lev[ol + np.uintp(place)] if place >= 0 else 1.0


def add_numbers(x, ox, n):
    """Σ of some numbers."""
    t = 0.0
    for i in range(n):
        t += x[ox + i]
    return t


def add_products(x, ox, y, oy, n):
    """Σ of products."""
    t = 0.0
    for i in range(n):
        t += x[ox + i] * y[oy + i]
    return t


def padded(cohorts):
    """Cohorts with what the last tile is filled up with."""
    return (cohorts + WIDTH - 1) // WIDTH * WIDTH
