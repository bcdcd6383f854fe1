"""What a setting takes, what a file gave instead, and what was probably meant.

Three kinds of slips are common enough to be named: a word that is nearly a known one, a key in the
wrong table, and full-width punctuation from a Chinese keyboard where TOML wants the narrow kind.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from difflib import get_close_matches
from unicodedata import normalize

from simulator.stockflow.grammar.setting import Kind, Setting


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known word most like ``word``, or ``None`` when none is like it.

    Case, ``-`` for ``_`` and full-width letters do not count as differences.
    """
    folded = {_fold(candidate): candidate for candidate in known}
    matches = get_close_matches(_fold(word), folded, n=1, cutoff=cutoff)
    return folded[matches[0]] if matches else None


def suggest_keys(key: str, siblings: Iterable[str], everywhere: Iterable[str]) -> tuple[str, ...]:
    """The full keys that a key unknown in its table may have meant, best first.

    Parameters
    ----------
    key
        The unknown key, dotted and complete.
    siblings
        Complete keys of the table it stands in.
    everywhere
        Complete keys of all tables: where the last part of one is the last part of ``key``, the
        key was written into the wrong table.
    """
    # The table it stands in comes first, then the same word in any table, then one like it
    # anywhere, which has to be nearer: among many words some are always a little alike.
    last = key.rpartition(".")[2]
    by_last: dict[str, list[str]] = {}
    for other in everywhere:
        by_last.setdefault(_fold(other.rpartition(".")[2]), []).append(other)
    here = {sibling.rpartition(".")[2]: sibling for sibling in siblings}
    close = nearest(last, here)
    found = [here[close]] if close is not None else []
    found += by_last.get(_fold(last), [])[:3]
    if not found:
        far = nearest(last, by_last, cutoff=0.75)
        found = by_last[far][:2] if far is not None else []
    return tuple(dict.fromkeys(found))


def _fold(word: str) -> str:
    return normalize("NFKC", word).casefold().replace("-", "_").strip()


# Those whose narrow form Unicode normalisation does not know.
_NARROW = {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "【": "[", "】": "]"}
_WIDE = "[\u00a0\u3000-\u3002\u3010\u3011\u2018\u2019\u201c\u201d\uff01-\uff5e]"
# Quoted strings and comments are matched whole, so that what is inside them is never touched.
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


_ENGLISH: Mapping[Kind, str] = {
    "path": "a number",
    "number": "a number",
    "integer": "a whole number",
    "switch": "true or false",
    "date": "a date like 2020-09-01, without quotes",
    "choice": "one of",
    "text": "text between quotes",
    "records": "records with an id, each under [[…]]",
    "free": "anything",
}
_CHINESE: Mapping[Kind, str] = {
    "path": "应为数字",
    "number": "应为数字",
    "integer": "应为整数",
    "switch": "应为 true 或 false",
    "date": "应为日期，如 2020-09-01，不加引号",
    "choice": "可选值",
    "text": "应为加引号的文本",
    "records": "应为带 id 的记录 [[…]]",
    "free": "不限",
}


def expect(setting: Setting) -> tuple[str, str]:
    """What a setting takes, in English and in Chinese."""
    if setting.choices:
        listed = ", ".join(show(choice) for choice in setting.choices)
        return f"one of {listed}", f"可选：{listed}"
    english, chinese = _ENGLISH[setting.kind], _CHINESE[setting.kind]
    if setting.unit not in {"", "1"}:
        english, chinese = f"{english} ({setting.unit})", f"{chinese}（{setting.unit}）"
    english_bounds, chinese_bounds = _bounds(setting)
    english, chinese = f"{english}{english_bounds}", f"{chinese}{chinese_bounds}"
    if setting.kind == "path":
        return f"{english}, or a table of dated values", f"{chinese}，或带年份数值的表"
    return english, chinese


def _bounds(setting: Setting) -> tuple[str, str]:
    low, high = setting.minimum, setting.maximum
    if low is not None and high is not None:
        return f" from {low:.15g} to {high:.15g}", f"，{low:.15g} 至 {high:.15g}"
    if low is not None:
        return f", {low:.15g} or more", f"，不小于 {low:.15g}"
    if high is not None:
        return f", {high:.15g} or less", f"，不大于 {high:.15g}"
    return "", ""


def show(value: object) -> str:
    """A value as it would be written in the file, cut short; a table or list by its name."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{_shorten(value)}"'
        case int() if abs(value) >= 10**20:
            return "a very long number"
        case date() | time():
            return value.isoformat()
        case dict() | list():
            return "a table" if isinstance(value, dict) else "a list"
    return repr(value)


def _shorten(text: str) -> str:
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return text if len(text) <= 40 else f"{text[:39]}…"
