"""What holds of a key: the pack, over it the fitted parameters, over it the scenario."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from simulator.errors import Fault, ScenarioError
from simulator.inputs.calendar import exact_instant, instant
from simulator.inputs.pack.city_pack import CityPack
from simulator.inputs.paths import Constant, Lines, Path, Scaled, Steps
from simulator.inputs.scenario_file import ScenarioFile


@dataclass(frozen=True, kw_only=True)
class Choices:
    """A scenario file over a city pack.

    ``path`` and ``number`` resolve a key by precedence: pack < parameters < scenario. ``offered``
    is what the pack itself states of a key, beside its parameters.
    """

    pack: CityPack
    file: ScenarioFile
    offered: Mapping[str, float]

    @property
    def basis(self) -> str:
        """The population basis of the run."""
        return str(self.file.values["world.population_basis"])

    def path(self, key: str) -> Path:
        """The path of a key."""
        stated = self.file.values.get(key)
        table: Mapping[str, Any] = stated if isinstance(stated, Mapping) else {}
        if "value" not in table and "values" not in table:
            table = {**self._given(key), **table}
        return path_from(key, table)

    def number(self, key: str) -> float:
        """The number of a key."""
        stated = self.file.values.get(key)
        if isinstance(stated, int | float):
            return float(stated)
        return float(self._given(key)["value"])

    def records(self, key: str) -> tuple[Mapping[str, Any], ...]:
        """The records of a key; none where the scenario states none."""
        found = self.file.values.get(key, ())
        return tuple(found) if isinstance(found, tuple | list) else ()

    def switch(self, key: str) -> bool:
        """A switch the scenario must state."""
        return bool(self.file.values[key])

    def date(self, key: str) -> float:
        """An instant the scenario must state as a date."""
        found = self.file.values[key]
        if not isinstance(found, date):
            raise self.fault(key, "would be right: a date")
        return instant(found)

    def fault(self, key: str, message: str) -> ScenarioError:
        """A fault at the place where the scenario states a key."""
        leaf = self.file.origin.get(key)
        path = leaf.path if leaf is not None else self.file.files[-1]
        line = leaf.line if leaf is not None else None
        return ScenarioError([Fault(path=path, line=line, key=key, message=message)])

    def _given(self, key: str) -> Mapping[str, Any]:
        found = self.pack.parameters.find(key, self.basis)
        if found is not None:
            return found
        if key in self.offered:
            return {"value": self.offered[key]}
        raise self.fault(
            key, "has no value: neither the scenario nor the city pack states one; give it one"
        )


def path_from(key: str, table: Mapping[str, Any]) -> Path:
    """The path a table of a scenario or parameter file stands for, shape (1,)."""
    path: Path
    if "values" in table:
        pairs = sorted((_year(day), float(value)) for day, value in table["values"].items())
        years = tuple(year for year, _ in pairs)
        values = np.array([[value] for _, value in pairs])
        if table["interpolation"] == "step":
            path = Steps(
                name=key,
                years=years,
                values=values,
                before=table["before"],
                after=table["after"],
                last=years[-1] + 1,
            )
        else:
            path = Lines(
                name=key, years=years, values=values, before=table["before"], after=table["after"]
            )
    else:
        path = Constant(np.array([float(table["value"])]))
    if "scale" in table or "add" in table:
        factor, shift = float(table.get("scale", 1.0)), float(table.get("add", 0.0))
        path = Scaled(path=path, factor=factor, shift=shift)
    return path


def _year(day: str) -> float:
    """An instant from ``2015`` or ``2015-09-01``."""
    if len(day) == 4:
        return float(exact_instant(int(day)))
    return instant(date.fromisoformat(day))
