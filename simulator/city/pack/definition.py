"""Definitions: what exactly a figure counts, so that unlike figures are never divided.

Each says, where it applies, whose people (resident, registered, served), which beds (planned,
built, open), which places (designed, open, served), which ages, and when it is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import nan

from simulator.errors import UnitError
from simulator.words.catalogue import listed, message

KINDS: Mapping[str, tuple[str, ...]] = {
    "population": ("resident", "registered", "served"),
    "bed_kind": ("planned", "built", "open"),
    "place_kind": ("designed", "open", "served"),
}
"""The words each kind may take."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """What a figure counts; an empty text where a kind does not apply."""

    population: str = ""
    bed_kind: str = ""
    place_kind: str = ""
    age_range: str = ""
    date_rule: str = ""

    def __str__(self) -> str:
        said = [f"{each.name} {getattr(self, each.name)}" for each in fields(self)]
        return ", ".join(text for text in said if not text.endswith(" ")) or "nothing stated"

    def unlike(self, other: "Definition") -> tuple[str, ...]:
        """The kinds both state and in which they differ; the day of a count is no such kind."""
        return tuple(
            each.name
            for each in fields(self)
            if each.name != "date_rule"
            and getattr(self, each.name)
            and getattr(other, each.name)
            and getattr(self, each.name) != getattr(other, each.name)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Converter:
    """A sourced factor from one word of a kind to another, for the ages it was found for."""

    kind: str
    source: str
    target: str
    factor: float
    age_range: str
    source_id: str
    grade: str

    def __str__(self) -> str:
        ages = f" aged {self.age_range}" if self.age_range else ""
        return (
            f"{self.source} → {self.target}{ages}: × {self.factor:g} "
            f"({self.source_id}, grade {self.grade})"
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A number that knows what it counts."""

    name: str
    value: float
    definition: Definition

    def converted(self, converter: Converter) -> "Counted":
        """The same in another word of a kind; ``UnitError`` where the converter is for others."""
        found = getattr(self.definition, converter.kind)
        ages = self.definition.age_range
        if found != converter.source or (converter.age_range and ages != converter.age_range):
            raise UnitError(f"{self.name} ({self.definition}) can't be converted by {converter}")
        words = {converter.kind: converter.target}
        return replace(
            self,
            value=self.value * converter.factor,
            definition=replace(self.definition, **words),
        )


def divide(upper: Counted, lower: Counted, converters: Sequence[Converter] = ()) -> float:
    """A ratio of two figures of like definitions; NaN, unknown, where the lower one is nothing.

    Raises
    ------
    UnitError
        Where they differ in a kind both state; names both, and what converts one into the other.
    """
    unlike = upper.definition.unlike(lower.definition)
    if not unlike:
        # beds for each of no people are neither none nor endless: nobody can say how many
        return upper.value / lower.value if lower.value else nan
    offered = [
        f"{one.name} by {converter}"
        for one, other in ((upper, lower), (lower, upper))
        for converter in converters
        if _converts(converter, one.definition, other.definition, unlike)
    ]
    told = {
        "upper": f"{upper.name} ({upper.definition})",
        "lower": f"{lower.name} ({lower.definition})",
        "kinds": listed(unlike),
    }
    if offered:
        ways = listed(offered, "list.or")
        raise UnitError(message("pack.unlike_convertible", **told, ways=ways))
    raise UnitError(message("pack.unlike", **told))


def _converts(
    converter: Converter, one: Definition, other: Definition, unlike: tuple[str, ...]
) -> bool:
    kind = converter.kind
    fits = not converter.age_range or one.age_range == converter.age_range
    words = (getattr(one, kind), getattr(other, kind))
    return kind in unlike and fits and words == (converter.source, converter.target)


def definition_from(entry: Mapping[str, object]) -> Definition:
    """The definition that a table of a city pack states."""
    return Definition(**{each.name: str(entry.get(each.name, "")) for each in fields(Definition)})
