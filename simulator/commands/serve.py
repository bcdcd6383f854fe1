"""``serve``: the page with levers, on this machine alone, until it is stopped."""

import webbrowser
from importlib.util import find_spec
from pathlib import Path
from threading import Thread

import click

from simulator import interrupts
from simulator.commands import typed
from simulator.commands.destination import tell_aside
from simulator.commands.language import told
from simulator.commands.progress import progress_bar
from simulator.commands.traced_page import trace_on_page
from simulator.errors import CommandError, MissingExtraError
from simulator.files.locations import find_scenario, shown
from simulator.files.publishing import publish
from simulator.files.results_folder import refuse_unusable
from simulator.files.results_mark import program
from simulator.page.desk import Desk, scenarios_at_hand
from simulator.page.server import Served, free_socket
from simulator.page.twin import write_twin
from simulator.words.catalogue import message

FIRST = "long_view_2030"
"""The scenario that is shown where none is named: the one that goes past the record."""

_EXTRA = ("starlette", "uvicorn")


def serve_page(scenario: Path | None, port: int, *, browser: bool) -> None:
    """Serve the page, say where, and go on until somebody stops it.

    Raises
    ------
    MissingExtraError
        Where the extra ``web`` is not installed.
    CommandError
        Where the port is taken.
    ScenarioError, DataError
        Where the scenario is wrong.
    """
    refuse_missing()
    desk = _desk(scenario)
    click.echo(told("serve.loading"), err=True)
    desk.start({})  # a faulty scenario is told here, and the first page is quick
    served = _served(desk, port)
    # in a thread of its own, so that this one hears whoever stops the program
    thread = Thread(target=served.run, daemon=True, name="serve")
    thread.start()
    click.echo(told("serve.here", address=served.address))
    click.echo(told("serve.stop"))
    interrupts.tell_when_stopped(told("serve.stopped"))
    if browser:
        webbrowser.open(served.address)
    thread.join()


def export_page(scenario: Path | None, folder: Path) -> None:
    """Write the page with runs made beforehand into a folder.

    Raises as ``serve_page``, and where the folder holds what is no page of this program.
    """
    refuse_unusable(folder)
    desk = _desk(scenario)
    desk.start({})

    def write(target: Path) -> dict[str, object]:
        with progress_bar("serve", 100.0) as advance:
            write_twin(target, desk, advance)
        return {"program": dict(program()), "scenario": {"name": desk.first}}

    tell_aside(publish(folder, write), folder)
    click.echo(told("serve.exported", folder=shown(folder)))


def _desk(scenario: Path | None) -> Desk:
    asked = None if scenario is None else find_scenario(scenario)
    return Desk(
        first=FIRST if asked is None else asked.stem,
        scenarios=scenarios_at_hand(asked),
        tracer=trace_on_page,
    )


def refuse_missing() -> None:
    """Raise ``MissingExtraError`` where the extra ``web`` is not installed."""
    if all(find_spec(name) is not None for name in _EXTRA):
        return
    command = 'pip install "minsheng[web]"'
    raise MissingExtraError(message("serve.needs_web", command=command, typed=typed.command()))


def _served(desk: Desk, port: int) -> Served:
    try:
        return Served(desk=desk, socket=free_socket(port))
    except OSError:
        raise CommandError(message("serve.taken", port=port)) from None
