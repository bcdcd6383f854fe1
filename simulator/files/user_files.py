"""What a user has put into a folder of results, or changed there, goes over into the new ones.

A file of the user's own keeps its name unless the new results need it. One that the program wrote
and the user has changed since, or one whose name is needed, is laid beside under a name that says
so, ``gaps (mine 2026-11-28).csv``, by the day it was last changed.

A file is at both places, as a hard link, before the old folder is given up; where a file system
has no links, it is moved over as soon as the new folder stands.
"""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from simulator.files.results_mark import Mark, digest_of, is_regular

_NO_LINKS = (errno.EPERM, errno.EACCES, errno.EMLINK, errno.EXDEV, errno.ENOTSUP, errno.ENOSYS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Aside:
    """A file or folder of the user's under another name than before; paths inside the results."""

    was: str
    now: str


def link_over(old: Path, mark: Mark, new: Path) -> tuple[Aside, ...]:
    """Link everything of the user's in ``old`` into ``new``; what has no link stays for later."""
    return _bring(old, mark, new, _link)


def move_over(old: Path, mark: Mark, new: Path) -> tuple[Aside, ...]:
    """Move what of the user's in ``old`` is not yet in ``new`` over there."""
    return _bring(old, mark, new, _move)


def _bring(
    old: Path, mark: Mark, new: Path, place: Callable[[Path, Path], None]
) -> tuple[Aside, ...]:
    aside: dict[str, str] = {}
    for name in _entries(old):
        source = old / name
        if source.is_dir() and not source.is_symlink():
            if not _holds_ours(mark, name):
                _folder_for(old, new, PurePosixPath(name), aside)
            continue
        if mark.is_unchanged(name, source):
            continue
        inside = PurePosixPath(name)
        parent = _folder_for(old, new, inside.parent, aside)
        wanted = parent / inside.name
        target = _free(source, wanted, needed=mark.lists(name))
        if target != wanted:
            aside[name] = target.relative_to(new).as_posix()
        if not _lies_at(source, target):
            place(source, target)
    return tuple(Aside(was=was, now=now) for was, now in aside.items())


def _entries(folder: Path) -> Iterator[str]:
    """Every file, link and empty folder in a folder, by its path inside, in a fixed order."""

    def refuse(error: OSError) -> None:
        raise error  # what cannot be looked into cannot be kept

    for place, folders, files in os.walk(folder, onerror=refuse):
        here = Path(place).relative_to(folder)
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        # Not gone into; it may have been moved away by the time its turn would come.
        folders[:] = sorted(set(folders) - set(linked))
        yield from ((here / name).as_posix() for name in sorted([*files, *linked]))
        if not (files or folders or linked) and here != Path():
            yield here.as_posix()


def _holds_ours(mark: Mark, name: str) -> bool:
    return any(other.startswith(f"{name}/") for other in mark.outputs)


def _folder_for(old: Path, new: Path, inside: PurePosixPath, aside: dict[str, str]) -> Path:
    """The folder of the new results for what lies in ``inside`` of the old ones, made if need be.

    Where a file of the new results has the name of one of these folders, the folder steps aside.
    """
    if inside == PurePosixPath():
        return new
    name = inside.as_posix()
    if name in aside:
        return new / aside[name]
    wanted = _folder_for(old, new, inside.parent, aside) / inside.name
    made = wanted
    if wanted.is_symlink() or (wanted.exists() and not wanted.is_dir()):
        made = next(each for each in _names(old / inside, wanted) if _is_folder_or_free(each))
        aside[name] = made.relative_to(new).as_posix()
    made.mkdir(exist_ok=True)
    return made


def _free(source: Path, wanted: Path, *, needed: bool) -> Path:
    """Where a file may lie: as wanted, unless the name is ``needed`` for another or taken by one.

    A place where this very file lies already is right too.
    """
    if _lies_at(source, wanted) or not (needed or _taken(wanted)):
        return wanted
    names = _names(source, wanted)
    return next(each for each in names if not _taken(each) or _lies_at(source, each))


def _names(source: Path, wanted: Path) -> Iterator[Path]:
    day = datetime.fromtimestamp(source.lstat().st_mtime, UTC).astimezone().date()
    stem, suffix = wanted.stem, wanted.suffix
    number = 1
    while True:
        count = "" if number == 1 else f" {number}"
        yield wanted.with_name(f"{stem} (mine {day}{count}){suffix}")
        number += 1


def _taken(path: Path) -> bool:
    return os.path.lexists(path)


def _is_folder_or_free(path: Path) -> bool:
    return not _taken(path) or (path.is_dir() and not path.is_symlink())


def _lies_at(source: Path, target: Path) -> bool:
    """Whether the same file, or one of the same content, lies at the target."""
    if not _taken(target):
        return False
    one, other = source.lstat(), target.lstat()
    if os.path.samestat(one, other):
        return True
    if stat.S_ISLNK(one.st_mode) and stat.S_ISLNK(other.st_mode):
        return source.readlink() == target.readlink()
    if not is_regular(source) or not is_regular(target) or one.st_size != other.st_size:
        return False
    return digest_of(source) == digest_of(target)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except NotImplementedError:
        return
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise


def _move(source: Path, target: Path) -> None:
    source.rename(target)
