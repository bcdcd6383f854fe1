"""What happens when somebody stops the program: Ctrl-C, or a system that asks it to end.

A command ends at once wherever it is, with one line and 128 plus the number of the signal (130 for
Ctrl-C), and clears away what it had half written. It raises nothing on the way: an exception that
comes at any instant is now and then swallowed, or shown as a traceback, where nobody can catch it
(in a finaliser, in a callback of an import, while the interpreter shuts down). Where files change
places the end waits until they stand.

Only a command of its own process listens. Called from Python, all of this does nothing, and
Ctrl-C raises ``KeyboardInterrupt`` as ever.
"""

import atexit
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import NoReturn

from simulator.errors import UNREAD, WRONG
from simulator.words.catalogue import say

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass
class _Ending:
    """How this process ends when it is stopped now.

    It changes as a command goes on: a signal belongs to the process, so there is one of it.
    """

    told: str = ""
    code: int | None = None
    rests: list[Path] = field(default_factory=list)
    held: int = 0
    waiting: int | None = None


_ENDING = _Ending()


def take_over(noted: Sequence[int] = ()) -> None:
    """Listen from now on; a signal among ``noted``, which came before, is answered at once."""
    _ENDING.told = say("command.stopped", "both")
    for number in SIGNALS:
        # A shell that starts a command in the background has it ignore Ctrl-C: so it does.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)
    atexit.register(_leave)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    if noted:
        _end(noted[0], None)


def leaving(code: int) -> int:
    """The exit code of a command that has done its work; a signal still has its own."""
    _ENDING.code = code
    return code


def tell_when_stopped(told: str) -> None:
    """What a command says from now on when it is stopped, in one line."""
    _ENDING.told = told


@contextmanager
def clearing(*paths: Path) -> Iterator[None]:
    """Remove these files or folders should the command be stopped meanwhile."""
    _ENDING.rests.extend(paths)
    try:
        yield
    finally:
        for path in paths:
            _ENDING.rests.remove(path)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let a signal that comes meanwhile wait until what stands inside is done."""
    _ENDING.held += 1
    try:
        yield
    finally:
        _ENDING.held -= 1
        if _ENDING.waiting is not None and not _ENDING.held:
            _end(_ENDING.waiting, None)


def _end(number: int, _frame: FrameType | None) -> None:
    if _ENDING.held:
        _ENDING.waiting = number
        return
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    try:
        for path in reversed(_ENDING.rests):
            shutil.rmtree(path, ignore_errors=True)
            path.unlink(missing_ok=True)
        _tell()
    finally:
        _exit(128 + number)


def _tell() -> None:
    # A line of progress may stand there, and a terminal without its cursor.
    before = "\r\x1b[K\x1b[?25h" if sys.stderr.isatty() else ""
    text = f"{before}{_ENDING.told}\n"
    if os.name == "nt":  # where a terminal has an encoding of its own
        sys.stderr.write(text)
        sys.stderr.flush()
    else:  # not through a buffer that this very signal may have interrupted
        os.write(sys.stderr.fileno(), text.encode())


def _leave() -> None:
    """End without the last steps of the interpreter, in which nobody answers a signal any more."""
    if _ENDING.code is None:
        return
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:  # whoever read along has stopped, as ``head`` does
            _ENDING.code = _ENDING.code or UNREAD
        except OSError as error:
            os.write(sys.stderr.fileno(), f"{error.strerror}\n".encode())
            _ENDING.code = _ENDING.code or WRONG
    _exit(_ENDING.code)


def _exit(code: int) -> NoReturn:
    os._exit(code)
