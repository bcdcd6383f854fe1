"""Where a verb puts its results, and what it says of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from simulator.commands.language import told
from simulator.files.locations import shown
from simulator.files.publishing import OwnedByOthersError
from simulator.files.result_names import names_of
from simulator.files.results_folder import own_folder
from simulator.files.user_files import Aside
from simulator.visible import visible


@dataclass(frozen=True, kw_only=True)
class Destination:
    """The folder that is asked for; else one of its own, by name, for each owner.

    Two scenario files of one name, and two changes of one file, have two folders: ``home`` is the
    folder the scenario file lies in, ``owner`` the digest of what is asked (``owner_of``).
    """

    asked: Path | None
    parent: Path
    name: str
    home: str = ""
    owner: str

    def folder(self) -> Path:
        """Where the results go as things stand now."""
        if self.asked is not None:
            return self.asked
        return own_folder(self.parent, names_of(self.name, self.home), self.owner)

    def publish(self, write: Callable[[Path, str], tuple[Aside, ...]]) -> Path:
        """Publish, say what of the user's lies elsewhere now, and return the folder.

        ``write`` is given the folder, and the owner whose results alone it may replace.
        """
        folder = self.folder()
        try:
            aside = write(folder, "" if self.asked is not None else self.owner)
        except OwnedByOthersError:  # who asked for the same name at the same time and was first
            folder = self.folder()
            aside = write(folder, self.owner)
        first = self.parent / self.name
        if self.asked is None and folder != first:
            line = told("command.other_folder", first=shown(first), folder=shown(folder))
            click.echo(visible(line), err=True)
        tell_aside(aside, folder)
        return folder


def tell_aside(aside: tuple[Aside, ...], folder: Path) -> None:
    """Say which files of the user have another name now."""
    for each in aside:
        line = told("command.moved_aside", was=each.was, now=each.now, folder=shown(folder))
        click.echo(visible(line), err=True)
