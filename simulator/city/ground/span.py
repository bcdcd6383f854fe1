"""The span of a run: it begins on the day the pack's people are of, and ends within its horizon."""

from collections.abc import Iterator
from datetime import date

from simulator.city.ground.choices import Choices
from simulator.errors import Fault
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, instant


def faults_of_span(choices: Choices) -> Iterator[Fault]:
    """What is wrong with the first and the last day of a run."""
    yield from _other_start(choices)
    yield from _beyond_horizon(choices)


def _beyond_horizon(choices: Choices) -> Iterator[Fault]:
    """Rates are held after their record, but only as far as the pack answers for."""
    horizon = instant(date.fromisoformat(str(choices.pack.city["horizon"]["date"])))
    stop = choices.date("model.stop")
    if stop > horizon + SAME_INSTANT:
        yield from choices.fault(
            "model.stop",
            "fault.beyond_horizon",
            stop=calendar_label(stop),
            city=choices.pack.title,
            horizon=calendar_label(horizon),
            file=f"calibration/{choices.pack.folder.name}/city.toml",
        ).faults


def _other_start(choices: Choices) -> Iterator[Fault]:
    """The people and places a run starts with are those of one day, the pack's."""
    start = instant(date.fromisoformat(str(choices.pack.city["start"]["date"])))
    if choices.date("model.start") != start:
        yield from choices.fault(
            "model.start", "fault.other_start", city=choices.pack.name, day=calendar_label(start)
        ).faults
