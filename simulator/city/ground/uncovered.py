"""A path that has no value at an instant of the run, told at the key that states it."""

from simulator.errors import BeyondError, Fault
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import message

_STOP = "model.stop"


def uncovered(file: ScenarioFile, beyond: BeyondError) -> Fault:
    """The fault of a path that was asked beyond its values, at the key that states it.

    One that no key stands for is the pack's: the run goes on for too long.
    """
    # edits in time go by the key and what they do: world.arrivals.scale
    key = next(
        (each for each in file.schema.leaves if f"{beyond.path}.".startswith(f"{each}.")), None
    )
    if key is None:
        return file.fault(beyond.message, _STOP)
    first, last = (calendar_label(year) for year in beyond.span)
    start, stop = (str(file.values[key]) for key in ("model.start", _STOP))
    told = message(
        "fault.uncovered",
        day=calendar_label(beyond.year),
        first=first,
        last=last,
        start=start,
        stop=stop,
    )
    return file.fault(told, key)
