"""Levers of a city pack: a number within bounds, and the statement of a scenario that it makes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from simulator.city.pack.levers_form import PICKS, VALUE

_HOLE = re.compile(r"<(\w+)>")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lever:
    """One lever: ``says`` is what stands behind ``key``, each with holes ``<value>``, ``<year>`` ….

    ``low``, ``high``, ``step`` and ``rest`` are as shown, in ``unit``; shown × ``times`` is what is
    stated. ``rest`` is shown where a scenario states nothing, ``None`` where it states something.
    ``picks`` are the words for the other holes, the one picked at first in front.
    """

    name: str
    title: Mapping[str, str]
    unit: Mapping[str, str]
    kind: str
    key: str
    says: str
    low: float
    high: float
    step: float
    times: float
    rest: float | None
    acts_from: date | None
    picks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def statement(self, shown: float, picked: Mapping[str, str]) -> tuple[str, str]:
        """The key and the text of a value, as ``--set`` takes them."""
        words = {**picked, VALUE: self.written(shown)}
        return tuple(_filled(text, words) for text in (self.key, self.says))  # type: ignore[return-value]

    def written(self, shown: float) -> str:
        """A number as a scenario says it: without the noise of a multiplication."""
        if self.kind == "switch":
            return "true" if shown else "false"
        return f"{shown * self.times:.12g}"

    def picked_at_first(self) -> dict[str, str]:
        """The first word of every pick."""
        return {name: words[0] for name, words in self.picks.items()}

    def every_pick(self) -> Iterator[dict[str, str]]:
        """Every word that may be picked, the others as they are at first."""
        first = self.picked_at_first()
        yield first
        yield from (first | {name: word} for name, words in self.picks.items() for word in words)


def holes(text: str) -> list[str]:
    """Names of the holes in a text."""
    return _HOLE.findall(text)


def _filled(text: str, words: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: words[hole[1]], text)


def read_levers(document: Mapping[str, Any]) -> tuple[Lever, ...]:
    """The levers of a checked ``levers.toml``, in its order."""
    return tuple(_lever(entry) for entry in document.get("lever", ()))


def _lever(entry: Mapping[str, Any]) -> Lever:
    stated_from = entry.get("acts_from")
    is_switch = entry.get("kind") == "switch"
    return Lever(
        name=str(entry["id"]),
        title=entry["name"],
        unit=entry.get("unit", {"zh": "", "en": ""}),
        kind=str(entry.get("kind", "number")),
        key=str(entry["key"]),
        says=str(entry["says"]),
        low=float(entry.get("low", 0.0)),
        high=float(entry.get("high", 1.0)),
        step=1.0 if is_switch else float(entry.get("step", 1.0)),
        times=float(entry.get("times", 1.0)),
        rest=float(entry["rest"]) if "rest" in entry else None,
        acts_from=None if stated_from is None else date.fromisoformat(str(stated_from)),
        picks=dict(_picks(entry)),
    )


def _picks(entry: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for name in PICKS:
        if name not in entry:
            continue
        words = entry[name]
        if name == "year":
            chosen, first, last = words
            words = [chosen, *(year for year in range(first, last + 1) if year != chosen)]
        yield name, tuple(map(str, words))
