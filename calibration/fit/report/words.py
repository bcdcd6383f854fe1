"""Units and paragraphs of the report of a fit."""

from collections.abc import Mapping

from simulator.words.catalogue import Pair

DIVISORS: Mapping[str, float] = {
    "residents": 1e4,
    "register": 1e4,
    "births": 1e4,
    "registered_births": 1e4,
    "pupils_primary": 1e4,
    "pupils_junior": 1e4,
    "mothers_of_one": 1e4,
}

"""Quantities shown in ten thousand; the others as they are."""


def paragraphs(text: Pair) -> list[str]:
    """A text in Chinese, then in English, as paragraphs of a page."""
    return [text[0], "", text[1]]
