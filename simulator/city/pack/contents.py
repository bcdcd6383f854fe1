"""What the files of a pack hold, as far as they could be read: what rules across files look at."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.errors import Fault
from simulator.files.sheet_check import Cells
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile
from simulator.words.catalogue import message

_CITY = "city.toml"


@dataclass(frozen=True, kw_only=True, slots=True)
class PackContents:
    """TOML files by name, sound rows of each CSV table with their lines, and all sets of names."""

    documents: Mapping[str, TomlFile]
    rows: Mapping[str, Sequence[tuple[int, Cells]]]
    names: Mapping[str, Collection[str]]

    def tables(self, file: str, name: str) -> Iterator[tuple[TomlFile, Parts, Any]]:
        """Every table of a list, with its file and place."""
        found = self.documents.get(file)
        entries: Any = found.document.get(name, ()) if found is not None else ()
        for place, entry in enumerate(entries):
            if found is not None:
                yield found, (name, place), entry

    def row_fault(self, table: str, line: int | None, column: str, said: str) -> Fault:
        """A fault in a row of a CSV table, or in the whole of it."""
        path = self.documents[_CITY].path.replace(_CITY, table)
        return Fault(path=path, line=line, key=column, message=said)

    def refuse_row(
        self, table: str, line: int | None, column: str, key: str, **values: object
    ) -> Fault:
        """The same in the words of a key."""
        return self.row_fault(table, line, column, message(f"pack.{key}", **values))


def refuse(file: TomlFile, parts: Parts, key: str, **values: object) -> Fault:
    """A fault of a pack at a key of a file."""
    return file.fault(parts, message(f"pack.{key}", **values))
