"""Whether two scenarios give a system the same values, everywhere from start to stop.

Asked at the instants at which a run asks: at both ends of every segment and inside it, where a
segment lies between two openings of birth windows, kinks of a path or dates of a transfer. What
begins on the day of the stop is asked only of what is read there: by a measure, or by a transfer of
that day. No flow runs on after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.system import System, named_parameters
from simulator.stockflow.values.calendar import SAME_INSTANT, is_within
from simulator.stockflow.values.paths import SLIVER, Moment, Path
from simulator.stockflow.values.same_parts import are_same_parts
from simulator.stockflow.values.scenario import Occasion, Scenario

ROUNDING = 1e-12
"""Relative: two ways to the same number may differ by so much."""

# neither the half nor a third, where two paths are likely to agree by accident
_INSIDE = (0.0, 0.377, 0.811, 1.0)


def are_alike(system: System, one: Scenario, other: Scenario) -> bool:
    """Whether a run of a system would be given the same by both.

    Paths of names that the system does not have are nobody's, and are not compared.
    """
    if _frame(one) != _frame(other):
        return False
    if not _same_arrays(one.initial, other.initial):
        return False
    if not _same_occasions(one, other):
        return False
    return not any(True for _ in _unlike_paths(system, one, other))


def _frame(scenario: Scenario) -> tuple[object, ...]:
    return (scenario.start, scenario.stop, scenario.readings, scenario.snapshots, scenario.method)


def _same_occasions(one: Scenario, other: Scenario) -> bool:
    names = {*one.occasions, *other.occasions}
    return all(
        _same_dates(
            _within(one, one.occasions.get(name, ())), _within(other, other.occasions.get(name, ()))
        )
        for name in names
    )


def _within(scenario: Scenario, occasions: Sequence[Occasion]) -> list[Occasion]:
    """Occasions of a run, by date; those that bring and move nothing are none."""
    return sorted(
        (
            each
            for each in occasions
            if is_within(scenario.start, each.year, scenario.stop)
            and (not each.values or any(np.any(array != 0) for array in each.values.values()))
        ),
        key=lambda each: each.year,
    )


def _same_dates(one: Sequence[Occasion], other: Sequence[Occasion]) -> bool:
    return len(one) == len(other) and all(
        abs(first.year - second.year) <= SAME_INSTANT and _same_arrays(first.values, second.values)
        for first, second in zip(one, other, strict=True)
    )


def _same_arrays(one: Mapping[str, FloatArray], other: Mapping[str, FloatArray]) -> bool:
    return one.keys() == other.keys() and all(
        array is other[name] or _same(array, other[name]) for name, array in one.items()
    )


def _same(one: FloatArray, other: FloatArray) -> bool:
    # far quicker than to ask for a tolerance, and the rule where a key has no effect
    if np.array_equal(one, other):
        return True
    try:
        return bool(np.allclose(one, other, rtol=ROUNDING, atol=0.0, equal_nan=True))
    except ValueError:  # of shapes that don't fit each other
        return False


def _unlike_paths(system: System, one: Scenario, other: Scenario) -> Iterable[str]:
    known = [parameter.name for parameter in system.parameters]
    windows = system.moving.windows if system.moving is not None else None
    opened = () if windows is None else windows.boundaries(one.start, one.stop)
    at_stop = _read_at_stop(system, one, other)
    for name in known:
        first, second = one.paths.get(name), other.paths.get(name)
        if first is second or first is None or second is None:
            if first is not second:
                yield name
        elif are_same_parts(first, second):
            continue
        elif not _same_path(first, second, (one.start, one.stop), opened) or (
            name in at_stop and not _begin_alike(first, second, one.stop)
        ):
            yield name


def _read_at_stop(system: System, one: Scenario, other: Scenario) -> frozenset[str]:
    """Parameters of which the last instant reads what begins there."""
    readers = [measure.name for measure in system.measures]
    readers += [
        transfer.name
        for transfer in system.transfers
        for scenario in (one, other)
        for occasion in scenario.occasions.get(transfer.name, ())
        if abs(occasion.year - scenario.stop) <= SAME_INSTANT
    ]
    return frozenset(name for reader in readers for name in named_parameters(system, reader))


def _begin_alike(one: Path, other: Path, year: float) -> bool:
    moment = Moment(year, year, year + SLIVER)
    return _same(one.value(moment), other.value(moment))


def _same_path(one: Path, other: Path, span: tuple[float, float], opened: Iterable[float]) -> bool:
    edges = sorted({*span, *one.kinks(*span), *other.kinks(*span), *opened})
    moments = [
        Moment(first + inside * (last - first), first, last)
        for first, last in pairwise(edges)
        if last - first > SAME_INSTANT
        for inside in _INSIDE
    ]
    return all(_same(one.value(moment), other.value(moment)) for moment in moments)
