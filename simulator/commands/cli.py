"""The command line. Every refusal ends in plain lines on stderr and exit code 2."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from simulator import __version__
from simulator.errors import SimulatorError

# Whether a file is there is for the reader of scenarios to say: it knows what was probably meant.
_FILE = click.Path(path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="minsheng")
def commands() -> None:
    """民生 Minsheng：承诺与真正到来的人。 Promised places and beds against the people who come."""


@commands.command()
@click.argument("scenario", type=_FILE)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="本次运行只改一处。 Change one value for this run, e.g. world.arrivals.scale=1.1",
)
@click.option("--out", type=_FILE, help="Folder for the results (default outputs/<scenario>).")
def run(scenario: Path, overrides: tuple[str, ...], out: Path | None) -> None:
    """运行 SCENARIO，写出表和图。 Run SCENARIO, write tables and figures."""
    from simulator.commands.run import run_scenario

    run_scenario(scenario, overrides, out)


@commands.command()
@click.argument("scenarios", type=_FILE, nargs=-1, required=True)
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), help="语言。 Language.")
@click.option("--why", is_flag=True, help="拆解两个方案之差。 Take the difference of two apart.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="同 run。 As for run.")
@click.option("-o", "--out", type=_FILE, help="Folder (default outputs/targets/<scenario>).")
def targets(
    scenarios: tuple[Path, ...],
    language: str | None,
    why: bool,  # noqa: FBT001 - a flag of the command line
    overrides: tuple[str, ...],
    out: Path | None,
) -> None:
    """给规划的每项目标计分。 Score the plan in one scenario or several."""
    from simulator.commands.targets import Wish, score_targets

    score_targets(Wish(paths=scenarios, overrides=overrides, language=language, out=out, why=why))


@commands.command()
@click.argument("scenarios", type=_FILE, nargs=-1)
def check(scenarios: tuple[Path, ...]) -> None:
    """检查方案并证明模型。 Check SCENARIOS (default all), prove the model; run nothing."""
    from simulator.commands.check import check_scenarios

    check_scenarios(scenarios)


@commands.command()
@click.argument("scenario", type=_FILE, required=False)
@click.option("--out", type=_FILE, help="Folder (default outputs/model).")
def describe(scenario: Path | None, out: Path | None) -> None:
    """写出模型的方程、字典和图。 Write equations, dictionary, diagram and schema."""
    from simulator.commands.describe import describe_model

    describe_model(scenario, out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; no user ever sees a traceback."""
    # UTF-8 whatever the terminal is set to; a sign that has no form in it is replaced, not raised.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = commands.main(
            args=list(arguments) if arguments is not None else None,
            prog_name="run.py",
            standalone_mode=False,
        )
    except click.ClickException as error:
        error.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断，原有结果未动 / stopped; earlier results are untouched", err=True)
        return 130
    except SimulatorError as error:
        click.echo(str(error), err=True)
        click.echo("什么都没有写入 / nothing was written", err=True)
        return 2
    except OSError as error:
        click.echo(f"{error.filename or ''}: {error.strerror or error}", err=True)
        return 2
    return int(code or 0)
