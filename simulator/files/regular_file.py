"""Opens a regular ``.toml`` file of bearable size, and nothing else.

What a path leads to is looked at before it is opened: a device never ends, a pipe waits for ever,
and a link may lead anywhere.
"""

import errno
import os
import re
import stat
from pathlib import Path

from simulator.files.hints import nearest, unseen
from simulator.files.limits import FILE_BYTES
from simulator.files.locations import shipped_names
from simulator.visible import first_unseen, visible
from simulator.words.catalogue import message, pair

_WEB_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""A drive of Windows has one letter; the path of a web address has lost one of its strokes."""
_KINDS = {
    stat.S_IFCHR: "device",
    stat.S_IFBLK: "device",
    stat.S_IFIFO: "pipe",
    stat.S_IFSOCK: "socket",
}
_WITHOUT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_SUFFIX = ".toml"
_FOLDER = "scenarios"


def read_regular(path: Path) -> tuple[bytes, str | None]:
    """The bytes of a file; nothing, and why it is refused, of anything that is no scenario file."""
    refusal = refuse_name(path.as_posix()) or _refuse_kind(path)
    if refusal is not None:
        return b"", refusal
    try:
        # What was looked at above may have been replaced since: the open file is looked at again.
        with os.fdopen(os.open(path, _WITHOUT_WAITING), "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                return b"", _not_regular(found.st_mode)
            content = file.read(FILE_BYTES + 1)
    except OSError as error:
        return b"", message("fault.unreadable", reason=error.strerror)
    if len(content) > FILE_BYTES:
        return b"", _too_large()
    return content, None


def refuse_name(name: str) -> str | None:
    """Why a text is the name of no file, before anything is looked for."""
    if _WEB_ADDRESS.match(name):
        return message("place.web_address")
    hidden = "\0" if "\0" in name else first_unseen(Path(name).name)
    return None if hidden is None else message("unseen.in_name", what=unseen(hidden))


def _refuse_kind(path: Path) -> str | None:
    try:
        found = path.stat()
    except OSError as error:
        return _not_found(path, error)
    if stat.S_ISDIR(found.st_mode):
        return _folder(path)
    if path.suffix.lower() != _SUFFIX:
        return message("fault.other_file", ending=path.suffix or path.name)
    if not stat.S_ISREG(found.st_mode):
        return _not_regular(found.st_mode)
    if Path(os.path.realpath(path)).suffix.lower() != _SUFFIX:
        return message("place.link_to_other")
    return None


def _not_found(path: Path, error: OSError) -> str:
    match error.errno:
        case errno.ENOENT if path.is_symlink():
            return message("place.link_to_nothing", target=visible(str(path.readlink())))
        case errno.ENOENT | errno.ENOTDIR:
            return _missing(path)
        case errno.ELOOP:
            return message("place.link_loop")
        case errno.ENAMETOOLONG:
            return message("place.long_name")
    return message("fault.unreadable", reason=error.strerror)


def _folder(path: Path) -> str:
    inside = sorted(entry.name for entry in path.glob(f"*{_SUFFIX}"))
    if not inside:
        return message("fault.is_folder")
    return message("fault.is_folder_with", example=(path / inside[0]).as_posix())


def _missing(path: Path) -> str:
    names = [entry.name for entry in path.parent.glob("*.toml")] if path.parent.is_dir() else []
    # what comes with the program is meant wherever a scenario names a parent
    came_along = shipped_names(Path())
    # by stems: an ending that all have in common makes any two names alike
    stems = {Path(name).stem: name for name in (*came_along, *names)}
    close = stems.get(nearest(path.stem, stems) or "")
    if close is None or path.parent.name != _FOLDER:
        if not path.parent.is_dir():
            return message("fault.no_folder", folder=path.parent.as_posix())
        if close is not None and close not in names:
            return message("fault.no_file_shipped", name=close)
    return message("fault.no_file_near", name=close) if close else message("fault.no_file")


def _not_regular(mode: int) -> str:
    kind = _KINDS.get(stat.S_IFMT(mode), "other")
    return message("place.not_regular", kind=pair(f"place.kind.{kind}"))


def _too_large() -> str:
    return message("limit.file", most=FILE_BYTES // 10**6)
