"""What a folder of results is called, and by what it is known whose results it holds."""

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count
from json import dumps
from os.path import relpath
from pathlib import Path

from simulator.files.changes import short_key, split_change
from simulator.files.hidden_siblings import shortened
from simulator.files.locations import OUTPUTS, is_shipped

_LONGEST_CHANGES = 80
_LONGEST = 230
"""Bytes of a name: room is left for what tells two folders of one name apart."""

_SAFE = re.compile(r"[+-]?[A-Za-z0-9](?:[A-Za-z0-9.+_-]*[A-Za-z0-9])?")
_UNSAFE = re.compile(r"[^\w.+-]+")
_KEY = re.compile(r"[a-z0-9_.]+")
_SIGNS = {"scale": "x", "add": "add"}


def output_name(name: str, overrides: Sequence[str]) -> str:
    """Name of the folder of a scenario, with what ``--set`` changed: ``baseline__arrivals-x1.1``.

    Every character is one that a file may have on Windows too. What has no such form, or is long,
    is shortened and ends in a digest of the whole, so that no two changes share a name. Their order
    counts: of two values of one key the later holds.
    """
    if not overrides:
        return shortened(name, _LONGEST)
    pairs = [split_change(text) for text in overrides]
    parts = [_part(key, value) for key, value in pairs]
    changes = "__".join(parts)
    if any("__" in part for part in parts) or not all(_is_safe(*pair) for pair in pairs):
        digest = sha256("\n".join("=".join(pair) for pair in pairs).encode()).hexdigest()
        changes = f"{changes[: _LONGEST_CHANGES - 9]}~{digest[:8]}"
    return shortened(f"{name}__{shortened(changes, _LONGEST_CHANGES)}", _LONGEST)


def names_of(name: str, home: str = "") -> Iterator[str]:
    """Names for the results of scenario files of one name, the plain one first.

    ``home`` is the folder that the scenario file lies in.
    """
    yield name
    if home:
        name = f"{shortened(home, 255 - _LONGEST - len('-_99'))}-{name}"
        yield name
    yield from (f"{name}_{number}" for number in count(2))


def owner_of(paths: Sequence[Path], overrides: Sequence[str] = ()) -> str:
    """What results are asked for, as a digest: which scenario files, changed in what.

    A file goes by its place as seen from the folder of all results, so that it is the same in
    every checkout, and one that came with the program by its name.
    """
    changes = ["=".join(split_change(text)) for text in overrides]
    return sha256(dumps([*map(_place, paths), *changes]).encode()).hexdigest()


def _part(key: str, value: str) -> str:
    stem, _, last = key.rpartition(".")
    plain = value if _SAFE.fullmatch(value) else _UNSAFE.sub("-", value).strip("-. ")
    if last in _SIGNS and stem:
        return f"{short_key(stem)}-{_SIGNS[last]}{plain}"
    return f"{short_key(key)}-{plain}"


def _is_safe(key: str, value: str) -> bool:
    return bool(_KEY.fullmatch(key) and _SAFE.fullmatch(value))


def _place(path: Path) -> str:
    if is_shipped(path):
        return f"scenarios/{path.name}"
    whole = path.resolve()
    try:
        return Path(relpath(whole, OUTPUTS.resolve().parent)).as_posix()
    except ValueError:  # another drive
        return whole.as_posix()
