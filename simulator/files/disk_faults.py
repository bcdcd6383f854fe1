"""What the operating system refuses while a folder of results is written, told with the folder."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.errors import SimulatorError
from simulator.words.catalogue import message

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
_IN_THE_WAY = (errno.ENOTDIR, errno.EEXIST)
_FAILING = (errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN)


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what the system refuses beside or in ``folder`` into one sentence that names it.

    Anything else the system refuses goes on as it is.
    """
    try:
        yield
    except OSError as error:
        sentence = _sentence(folder, error) if _concerns(folder, error) else None
        if sentence is None:
            raise
        raise SimulatorError(sentence) from error


def as_system_error(text: str, path: Path) -> OSError:
    """What a library says of the disk in words of its own, as the error of the system.

    Where the words name none that is known here, it is a disk that fails.
    """
    for number in (*_FULL, *_FORBIDDEN, *_FAILING):
        if os.strerror(number).lower() in text.lower():
            return OSError(number, os.strerror(number), str(path))
    return OSError(errno.EIO, text.splitlines()[0], str(path))


def nearest_folder(folder: Path) -> Path:
    """The folder itself, or the nearest one above it that is there."""
    return next(each for each in (folder, *folder.parents) if each.exists())


def _concerns(folder: Path, error: OSError) -> bool:
    if not isinstance(error.filename, str | os.PathLike):
        return True  # a file that is open has no name here
    path = Path(error.filename)
    return path.is_relative_to(folder.parent) or folder.is_relative_to(path)


def _sentence(folder: Path, error: OSError) -> str | None:
    reason = error.strerror or str(error)
    if error.errno in _FULL:
        return message("fault.disk_full", folder=folder, reason=reason)
    if error.errno in _FORBIDDEN:
        return message("fault.may_not_write", folder=folder, reason=reason)
    if error.errno in _IN_THE_WAY:
        return message("fault.file_in_the_way", folder=folder, file=_file_above(folder))
    if error.errno == errno.ENAMETOOLONG:
        return message("fault.name_too_long", folder=folder)
    if error.errno in _FAILING:
        return message("fault.disk_fails", folder=folder, reason=reason)
    return None


def _file_above(folder: Path) -> Path:
    """The file that lies where a folder should be."""
    above = (folder, *folder.parents)
    return next((each for each in above if each.exists() and not each.is_dir()), folder)
