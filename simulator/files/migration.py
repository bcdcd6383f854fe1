"""The text of a scenario file of an older form as that of the present one, layout kept.

Each form has one step to the next, a function from text to text: comments, order and spaces of
what it does not touch stay. The line ``schema_version`` is changed here.
"""

import re
from collections.abc import Callable, Mapping

from simulator.files.schema import SCHEMA_VERSION

Step = Callable[[str], str]
"""Rewrites the text of a file of one form for the next one, but for the number of the form."""

_VERSION = re.compile(r"^(\s*schema_version\s*=\s*)(\d+)", re.MULTILINE)


def version_of(text: str) -> int | None:
    """The form a text says it has; ``None`` where it says none."""
    found = _VERSION.search(text)
    return int(found[2]) if found else None


def migrated(text: str, steps: Mapping[int, Step], target: int = SCHEMA_VERSION) -> str:
    """The text in the present form; the same where it has that already.

    Parameters
    ----------
    text
        A scenario file that is valid in the form it states.
    steps
        By the form that each starts from.
    target
        The form wanted.

    Raises
    ------
    KeyError
        Where there is no step from a form on the way; ``args[0]`` is that form.
    """
    version = version_of(text)
    while version is not None and version < target:
        text = _VERSION.sub(rf"\g<1>{version + 1}", steps[version](text), count=1)
        version += 1
    return text
