"""Every way the program can refuse.

::

    SimulatorError
    ├── StructureError (ValueError)      the declaration is wrong
    ├── UnitError (ValueError)           quantities of different kinds are added or compared
    ├── ScenarioError (ValueError)       .faults       a scenario file is wrong
    ├── DataError (ValueError)           .faults       a city pack, its record or a table is wrong
    ├── IntegrationError (RuntimeError)  .year .flow   the run had to stop
    └── CalibrationError (RuntimeError)  .estimate     the fit did not converge

    ScenarioWarning (UserWarning)        what is lawful in a scenario and yet told, in Python

A message reads *place: what was found; what was expected*. All faults of a file are reported
together.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong, or worth a remark, in one place of one file.

    ``path`` is the file as the user named it, or the name of a table; ``line`` counts from one
    (``None`` when the fault is not tied to a line), ``key`` the dotted key, ``message`` what was
    found and what was expected, in English and in Chinese.
    """

    path: str
    line: int | None
    key: str
    message: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class SimulatorError(Exception):
    """Root of every refusal of this program; the command line turns it into exit code 2."""


class StructureError(SimulatorError, ValueError):
    """A system of stocks and flows is not well formed."""


class UnitError(SimulatorError, ValueError):
    """Quantities of different kinds are added or compared."""


class ScenarioError(SimulatorError, ValueError):
    """A scenario file, its parents or a ``--set`` is wrong; carries every fault found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ScenarioWarning(UserWarning):
    """Something of a scenario that is lawful and yet told; the text is that of a ``Fault``."""


class DataError(SimulatorError, ValueError):
    """A file of a city pack, or a table handed over, is wrong; carries every fault found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class IntegrationError(SimulatorError, RuntimeError):
    """A run had to stop; names the year and, where known, the flow."""

    def __init__(self, message: str, *, year: float, flow: str | None = None) -> None:
        self.year = year
        self.flow = flow
        self.message = message
        super().__init__(f"{year:.4f}: {message}")

    def of_flow(self, flow: str | None) -> "IntegrationError":
        """The same fault with the flow that met it."""
        return IntegrationError(self.message, year=self.year, flow=flow)


class CalibrationError(SimulatorError, RuntimeError):
    """A fit did not converge; carries the estimate reached."""

    def __init__(self, message: str, *, estimate: object) -> None:
        self.estimate = estimate
        super().__init__(message)
