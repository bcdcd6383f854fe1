"""What figures can show: the characters of their fonts, and what stands for one they lack."""

import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from simulator.report.letters import STAND_IN
from simulator.report.style import font_path
from simulator.words.catalogue import Pair, listed, message, pair

_TABLE = "general_table.txt"
_MOST = 12
"""Characters named one by one; of more, the number."""


def general_table() -> str:
    """The 8,105 characters of the general standard table, by their numbers."""
    lines = (font_path().parent / _TABLE).read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


@cache
def shown_characters() -> frozenset[int]:
    """Code points of the bundled font and of DejaVu Sans, which matplotlib brings along."""
    import matplotlib as mpl
    from matplotlib.ft2font import FT2Font

    second = Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    return frozenset(
        code for path in (font_path(), second) for code in FT2Font(str(path)).get_charmap()
    )


def lacking(texts: Iterable[str]) -> tuple[str, ...]:
    """Characters of some texts that figures can't show, each once, in the order they come."""
    known = shown_characters()
    signs = (sign for text in texts for sign in text if sign != "\n")
    return tuple(dict.fromkeys(sign for sign in signs if ord(sign) not in known))


def stood_in(text: str, absent: Iterable[str]) -> str:
    """A text with the stand-in for every absent character."""
    return text.translate(dict.fromkeys(map(ord, absent), STAND_IN))


def tell_lacking(absent: Iterable[str]) -> None:
    """Name absent characters in one line on standard error; say nothing where there are none."""
    found = tuple(dict.fromkeys(absent))
    if found:
        told = message("characters.lacking", characters=_named(found), stand_in=STAND_IN)
        sys.stderr.write(f"{told}\n")


def _named(found: tuple[str, ...]) -> Pair:
    """Characters with their code points, the first ones; those that can't be printed without."""
    points = [f"U+{ord(sign):04X}" for sign in found[:_MOST]]
    signs = zip(found, points, strict=False)
    named = listed(f"{sign} {point}" if sign.isprintable() else point for sign, point in signs)
    more = len(found) - _MOST
    if more <= 0:
        return named
    return pair("characters.more", characters=named, more=more)
