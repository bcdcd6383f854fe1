"""Units in which people speak of a number: 21 per 1,000, 110 percent, 33 times ten thousand.

Every one is a power of ten of the unit in which a key is stated, so that what is typed in one
comes to exactly the number that would be typed in the other. Their names, in Chinese and English,
are words (``spoken.`` in ``words/*/units.toml``); which of them fits a key follows from its unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from simulator.words.catalogue import LANGUAGES, Pair, pair, texts

Dimension = Literal["ratio", "count"]
Written = Literal["zh", "en"]

FACTOR = "0.8 = −20%"
"""The unit of a factor by which a value is multiplied, as messages show it."""

_COUNTED = ("persons", "places", "beds")
_EACH = {"places/persons"}


@dataclass(frozen=True, kw_only=True, slots=True)
class SpokenUnit:
    """A unit of speech: one of it is ten to the power of ``exponent`` of the unit of a key."""

    name: str
    exponent: int
    fits: Dimension

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it may be called in a file, Chinese names first."""
        return tuple(name for each in LANGUAGES for name in self.names_in(each))

    def names_in(self, language: Written) -> tuple[str, ...]:
        """What it may be called in one language, the usual name first."""
        return tuple(texts(language)[f"spoken.{self.name}"].split())

    @property
    def called(self) -> Pair:
        """What it is called in a file, in Chinese and English."""
        chinese, english = (self.names_in(each)[0] for each in LANGUAGES)
        return chinese, english

    def in_key(self, number: float) -> float:
        """A number of this unit in the unit of the key, to the last digit as it would be typed."""
        return float(Decimal(repr(number)).scaleb(self.exponent))

    def of_key(self, number: float) -> float:
        """A number in the unit of the key in this unit, to twelve digits."""
        return float(f"{Decimal(repr(number)).scaleb(-self.exponent):.12g}")


SPOKEN_UNITS = (
    SpokenUnit(name="per_1000", exponent=-3, fits="ratio"),
    SpokenUnit(name="per_10000", exponent=-4, fits="ratio"),
    SpokenUnit(name="per_100000", exponent=-5, fits="ratio"),
    SpokenUnit(name="percent", exponent=-2, fits="ratio"),
    SpokenUnit(name="permille", exponent=-3, fits="ratio"),
    SpokenUnit(name="wan", exponent=4, fits="count"),
    SpokenUnit(name="yi", exponent=8, fits="count"),
)
"""All of them, those first that are the likelier in print."""


@cache
def spoken_names() -> Mapping[str, SpokenUnit]:
    """Every unit of speech by each of its names."""
    return {name: unit for unit in SPOKEN_UNITS for name in unit.names}


def dimension_of(unit: str) -> Dimension | None:
    """What kind of number a unit measures; ``None`` where people speak of it in no other unit.

    Shares, factors, and one thing for each of another are ratios; persons, places and beds, also
    in a year, are counts.
    """
    if unit in {FACTOR, "1", "1/year"} or unit in _EACH:
        return "ratio"
    thing, _, per = unit.partition("/")
    return "count" if thing in _COUNTED and per in {"", "year"} else None


def fitting(unit: str) -> tuple[SpokenUnit, ...]:
    """The units of speech that fit a unit; none for days and years."""
    dimension = dimension_of(unit)
    return tuple(each for each in SPOKEN_UNITS if each.fits == dimension)


def as_spoken(number: float, unit: str) -> Pair:
    """A number as people say it: beds per 1,000 persons, persons by the ten thousand in Chinese."""
    written = f"{number:.6g}" if abs(number) < 1e6 else f"{number:,.0f}"
    if unit in _EACH and 0 < abs(number) < 1:
        return pair("spoken_as.per_1000", number=f"{number * 1000:.6g}", exact=f"{number:.6g}")
    if dimension_of(unit) != "count":
        return written, written
    whole = f"{number:,.0f}" if abs(number) >= 1000 else written
    if abs(number) < 1e4:
        return whole, whole
    name, each = ("yi", 1e8) if abs(number) >= 1e8 else ("wan", 1e4)
    part = number / each
    shown = f"{part:.6g}" if abs(part) < 1e6 else f"{part:,.0f}"
    return pair(f"spoken_as.{name}", number=(shown, whole))
