"""Texts of the sums over the stages of a step, written out for a number of stages.

Every stage is read once and nothing is written twice; the numbers of a column lie as in
``tile_walk.py``. Nothing here is run as Python but what writes.
"""


def write_tile_sums(stages: int) -> list[str]:
    """Texts of ``combine`` and ``held_against`` for a method of some stages.

    ``combine(w, dw, step, weights, row, number, o)`` puts y + step · Σ weights[row] · k over the
    first stages at ``o``; ``held_against`` gives the sum of squares of step · Σ weights · k over
    the tolerance of every number.
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
