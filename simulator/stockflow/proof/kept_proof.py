"""A proof kept by the hash of what it is about: the declaration, and the code that proves it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from simulator.stockflow.grammar.system import System
from simulator.stockflow.kept import keep_if_allowed, kept_folder
from simulator.stockflow.proof.proof import prove
from simulator.words import catalogue

ROOM = Path(__file__).parents[1]
WORDS = Path(catalogue.__file__).parent
RESTS_ON = ("grammar", "numbers", "proof", "values", "arrays.py")
"""Rooms, and files beside them, whose code a proof rests on."""
TOLD_BY = ("catalogue.py", "../visible.py", "*/proof.toml", "*/general.toml")
"""What puts a proof into words."""
PACKAGES = ("sympy", "numpy", "pint")
"""Packages that prove: symbols, the arrays they stand in, units."""


def proof_of(system: System) -> tuple[str, bool]:
    """The proof of a system as text, and whether it was kept from an earlier one.

    A proof holds as long as neither the declaration nor a letter of the code behind it changes:
    both are in the hash that it is kept under, and so are the versions of the packages that prove
    and the words in which a proof is told.
    """
    path = kept_folder() / f"proof_{declaration_hash(system)}.txt"
    if path.is_file():
        return path.read_text(encoding="utf-8"), True
    text = str(prove(system))
    keep_if_allowed(path, text)
    return text, False


def declaration_hash(system: System) -> str:
    """A name of a system that any change of its declaration, code or words changes."""
    made = sha256(" ".join(map(version, PACKAGES)).encode())
    code = (path for room in RESTS_ON for path in _files(ROOM, f"{room}/*.py", room))
    # a proof is kept as it is told: other words are another text
    for path in (*code, *_files(WORDS, *TOLD_BY)):
        made.update(path.read_bytes())
    for text in _canonical(system):
        made.update(text.encode())
    return made.hexdigest()[:16]


def _files(folder: Path, *patterns: str) -> list[Path]:
    found = {path for pattern in patterns for path in folder.glob(pattern)}
    return sorted(path for path in found if path.is_file())


def _canonical(value: object) -> Iterator[str]:
    """A declaration as text; sets in order, since their own differs from run to run."""
    yield f"{type(value).__name__}("
    if is_dataclass(value):
        for field in fields(value):
            yield f"{field.name}="
            yield from _canonical(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _canonical(key)
            yield from _canonical(item)
    elif isinstance(value, set | frozenset):
        yield from sorted("".join(_canonical(item)) for item in value)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _canonical(item)
    else:
        yield repr(value)
    yield ")"
