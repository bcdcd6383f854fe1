"""The hidden names beside a folder of results, the lock under one of them, and their removal."""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from simulator import interrupts

_LONGEST_NAME = 255
"""Bytes of a name of a file, on every system in use."""

_LONGEST_PART = len(".lock")


@dataclass(frozen=True, slots=True)
class Siblings:
    """Names beside a folder, hidden: ``.<name>.new`` and its like.

    A long name is shortened, with a digest in place of what is left out: also that of a folder of
    84 Chinese characters, which takes 252 of 255 bytes, has room for its siblings.
    """

    folder: Path

    @property
    def new(self) -> Path:
        """What is being written."""
        return self._named("new")

    @property
    def old(self) -> Path:
        """The earlier result, until all of the user's in it lies in the new one."""
        return self._named("old")

    @property
    def gone(self) -> Path:
        """The earlier result when it holds nothing any more but what may be removed."""
        return self._named("gone")

    @property
    def lock(self) -> Path:
        """The file whose lock a run holds while it publishes."""
        return self._named("lock")

    def _named(self, part: str) -> Path:
        name = self.folder.name
        room = _LONGEST_NAME - len(".") - _LONGEST_PART
        return self.folder.with_name(f".{shortened(name, room)}.{part}")


def shortened(name: str, most: int) -> str:
    """A name of at most so many bytes; one that is cut ends in a digest of the whole."""
    if len(os.fsencode(name)) <= most:
        return name
    ending = f"~{sha256(os.fsencode(name)).hexdigest()[:16]}"
    kept = name
    while len(os.fsencode(kept)) > most - len(ending):
        kept = kept[:-1]
    return f"{kept}{ending}"


def flush(path: Path) -> None:
    """Bring a file, or every file of a folder, to the disk before it counts as there."""
    for each in sorted(path.rglob("*")) if path.is_dir() else (path,):
        if each.is_file():
            with each.open("r+b") as file:
                os.fsync(file.fileno())


def remove_tree(folder: Path) -> None:
    """Remove a folder with all that is in it, where it is; what cannot go yet stays for later."""
    for place, folders, files in os.walk(folder, topdown=False):
        here = Path(place)
        with suppress(
            OSError
        ):  # a folder of the user's may be closed; what was in it lies elsewhere
            here.chmod(stat.S_IRWXU)
        for name in files:
            with suppress(OSError):  # Windows keeps an open file
                (here / name).unlink()
        for name in folders:
            with suppress(OSError):
                _remove_entry(here / name)
    with suppress(OSError):
        folder.rmdir()


def _remove_entry(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    else:
        path.rmdir()


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold the lock at ``path``; the operating system releases it if the process ends."""
    while True:
        with path.open("a+b") as file:
            _wait(file.fileno())
            # The one before us may have removed the file we have been waiting for.
            # A lock on a file without a name keeps nobody out: open the new one and wait again.
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
                with interrupts.clearing(path):
                    try:
                        yield
                    finally:
                        _remove(path)
                return


def _remove(path: Path) -> None:
    with suppress(OSError):  # Windows keeps an open file; the next run takes it over.
        path.unlink()


def _wait(descriptor: int) -> None:
    # The only lock of the program. ``run.py`` has the like of its own for building the environment:
    # it has to work before this package can be imported.
    if sys.platform == "win32":
        import msvcrt

        while True:
            with suppress(OSError):  # gives up after ten seconds; ask again
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
                return
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
