"""Places and beds against what was announced and counted of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from simulator.city.axes import EXPECTED, PROMISED, TIMETABLE
from simulator.city.ground.outcome import Outcome, choices_of_run, measured
from simulator.city.pack.building import SUPPLY_STATES
from simulator.city.record.roles import changes_the_past
from simulator.city.supply.building import COMPLETE, Building
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import instant, place_of

FILE = "supply_record.toml"
Both = tuple[float, float]
"""As promised, and risk-adjusted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SupplyFigure:
    """One figure of the record beside the program's, in the unit of the record.

    ``compared`` is the one the error is taken of: the promise for what the promise is made from,
    else the risk-adjusted figure. ``use`` says whether a test it is: *input* and *fitted* are none.
    """

    name: str
    title: Mapping[str, str]
    recorded: float
    promised: float
    expected: float
    use: str
    tolerance: float | None
    entry: Mapping[str, Any]

    @property
    def compared(self) -> float:
        """The figure the record is held against."""
        return self.promised if self.use == "input" else self.expected

    @property
    def error(self) -> float:
        """(program − record) ÷ record."""
        return self.compared / self.recorded - 1

    @property
    def is_within(self) -> bool | None:
        """Whether the error is inside the tolerance; ``None`` where there is none."""
        return None if self.tolerance is None else abs(self.error) <= self.tolerance


def compare_supply(outcome: Outcome, building: Building) -> tuple[SupplyFigure, ...]:
    """Every figure of the pack's record of supply that the run reaches; none without a record."""
    entries: Sequence[Mapping[str, Any]] = outcome.pack.documents.get(FILE, {}).get("figure", ())
    asked = _Asked(outcome=outcome, building=building)
    found: dict[str, Both] = {}
    for entry in entries:
        both = _sum(entry, found) if "sum_of" in entry else asked.answer(entry)
        if both is not None:
            found[entry["id"]] = both
    asked_of = [entry for entry in entries if entry["id"] in found]
    last = max((_when(day) for entry in asked_of for day in _days(entry)), default=-np.inf)
    is_scored = not changes_the_past(outcome, last)
    return tuple(_figure(entry, found[entry["id"]], is_scored=is_scored) for entry in asked_of)


def _figure(entry: Mapping[str, Any], both: Both, *, is_scored: bool) -> SupplyFigure:
    tolerance = float(entry["tolerance"]) if is_scored and "tolerance" in entry else None
    return SupplyFigure(
        name=entry["id"],
        title={"zh": entry["name_zh"], "en": entry["name_en"]},
        recorded=float(entry["value"]),
        promised=both[PROMISED],
        expected=both[EXPECTED],
        use=str(entry["use"]),
        tolerance=tolerance,
        entry=entry,
    )


def _sum(entry: Mapping[str, Any], found: Mapping[str, Both]) -> Both | None:
    parts: Sequence[str] = entry["sum_of"]
    if any(name not in found for name in parts):
        return None
    return (
        sum(found[name][PROMISED] for name in parts),
        sum(found[name][EXPECTED] for name in parts),
    )


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What a run says of the questions of a record."""

    outcome: Outcome
    building: Building

    def answer(self, entry: Mapping[str, Any]) -> Both | None:
        """Both figures; ``None`` where the run does not reach the dates."""
        asks = {
            "built": self._built,
            "projects": self._projects,
            "state": self._state,
            "open": self._open,
            "kind": self._kind,
        }
        if any(self._reading(day) is None for day in _days(entry)):
            return None
        return _both(asks[entry["asks"]](entry))

    def _reading(self, day: str) -> int | None:
        return place_of(self.building.years, _when(day))

    def _at(self, by_time: FloatArray, day: str) -> FloatArray:
        return np.asarray(by_time[..., self._reading(day)])

    def _added(self, complete: FloatArray, entry: Mapping[str, Any]) -> FloatArray:
        """What (timetable, time) adds over the periods of an entry, shape (timetable,)."""
        return np.asarray(
            sum(self._at(complete, last) - self._at(complete, first)
                for first, last in entry["periods"])
        )  # fmt: skip

    def _built(self, entry: Mapping[str, Any]) -> FloatArray:
        rows = [self.building.services.index(name) for name in entry["services"]]
        states = [SUPPLY_STATES.index(name) for name in COMPLETE]
        places = self.building.places[:, rows][:, :, :, states]
        grown = self.building.expanded[:, rows].sum(axis=(1, 2))  # announced of nobody
        return self._added(places.sum(axis=(1, 2, 3)) - grown, entry)

    def _projects(self, entry: Mapping[str, Any]) -> FloatArray:
        return self._added(self._counted(entry["services"], COMPLETE), entry)

    def _state(self, entry: Mapping[str, Any]) -> FloatArray:
        return self._at(self._counted(entry["services"], entry["state"]), entry["date"])

    def _counted(self, services: Sequence[str], states: Sequence[str]) -> FloatArray:
        """Projects in some states, shape (timetable, time)."""
        rows = [SUPPLY_STATES.index(name) for name in states]
        every = [self.building.counted(name)[:, rows].sum(axis=1) for name in services]
        return np.asarray(sum(every))

    def _open(self, entry: Mapping[str, Any]) -> FloatArray:
        row = self.building.services.index(entry["services"][0])
        supply = measured(self.outcome, "supply")[:, row]
        return self._at(supply.sum(axis=1), entry["date"])

    def _kind(self, entry: Mapping[str, Any]) -> FloatArray:
        """The base and what a programme has opened: its named projects, its part of the rest."""
        total = np.full((len(TIMETABLE), len(self.building.years)), float(entry["base"]))
        name = entry["programme"]
        opened = SUPPLY_STATES.index("open")
        for each in self.building.projects:
            if each.running.project.programme == name:
                total += each.states[:, opened]
        if name:
            total += self._rest_open(name)
        return self._at(total, entry["date"])

    def _rest_open(self, name: str) -> FloatArray:
        """What no project names of a programme and is open, shape (timetable, time).

        Programmes of one service that begin together pass the stages alike, so each has its part.
        """
        programmes = choices_of_run(self.outcome).plan.programmes
        programme = next(each for each in programmes if each.name == name)
        service = programme.service
        peers = [p.name for p in programmes if p.service == service]
        rests = [self.building.rests[peer] for peer in peers]
        share = self.building.rests[name] / sum(rests) if sum(rests) else 0.0
        row = self.building.services.index(service)
        stock = self.building.stock[:, row, :, SUPPLY_STATES.index("open")].sum(axis=1)
        return np.asarray(share * (stock - self.building.starts[row].sum()))


def _both(values: FloatArray) -> Both:
    return float(values[PROMISED]), float(values[EXPECTED])


def _days(entry: Mapping[str, Any]) -> list[str]:
    if "sum_of" in entry:
        return []
    if "periods" in entry:
        return [day for period in entry["periods"] for day in period]
    return [str(entry["date"])]


def _when(day: str) -> float:
    return instant(date.fromisoformat(day))
