"""The smallest instance of a system: the same declaration over as few labels as it can bear."""

from collections.abc import Iterator
from dataclasses import replace

from simulator.structure.axis import NEWEST, Axis
from simulator.structure.elements import Flow, Transfer
from simulator.structure.ends import End
from simulator.structure.expression import parse, references
from simulator.structure.system import System

COHORTS = 3
LABELS = 2


def smallest_instance(system: System) -> System:
    """Cut every axis to the labels that are named anywhere, and at least two (three cohorts).

    What holds for the smallest instance with a symbol in every cell holds for any number of
    labels: no generated line treats a label apart unless the declaration fixes it.
    """
    named = fixed_labels(system)
    axes = tuple(_cut(axis, named.get(axis.name, frozenset())) for axis in system.axes)
    return replace(system, axes=axes)


def fixed_labels(system: System) -> dict[str, frozenset[str]]:
    """Labels that an end or an expression fixes, by axis."""
    found: dict[str, frozenset[str]] = {}
    for end in _ends(system):
        for axis, label in end.fixed.items():
            if label != NEWEST:
                found[axis] = found.get(axis, frozenset()) | {label}
    return found


def _cut(axis: Axis, named: frozenset[str]) -> Axis:
    wanted = COHORTS if axis.windows is not None else LABELS
    kept = {axis.labels[0], *named} if axis.windows is not None else set(named)
    for label in axis.labels:
        if len(kept) >= wanted:
            break
        kept.add(label)
    labels = tuple(label for label in axis.labels if label in kept)
    windows = axis.windows
    if windows is not None:
        windows = replace(windows, count=len(labels) - 1)
    return Axis(name=axis.name, labels=labels, windows=windows)


def _ends(system: System) -> Iterator[End]:
    """Every part of a stock that the declaration names."""
    for text in _texts(system):
        for found in references(parse(text)):
            if found.name in system.stock:
                end = system.end(str(found))
                if end is not None:
                    yield end


def _texts(system: System) -> Iterator[str]:
    for flow in system.flows:
        yield flow.rate
    for transfer in system.transfers:
        yield str(transfer.amount if transfer.amount is not None else transfer.share)
    streams: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in streams:
        yield from (text for text in (stream.source, stream.target) if text is not None)
    yield from (auxiliary.expression for auxiliary in system.auxiliaries)
    yield from (measure.expression for measure in system.measures)
