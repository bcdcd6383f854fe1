"""Which files a scenario may build on: those that stand near it, and those of the program.

A scenario comes from anywhere, by mail too, and may name any path. What it names is read only where
its links have been followed and it lies

- in the folder of the scenario that was asked for, or below it;
- directly in the folder above;
- in a folder called ``scenarios``, or below one, as those lie that came with the program.

A file that no scenario names itself to be is refused without a word of what it holds.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path

_TREE = "scenarios"
_STATED = re.compile(r"^\s*[\"']?schema_version[\"']?\s*[=＝:：]", re.MULTILINE)
# A scenario without its version is told so, and of all its other faults, where these give it away.
_OWN_KEYS = re.compile(r"^\s*[\"']?(extends|overlays|intent)[\"']?\s*[=＝:：]", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """Where the files of a scenario may lie: ``home`` is the folder of the one asked for."""

    home: Path

    def holds(self, path: Path) -> bool:
        """Whether a file may be read; where its name is a link, what the link leads to."""
        real = Path(os.path.realpath(path))
        is_near = real.is_relative_to(self.home) or real.parent == self.home.parent
        return is_near or any(folder.name == _TREE for folder in real.parents)


def reach_of(asked: Path) -> Reach:
    """The reach of the scenario that was asked for, and of all files that it builds on."""
    return Reach(home=Path(os.path.realpath(asked.parent)))


def names_itself(text: str, *, is_asked: bool) -> bool:
    """Whether a text says that it is a scenario: by its version, or by the keys of one.

    A file that another one names has to state the version; of the one that was asked for
    ``extends`` or ``intent`` are enough.
    """
    return bool(_STATED.search(text)) or (is_asked and bool(_OWN_KEYS.search(text)))
