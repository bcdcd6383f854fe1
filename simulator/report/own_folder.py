"""A folder for matplotlib that can be written, so that it has nothing to say about its own."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from simulator.interrupts import clearing
from simulator.stockflow.kept import kept_folder

_NAMED = "MPLCONFIGDIR"
_BUILDING = "Matplotlib is building the font cache"


@contextmanager
def matplotlib_in_own_folder() -> Iterator[None]:
    """Let matplotlib keep its list of fonts beside what this program keeps, else in a passing one.

    For a command in a process of its own: figures take none of a user's settings of matplotlib, and
    where its own folder can't be written it would say so in English. A folder that the user names
    for it stays where it can be written. Where nothing can be written at all, it says so itself.
    """
    if "matplotlib" in sys.modules:
        yield
        return
    logging.getLogger("matplotlib.font_manager").addFilter(_is_no_progress)
    with ExitStack() as stack:
        folder = next(filter(_is_writable, _candidates()), None) or _passing(stack)
        if folder is not None:
            os.environ[_NAMED] = str(folder)
        yield


def _candidates() -> Iterator[Path]:
    if os.environ.get(_NAMED):
        yield Path(os.environ[_NAMED])
    try:
        yield kept_folder() / "matplotlib"
    except RuntimeError:  # nobody's home is known
        return


def _passing(stack: ExitStack) -> Path | None:
    """A folder that is gone when the command ends; ``None`` where none can be made."""
    try:
        made = stack.enter_context(TemporaryDirectory(prefix="minsheng-"))
    except OSError:
        return None
    stack.enter_context(clearing(Path(made)))
    return Path(made)


def _is_writable(folder: Path) -> bool:
    """Whether a folder is one that can be written, or can be made."""
    place = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)


def _is_no_progress(record: logging.LogRecord) -> bool:
    """All but that the list of fonts is being made: a delay, and no fault."""
    return not str(record.msg).startswith(_BUILDING)
