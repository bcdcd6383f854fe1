"""How much room letters take, and lines broken where a page ends.

Chinese is broken anywhere but before a closing mark, English at spaces.
"""

import re
from collections.abc import Iterator, Sequence

_WIDE, _NARROW = 1.0, 0.49
"""Width of a Chinese and, a little more than less, of a Latin letter, in sizes of the letter."""
_CHINESE = "\u2e80-\uffef"
_OPENING, _CLOSING = "（《「“", "，。；：、）》」”"
PIECES = re.compile(
    rf"[{_OPENING}]*[^\s“”{_CHINESE}]+[{_CLOSING}]*(?: ·(?= ))?"
    rf"|[{_OPENING}]*[{_CHINESE}][{_CLOSING}]*"
    r"|[“”]|\s+"
)
"""What a line is made of: a word, a Chinese character with the marks that cling to it, a space."""


def room_for(texts: Sequence[str], size: float) -> float:
    """Width that the longest of some texts takes, inches, a little more than less."""
    return max((_ems(text) for text in texts), default=0.0) * size / 72


def broken(text: str, size: float, width: float) -> tuple[str, ...]:
    """A text in lines that fit a width, inches."""
    return tuple(line.strip() for line in _lines(text, width * 72 / size))


def fitting(text: str, size: float, width: float) -> float:
    """The size, at most that asked for, at which a text fits a width, inches."""
    return min(size, size * width / max(room_for([text], size), 1e-9))


def _lines(text: str, ems: float) -> Iterator[str]:
    line = ""
    for piece in PIECES.findall(text):
        if line.strip() and _ems(line + piece.rstrip()) > ems:
            yield line
            line = ""
        line += piece
    if line.strip():
        yield line


def _ems(text: str) -> float:
    return sum(_WIDE if ord(sign) > 0x2E7F else _NARROW for sign in text)
