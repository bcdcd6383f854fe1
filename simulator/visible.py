r"""Characters that nobody sees, made visible.

Text of a file, a name or a command line may hold characters that clear a screen, turn the order of
letters round or hide inside a word. Whatever is told of such a text shows them by their number:
``\x1b``, ``\u202e``.
"""

import re
from unicodedata import category

_SPACES = frozenset(" \u00a0\u3000")
"""Spaces that people type: the plain one, the one that does not break, the wide one of Chinese."""

# Letters and signs to Unicode, yet nothing is drawn: fillers of Hangul, selectors, Braille.
_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
_KINDS = {
    "direction": re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
    "zero_width": re.compile("[\u200b-\u200d\u2060-\u2064\ufeff]"),
    "control": re.compile("[\x00-\x1f\x7f-\x9f]"),
}


def visible(text: str) -> str:
    """The text on one line, every character that nobody sees written by its number."""
    if text.isprintable() and not _DRAWN_AS_NOTHING.search(text):
        return text
    return "".join(letter if _is_seen(letter) else _numbered(letter) for letter in text)


def visible_lines(text: str) -> str:
    """The same of a text of several lines: line breaks and tabs stay."""
    if text.isprintable() and not _DRAWN_AS_NOTHING.search(text):
        return text
    return "".join(
        letter if letter in "\n\t" or _is_seen(letter) else _numbered(letter) for letter in text
    )


def first_unseen(text: str) -> str | None:
    """The first character of a text that nobody sees, ``None`` where there is none.

    Line breaks and tabs are seen by what they do; a character that only fonts lack is none.
    """
    if text.isprintable() and not _DRAWN_AS_NOTHING.search(text):
        return None
    return next((letter for letter in text if letter not in "\n\t" and _hides(letter)), None)


def without_unseen(text: str) -> str:
    """The text without the characters that nobody sees."""
    return "".join(letter for letter in text if not _hides(letter))


def code_of(letter: str) -> str:
    """A character by its number, as Unicode writes it: ``U+200B``."""
    return f"U+{ord(letter):04X}"


def kind_of(letter: str) -> str:
    """What sort of unseen character it is: direction, zero_width, control or other."""
    return next((kind for kind, found in _KINDS.items() if found.fullmatch(letter)), "other")


def _is_seen(letter: str) -> bool:
    is_drawn = letter.isprintable() and not _DRAWN_AS_NOTHING.fullmatch(letter)
    return is_drawn or letter in _SPACES


def _hides(letter: str) -> bool:
    """Whether a character is unseen by its nature, not for want of a font."""
    return not _is_seen(letter) and category(letter) not in {"Co", "Cn"}


def _numbered(letter: str) -> str:
    number = ord(letter)
    if number <= 0xFF:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"
