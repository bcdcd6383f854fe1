"""Did you mean …? The known word nearest to one that is not known."""

from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import normalize


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
