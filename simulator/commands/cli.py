"""The command line. Every refusal ends in plain lines on stderr and exit code 2."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from simulator import __version__
from simulator.errors import SimulatorError
from simulator.words.catalogue import beside, pair, say

# Whether a file is there is for the reader of scenarios to say: it knows what was probably meant.
_FILE = click.Path(path_type=Path)


def _help(key: str) -> str:
    return beside(pair(f"help.{key}"), "both")


_FORCE = click.option("--force", is_flag=True, help=_help("force"))


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, help=_help("program"))
@click.version_option(__version__, prog_name="minsheng")
def commands() -> None:
    """Every verb of the simulator."""


@commands.command(help=_help("run"))
@click.argument("scenario", type=_FILE)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help=_help("set"),
)
@click.option("--out", type=_FILE, help=_help("out"))
@_FORCE
def run(
    scenario: Path,
    overrides: tuple[str, ...],
    out: Path | None,
    force: bool,  # noqa: FBT001 - a flag of the command line
) -> None:
    """Run a scenario and publish its tables and figures."""
    from simulator.commands.run import run_scenario

    run_scenario(scenario, overrides, out, force=force)


@commands.command(help=_help("targets"))
@click.argument("scenarios", type=_FILE, nargs=-1, required=True)
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help=_help("language"))
@click.option("--why", is_flag=True, help=_help("why"))
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help=_help("set_again"))
@click.option("-o", "--out", type=_FILE, help=_help("out_targets"))
@_FORCE
def targets(
    scenarios: tuple[Path, ...],
    language: str | None,
    why: bool,  # noqa: FBT001 - a flag of the command line
    overrides: tuple[str, ...],
    out: Path | None,
    force: bool,  # noqa: FBT001
) -> None:
    """Compare every figure of the plan with scenarios."""
    from simulator.commands.targets import Wish, score_targets

    score_targets(
        Wish(
            paths=scenarios,
            overrides=overrides,
            language=language,
            out=out,
            why=why,
            force=force,
        )
    )


@commands.command(help=_help("check"))
@click.argument("scenarios", type=_FILE, nargs=-1)
@_FORCE
def check(scenarios: tuple[Path, ...], force: bool) -> None:  # noqa: FBT001
    """Check scenarios and prove the model; run nothing."""
    from simulator.commands.check import check_scenarios

    check_scenarios(scenarios, force=force)


@commands.command(help=_help("describe"))
@click.argument("scenario", type=_FILE, required=False)
@click.option("--out", type=_FILE, help=_help("out_model"))
def describe(scenario: Path | None, out: Path | None) -> None:
    """Write equations, dictionary, diagram and schema."""
    from simulator.commands.describe import describe_model

    describe_model(scenario, out)


def main(arguments: Sequence[str] | None = None, typed: str = "python3 run.py") -> int:
    """Run the command line and return its exit code; no user ever sees a traceback.

    ``typed`` is how the program was called; hints say it again.
    """
    # UTF-8 whatever the terminal is set to; a sign that has no form in it is replaced, not raised.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = commands.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="run.py" if typed == "python3 run.py" else typed,
            obj=typed,
            standalone_mode=False,
        )
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("command.stopped", "both"), err=True)
        return 130
    except SimulatorError as error:
        click.echo(str(error), err=True)
        click.echo(say("command.nothing_written", "both"), err=True)
        return 2
    except OSError as error:
        click.echo(f"{error.filename or ''}: {error.strerror or error}", err=True)
        return 2
    return int(code or 0)
