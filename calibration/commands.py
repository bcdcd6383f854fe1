"""The verbs of calibration; ``__main__`` joins them to those of the simulator."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from calibration import verbs
from calibration.steps import STEPS
from calibration.task import StepResult, Task
from simulator.commands.answers import Answered
from simulator.commands.destination import tell_aside
from simulator.commands.language import told
from simulator.files import locations


def calibrate(*, city: str, names: Sequence[str], standing: date | None) -> None:
    """Fit the parameters of a city to its record."""
    for name in names or STEPS:
        calibrate_step(city, name, standing)


def calibrate_step(city: str, name: str, standing: date | None) -> None:
    """Carry out one step; write its report, then its entries of ``parameters.toml``."""
    from calibration.fitted_pack import refuse_no_place, write_fitted
    from simulator.city.pack.city_pack import load_city_pack
    from simulator.files.publishing import publish
    from simulator.files.results_folder import refuse_unusable
    from simulator.stockflow.values.calendar import instant

    pack = load_city_pack(locations.pack_folder(city))
    own = locations.own_pack_folder(city)
    if standing is None:
        refuse_no_place(pack, own)
    folder = (
        locations.OUTPUTS
        / "calibration"
        / city
        / (name if standing is None else f"{name}-{standing}")
    )
    refuse_unusable(folder)
    fitted = STEPS[name](
        Task(pack=pack, standing=instant(standing) if standing is not None else None)
    )
    # The report first: where writing it fails, the parameters stay as they were.
    aside = publish(folder, lambda target: _write(target, fitted))
    if standing is None:
        write_fitted(pack, own, fitted)
    tell_aside(aside, folder)
    click.echo("\n".join(fitted.summary))
    if standing is None and own != pack.folder:
        click.echo(told("command.pack_copied", folder=locations.shown(own)))
    click.echo(f"{told('command.results')}  {locations.shown(folder)}/")


_ORIGINS = (2014, 2016)


def backtest(*, city: str, origins: Sequence[int]) -> None:
    """Refit a city to the record before each origin and score it on the rest."""
    from calibration.backtest.backtest_city import backtest_city
    from calibration.backtest.report import backtest_text
    from simulator.city.pack.city_pack import load_city_pack
    from simulator.files.publishing import publish
    from simulator.files.results_folder import refuse_unusable

    pack = load_city_pack(locations.pack_folder(city))
    chosen = sorted(set(origins or _ORIGINS))
    folder = locations.OUTPUTS / "backtest" / city
    refuse_unusable(folder)
    projected, forecasts, write = backtest_city(
        pack, chosen, lambda text: click.echo(text, err=True)
    )

    def write_all(target: Path) -> Mapping[str, object]:
        write(target)
        return {"origins": chosen}

    tell_aside(publish(folder, write_all), folder)
    click.echo(backtest_text(projected, forecasts))
    click.echo(f"{told('command.results')}  {locations.shown(folder)}/")


def _write(folder: Path, fitted: StepResult) -> Mapping[str, object]:
    """The report of a step, and its entries as they stand in ``parameters.toml``."""
    fitted.write_report(folder)
    text = "\n".join(entry.text() for entry in fitted.entries)
    (folder / "parameters.toml").write_text(text, encoding="utf-8", newline="\n")
    return {"entries": [list(entry.place) for entry in fitted.entries]}


ANSWERS: tuple[Answered, ...] = ((verbs.CALIBRATE, calibrate), (verbs.BACKTEST, backtest))
"""Every verb of this package with what answers it."""
