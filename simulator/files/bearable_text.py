"""Whether a TOML text is small enough in every way to be read, told by one pass over its signs.

Readers of TOML take time that grows with the square of some texts, and go down nested ones by
recursion. The limits are held against the text before any of them sees it.
"""

import re
from dataclasses import dataclass, field

from simulator.files.limits import (
    KEY_PARTS,
    KEYS,
    LINES,
    LIST_ENTRIES,
    NESTING,
    SIGNS,
    TEXT,
)
from simulator.words.catalogue import message

# Every quantifier keeps what it took: on no text does this pass go back. An open quote reaches to
# the end of its line, an open triple one to the end of the text.
_SIGN = re.compile(
    r"""(?P<plain>[^"'#\[\]{}=,.\n]*+)(?:"""
    r'(?P<text>"""(?s:[^"\\]++|\\.|"(?!""))*+(?:"{3,5}|\\?\Z)'
    r"|'''(?:[^']++|'(?!''))*+(?:'{3,5}|\Z)"
    r'|"(?:[^"\\\n]++|\\[^\n])*+"?'
    r"|'[^'\n]*+'?)"
    r"|(?P<pause>(?:#[^\n]*+\s*+)++|\n\s*+)"
    r"|(?P<sign>[\[\]{}=,.])"
    r"|\Z)"
)


@dataclass(slots=True)
class _Pass:
    """What has been met so far; ``entries`` counts the commas inside each bracket still open."""

    signs: int = 0
    keys: int = 0
    dots: int = 0
    entries: list[int] = field(default_factory=list)

    def take(self, found: re.Match[str]) -> tuple[str, int] | None:
        """The limit that the next text, remark, line break or sign breaks, with its figure."""
        self.signs += 1
        if max(len(found["plain"]), len(found["text"] or "")) > TEXT:
            return "text", TEXT
        if found["text"] is not None:
            return self._broken()
        sign = found["sign"]
        self.dots = self.dots + 1 if sign == "." else 0
        self.keys += sign == "="
        if sign in ("[", "{"):
            self.entries.append(0)
        elif sign in ("]", "}"):
            del self.entries[-1:]
        elif sign == "," and self.entries:
            self.entries[-1] += 1
        return self._broken()

    def _broken(self) -> tuple[str, int] | None:
        if self.dots >= KEY_PARTS:
            return "key_parts", KEY_PARTS
        if len(self.entries) > NESTING:
            return "nesting", NESTING
        if self.entries and self.entries[-1] >= LIST_ENTRIES:
            return "list_entries", LIST_ENTRIES
        if self.keys > KEYS:
            return "keys", KEYS
        return ("signs", SIGNS) if self.signs > SIGNS else None


def refuse_size(text: str) -> tuple[int, str] | None:
    """The line (from 1) at which a text becomes too large to be read, and why; else ``None``."""
    lines = text.count("\n")
    if lines > LINES:
        return LINES + 1, message("limit.lines", found=f"{lines:,}", most=f"{LINES:,}")
    met = _Pass()
    for found in _SIGN.finditer(text):
        broken = met.take(found)
        if broken is not None:
            limit, most = broken
            line = text.count("\n", 0, found.start()) + 1
            return line, message(f"limit.{limit}", most=f"{most:,}")
    return None
