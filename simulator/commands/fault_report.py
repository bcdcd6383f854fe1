"""What is left of a fault of the program: a report for whoever mends it, two lines for the rest."""

import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from os import getpid
from pathlib import Path
from traceback import format_exception

from simulator import __version__
from simulator.files.locations import OUTPUTS, shown
from simulator.visible import visible_lines
from simulator.words.catalogue import Pair, pair

_PACKAGES = ("numpy", "scipy", "pandas", "matplotlib", "sympy", "duckdb", "click", "tree-sitter")
_LONGEST = 200_000


def report_fault(error: Exception, arguments: Sequence[str]) -> Pair:
    """Write the report of a fault; what is told of it, in Chinese and in English.

    Parameters
    ----------
    error
        What nobody refused.
    arguments
        What stood behind the command.
    """
    text = "\n".join(_lines(error, arguments))
    path = _write(_without_home(visible_lines(text))[:_LONGEST])
    kind = type(error).__name__
    if path is None:
        return pair("command.own_fault_unwritten", kind=kind)
    return pair("command.own_fault", kind=kind, path=shown(path))


def _lines(error: Exception, arguments: Sequence[str]) -> Iterator[str]:
    # Nothing of the surroundings but what a fault may depend on: variables may hold secrets.
    yield f"minsheng {__version__}"
    yield f"Python {platform.python_version()} ({sys.platform}, {platform.machine()})"
    yield ", ".join(f"{name} {_version(name)}" for name in _PACKAGES)
    yield f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    yield f"arguments: {list(arguments)!r}"
    yield ""
    yield "".join(format_exception(error))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "-"


def _without_home(text: str) -> str:
    """The text without the name of whoever runs the program, which paths hold."""
    try:
        home = str(Path.home())
    except RuntimeError:  # some systems know no home
        return text
    return text.replace(home, "~") if len(home) > 1 else text


def _write(text: str) -> Path | None:
    """Where the report lies; ``None`` where nothing can be written."""
    name = f"fault-{datetime.now(UTC):%Y-%m-%d-%H%M%S}-{getpid()}.txt"
    for folder in (OUTPUTS, Path(tempfile.gettempdir())):
        path = folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except OSError:  # a full or read-only disk: the next folder may lie on another one
            continue
        return path
    return None
