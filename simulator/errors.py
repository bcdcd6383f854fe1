"""Every way the program can refuse.

::

    SimulatorError
    ├── CommandError                     the command line is wrong
    ├── StructureError (ValueError)      the declaration is wrong
    ├── UnitError (ValueError)           quantities of different kinds are added or compared
    ├── ScenarioError (ValueError)       .faults       a scenario file is wrong
    ├── DataError (ValueError)           .faults       a city pack, its record or a table is wrong
    │   └── MissingDataError                           a file of it is not there
    ├── MissingExtraError                an optional package is not installed
    ├── IntegrationError (RuntimeError)  .year .flow   the run had to stop
    │   └── BeyondError                  .path .span   a path has no value at an instant
    └── CalibrationError (RuntimeError)  .estimate     the fit did not converge

    ScenarioWarning (UserWarning)        what is lawful in a scenario and yet told, in Python

A message reads *place: what was found; what was expected*. All faults of a file are reported
together. Each class knows the exit code of the command line: 1 a law was broken on the way, 2 the
input is wrong, 3 data or an optional package is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from simulator.visible import visible

DONE, BROKEN, WRONG, MISSING, OWN_FAULT, STOPPED, UNREAD = 0, 1, 2, 3, 70, 130, 141
"""Exit codes: done; a law was broken or ``--strict`` found something; the input is wrong; data or
an extra is missing; a fault of the program; stopped by whoever started it; whoever read the output
has stopped reading, as ``head`` does."""

LONGEST_KEY = 200
"""Characters of a key that are told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing wrong, or worth a remark, in one place of one file.

    ``path`` is the file as the user named it, or the name of a table; ``line`` counts from one
    (``None`` when the fault is not tied to a line), ``key`` the dotted key, ``message`` what was
    found and what was expected, in English and in Chinese. Each is on one line, characters that
    nobody sees written by their number: what a file holds may be told on any terminal.
    """

    path: str
    line: int | None
    key: str
    message: str

    def __post_init__(self) -> None:
        for name in ("path", "key", "message"):
            object.__setattr__(self, name, visible(getattr(self, name)))
        if len(self.key) > LONGEST_KEY:
            object.__setattr__(self, "key", f"{self.key[: LONGEST_KEY - 1]}…")

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class SimulatorError(Exception):
    """Root of every refusal of this program; the command line ends with its ``exit_code``."""

    exit_code: ClassVar[int] = WRONG

    def __reduce__(self) -> tuple[Any, ...]:
        """A run in another process sends its refusal home, with all that it carries."""
        return _again, (type(self), self.args, vars(self))


def _again(
    kind: type[SimulatorError], texts: Sequence[object], said: Mapping[str, object]
) -> SimulatorError:
    """A refusal as it was, whatever it is made of."""
    error = kind.__new__(kind, *texts)
    vars(error).update(said)
    return error


class CommandError(SimulatorError):
    """A command line that says something else than a verb, its arguments and options."""


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


class MissingDataError(DataError):
    """A file that should be there is not; carries every one that is missing."""

    exit_code = MISSING


class MissingExtraError(SimulatorError):
    """A package that is installed on request alone is needed and not there.

    ``faults`` are the places of files that need it, where they are known.
    """

    exit_code = MISSING

    def __init__(self, told: str, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__(told)


class IntegrationError(SimulatorError, RuntimeError):
    """A run had to stop; names the year and, where known, the flow."""

    exit_code = BROKEN

    def __init__(self, message: str, *, year: float, flow: str | None = None) -> None:
        self.year = year
        self.flow = flow
        self.message = message
        super().__init__(f"{year:.4f}: {message}")

    def of_flow(self, flow: str | None) -> "IntegrationError":
        """The same fault with the flow that met it."""
        return IntegrationError(self.message, year=self.year, flow=flow)


class BeyondError(IntegrationError):
    """A path was asked beyond its values and does not hold them there.

    ``path`` is its name, the key of a scenario where it stands for one; ``span`` the first and last
    instant for which it has values.
    """

    def __init__(
        self,
        message: str,
        *,
        year: float,
        path: str,
        span: tuple[float, float],
        flow: str | None = None,
    ) -> None:
        self.path = path
        self.span = span
        super().__init__(message, year=year, flow=flow)

    def of_flow(self, flow: str | None) -> "BeyondError":
        """The same fault with the flow that met it."""
        return BeyondError(self.message, year=self.year, path=self.path, span=self.span, flow=flow)


class CalibrationError(SimulatorError, RuntimeError):
    """A fit did not converge; carries the estimate reached."""

    exit_code = BROKEN

    def __init__(self, message: str, *, estimate: object) -> None:
        self.estimate = estimate
        super().__init__(message)
