"""The packages of the page with levers, added on first use: by the standard library alone."""

import sys
from collections.abc import Callable

from simulator.words.catalogue import Pair, pair

MISSING = 3
"""The exit code where an optional package is not there."""


def add(install: Callable[[str], None], lock: str) -> None:
    """Install what a lock names; where it can't be had, tell the commands that bring it, and end.

    ``install`` is given the name of the lock, and says by itself why it fails. Everything else of
    the program goes on working without these packages.
    """
    tell(pair("serve.adding"))
    try:
        install(lock)
    except SystemExit:
        tell(pair("serve.add_later"))
        sys.exit(MISSING)


def tell(text: Pair) -> None:
    """Both languages, beside the results and not among them, English first as set-up speaks."""
    sys.stderr.write("".join(f"{line}\n" for line in reversed(text)))
    sys.stderr.flush()
