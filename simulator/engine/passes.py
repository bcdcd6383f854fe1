"""Sums over the stages of a Runge–Kutta step, written out: text for the compiler."""

_HELD = "before, after, step, e, k, relative, absolute"


def passes(most: int) -> list[str]:
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
    start = "    if number == 0:\n        out[:] = y"
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
