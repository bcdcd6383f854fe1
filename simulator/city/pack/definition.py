"""Definitions: what exactly a figure counts, so that unlike ones are never divided nor subtracted.

Each says, where it applies, whose people (resident; registered, living here; in the register,
living here or not; served), which beds (planned, built, open), which places (designed, open,
served), which ages, and when it is counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import nan
from typing import Literal

from simulator.errors import UnitError
from simulator.words.catalogue import listed, message

KINDS: Mapping[str, tuple[str, ...]] = {
    "population": ("resident", "registered", "register", "served"),
    "bed_kind": ("planned", "built", "open"),
    "place_kind": ("designed", "open", "served"),
}
"""The words each kind may take."""

Act = Literal["ratio", "difference"]
"""What may be made of two figures of like definitions."""


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
    _refuse_unlike_figures("ratio", upper, lower, converters)
    # beds for each of no people are neither none nor endless: nobody can say how many
    return upper.value / lower.value if lower.value else nan


def subtract(first: Counted, second: Counted, converters: Sequence[Converter] = ()) -> float:
    """A difference of two figures of like definitions; ``UnitError`` as a ratio of unlike ones."""
    _refuse_unlike_figures("difference", first, second, converters)
    return first.value - second.value


def _refuse_unlike_figures(
    act: Act, one: Counted, other: Counted, converters: Sequence[Converter]
) -> None:
    refuse_unlike(act, (one.name, one.definition), (other.name, other.definition), converters)


def refuse_unlike(
    act: Act,
    one: tuple[str, Definition],
    other: tuple[str, Definition],
    converters: Sequence[Converter] = (),
) -> None:
    """``UnitError`` where two named definitions differ in a kind both state."""
    unlike = one[1].unlike(other[1])
    if not unlike:
        return
    offered = [
        f"{name} by {converter}"
        for (name, own), (_, their) in ((one, other), (other, one))
        for converter in converters
        if _converts(converter, own, their, unlike)
    ]
    told = {
        "upper": f"{one[0]} ({one[1]})",
        "lower": f"{other[0]} ({other[1]})",
        "kinds": listed(unlike),
    }
    key = "pack.unlike" if act == "ratio" else "pack.unlike_difference"
    if offered:
        raise UnitError(message(f"{key}_convertible", **told, ways=listed(offered, "list.or")))
    raise UnitError(message(key, **told))


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
