"""Who stated what, kept with a result: every layer's words on an address, with file and line.

The resolved scenario of a run holds what its files come to; here stands which of them said it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.files.resolved import dump_value
from simulator.files.scenario_file import ScenarioFile

Kept = Mapping[str, Sequence[Mapping[str, object]]]
"""What a manifest says of each address: of every layer, the lowest first, ``layer`` (its kind),
``file``, ``line`` (none for ``--set``) and ``value`` as TOML writes it."""


_NAMES = ("title", "intent")
"""Said of the scenario as a whole: a manifest has them already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedPlace:
    """A value that one layer stated: the kind of the layer, the value, the file and its line."""

    kind: str
    value: object
    path: str
    line: int | None


def stated_places(file: ScenarioFile, names: Mapping[str, str]) -> Kept:
    """What every layer of a scenario states, by address; its title and intent left out.

    Parameters
    ----------
    file
        The scenario.
    names
        The name that is kept of a file, by the name the user knows it by; it must hold no path of
        the machine. ``--set`` has none and stays as it is.
    """
    found: dict[str, list[dict[str, object]]] = {}
    for one in file.statements:
        is_whole = one.record is not None and one.field is None
        if is_whole or one.key in _NAMES:  # a record is told field by field
            continue
        place = {
            "layer": file.layers[one.layer].kind,
            "file": names.get(one.path, one.path),
            **({} if one.line is None else {"line": one.line}),
            "value": dump_value(one.value),
        }
        found.setdefault(one.address, []).append(place)
    return {address: found[address] for address in sorted(found)}


def read_places(kept: Mapping[str, Any]) -> Mapping[str, tuple[StatedPlace, ...]]:
    """What ``stated_places`` has kept, by address, the lowest layer first."""
    return {
        address: tuple(
            StatedPlace(
                kind=str(each["layer"]),
                value=tomllib.loads(f"value = {each['value']}")["value"],
                path=str(each["file"]),
                line=each.get("line"),
            )
            for each in places
        )
        for address, places in kept.items()
    }
