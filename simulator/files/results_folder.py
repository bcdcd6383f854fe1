"""Which folder results may go into: none that holds anything else, none of the program's own."""

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from simulator.errors import SimulatorError
from simulator.files.disk_faults import nearest_folder, told
from simulator.files.locations import ROOT
from simulator.files.results_mark import read_mark
from simulator.words.catalogue import message

_SOURCES = {
    *(".ci", ".git", ".github", ".venv", "calibration", "docs", "scenarios", "simulator", "tests"),
}
"""Folders of a checkout, and of an installation, that hold the program."""

_MOST_NAMES = 99
"""Scenario files of one name whose results are told apart."""


def placed(folder: Path) -> Path:
    """A folder by its full path and the name the file system has it under.

    Links above it are followed; the folder itself may be one, which is for ``refuse_unusable``.
    """
    whole = Path(os.path.realpath(folder if folder.name == ".." else folder.parent))
    if folder.name != "..":
        whole = whole / folder.name
    # Where upper and lower case, or two spellings of one letter, are the same name to the system,
    # they have to be the same to us: names beside the folder are made from this one.
    if not os.path.lexists(whole) or not whole.name:
        return whole
    names = os.listdir(whole.parent)  # noqa: PTH208 - names alone, in the spelling of the system
    if whole.name in names:
        return whole
    return next(each for each in map(whole.with_name, names) if each.samefile(whole))


def refuse_unusable(folder: Path) -> None:
    """Raise ``SimulatorError`` where results may not, or can not, be published into ``folder``."""
    folder = placed(folder)
    with told(folder):
        _refuse_own_source(folder)
        if _is_there(folder):
            _refuse_foreign(folder)
            _refuse_standing_in(folder)
        above = nearest_folder(folder.parent)
        if not os.access(above, os.W_OK | os.X_OK):
            raise PermissionError(13, os.strerror(13), str(above))


def own_folder(parent: Path, names: Iterable[str], owner: str) -> Path:
    """The folder of an owner's results: the one that holds them, else the first that is free.

    Parameters
    ----------
    parent
        Where the folders lie.
    names
        Names that may be taken, the one to be liked best first.
    owner
        Digest of what the results are asked for.

    Returns
    -------
    Path
        The folder. Where the first name is that of something else than results, it is this one,
        for ``refuse_unusable`` to say so.
    """
    found = [parent / name for name in islice(names, _MOST_NAMES)]
    owners = {each: _owner(each) for each in found}
    kept = [each for each in found if owners[each] == owner]
    free = [each for each in found if owners[each] == ""]
    best = found[:1] if owners[found[0]] is None else []
    return [*best, *kept, *free, found[0]][0]


def _owner(folder: Path) -> str | None:
    """Whose results a folder holds, "" where nobody's; ``None`` where it holds something else."""
    try:
        if not _is_there(folder):
            return ""
        _refuse_foreign(folder)
        mark = read_mark(folder)
    except (OSError, SimulatorError):
        return None
    return "" if mark is None else mark.owner


def _is_there(folder: Path) -> bool:
    try:
        folder.lstat()
    except FileNotFoundError:
        return False
    return True


def _refuse_foreign(folder: Path) -> None:
    if folder.is_symlink():
        raise SimulatorError(
            message("fault.folder_is_link", folder=folder, target=folder.readlink())
        )
    if not folder.is_dir():
        raise SimulatorError(message("fault.folder_is_file", folder=folder))
    if read_mark(folder) is None and any(folder.iterdir()):
        raise SimulatorError(message("fault.foreign_folder", folder=folder))


def _refuse_own_source(folder: Path) -> None:
    is_inside = folder.is_relative_to(ROOT)
    first = folder.relative_to(ROOT).parts[:1] if is_inside else ()
    if ROOT.is_relative_to(folder) or _SOURCES & set(first):
        raise SimulatorError(message("fault.own_source", folder=folder))


def _refuse_standing_in(folder: Path) -> None:
    # It would be taken away under the feet of the shell, which shows an empty folder from then on.
    if Path.cwd().is_relative_to(folder):
        raise SimulatorError(message("fault.standing_in", folder=folder))
