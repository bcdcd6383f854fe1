"""Names an analyst may get wrong: refused with the nearest known."""

from collections.abc import Iterable

from simulator.errors import DataError, Fault
from simulator.files.form_check import unknown
from simulator.words.catalogue import message


def known(name: str, names: Iterable[str], what: str) -> None:
    """Raise ``DataError`` for a name that is none of ``names``; ``what`` tells what was asked."""
    every = tuple(names)
    if name not in every:
        told = message("form.unknown_name", **unknown(name, every))
        raise DataError([Fault(path=what, line=None, key=name, message=told)])
