"""``new``: a scenario of one's own that builds on another one, with a menu of what to change."""

from pathlib import Path
from shlex import quote

import click

from simulator.city.loading import Loaded, load
from simulator.commands import typed
from simulator.commands.language import language, told
from simulator.commands.menu import menu_of
from simulator.errors import CommandError
from simulator.files.locations import find_scenario, own_scenario_folder, shown
from simulator.files.own_scenario import ENDING, head_lines, reference, stem_of, write_anew
from simulator.words.catalogue import message, pair, spoken


def new_scenario(name: str, parent: Path | None) -> None:
    """Write a scenario that extends ``parent``, else the baseline, and say what to do next.

    Raises
    ------
    CommandError
        Where the name can't be one, or there is a scenario of that name.
    ScenarioError, DataError
        Where the parent is wrong.
    """
    stem = stem_of(name)
    below = find_scenario(parent if parent is not None else Path("baseline"))
    loaded = load(below)
    path = own_scenario_folder() / f"{stem}{ENDING}"
    if not write_anew(path, scenario_text(stem, reference(below, path), loaded)):
        raise CommandError(message("new.taken", path=shown(path)))
    for line in spoken(pair("new.written", path=shown(path), parent=shown(below)), language()):
        click.echo(line)
    for verb in ("check", "run"):
        click.echo(f"{told('command.next')}  {typed.command()} {verb} {quote(shown(path))}")


def scenario_text(name: str, parent: str, loaded: Loaded) -> str:
    """The text of a new scenario: its head, then the menu, every setting switched off."""
    chinese, english = pair("new.intent")
    head = [
        *(f"# {line}" for line in pair("new.how")),
        *head_lines(parent, {"zh": name, "en": name}, {"zh": chinese, "en": english}),
    ]
    return "\n".join([*head, *menu_of(loaded)]) + "\n"
