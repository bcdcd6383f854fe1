"""``diff``: what two scenarios, and their city packs, differ in, and where each says so."""

from collections.abc import Mapping
from pathlib import Path

import click

from simulator.city.comparison.inputs import Stated, apart, differences, pack_differences
from simulator.city.loading import Loaded, load
from simulator.commands.language import told
from simulator.commands.layers_of_key import comes_to
from simulator.files.locations import find_scenario, shown
from simulator.files.stated_text import shown_value


def compare_scenarios(first: Path, second: Path, *, force: bool) -> None:
    """Show every difference, or that there is none."""
    paths = (find_scenario(first), find_scenario(second))
    one = load(paths[0], force=force)
    other = load(paths[1], known=one.pack, force=force)
    for name, path in zip("AB", paths, strict=True):
        click.echo(f"{name}  {shown(path)}")
    stated, packed = list(differences(one, other)), list(pack_differences(one, other))
    for heading, found in (("diff.scenarios", stated), ("diff.packs", packed)):
        if found:
            click.echo(f"\n{told(heading, number=len(found))}")
        for address, left, right in found:
            mine, theirs = apart(left, right)
            click.echo(address)
            click.echo(f"  A  {_shown(one, address, left, mine)}")
            click.echo(f"  B  {_shown(other, address, right, theirs)}")
    if not stated and not packed:
        click.echo(f"\n{told('diff.none')}")


def _shown(loaded: Loaded, address: str, side: Stated | None, value: object) -> str:
    """A value with its place; of edits laid over edits also what they come to, at either end."""
    if side is None:
        return told("diff.silent")
    is_layered = isinstance(side.value, Mapping) and bool(side.value.get("over"))
    amount = comes_to(loaded, address) if is_layered else ""
    return f"{shown_value(value)}  {side.place}" + (f"\n     = {amount}" if amount else "")
