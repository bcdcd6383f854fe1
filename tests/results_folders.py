"""A small result, and what of it lies in a folder: for the tests of publishing."""

import json
from collections.abc import Callable
from pathlib import Path

from simulator.files.publishing import MARK


def result(text: str) -> Callable[[Path], dict[str, object]]:
    """What writes one table and says the same text in the manifest."""

    def write(folder: Path) -> dict[str, object]:
        (folder / "tables").mkdir()
        (folder / "tables" / "people.csv").write_text(text, encoding="utf-8")
        return {"text": text}

    return write


def text_of(folder: Path) -> str:
    """The text in the manifest of a folder."""
    return str(json.loads((folder / MARK).read_text(encoding="utf-8"))["text"])


def names_in(folder: Path) -> set[str]:
    """Names of what lies in a folder."""
    return {path.name for path in folder.iterdir()}


def contents(folder: Path) -> set[str]:
    """Texts of all files anywhere in a folder, the manifest's aside."""
    return {
        path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MARK
    }
