"""Tables of the rates in a tile: those that all draws share, and those that are drawn.

Text for a compiler, as ``tile_walk.py`` is; ``drawn_tables.DrawnRows`` says where rows are.
"""

# ruff: noqa: ANN001, ANN201, F821, PLR0913, PLR0917
# mypy: disable-error-code="no-untyped-def,name-defined,no-untyped-call"

import numpy as np


def kind_of(tile, draw, moved):
    """Kind of a tile in a draw."""
    kind, drawn, of_drawn = moved[5][tile], moved[6], moved[7]
    if of_drawn == 0 or kind == WHOLE:
        return kind
    return kind_with(kind, drawn, np.uintp(draw * of_drawn + tile * WIDTH), moved[8], moved[10])


def tables_of(tile, now, moved, across, laid):
    """Tables of a tile in a step, where those of its first instant begin, and how far the next are.

    As they lie ready where none is drawn, else laid out.
    """
    draw, number = now
    tables, drawn, of_drawn = moved[0], moved[6], moved[7]
    first = tile * WIDTH
    at, gone = (number * INSTANTS * across + first) * ROWS, across * ROWS
    if of_drawn == 0:
        return tables, at, gone
    own = np.uintp(draw * of_drawn + first)
    lay_out(tables, at, gone, drawn, own, moved[8], moved[9], number, laid)
    return laid, 0, ROWS * WIDTH


def kind_with(kind, drawn, own, where, decide):
    """Kind of a tile, by rows that are drawn too: of those ``decide`` names, (few, gains)."""
    few, gains = decide
    if is_any(drawn, own, where, few):
        return WHOLE
    if kind == UNBORN and is_any(drawn, own, where, gains):
        return FEW
    return kind


def is_any(drawn, own, where, rows):
    """Whether some rows that are drawn are not zero in a tile, at one of their nodes."""
    found = False
    for row in rows:
        for node in range(where[0, row]):
            at = own + np.uintp(where[1, row] + node * where[2, row])
            for i in range(np.uintp(WIDTH)):
                found |= drawn[at + i] != 0.0
    return found


def lay_out(tables, at, gone, drawn, own, where, weights, number, out):
    """Put the tables of a tile side by side for the instants of a step.

    Those that are alike in all draws lie ready from ``at`` on, each instant ``gone`` further; those
    that are drawn are read between their nodes, which begin at ``own``. Sums are taken as they
    are written, as ``tile_rates`` takes them for tables that are alike.
    """
    for row in range(ROWS):
        nodes, start, gap = where[0, row], np.uintp(where[1, row]) + own, np.uintp(where[2, row])
        for place in range(INSTANTS):
            to = np.uintp((place * ROWS + row) * WIDTH)
            if nodes == 0:
                given = np.uintp(at + place * gone + row * WIDTH)
                for i in range(np.uintp(WIDTH)):
                    out[to + i] = tables[given + i]
            else:
                read_between(drawn, start, gap, nodes, weights, number * INSTANTS + place, out, to)


def read_between(drawn, a, gap, nodes, weights, instant, out, to):
    """Read a row of a tile between its nodes at an instant; more than three are the instants."""
    if nodes == 1:
        for i in range(np.uintp(WIDTH)):
            out[to + i] = drawn[a + i]
    elif nodes == 2:
        u, v, b = weights[instant, 1], weights[instant, 2], a + gap
        for i in range(np.uintp(WIDTH)):
            out[to + i] = drawn[a + i] * u + drawn[b + i] * v
    elif nodes == 3:
        u, v, t = weights[instant, 3], weights[instant, 4], weights[instant, 5]
        b, c = a + gap, a + gap + gap
        for i in range(np.uintp(WIDTH)):
            out[to + i] = drawn[a + i] * u + drawn[b + i] * v + drawn[c + i] * t
    else:
        d = a + np.uintp(instant) * gap
        for i in range(np.uintp(WIDTH)):
            out[to + i] = drawn[d + i]
