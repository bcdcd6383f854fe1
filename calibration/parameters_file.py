"""Rewrite named entries of ``parameters.toml`` and leave every other byte as it was."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from simulator.city.pack.forms import PARAMETERS
from simulator.errors import DataError, Fault
from simulator.files.form_check import check_form
from simulator.files.publishing import replace_files
from simulator.files.resolved import dump_value
from simulator.files.toml_text import parse_toml
from simulator.words.catalogue import message

HEADER = "[[parameter]]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One ``[[parameter]]``: what it says beside its key and population basis, in this order."""

    key: str
    basis: str = ""
    fields: Mapping[str, Any]

    @property
    def place(self) -> tuple[str, str]:
        """What tells it from every other entry."""
        return self.key, self.basis

    def text(self) -> str:
        """The entry as TOML."""
        named = {"key": self.key, **({"basis": self.basis} if self.basis else {})}
        lines = [
            f"{name} = {dump_value(value)}" for name, value in {**named, **self.fields}.items()
        ]
        return "\n".join([HEADER, *lines]) + "\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Block:
    """Lines first to last (exclusive) of an entry, comments before the next one left out."""

    place: tuple[str, str]
    first: int
    last: int


def rewrite_parameters(
    path: Path, entries: Sequence[Entry], others: Mapping[str, bytes] = MappingProxyType({})
) -> None:
    """Put ``entries`` in the place of those of the same key and basis; add the others at the end.

    The new file and ``others``, which belong to it and lie in the same folder, are written beside
    the old ones and moved into their place only when all of them are whole.

    Raises
    ------
    DataError
        Where the file can't be read entry by entry, an entry is given twice, or lacks what every
        entry must say.
    """
    before = path.read_bytes().decode("utf-8")
    after = rewritten(before, entries, path.name)
    replace_files(path.parent, {**others, path.name: after.encode("utf-8")})


def rewritten(text: str, entries: Sequence[Entry], name: str) -> str:
    """The text of a parameter file with some of its entries replaced; raises ``DataError``."""
    wanted = {entry.place: entry for entry in entries}
    if len(wanted) != len(entries):
        raise _fault(name, message("fault.entry_given_twice"))
    lines = text.splitlines(keepends=True)
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    blocks = list(_blocks(lines, name))
    # from the end, so that lines of earlier entries keep their numbers
    for block in reversed(blocks):
        if block.place in wanted:
            new = wanted[block.place].text().replace("\n", ending)
            lines[block.first : block.last] = [new]
    known = {block.place for block in blocks}
    added = [entry for entry in entries if entry.place not in known]
    if added and lines and not lines[-1].endswith("\n"):
        lines.append(ending)
    lines += [f"\n{entry.text()}".replace("\n", ending) for entry in added]
    after = "".join(lines)
    _check(tomllib.loads(text), after, wanted, name)
    return after


def _blocks(lines: Sequence[str], name: str) -> Iterator[_Block]:
    """Every entry with its lines; what it says is read by the TOML parser, not here."""
    heads = [number for number, line in enumerate(lines) if line.strip() == HEADER]
    for first, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        last = end
        # a comment above an entry is about that entry, not about the one it follows
        while lines[last - 1].strip() == "" or lines[last - 1].lstrip().startswith("#"):
            last -= 1
        try:
            (entry,) = tomllib.loads("".join(lines[first:last]))["parameter"]
            yield _Block(place=_place(entry), first=first, last=last)
        except ValueError as error:
            raise _fault(name, message("fault.entry_not_alone", line=first + 1)) from error


def _refuse_unfit(text: str, name: str) -> None:
    """Raise ``DataError`` where an entry lacks what every figure states, or says it wrongly."""
    file, faults = parse_toml(text, name)
    faults += check_form(file, PARAMETERS, {}) if file is not None else []
    if faults:
        raise DataError(faults)


def _check(
    before: Mapping[str, Any], after: str, wanted: Mapping[tuple[str, str], Entry], name: str
) -> None:
    """The new text says what was wanted, and of everything else what the old one said."""
    # The file is edited as text to keep comments and order; that nothing else has changed is not
    # trusted but read back.
    document = tomllib.loads(after)
    _refuse_unfit(after, name)
    found = {_place(entry): entry for entry in document["parameter"]}
    kept = {_place(entry): entry for entry in before["parameter"] if _place(entry) not in wanted}
    changed = [place for place, entry in kept.items() if found.get(place) != entry]
    if changed or len(found) != len(kept) + len(wanted):
        raise _fault(name, message("fault.entries_changed", names=changed))


def _place(entry: Mapping[str, Any]) -> tuple[str, str]:
    return str(entry.get("key", "")), str(entry.get("basis", ""))


def _fault(name: str, told: str) -> DataError:
    return DataError([Fault(path=name, line=None, key="", message=told)])
