"""Publish a folder of results: whole or not at all, and nothing of the user's lost.

Results are written into a hidden sibling, ``.<name>.new``, and moved into place only when they are
complete; the old folder steps aside as ``.<name>.old`` until everything of the user's in it lies in
the new one, and is then removed as ``.<name>.gone``. Whatever the moment at which a run is killed,
the next one finds the old result or the new one whole, brings over what is missing and clears the
rest away. A lock beside the folder lets one run publish at a time.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EBUSY
from os import strerror
from pathlib import Path

from simulator import interrupts
from simulator.errors import SimulatorError
from simulator.files.disk_faults import told
from simulator.files.hidden_siblings import Siblings, flush, one_at_a_time, remove_tree
from simulator.files.locations import shown
from simulator.files.results_folder import placed, refuse_unusable
from simulator.files.results_mark import MARK, Mark, read_mark, seal
from simulator.files.user_files import Aside, link_over, move_over
from simulator.words.catalogue import message, say

__all__ = ["MARK", "OwnedByOthersError", "publish", "replace_files"]

Content = Mapping[str, object]
"""What a manifest says of results besides the list of their files."""


class OwnedByOthersError(SimulatorError):
    """The folder holds results of another scenario file, or of the same one changed otherwise."""


def publish(folder: Path, write: Callable[[Path], Content], owner: str = "") -> tuple[Aside, ...]:
    """Write a result into an empty folder, then move it into the place of ``folder``.

    If ``write`` fails, its error is raised and ``folder`` stays as it was.

    Parameters
    ----------
    folder
        Destination of the result: missing, empty, or an earlier result.
    write
        Writes every file of the result into the folder it is given, all but the manifest, and
        returns what the manifest is to say besides.
    owner
        Where it is given, an earlier result stays whose manifest names another one (``OWNER``;
        ``result_names.owner_of``).

    Returns
    -------
    tuple of Aside
        Files of the user that now lie under another name.

    Raises
    ------
    SimulatorError
        If ``folder`` holds anything but a result of this program, may not be written, is on a full
        disk, or if one of its files is open in another program.
    OwnedByOthersError
        If ``folder`` holds a result of another owner.
    """
    folder = placed(folder)
    with told(folder):
        refuse_unusable(folder)  # before waiting for anybody, and again once nobody else is at it
        beside = Siblings(folder)
        with _parents_of(folder), one_at_a_time(beside.lock):
            settled = _settle(folder, beside)
            refuse_unusable(folder)
            _refuse_owned(folder, owner)
            return (*settled, *_replace(folder, beside, write))


def _replace(folder: Path, beside: Siblings, write: Callable[[Path], Content]) -> tuple[Aside, ...]:
    new = beside.new
    new.mkdir()
    with interrupts.clearing(new):
        try:
            seal(new, write(new))
            flush(new)
            mark = read_mark(folder)
            linked = link_over(folder, mark, new) if mark is not None else ()
            with interrupts.uninterrupted():
                _put_in_place(folder, beside)
                moved = _absorb(folder, beside)
                told_then = say("command.stopped_after", "both", folder=shown(folder))
                interrupts.tell_when_stopped(told_then)
        finally:
            remove_tree(new)
    return tuple({aside.was: aside for aside in (*linked, *moved)}.values())


def _put_in_place(folder: Path, beside: Siblings) -> None:
    # A folder can't be replaced in one step on every system, but it can be renamed in one. Killed
    # between the two renames, a run leaves no folder but the old one whole under its hidden name,
    # which ``_settle`` puts back; killed after them, it brings over what is left in the old one.
    try:
        if folder.exists():
            folder.rename(beside.old)
        try:
            beside.new.rename(folder)
        except BaseException:
            if beside.old.exists() and not folder.exists():
                beside.old.rename(folder)
            raise
    except PermissionError as error:
        raise SimulatorError(
            message("fault.folder_in_use", folder=folder, reason=error.strerror)
        ) from error


def _settle(folder: Path, beside: Siblings) -> tuple[Aside, ...]:
    """Finish what a killed run left; with the lock held, nobody is at work on it."""
    with interrupts.uninterrupted():
        for rest in (beside.gone, beside.new):
            _clear(rest)
        moved: tuple[Aside, ...] = ()
        if beside.old.exists():
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()
            if folder.exists():
                moved = _absorb(folder, beside)
            else:
                beside.old.rename(folder)
    return moved


def _clear(rest: Path) -> None:
    remove_tree(rest)
    if rest.exists():
        raise SimulatorError(message("fault.folder_in_use", folder=rest, reason=strerror(EBUSY)))


def _absorb(folder: Path, beside: Siblings) -> tuple[Aside, ...]:
    """Bring everything of the user's from the old folder into the new one, and remove the old."""
    old = beside.old
    if not old.exists():
        return ()
    mark = read_mark(old)
    if mark is None and any(old.iterdir()):
        raise SimulatorError(message("fault.foreign_folder", folder=old))
    moved = move_over(old, mark if mark is not None else Mark(), folder)
    # From here on it holds nothing of the user's: its name says that it may go, file by file.
    old.rename(beside.gone)
    remove_tree(beside.gone)
    return moved


def _refuse_owned(folder: Path, owner: str) -> None:
    mark = read_mark(folder) if owner else None
    if mark is not None and mark.owner not in {"", owner}:
        raise OwnedByOthersError(message("fault.owned_by_others", folder=folder))


@contextmanager
def _parents_of(folder: Path) -> Iterator[None]:
    """Make the folders above where they are missing; take them away again where nothing came."""
    missing = [parent for parent in folder.parents if not parent.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    finally:
        for parent in missing:
            with suppress(OSError):  # something lies in it
                parent.rmdir()


def replace_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Replace files by new ones of the same name, none before all of them are complete.

    Every file is first written beside its own; a failure or a kill until then leaves all old ones.
    They then move into place one after the other, in the order given.
    """
    drafts = {folder / name: folder / f".{name}.new" for name in contents}
    with told(folder), interrupts.clearing(*drafts.values()):
        try:
            for draft, content in zip(drafts.values(), contents.values(), strict=True):
                draft.write_bytes(content)
                flush(draft)
            with interrupts.uninterrupted():
                for path, draft in drafts.items():
                    draft.replace(path)
        finally:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)
