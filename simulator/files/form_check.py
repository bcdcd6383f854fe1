"""Holds a TOML file against its declared form; every fault with its line, all at once."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from math import isclose, isfinite
from pathlib import Path

from simulator.errors import Fault
from simulator.files.form import Entry, Form, Names
from simulator.files.hints import bounded, nearest, show, suggest
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile, read_toml
from simulator.words.catalogue import LANGUAGES, Pair, listed, message, pair

_MOST_NAMES = 24
_YEAR = len("2015")
_ROUNDING = 1e-5  # shares are written with five or six decimals


def read_form(
    path: Path, shown: str, form: Form, names: Names
) -> tuple[Mapping[str, object], list[Fault]]:
    """The content of a file and what is wrong with it; nothing where it can't be read.

    ``shown`` is its name in messages, ``names`` the sets of names the form asks for.
    """
    if not path.is_file():
        return {}, [Fault(path=shown, line=None, key="", message=message("form.no_file"))]
    file, faults = read_toml(path, shown)
    if file is None:
        return {}, faults
    return file.document, [*faults, *check_form(file, form, names)]


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
        for key in value:
            if key not in known:
                yield self._fault((*parts, key), "form.unknown_key", **unknown(key, known))
        for entry in entries:
            if entry.name in value:
                yield from self.value((*parts, entry.name), entry, value[entry.name])
                yield from self._beside(parts, entry, value)
            elif entry.required:
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
            case (("text" | "day" | "number" | "integer" | "switch"), _):
                yield from self._plain(parts, entry, value)
            case _:
                yield self._wrong(parts, entry, value)

    def _both(self, parts: Parts, entry: Entry, value: dict[str, object]) -> Iterator[Fault]:
        whole = value.keys() == set(LANGUAGES) and all(map(_is_said, value.values()))
        if not whole:
            yield self._wrong(parts, entry, value)

    def _tables(self, parts: Parts, entry: Entry, value: list[object]) -> Iterator[Fault]:
        seen: dict[tuple[object, ...], int] = {}
        for place, item in enumerate(value):
            here = (*parts, place)
            if not isinstance(item, dict):
                yield self._wrong(here, entry, item)
                continue
            yield from self.table(here, entry.entries, item)
            key = tuple(str(item.get(name, "")) for name in entry.unique)
            if key in seen and any(key):
                first = self.file.line((*parts, seen[key])) or 0
                shown = ", ".join(filter(None, key))
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
        if entry.rising and not _rises(value):
            yield self._fault(parts, "form.not_rising", found=show(value))
        yield from self._total(parts, entry, value)

    def _labelled(self, parts: Parts, entry: Entry, value: dict[str, object]) -> Iterator[Fault]:
        known = self.names.get(entry.names, ()) if entry.names else tuple(value)
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
            bounded = isinstance(value, int | float) and is_within(entry, float(value))
            if not bounded or (entry.choices and value not in entry.choices):
                yield self._wrong(parts, entry, value)
        elif entry.kind == "text" and entry.required and not (entry.names or _is_said(value)):
            yield self._wrong(parts, entry, value)
        elif entry.kind == "text":
            yield from self._names(parts, entry, str(value))

    def _names(self, parts: Parts, entry: Entry, value: str) -> Iterator[Fault]:
        """Every name in a text is one that is known."""
        known = self.names.get(entry.names, ()) if entry.names else entry.choices
        for name in value.split(entry.many) if entry.many else [value]:
            if known and name not in known:
                yield self._fault(parts, "form.unknown_name", **unknown(name, known))

    def _wrong(self, parts: Parts, entry: Entry, value: object) -> Fault:
        return self._fault(parts, "form.wrong", found=show(value), right=expected(entry))

    def _fault(self, parts: Parts, key: str, **values: object) -> Fault:
        return self.file.fault(parts, message(key, **values))


def _rises(value: list[object]) -> bool:
    """Whether numbers, or days as text, grow from one to the next."""
    if all(isinstance(item, str) for item in value):
        return all(low < high for low, high in pairwise(map(str, value)))
    return all(low < high for low, high in pairwise(float(str(item)) for item in value))


def _is_said(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_of_kind(entry: Entry, value: object) -> bool:
    match entry.kind:
        case "number":
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return is_number and isfinite(float(str(value)))
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "switch":
            return isinstance(value, bool)
        case "day":
            return is_day(value)
    return isinstance(value, str)


def is_day(value: object) -> bool:
    """Whether a value is an ISO date, as text or as TOML has it."""
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def is_dated(value: object) -> bool:
    """Whether a value is a year or an ISO date, as dates of paths are written."""
    text = str(value)
    return (text.isdigit() and len(text) == _YEAR) or is_day(value)


def is_within(entry: Entry, value: float) -> bool:
    """Whether a number lies within the bounds of an entry."""
    low = entry.minimum is None or value >= entry.minimum
    return low and (entry.maximum is None or value <= entry.maximum)


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
