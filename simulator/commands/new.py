"""``new``: a scenario of one's own that builds on another one, with a menu of what to change."""

import re
from os.path import relpath
from pathlib import Path
from shlex import quote

import click

from simulator.city.loading import Loaded, load
from simulator.commands import typed
from simulator.commands.language import language, told
from simulator.commands.menu import menu_of
from simulator.errors import CommandError
from simulator.files.locations import find_scenario, own_scenario_folder, shipped, shown
from simulator.files.resolved import dump_value
from simulator.files.schema import SCHEMA_VERSION
from simulator.words.catalogue import message, pair, spoken

_NAME = re.compile(r"[^\W_][\w-]*")
_LONGEST = 60
_ENDING = ".toml"
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_RESERVED = {"con", "prn", "aux", "nul", *_PORTS}
"""Names that Windows keeps for devices."""


def new_scenario(name: str, parent: Path | None) -> None:
    """Write a scenario that extends ``parent``, else the baseline, and say what to do next.

    Raises
    ------
    CommandError
        Where the name can't be one, or there is a scenario of that name.
    ScenarioError, DataError
        Where the parent is wrong.
    """
    stem = _stem(name)
    below = find_scenario(parent if parent is not None else Path("baseline"))
    loaded = load(below)
    path = own_scenario_folder() / f"{stem}{_ENDING}"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(scenario_text(stem, _reference(below, path), loaded))
    except FileExistsError:
        raise CommandError(message("new.taken", path=shown(path))) from None
    for line in spoken(pair("new.written", path=shown(path), parent=shown(below)), language()):
        click.echo(line)
    for verb in ("check", "run"):
        click.echo(f"{told('command.next')}  {typed.command()} {verb} {quote(shown(path))}")


def scenario_text(name: str, parent: str, loaded: Loaded) -> str:
    """The text of a new scenario: its head, then the menu, every setting switched off."""
    chinese, english = pair("new.intent")
    head = [
        *(f"# {line}" for line in pair("new.how")),
        f"schema_version = {SCHEMA_VERSION}",
        f"extends = {dump_value(parent)}",
        f"title = {dump_value({'zh': name, 'en': name})}",
        f"intent = {dump_value({'zh': chinese, 'en': english})}",
    ]
    return "\n".join([*head, *menu_of(loaded)]) + "\n"


def _stem(name: str) -> str:
    """The name without its ending; ``CommandError`` where it can't name a scenario."""
    stem = name.removesuffix(_ENDING)
    is_name = _NAME.fullmatch(stem) and len(stem) <= _LONGEST
    if not is_name or stem.casefold() in _RESERVED:
        raise CommandError(message("new.name", found=name[:_LONGEST], most=_LONGEST))
    return stem


def _reference(below: Path, path: Path) -> str:
    """How the new file names its parent: beside it, or as one that came with the program."""
    if shipped(Path(below.name)) == below:
        return below.name
    return Path(relpath(below, path.parent)).as_posix()
