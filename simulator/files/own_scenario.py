"""A scenario of one's own: what it may be called, how it names what it builds on, its head."""

import re
from collections.abc import Mapping
from os.path import relpath
from pathlib import Path

from simulator.errors import CommandError
from simulator.files.locations import shipped
from simulator.files.resolved import dump_value
from simulator.files.schema import SCHEMA_VERSION
from simulator.words.catalogue import message

LONGEST_NAME = 60
ENDING = ".toml"
_NAME = re.compile(r"[^\W_][\w-]*")
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_RESERVED = {"con", "prn", "aux", "nul", *_PORTS}
"""Names that Windows keeps for devices."""


def stem_of(name: str) -> str:
    """The name without its ending; ``CommandError`` where it can't name a scenario."""
    stem = name.removesuffix(ENDING)
    is_name = _NAME.fullmatch(stem) and len(stem) <= LONGEST_NAME
    if not is_name or stem.casefold() in _RESERVED:
        raise CommandError(message("new.name", found=name[:LONGEST_NAME], most=LONGEST_NAME))
    return stem


def reference(below: Path, path: Path) -> str:
    """How a new file names its parent: beside it, or as one that came with the program."""
    if shipped(Path(below.name)) == below:
        return below.name
    return Path(relpath(below, path.parent)).as_posix()


def head_lines(parent: str, title: Mapping[str, str], intent: Mapping[str, str]) -> list[str]:
    """The lines before the first table."""
    return [
        f"schema_version = {SCHEMA_VERSION}",
        f"extends = {dump_value(parent)}",
        f"title = {dump_value(dict(title))}",
        f"intent = {dump_value(dict(intent))}",
    ]


def write_anew(path: Path, text: str) -> bool:
    """Write a file where there is none, its folder too; ``False`` where there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True
