"""``parameters.toml``: fitted or hand-set values, each with unit, source, grade and reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulator.errors import DataError, Fault

STATED = ("key", "unit", "definition", "source_id", "status", "grade")
"""What every entry says, beside its value or dated values."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameters:
    """Values by key; a value stated for a population basis goes before one stated for both.

    ``table`` holds what the file states of a key: ``value`` or ``values`` with their interpolation,
    as in a scenario file, or any other TOML value under ``value``.
    """

    path: str
    table: Mapping[tuple[str, str], Mapping[str, Any]]

    def find(self, key: str, basis: str) -> Mapping[str, Any] | None:
        """What the file states of a key on a population basis."""
        return self.table.get((key, basis)) or self.table.get((key, ""))

    def value(self, key: str, basis: str = "") -> Any:  # noqa: ANN401 - any TOML value
        """A plain value that only the pack states."""
        found = self.find(key, basis)
        if found is None or "value" not in found:
            message = f"no value of {key}; add a [[parameter]] with this key"
            raise DataError([Fault(path=self.path, line=None, key=key, message=message)])
        return found["value"]


def read_parameters(document: Mapping[str, Any], path: str) -> Parameters:
    """The parameters of a pack."""
    table: dict[tuple[str, str], Mapping[str, Any]] = {}
    faults = []
    for entry in document["parameter"]:
        place = (str(entry.get("key", "")), str(entry.get("basis", "")))
        if place in table:
            faults.append(Fault(path=path, line=None, key=place[0], message="stated twice"))
        missing = [name for name in STATED if name not in entry]
        if "value" not in entry and "values" not in entry:
            missing.append("value")
        if isinstance(entry.get("value"), str):
            message = f'value: found "{entry["value"]}"; would be right: a number / 应为数字'
            faults.append(Fault(path=path, line=None, key=place[0], message=message))
        if missing:
            message = f"states no {', '.join(missing)}; every figure has them"
            faults.append(Fault(path=path, line=None, key=place[0], message=message))
        table[place] = entry
    if faults:
        raise DataError(faults)
    return Parameters(path=path, table=table)
