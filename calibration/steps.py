"""The steps of a calibration, in the order in which they are carried out.

A step reads the city pack, fits its own parameters and returns the entries of ``parameters.toml``
it answers for, with a report; it writes nothing itself and leaves the entries of every other step
alone. To add one, add a function and its name to ``STEPS``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line reads the names of the steps on every call
    from calibration.parameters_file import Entry
    from simulator.inputs.pack.city_pack import CityPack


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What a step is given.

    ``standing`` is the instant the fit stands at: what was recorded later it may not know;
    ``None`` is today, the whole record.
    """

    pack: "CityPack"
    standing: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """What a step returns: its entries, lines for the terminal, and how to write its report.

    ``files`` are other files of the pack it answers for, by name, put in place with the entries.
    """

    entries: "tuple[Entry, ...]"
    summary: tuple[str, ...]
    write_report: Callable[[Path], None]
    files: Mapping[str, bytes] = field(default_factory=dict)


Step = Callable[[Task], Fitted]


def step_supply(task: Task) -> Fitted:
    """How late what is promised comes: slippage of projects, pipeline of the programmes."""
    from calibration.slippage.step import fit_supply

    return fit_supply(task)


def step_population(task: Task) -> Fitted:
    """The people: births, policy, migration, register."""
    from calibration.fit.step import fit_population

    return fit_population(task)


STEPS: Mapping[str, Step] = {"supply": step_supply, "population": step_population}
