"""From a TOML file on disk to its content, the line of every key, and what was found wrong there.

A file with slips is read on as far as it can be understood (``toml_mending``), so that one go shows
all of them. ``Spot`` is one key of one file: what a check holds while it walks through the values.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulator.errors import Fault
from simulator.files.bearable_text import refuse_size
from simulator.files.limits import FAULTS, FAULTS_OF_SYNTAX, READ_AGAIN
from simulator.files.regular_file import read_regular
from simulator.files.toml_lines import Parts, WhereAsked
from simulator.files.toml_mending import mend_toml
from simulator.files.written_text import decode
from simulator.words.catalogue import message


@dataclass(frozen=True, kw_only=True, slots=True)
class TomlFile:
    """Content of one TOML file, and the line of its keys; ``path`` is its name for the user.

    ``columns`` tells where on its line the value of a key begins, which has a line of its own.
    """

    path: str
    document: Mapping[str, object]
    lines: Mapping[Parts, int]
    columns: Mapping[Parts, int] = field(default_factory=dict)

    def line(self, parts: Parts) -> int | None:
        """Line of a key, or of the nearest table around it."""
        for length in range(len(parts), 0, -1):
            if parts[:length] in self.lines:
                return self.lines[parts[:length]]
        return None

    def dotted(self, parts: Parts) -> str:
        """A key as text; an element of an array by its ``id`` where it has one, else ``#1``."""
        words: list[str] = []
        value: object = self.document
        for part in parts:
            if isinstance(part, str):
                value = value.get(part) if isinstance(value, dict) else None
                words.append(part)
            else:
                value = value[part] if isinstance(value, list) else None
                name = value.get("id") if isinstance(value, dict) else None
                words.append(name if isinstance(name, str) and name.strip() else f"#{part + 1}")
        return ".".join(words)

    def fault(self, parts: Parts, message: str) -> Fault:
        """A fault at a key of this file."""
        return Fault(path=self.path, line=self.line(parts), key=self.dotted(parts), message=message)


def _parsed_once(text: str, shown: str) -> tuple[TomlFile | None, list[Fault]]:
    """As ``parse_toml``, but a text is parsed once; whoever asks gets tables of their own."""
    file, faults = _parsed(text, shown)
    own = None if file is None else replace(file, document=_copy_of(file.document))
    return own, faults


@lru_cache(maxsize=32)  # a pack has less than ten TOML files, a scenario seldom more than three
def _parsed(text: str, shown: str) -> tuple[TomlFile | None, list[Fault]]:
    return parse_toml(text, shown)


def _copy_of(document: Mapping[str, object]) -> dict[str, object]:
    """Tables and arrays of one's own; step by step, for dotted heads nest without a limit."""
    whole: Any = dict(document)
    left: list[Any] = [whole]
    while left:
        table = left.pop()
        for place, inner in table.items() if isinstance(table, dict) else enumerate(table):
            if isinstance(inner, dict | list):
                table[place] = inner.copy()
                left.append(table[place])
    return whole  # type: ignore[no-any-return]


def read_toml(path: Path, shown: str) -> tuple[TomlFile | None, list[Fault]]:
    """Read a file; what can be understood of it, and everything that stops it from being TOML.

    Parameters
    ----------
    path
        The file.
    shown
        Its name in messages.

    Returns
    -------
    tuple
        The content, ``None`` where nothing can be made of it, and the faults. Where a fault
        concerns one line alone, the rest is read on without it, so that the faults behind it
        show in the same go.
    """
    content, refusal = read_regular(path)
    line = None
    if refusal is None:
        text, found = decode(content)
        line, refusal = found or (None, None)
    if refusal is not None:
        return None, [Fault(path=shown, line=line, key="", message=refusal)]
    file, faults = _parsed_once(text, shown)
    return file, sorted(faults, key=lambda fault: fault.line or 0)


def parse_toml(text: str, shown: str) -> tuple[TomlFile | None, list[Fault]]:
    """The content of a text, and what stops it from being TOML; as ``read_toml``."""
    too_large = refuse_size(text)
    if too_large is not None:
        line, refusal = too_large
        return None, [Fault(path=shown, line=line, key="", message=refusal)]
    faults: list[Fault] = []
    # The reader of TOML stops at its first fault. Each fault is mended in the text, not in the
    # file, and the text read again: every round brings at least one fault, or the content. Of a
    # long text there are fewer rounds.
    rounds = READ_AGAIN // (len(text) + 1) + 1
    while len(faults) < FAULTS_OF_SYNTAX and rounds > 0:
        rounds -= 1
        try:
            document = tomllib.loads(text)
        except RecursionError:
            refusal = message("fault.too_deep")
            return None, [*faults, Fault(path=shown, line=None, key="", message=refusal)]
        except ValueError as error:  # TOMLDecodeError, or an integer of thousands of digits
            found, mended = mend_toml(text, str(error), shown)
            faults += found
            if mended is None:
                break
            text = mended
        else:
            lines, columns = (WhereAsked(text=text, kind=kind) for kind in ("lines", "columns"))
            return TomlFile(path=shown, document=document, lines=lines, columns=columns), faults
    return None, faults


@dataclass(frozen=True, kw_only=True, slots=True)
class Findings:
    """What a check of one file collects.

    ``faults`` is what is wrong; ``remarks`` what is lawful and yet told; ``meant`` the dotted keys
    that a faulty entry was about, so that the same key is not also called missing.
    """

    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    meant: set[str] = field(default_factory=set)

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that the rest is told another time."""
        return len(self.faults) >= FAULTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """One key of one file, and where its faults are collected."""

    file: TomlFile
    findings: Findings
    parts: Parts = ()

    def inside(self, *parts: str | int) -> "Spot":
        """The spot of a key below this one; an integer is an element of an array."""
        return Spot(file=self.file, findings=self.findings, parts=(*self.parts, *parts))

    @property
    def key(self) -> str:
        """The dotted key, records by their ``id``."""
        return self.file.dotted(self.parts)

    @property
    def line(self) -> int | None:
        """The line, counted from one."""
        return self.file.line(self.parts)

    @property
    def column(self) -> int | None:
        """Where on its line the value begins, counted from one; ``None`` where that is unknown."""
        return self.file.columns.get(self.parts)

    def refuse(self, key: str, /, **values: object) -> None:
        """Report a fault here, in the words of a key; this one then does not count as missing.

        Beyond what one goes through at a time none is kept.
        """
        if self.findings.is_full:
            return
        self.findings.faults.append(self.file.fault(self.parts, message(key, **values)))
        self.findings.meant.add(self.key)

    def remark(self, key: str, /, **values: object) -> None:
        """Tell something of this key that is lawful, in the words of a key."""
        self.findings.remarks.append(self.file.fault(self.parts, message(key, **values)))
