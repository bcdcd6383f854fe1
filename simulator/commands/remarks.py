"""What is lawful in a scenario and yet told, on the way to a run: lines on stderr."""

from collections.abc import Iterable

import click

from simulator.errors import Fault
from simulator.words.catalogue import say


def print_remarks(remarks: Iterable[Fault]) -> None:
    """Each remark once, in its own line."""
    for remark in dict.fromkeys(remarks):
        click.echo(f"{say('command.remark', 'both')}  {remark}", err=True)
