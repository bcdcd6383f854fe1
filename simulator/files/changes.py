"""What ``--set`` changes for one run, as titles, names of folders and the manifest say it."""

from collections.abc import Mapping, Sequence

from simulator.visible import visible
from simulator.words.catalogue import LANGUAGES, listed, pair

_SIGNS = {"scale": "×", "add": "+"}
_LONGEST_VALUE = 24
_MOST_NAMED = 3


def split_change(text: str) -> tuple[str, str]:
    """Key and value of ``key=value``."""
    key, _, value = text.partition("=")
    return key.strip(), value.strip()


_NO_CHANGE = ("model.draws", "model.seed", "model.compiled")
_SHOWN = "report."
"""What does not change a scenario: how it is computed, and whatever is shown of it."""


def short_key(key: str) -> str:
    """A key without the table it stands in, which says nothing that the rest does not."""
    return key.partition(".")[2] or key


def changed_title(title: Mapping[str, str], overrides: Sequence[str]) -> Mapping[str, str]:
    """The title of a scenario that says what ``--set`` changed in it.

    ``Baseline (with arrivals × 1.1)``; of more than three changes it says how many more there are.
    How many draws are made, and what is shown of it, is no change of the scenario.
    """
    told = [text for text in overrides if _is_change(split_change(text)[0])]
    if not (title and told):
        return title
    named = listed([_spoken(text) for text in told[:_MOST_NAMED]])
    further = len(told) - _MOST_NAMED
    changes = pair("variation.more", changes=named, number=further) if further > 0 else named
    return dict(zip(LANGUAGES, pair("variation.title", title=title, changes=changes), strict=True))


def _is_change(key: str) -> bool:
    return key not in _NO_CHANGE and not key.startswith(_SHOWN)


def _spoken(text: str) -> str:
    key, value = split_change(text)
    stem, _, last = key.rpartition(".")
    is_relative = last in _SIGNS and bool(stem)
    shown = visible(value)
    if len(shown) > _LONGEST_VALUE:
        shown = f"{shown[: _LONGEST_VALUE - 1]}…"
    named, sign = (stem, _SIGNS[last]) if is_relative else (key, "=")
    return f"{short_key(named)} {sign} {shown}"
