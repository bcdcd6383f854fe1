"""Holds a TOML file against its declared form; every fault with its line, all at once."""

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from math import isclose, isfinite
from pathlib import Path

from simulator.errors import Fault
from simulator.files.form import Entry, Form, Names
from simulator.files.hints import bounded, from_percent, nearest, show, suggest
from simulator.files.spelling import LONGEST, alike, is_day, is_spelt
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile
from simulator.words.catalogue import LANGUAGES, Pair, listed, message, pair

_MOST_NAMES = 24
_ROUNDING = 1e-5  # shares are written with five or six decimals


def check_form(file: TomlFile, form: Form, names: Names) -> list[Fault]:
    """What a file holds that its form does not allow, in the order of the file."""
    check = FormCheck(file=file, names=names)
    found = list(check.table((), form.entries, file.document))
    return sorted(found, key=lambda fault: (fault.line or 0, fault.key))


class FormCheck:
    """A walk through a document along its form."""

    def __init__(self, *, file: TomlFile, names: Names) -> None:
        self.file = file
        self.names = names

    def table(
        self, parts: Parts, entries: tuple[Entry, ...], value: Mapping[str, object]
    ) -> Iterator[Fault]:
        """A table key by key: those it has, those it lacks, those nobody knows."""
        known = {entry.name: entry for entry in entries}
        strange = [key for key in value if key not in known]
        for key in strange:
            yield self._fault((*parts, key), "form.unknown_key", **unknown(key, known))
        meant = {nearest(key, known) for key in strange}  # told once, and not as missing too
        for entry in entries:
            if entry.name in value:
                yield from self.value((*parts, entry.name), entry, value[entry.name])
                yield from self._beside(parts, entry, value)
            elif entry.required and entry.name not in meant:
                yield self._fault(parts, "form.missing", name=entry.name, right=expected(entry))
        reasons = {"rule", "reason", "note"} & known.keys()
        if value.get("grade") == "D" and reasons and not any(value.get(name) for name in reasons):
            yield self._fault((*parts, "grade"), "form.no_reason")

    def value(self, parts: Parts, entry: Entry, value: object) -> Iterator[Fault]:
        """One value by the kind of its entry."""
        match entry.kind, value:
            case "free", _:
                return
            case ("table", dict()):
                yield from self.table(parts, entry.entries, value)
            case ("tables", list()):
                yield from self._tables(parts, entry, value)
            case ("list", list()):
                yield from self._list(parts, entry, value)
            case ("labelled", dict()):
                yield from self._labelled(parts, entry, value)
            case "both", dict():
                yield from self._both(parts, entry, value)
            case (("table" | "tables" | "list" | "labelled" | "both"), _):
                yield self._wrong(parts, entry, value)
            case _:
                yield from self._plain(parts, entry, value)

    def _both(self, parts: Parts, entry: Entry, value: dict[str, object]) -> Iterator[Fault]:
        whole = value.keys() == set(LANGUAGES) and all(map(_is_said, value.values()))
        if not whole:
            yield self._wrong(parts, entry, value)

    def _tables(self, parts: Parts, entry: Entry, value: list[object]) -> Iterator[Fault]:
        seen: dict[tuple[str, ...], int] = {}
        for place, item in enumerate(value):
            here = (*parts, place)
            if not isinstance(item, dict):
                yield self._wrong(here, entry, item)
                continue
            yield from self.table(here, entry.entries, item)
            written = [str(item.get(name, "")) for name in entry.unique]
            key = tuple(map(alike, written))
            if key in seen and any(key):
                first = self.file.line((*parts, seen[key])) or 0
                shown = ", ".join(filter(None, written))
                yield self._fault((*here, entry.unique[0]), "form.twice", found=shown, first=first)
            seen.setdefault(key, place)

    def _list(self, parts: Parts, entry: Entry, value: list[object]) -> Iterator[Fault]:
        if entry.of is None:
            return
        faults = [
            fault
            for place, item in enumerate(value)
            for fault in self.value((*parts, place), entry.of, item)
        ]
        yield from faults
        if faults:
            return
        if len(value) < entry.least or len(value) > (entry.most or len(value)):
            right = span(entry)
            yield self._fault(parts, "form.number", found=len(value), right=right)
        if entry.of.names or entry.of.choices:
            for again in repeated(map(str, value)):
                yield self._fault(parts, "form.repeated", found=show(again))
        if entry.rising and not _rises(value):
            yield self._fault(parts, "form.not_rising", found=show(value))
        yield from self._total(parts, entry, value)

    def _labelled(self, parts: Parts, entry: Entry, value: dict[str, object]) -> Iterator[Fault]:
        known = self.names.get(entry.names, tuple(value))
        faults: list[Fault] = []
        for key, item in value.items():
            if key not in known:
                faults.append(
                    self._fault((*parts, key), "form.unknown_name", **unknown(key, known))
                )
            elif entry.of is not None:
                faults += self.value((*parts, key), entry.of, item)
        missing = [name for name in known if name not in value]
        if missing:
            faults.append(self._fault(parts, "form.missing_names", names=", ".join(missing)))
        yield from faults
        if not faults:
            yield from self._total(parts, entry, list(value.values()))

    def _total(self, parts: Parts, entry: Entry, value: list[object]) -> Iterator[Fault]:
        if entry.total is None:
            return
        found = sum(float(item) for item in value if isinstance(item, int | float))
        if not isclose(found, entry.total, abs_tol=_ROUNDING):
            yield self._fault(parts, "form.total", found=f"{found:g}", right=f"{entry.total:g}")

    def _beside(self, parts: Parts, entry: Entry, value: Mapping[str, object]) -> Iterator[Fault]:
        other, own = value.get(entry.beside), value[entry.name]
        if isinstance(other, list) and isinstance(own, list) and len(own) != len(other):
            yield self._fault(
                (*parts, entry.name),
                "form.length",
                found=len(own),
                other=entry.beside,
                right=len(other),
            )

    def _plain(self, parts: Parts, entry: Entry, value: object) -> Iterator[Fault]:
        if not _is_of_kind(entry, value):
            yield self._wrong(parts, entry, value)
        elif entry.kind in ("number", "integer"):
            number = float(value) if isinstance(value, int | float) else 0.0
            share = from_percent(number, entry.minimum, entry.maximum)
            if share is not None:
                told = {"found": show(value), "right": share, "expected": expected(entry)}
                yield self._fault(parts, "fault.found_near", **told)
            elif not is_within(entry, number) or (entry.choices and value not in entry.choices):
                yield self._wrong(parts, entry, value)
        elif entry.kind == "text" and entry.required and not (entry.names or _is_said(value)):
            yield self._wrong(parts, entry, value)
        elif entry.kind == "text":
            yield from self._names(parts, entry, str(value))

    def _names(self, parts: Parts, entry: Entry, value: str) -> Iterator[Fault]:
        """Every name in a text is one that is known."""
        known = known_to(entry, self.names)
        written = value.split(entry.many) if entry.many else [value]
        for name in written:
            if known is not None and name not in known:
                yield self._fault(parts, "form.unknown_name", **unknown(name, known))
        for again in repeated(written):
            yield self._fault(parts, "form.repeated", found=show(again))

    def _wrong(self, parts: Parts, entry: Entry, value: object) -> Fault:
        return self._fault(parts, "form.wrong", found=show(value), right=expected(entry))

    def _fault(self, parts: Parts, key: str, **values: object) -> Fault:
        return self.file.fault(parts, message(key, **values))


