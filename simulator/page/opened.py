"""A scenario file that is opened on the page: checked like any other, then taken as a state."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from simulator.errors import Fault, ScenarioError
from simulator.files.resolved import dump_value
from simulator.files.scenario_file import load_scenario
from simulator.files.schema import Schema
from simulator.files.toml_text import TomlFile, parse_toml
from simulator.page.state import State
from simulator.stockflow.grammar.setting import Setting
from simulator.words.catalogue import listed, message

_HEAD = ("schema_version", "extends", "overlays", "title", "intent", "notes")


def opened_state(
    text: str,
    path: Path,
    scenarios: Mapping[str, Path],
    settings: Sequence[Setting],
    axes: Mapping[str, tuple[str, ...]],
) -> State:
    """The state that a scenario file states, of a text that lies on no disk.

    ``path`` is where it would lie: its name stands in messages, beside it lies what it builds on.

    Raises
    ------
    ScenarioError
        With every fault of the file, by line; where it builds on none of the scenarios at hand.
    """
    file, faults = parse_toml(text, path.name)
    parent = None if file is None else _parent(file, scenarios)
    if isinstance(parent, Fault):
        raise ScenarioError([*faults, parent])
    checked = load_scenario(path, settings, axes, (), text)
    if file is None or parent is None:  # refused by now
        raise ScenarioError(faults)
    changes = dict(_changes(file.document, checked.schema))
    return State(scenario=parent, changes=tuple(changes.items()))


def _parent(file: TomlFile, scenarios: Mapping[str, Path]) -> str | Fault:
    """The scenario at hand that a file builds on; the fault where it builds on another, or none."""
    if "overlays" in file.document:
        return file.fault(("overlays",), message("page.overlays"))
    written = file.document.get("extends")
    names = listed([path.name for path in scenarios.values()])
    if not isinstance(written, str):
        return file.fault(("extends",), message("page.no_parent", names=names))
    found = next((name for name, path in scenarios.items() if path.name == written.strip()), None)
    if found is None:
        told = message("page.other_parent", found=written, names=names)
        return file.fault(("extends",), told)
    return found


def _changes(document: Mapping[str, Any], schema: Schema) -> Iterator[tuple[str, str]]:
    """What a file states, one change for every key and every record."""
    for name, value in document.items():
        if name not in _HEAD:
            yield from _inside(name, value, schema)


def _inside(key: str, value: Any, schema: Schema) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    setting = schema.leaves.get(key)
    if setting is not None and setting.kind == "records":
        for record in value:
            fields = {name: entry for name, entry in record.items() if name != "id"}
            yield f"{key}.{record['id']}", dump_value(fields)
    elif setting is not None or not isinstance(value, dict):
        yield key, dump_value(value)
    else:
        for name, inner in value.items():
            yield from _inside(f"{key}.{name}", inner, schema)
