"""Full-width punctuation, typed with a Chinese keyboard where TOML wants the narrow kind."""

import re
from unicodedata import normalize

# Those whose narrow form Unicode normalisation does not know.
_NARROW = {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "【": "[", "】": "]"}
_WIDE = "[\u00a0\u3000-\u3002\u3010\u3011\u2018\u2019\u201c\u201d\uff01-\uff5e]"
_TOKEN = re.compile(
    r'"""(?s:.*?)"""'
    r"|'''(?s:.*?)'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    rf"|(?P<wide>{_WIDE})"
)


def narrow(text: str) -> str:
    """The text with every full-width character replaced by its narrow form."""
    return re.sub(_WIDE, lambda match: _narrow_character(match[0]), text)


def narrow_outside_quotes(text: str) -> str:
    """Narrow a TOML text but for its quoted strings and comments; lines and columns stay."""
    return _TOKEN.sub(
        lambda match: _narrow_character(match[0]) if match["wide"] else match[0], text
    )


def find_full_width(text: str) -> dict[int, str]:
    """Line (from 1) → the full-width characters that stand outside quotes and comments."""
    repaired = narrow_outside_quotes(text)
    lines = zip(text.split("\n"), repaired.split("\n"), strict=True)
    found: dict[int, str] = {}
    for number, (before, after) in enumerate(lines, start=1):
        wide = [old for old, new in zip(before, after, strict=True) if old != new]
        if wide:
            found[number] = "".join(dict.fromkeys(wide))
    return found


def _narrow_character(wide: str) -> str:
    return _NARROW.get(wide) or normalize("NFKC", wide)
