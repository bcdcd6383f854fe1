"""Dates a run is given: its span, readings, snapshots and transfers, and the windows they need."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.grammar.expression import parse, references
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.calendar import SAME_INSTANT, is_within, place_of
from simulator.stockflow.values.scenario import Scenario
from simulator.words.catalogue import message, pair


def date_faults(system: System, scenario: Scenario) -> Iterator[str]:
    """Everything wrong with the dates of a scenario, one message each."""
    if not scenario.stop - scenario.start > SAME_INSTANT:
        yield message("given.span", **_span(scenario))
    for kind, years in (
        ("reading", scenario.readings),
        ("snapshot", scenario.snapshots),
        ("before", scenario.before),
    ):
        yield from _instant_faults(scenario, kind, years)
    yield from _idle_faults(scenario)
    for name, occasions in scenario.occasions.items():
        for occasion in occasions:
            if not is_within(scenario.start, occasion.year, scenario.stop):
                year = f"{occasion.year:g}"
                yield message("given.transfer_outside", name=name, year=year, **_span(scenario))
    yield from _window_faults(system, scenario)


def _instant_faults(scenario: Scenario, kind: str, years: tuple[float, ...]) -> Iterator[str]:
    """Instants at which something is kept lie in the run, in rising order, each once."""
    what = pair(f"given.{kind}")
    for year in years:
        if not is_within(scenario.start, year, scenario.stop):
            yield message("given.outside", what=what, year=f"{year:g}", **_span(scenario))
    for before, after in pairwise(years):
        if abs(after - before) <= SAME_INSTANT:
            yield message("given.twice", what=what, year=f"{after:g}")
        elif after < before:
            yield message("given.order", what=what, before=f"{before:g}", after=f"{after:g}")


def _idle_faults(scenario: Scenario) -> Iterator[str]:
    """Just before an instant at which nothing happens it is as at the instant."""
    happening = [each.year for occasions in scenario.occasions.values() for each in occasions]
    for year in scenario.before:
        if place_of(np.array(happening), year) is None:
            yield message("given.idle", year=f"{year:g}")


def _window_faults(system: System, scenario: Scenario) -> Iterator[str]:
    """What enters the newest window needs one at every instant of the run, the last included."""
    if system.moving is None or not _names_newest(system):
        return
    windows = system.moving.birth_windows
    if windows.newest(scenario.start) < 1 or windows.newest(scenario.stop) > windows.count:
        first, last = windows.opening(0), windows.opening(windows.count)
        reach = {"first": f"{first:g}", "last": f"{last:g}"}
        yield message("given.windows", axis=system.moving.name, **reach, **_span(scenario))


def _names_newest(system: System) -> bool:
    """Whether a stream or an expression names the newest window."""
    texts = [text for each in system.streams for text in (each.source, each.target) if text]
    texts += [formula.expression for formula in system.formulas]
    for stream in system.streams:
        texts.append(
            stream.rate if isinstance(stream, Flow) else str(stream.amount or stream.share)
        )
    named = (found for text in texts for found in references(parse(text)))
    return any(NEWEST in found.labels for found in named)


def _span(scenario: Scenario) -> dict[str, str]:
    return {"start": f"{scenario.start:g}", "stop": f"{scenario.stop:g}"}
