"""What a setting takes, what a file gave instead, and what was probably meant.

Three kinds of slips are common enough to be named: a word that is nearly a known one, a key in the
wrong table, and full-width punctuation from a Chinese keyboard where TOML wants the narrow kind.
"""

import re
from collections.abc import Iterable
from datetime import date, time
from difflib import get_close_matches
from unicodedata import normalize

from simulator.stockflow.grammar.setting import Setting
from simulator.visible import code_of, kind_of, visible
from simulator.words.catalogue import Pair, listed, pair
from simulator.words.declared import chinese

_MOST_NAMES, _FEW = 24, 6


def nearest(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The known word most similar to ``word``, or ``None`` if none is similar.

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


def from_percent(number: float, low: float | None, high: float | None) -> str | None:
    """The share that was meant where a percentage stands; ``None`` where none is likely."""
    # 45 where a share is asked for is a percentage, rarely a slip of another kind.
    is_share = low is not None and 0 <= low < 1 and high is not None and high <= 1
    fits = is_share and 2 <= number <= 100 and (low or 0.0) <= number / 100 <= (high or 0.0)
    return f"{number / 100:.12g}" if fits else None


def _fold(word: str) -> str:
    return normalize("NFKC", word).casefold().replace("-", "_").strip()


# Those whose narrow form Unicode normalisation does not know.
_NARROW = {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "【": "[", "】": "]"}
_WIDE = "[\u00a0\u3000-\u3002\u3010\u3011\u2018\u2019\u201c\u201d\uff01-\uff5e]"
# Quoted strings and comments are matched whole, so that what is inside them is never touched.
_TOKEN = re.compile(
    r'"""(?s:.*?)"""'
    r"|'''(?s:.*?)'''"
    r'|"(?:\\.|[^"\\\n])*+"'
    r"|'[^'\n]*+'"
    r"|\\."  # behind a quote that is not closed: no quote opens here
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
    if repaired == text:
        return {}
    lines = zip(text.split("\n"), repaired.split("\n"), strict=True)
    found: dict[int, str] = {}
    for number, (before, after) in enumerate(lines, start=1):
        if before != after:
            wide = [old for old, new in zip(before, after, strict=True) if old != new]
            found[number] = "".join(dict.fromkeys(wide))
    return found


def _narrow_character(wide: str) -> str:
    return _NARROW.get(wide) or normalize("NFKC", wide)


def suggest(word: str, known: Iterable[str], where: str = "") -> Pair:
    """The known word most like ``word``; where none is like it, all of them.

    Of many the nearest few are named, and ``where`` all of them stand.
    """
    names = tuple(known)
    close = nearest(word, names)
    if close is not None:
        return pair("hint.near", names=show(close))
    if len(names) <= _MOST_NAMES:
        return pair("hint.known", names=listed(names))
    folded = {_fold(name): name for name in names}
    few = [folded[each] for each in get_close_matches(_fold(word), folded, n=_FEW, cutoff=0.0)]
    few_of = "hint.known_few_in" if where else "hint.known_few"
    return pair(few_of, names=listed(few), number=len(names), where=where)


def unseen(letter: str) -> Pair:
    """A character that nobody sees, by its number and what it does."""
    return pair(f"unseen.{kind_of(letter)}", code=code_of(letter))


def expect(setting: Setting) -> Pair:
    """What a setting takes."""
    if setting.choices:
        return pair("expected.choices", listed=listed(map(show, setting.choices)))
    expected = pair(f"expected.{setting.kind}")
    if setting.unit not in {"", "1"}:
        expected = pair("expected.unit", what=expected, unit=unit_of(setting))
    if setting.kind == "date" and setting.minimum is not None and setting.maximum is not None:
        bounds = {"low": f"{setting.minimum:.0f}", "high": f"{setting.maximum:.0f}"}
        return pair("expected.date_between", **bounds)
    expected = bounded(expected, setting.minimum, setting.maximum)
    return pair("expected.or_dated", what=expected) if setting.kind == "path" else expected


def meaning_of(setting: Setting, key: str) -> Pair:
    """What a key means; ``key`` is the whole of it, of a field ``list[].field``."""
    return chinese().pair(*_known_by(setting, key), setting.meaning)


def has_chinese(setting: Setting, key: str) -> bool:
    """Whether the meaning of a key is told in Chinese too: those of the city are."""
    return chinese().knows(*_known_by(setting, key))


def unit_of(setting: Setting) -> Pair:
    """The unit of a key."""
    return chinese().pair("measured_in", setting.unit, setting.unit)


def _known_by(setting: Setting, key: str) -> tuple[str, str]:
    return ("setting", key) if setting.states is None else ("meaning", setting.states)


def bounded(what: Pair, low: float | None, high: float | None) -> Pair:
    """A number, and the bounds it has."""
    if low is not None and high is not None:
        return pair("expected.between", what=what, low=f"{low:.15g}", high=f"{high:.15g}")
    if low is not None:
        return pair("expected.at_least", what=what, low=f"{low:.15g}")
    if high is not None:
        return pair("expected.at_most", what=what, high=f"{high:.15g}")
    return what


def show(value: object) -> Pair:
    """A value as it would be written in the file, cut short; a table or list by its name."""
    match value:
        case dict():
            return pair("given.table")
        case list():
            return pair("given.list")
        case bool():
            written = "true" if value else "false"
        case str():
            written = f'"{_shorten(value)}"'
        case int() if abs(value) >= 10**20:
            return pair("given.long_number")
        case date() | time():
            written = value.isoformat()
        case _:
            written = repr(value)
    return written, written


def _shorten(text: str) -> str:
    text = visible(text)
    return text if len(text) <= 40 else f"{text[:39]}…"
