"""What is lawful in a scenario and yet told, on the way to a run: lines on stderr."""

from collections.abc import Iterable

import click

from simulator.commands.language import language, told
from simulator.errors import Fault
from simulator.words.telling import tell_fault


def print_remarks(remarks: Iterable[Fault]) -> None:
    """Each remark once, in its own line."""
    for remark in dict.fromkeys(remarks):
        click.echo(f"{told('command.remark')}  {tell_fault(remark, language())}", err=True)
