"""``figure``: one figure of a run, by district or service, for a page, a slide or a telephone."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click

from simulator.city.ensemble.ensemble import drawn_as_stated, draws_of
from simulator.city.ensemble.table import SaidOfDraws
from simulator.city.expected_run import run_expected
from simulator.city.figures import FIGURES, draw, known_figure
from simulator.city.ground.subject import Chosen, Subject
from simulator.city.idle_input import examine
from simulator.city.loading import Loaded
from simulator.commands.language import answer_language, both_told
from simulator.commands.named_runs import load_named, refuse_settings_of_runs
from simulator.commands.remarks import print_remarks
from simulator.commands.trace import changed_since
from simulator.files.locations import OUTPUTS, shown
from simulator.files.publishing import MARK
from simulator.files.result_names import output_name
from simulator.report.characters import lacking, tell_lacking
from simulator.report.sheet import SHEETS
from simulator.words.catalogue import Language


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What stood on the command line; ``None`` where it was left out."""

    run: Path
    name: str
    overrides: tuple[str, ...]
    district: str | None
    service: str | None
    size: str | None
    form: str | None
    out: Path | None
    force: bool

    @property
    def sheet(self) -> str:
        """Name of the sheet, the first where none is named."""
        return self.size or next(iter(SHEETS))

    def file(self, spoken: Language) -> str:
        """Name of the file: figure, district and service, language, sheet."""
        chosen = [each for each in (self.name, self.district, self.service) if each is not None]
        return f"{'-'.join(chosen)}.{spoken}.{self.sheet}.{self.form or 'svg'}"


def list_figures() -> None:
    """Name every figure, and what may be chosen of it."""
    for figure in FIGURES.values():
        chosen = "".join(f" [--{what}]" for what in figure.takes)
        click.echo(f"{figure.name}{chosen}")
        click.echo(f"    {both_told(figure.title)}")


def draw_figure(wish: Wish) -> None:
    """Run a scenario, or that of a folder of results again, and write one figure of it.

    Raises
    ------
    SimulatorError
        Where the scenario is wrong, the folder is none of results, a figure, district or service is
        not known, or the run has nothing to show in it; nothing is written then.
    """
    loaded = _loaded(wish)
    chosen = Chosen(district=wish.district, service=wish.service)
    figure = known_figure(loaded.pack, wish.name, chosen, wish.sheet)
    outcome = run_expected(loaded)
    ensemble = drawn_as_stated(loaded) if figure.has_bands and draws_of(loaded) else None
    spoken = answer_language(cast("Language", str(loaded.file.values["report.language"])))
    subject = Subject(
        outcome=outcome,
        language=spoken,
        of_draws=None if ensemble is None else SaidOfDraws(ensemble=ensemble),
    )
    page = draw(subject, wish.name, district=wish.district, service=wish.service, size=wish.sheet)
    tell_lacking(lacking(page.texts()))
    name = wish.run.name if wish.run.is_dir() else output_name(loaded.file.name, wish.overrides)
    folder = wish.out if wish.out is not None else OUTPUTS / "figures" / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / wish.file(spoken)
    # beside, then into place: whoever looks sees the old figure or the new one
    beside = path.with_name(f".{path.name}")
    beside.write_bytes(page.content("png" if wish.form == "png" else "svg"))
    beside.replace(path)
    click.echo(page.finding)
    click.echo(shown(path))


def _loaded(wish: Wish) -> Loaded:
    """The scenario of the run; of a folder of results the one that it was made from."""
    refuse_settings_of_runs([wish.run], wish.overrides)
    loaded = examine(load_named(wish.run, wish.overrides, None, force=wish.force))
    print_remarks(loaded.remarks)
    if wish.run.is_dir():
        manifest = json.loads((wish.run / MARK).read_text(encoding="utf-8"))
        for line in changed_since(wish.run, manifest, loaded.pack):
            click.echo(line, err=True)
    return loaded
