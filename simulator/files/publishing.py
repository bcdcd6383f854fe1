"""Publish a folder of results: whole or not at all.

Results are written into a hidden sibling, ``.<name>.new``, and moved into place only when they are
complete; the old folder steps aside as ``.<name>.old`` until then. Whatever the moment at which a
run is killed, the next one finds the old result or the new one whole, and clears
the rest away. A lock beside the folder lets one run publish at a time.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from simulator.errors import SimulatorError
from simulator.words.catalogue import message

MARK = "manifest.json"
"""The file by which a folder is known as a result of this program."""


def publish(folder: Path, write: Callable[[Path], None]) -> None:
    """Write a result into an empty folder, then move it into the place of ``folder``.

    If ``write`` fails, its error is raised and ``folder`` stays as it was.

    Parameters
    ----------
    folder
        Destination of the result: missing, empty, or an earlier result.
    write
        Writes every file of the result, ``MARK`` among them, into the folder it is given.

    Raises
    ------
    SimulatorError
        If ``folder`` holds anything but a result of this program, which is never replaced, or if
        one of its files is open in another program.
    """
    folder = folder.resolve()
    refuse_foreign(folder)  # before waiting for anybody, and again once nobody else is at it
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _lock(folder):
        _settle(folder)
        refuse_foreign(folder)
        new = _beside(folder, "new")
        new.mkdir()
        try:
            write(new)
            _flush(new)
            _put_in_place(folder, new)
        finally:
            shutil.rmtree(new, ignore_errors=True)


def refuse_foreign(folder: Path) -> None:
    """Raise ``SimulatorError`` where publishing would replace what this program did not write."""
    if not folder.exists() or (folder / MARK).is_file():
        return
    if folder.is_dir() and not any(folder.iterdir()):
        return
    raise SimulatorError(message("fault.foreign_folder", folder=folder))


def _put_in_place(folder: Path, new: Path) -> None:
    # A folder can't be replaced in one step on every system, but it can be renamed in one. Killed
    # between the two renames, a run leaves no folder but the old one whole under its hidden name,
    # which ``_settle`` puts back; killed after them, only the old one is left to be cleared away.
    old = _beside(folder, "old")
    try:
        if folder.exists():
            folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    except PermissionError as error:
        raise SimulatorError(
            message("fault.folder_in_use", folder=folder, reason=error.strerror)
        ) from error
    shutil.rmtree(old, ignore_errors=True)


def _settle(folder: Path) -> None:
    """Clear away what a killed run left; with the lock held, nobody is at work on it."""
    old = _beside(folder, "old")
    if old.exists() and not folder.exists():
        old.rename(folder)
    for rest in (old, _beside(folder, "new")):
        shutil.rmtree(rest, ignore_errors=True)


def _beside(folder: Path, part: str) -> Path:
    return folder.with_name(f".{folder.name}.{part}")


def _flush(folder: Path) -> None:
    """Bring every file to the disk before it counts as there."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("r+b") as file:
                os.fsync(file.fileno())


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Replace files by new ones of the same name, none before all of them are complete.

    Every file is first written beside its own; a failure or a kill until then leaves all old ones.
    They then move into place one after the other, in the order given.
    """
    drafts = {folder / name: folder / f".{name}.new" for name in contents}
    try:
        for draft, content in zip(drafts.values(), contents.values(), strict=True):
            with draft.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; the operating system releases it if the process ends."""
    path = _beside(folder, "lock")
    while True:
        with path.open("a+b") as file:
            _wait(file.fileno())
            # The one before us may have removed the file we have been waiting for.
            # A lock on a file without a name keeps nobody out: open the new one and wait again.
            if path.exists() and os.path.samestat(os.fstat(file.fileno()), path.stat()):
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
