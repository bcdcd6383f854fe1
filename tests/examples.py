"""On how many drawn examples a law is tried: a quarter by default, all of them where asked for.

``--hypothesis-profile=thorough`` tries all, and so does ``tests/slow/test_all_examples.py``;
``explore`` tries two and a half times as many.
"""

from hypothesis import settings

ALL = 400
"""Examples of the profile in which a law is tried on as many as its test says."""


def examples(number: int) -> int:
    """Of so many examples those that this run tries, two or more: the first is the simplest."""
    return max(number * settings().max_examples // ALL, 2)