def _rises(value: list[object]) -> bool:
    """Whether numbers, or days, grow from one to the next."""
    if all(is_day(item) for item in value):
        return all(low < high for low, high in pairwise(map(str, value)))
    return all(low < high for low, high in pairwise(float(str(item)) for item in value))


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def is_number(value: object) -> bool:
    """Whether a value is a number that can be computed with."""
    whole = isinstance(value, int | float) and not isinstance(value, bool)
    return whole and isfinite(float(str(value)))


def _is_of_kind(entry: Entry, value: object) -> bool:
    match entry.kind:
        case "number":
            return is_number(value)
        case "integer":
            is_whole = isinstance(value, int) and not isinstance(value, bool)
            return is_whole and abs(int(str(value))) < LONGEST
        case "switch":
            return isinstance(value, bool)
        case "day":
            return is_day(value)
        case "id" | "years" | "ages":
            return isinstance(value, str) and is_spelt(entry.kind, value)
    return isinstance(value, str)


def known_to(entry: Entry, names: Names) -> Collection[object] | None:
    """The words that may stand at an entry; ``None`` for any: none are asked for, or known."""
    return names.get(entry.names) if entry.names else entry.choices or None


def no_file(path: Path) -> str:
    """Which sentence tells that a path is no file: nothing is there, or something else is."""
    return "form.not_a_file" if os.path.lexists(path) else "form.no_file"


def is_within(entry: Entry, value: float) -> bool:
    """Whether a number lies within the bounds of an entry."""
    low = entry.minimum is None or value >= entry.minimum
    return low and (entry.maximum is None or value <= entry.maximum)


def repeated(names: Iterable[str]) -> list[str]:
    """The names that stand in a list more than once."""
    every = list(names)
    if len(set(every)) == len(every):
        return []
    return [name for name, number in Counter(every).items() if number > 1]


def span(entry: Entry) -> str:
    """How many a list may hold."""
    if entry.most is None:
        return f"≥ {entry.least}"
    return f"{entry.least}" if entry.least == entry.most else f"{entry.least}–{entry.most}"


def expected(entry: Entry) -> Pair:
    """What may stand at an entry, in Chinese and English."""
    if entry.choices:
        return pair("expected.choices", listed=listed(map(show, entry.choices)))
    return bounded(pair(f"expected.{entry.kind}"), entry.minimum, entry.maximum)


def unknown(name: str, known: Iterable[object]) -> dict[str, object]:
    """The unknown name as shown, and the nearest of those known, or all of them."""
    words = [str(each) for each in known]
    close = nearest(name, words)
    return {"found": show(name), "hint": suggest(name, words if close else words[:_MOST_NAMES])}
