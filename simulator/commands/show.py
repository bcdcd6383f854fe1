"""``show``: a scenario as merged; with ``--why`` every layer of one setting, from the pack up."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click
from rich.console import Console

from simulator.city.loading import Loaded, load
from simulator.commands import typed
from simulator.commands.language import both_told, language, told
from simulator.commands.layers_of_key import Level, comes_to, levels_of, shown_addresses
from simulator.errors import CommandError
from simulator.files.hints import meaning_of, nearest, unit_of
from simulator.files.in_force import InForce, values_in_force
from simulator.files.locations import find_scenario, shown
from simulator.files.schema import TABLES
from simulator.files.stated_text import shown_value
from simulator.report.grid import Grid
from simulator.words.catalogue import in_language, message
from simulator.words.declared import chinese

_OWN = "*"


def show_scenario(path: Path, overrides: Sequence[str], *, force: bool) -> None:
    """Show every setting a scenario states, table by table, with its value and where it was set.

    What its parents say otherwise is marked.
    """
    loaded = load(find_scenario(path), overrides, force=force)
    file = loaded.file
    click.echo(f"{file.name}  {in_language(file.title, language())}")
    if file.intent:
        click.echo(in_language(file.intent, language()))
    found = values_in_force(file)
    for name, meaning in TABLES.items():
        rows = [each for each in found.values() if each.key.split(".")[0] == name]
        if rows:
            click.echo("")
            _grid(name, meaning, rows).show(Console(highlight=False))
    click.echo("")
    if len(file.layers) > 1:
        click.echo(told("show.marked", mark=_OWN))
    click.echo(told("show.others", command=f"{typed.command()} show {shown(path)} --why KEY"))


def show_key(path: Path, key: str, overrides: Sequence[str], *, force: bool) -> None:
    """Show what each layer says of a key, from the city pack up, and what holds.

    A key with labels shows every label, a record every field. Raises ``CommandError`` for a key
    that neither scenarios nor the pack know.
    """
    loaded = load(find_scenario(path), overrides, force=force)
    addresses = shown_addresses(loaded, key)
    if not addresses:
        raise _unknown(loaded, key)
    for number, address in enumerate(addresses):
        if number:
            click.echo("")
        for line in _explained(loaded, address):
            click.echo(line)


def _grid(table: str, meaning: str, rows: Sequence[InForce]) -> Grid:
    """The settings of a table."""
    headings = ("", *(told(f"show.{name}") for name in ("key", "value", "unit", "set_at")))
    cells = [
        (
            _OWN if each.is_own else "",
            each.address.partition(".")[2] or each.address,
            shown_value(each.value),
            _unit(each),
            each.place,
        )
        for each in rows
    ]
    title = f"[{table}]  {both_told(chinese().pair('setting', table, meaning))}"
    return Grid(title=title, headings=headings, rows=cells, numeric=(False,) * len(headings))


def _unit(held: InForce) -> str:
    field = held.setting.fields.get(held.address.rpartition(".")[2])
    setting = field or held.setting
    return both_told(unit_of(setting)) if setting.unit not in {"", "1"} else ""


def _explained(loaded: Loaded, address: str) -> Iterator[str]:
    """What an address means, what each layer says of it, and what then holds."""
    setting = loaded.file.schema.leaves.get(address)
    head = address
    if setting is not None:
        unit = both_told(unit_of(setting)) if setting.unit not in {"", "1"} else ""
        head = f"{address}  {both_told(meaning_of(setting, setting.key))}  {unit}".rstrip()
    yield head
    levels = levels_of(loaded, address)
    if not levels:
        yield f"  {told('show.nowhere')}"
    for number, level in enumerate(levels, start=1):
        yield from _level(number, level)
    held = values_in_force(loaded.file).get(address)
    if held is not None and len(levels) > 1:
        values = comes_to(loaded, address)
        yield f"  = {told('show.holds')}  {values or shown_value(held.value)}"


def _level(number: int, level: Level) -> Iterator[str]:
    """One layer: its kind, value and place; of the pack also what it says of the value."""
    yield f"  {number} {told(f'layer.{level.kind}')}  {shown_value(level.value)}  {level.place}"
    for name, text in level.said.items():
        yield f"      {told(f'show.{name}')}  {text}"


def _unknown(loaded: Loaded, key: str) -> CommandError:
    known: Mapping[str, object] = {
        **dict.fromkeys(loaded.file.schema.keys),
        **dict.fromkeys(loaded.file.schema.leaves),
        **dict.fromkeys(values_in_force(loaded.file)),
        **dict.fromkeys(name for name, _ in loaded.pack.parameters.table),
    }
    close = nearest(key, known)
    if close is None:
        return CommandError(message("show.unknown", found=key, command=f"{typed.command()} show"))
    return CommandError(message("show.unknown_near", found=key, name=close))
