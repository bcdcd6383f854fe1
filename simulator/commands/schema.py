"""``schema``: the JSON Schema of scenario files, and how an editor is told of it."""

from pathlib import Path

import click

from simulator.city.loading import DEFAULT_CITY, all_settings
from simulator.city.pack.city_pack import load_city_pack
from simulator.commands.language import language
from simulator.errors import SimulatorError
from simulator.files.json_schema import dump_json_schema
from simulator.files.locations import cities, pack_folder, shown
from simulator.files.schema import build_schema
from simulator.words.catalogue import message, pair, spoken


def write_schema(out: Path | None) -> None:
    """Print the schema of the scenarios of the city, or write it and say how to switch it on.

    The labels of districts and services are those of the default city, else of the first at hand.

    Raises
    ------
    SimulatorError
        Where ``out`` holds something that is no schema of scenarios.
    """
    text = schema_text()
    if out is None:
        click.echo(text, nl=False)
        return
    if out.is_dir() or (out.exists() and '"$schema"' not in out.read_text("utf-8", "replace")):
        raise SimulatorError(message("schema.foreign", path=shown(out)))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8", newline="\n")
    for line in spoken(pair("schema.written", path=shown(out)), language()):
        click.echo(line)


def schema_text() -> str:
    """The schema as text."""
    known = cities()
    city = DEFAULT_CITY if DEFAULT_CITY in known or not known else known[0]
    pack = load_city_pack(pack_folder(city), all_settings())
    return dump_json_schema(build_schema(all_settings(), pack.axes))
