"""What a step of a calibration is given and what it returns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line reads the names of the steps on every call
    from calibration.parameters_file import Entry
    from simulator.city.pack.city_pack import CityPack


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What a step is given.

    ``standing`` is the instant the fit stands at: what was recorded later it may not know;
    ``None`` is today, the whole record.
    """

    pack: "CityPack"
    standing: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StepResult:
    """What a step returns: its entries, lines for the terminal, and how to write its report.

    ``files`` are other files of the pack it answers for, by name, put in place with the entries.
    """

    entries: "tuple[Entry, ...]"
    summary: tuple[str, ...]
    write_report: Callable[[Path], None]
    files: Mapping[str, bytes] = field(default_factory=dict)


Step = Callable[[Task], StepResult]
