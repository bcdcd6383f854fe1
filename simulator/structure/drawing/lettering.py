"""How much room a text takes where no font can be asked, and how it is broken into lines."""

import unicodedata

SMALL = 11.0
NORMAL = 13.0
TITLE = 16.0
LEADING = 1.3

_NARROW = frozenset("iljtfrI.,:;'!|()[] ")
_WIDE = frozenset("mwMW@%—→←")


def width(text: str, size: float) -> float:
    """Room for one line, in pixels; rather too much than too little."""
    return size * sum(_em(letter) for letter in text)


def wrapped(text: str, longest: float, size: float) -> tuple[str, ...]:
    """Lines no wider than ``longest`` where words allow; line breaks of the text are kept."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size) > longest:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.36
    if letter in _WIDE or letter.isupper():
        return 0.86 if letter in _WIDE else 0.7
    return 0.59
