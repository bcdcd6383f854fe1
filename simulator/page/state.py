"""What somebody has done on the page: a scenario, and the changes made to it, in order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errors import DataError, Fault
from simulator.files.limits import RECORDS, TEXT
from simulator.files.own_scenario import head_lines
from simulator.files.schema import TABLES
from simulator.words.catalogue import message

_KEY = re.compile(r"[\w%-]+(\.[\w%-]+)*")
MOST_CHANGES = RECORDS
"""Changes of one state: more than any meeting makes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """A scenario by its name, and texts of values by the dotted key, as ``--set`` takes them.

    A record is one change, by its address: ``plan.projects.new_school`` → ``{ places = 900 }``.
    """

    scenario: str
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The changes as ``--set`` takes them."""
        return tuple(f"{key}={text}" for key, text in self.changes)


def state_of(document: object, scenarios: Mapping[str, object]) -> State:
    """The state that a page asks for, from its JSON; of a scenario among those at hand.

    Raises ``DataError`` where it has another form, or names no scenario.
    """
    if not isinstance(document, dict) or not isinstance(document.get("scenario"), str):
        raise _refused("state", "page.no_state")
    name, changes = document["scenario"], document.get("changes", {})
    if name not in scenarios:
        raise _refused("scenario", "page.no_scenario", found=name[:TEXT])
    if not isinstance(changes, dict) or len(changes) > MOST_CHANGES:
        raise _refused("changes", "page.no_changes", most=MOST_CHANGES)
    for key, text in changes.items():
        if not isinstance(text, str) or not _KEY.fullmatch(key):
            raise _refused("changes", "page.no_change", found=str(key)[:TEXT])
    return State(scenario=name, changes=tuple(changes.items()))


def _refused(key: str, words: str, **values: object) -> DataError:
    return DataError([Fault(path="page", line=None, key=key, message=message(words, **values))])


def toml_of(
    state: State,
    parent: str,
    titles: tuple[Mapping[str, str], Mapping[str, str]],
    lists: Mapping[str, str],
) -> str:
    """The scenario file that says what a state says, as a person would have written it.

    Parameters
    ----------
    state
        What was done.
    parent
        How the file names the scenario it builds on.
    titles
        What the new scenario is called, and the question it asks, in both languages.
    lists
        By the key of each list of records a change is about, its own key: ``plan.projects.P57`` →
        ``plan.projects``.
    """
    lines = head_lines(parent, *titles)
    plain = {key: text for key, text in state.changes if key not in lists}
    records = {key: text for key, text in state.changes if key in lists}
    tables = {key.partition(".")[0] for key in plain}
    for table in (name for name in TABLES if name in tables):
        lines += ["", f"[{table}]"]
        lines += [
            f"{key.partition('.')[2]} = {text}"
            for key, text in plain.items()
            if key.startswith(f"{table}.")
        ]
    for key, text in records.items():
        lines += ["", f"[[{lists[key]}]]", *_record(key.removeprefix(f"{lists[key]}."), text)]
    return "\n".join(lines) + "\n"


def _record(address: str, text: str) -> list[str]:
    """The lines of a record; ``P57.late`` → ``1`` is the record P57 with that one field."""
    import tomllib

    from simulator.files.resolved import dump_value

    name, _, field = address.partition(".")
    fields: Any = {field: None} if field else tomllib.loads(f"value = {text}")["value"]
    told = [f"id = {dump_value(name)}"]
    if field:
        return [*told, f"{field} = {text}"]
    return [*told, *(f"{key} = {dump_value(value)}" for key, value in fields.items())]
