"""The mark by which a folder of results is known: a manifest that lists what was written into it.

A file called ``manifest.json`` is nothing special: any web application has one. The one of this
program says so, and holds the SHA-256 of every file it was written with, of itself too. What is
listed and unchanged belongs to the program; everything else in the folder is the user's.
"""

import json
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import file_digest, sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from unicodedata import normalize

from simulator.errors import SimulatorError
from simulator.words.catalogue import message

MARK = "manifest.json"
"""The file that holds the mark."""

PROGRAM = "minsheng"
FORM = 2
"""The form of manifests written now. Form 1, of version 0.2.0, has no digest of itself."""

OUTPUTS = "outputs"
OWNER = "written_for"
_SELF = "manifest_sha256"
_LARGEST = 20_000_000
_DIGEST = re.compile("[0-9a-f]{64}")
_SELF_TEXT = re.compile(rb'("manifest_sha256": ")([0-9a-f]{64})("\n}\n)\Z')


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What the manifest of a folder says of it.

    ``outputs`` maps the path of every file written, inside the folder, to its digest; the manifest
    itself is among them unless it was changed since. ``owner`` is the digest of what the results
    were asked for (``result_names.owner_of``), "" where the manifest does not say it.
    """

    outputs: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""

    def lists(self, name: str) -> bool:
        """Whether a file of this path inside the folder was written by the program."""
        return name == MARK or normalize("NFC", name) in self.outputs

    def is_unchanged(self, name: str, path: Path) -> bool:
        """Whether the file that lies at ``path`` is the one that was written as ``name``."""
        expected = self.outputs.get(normalize("NFC", name))
        return expected is not None and is_regular(path) and digest_of(path) == expected


def seal(folder: Path, content: Mapping[str, object]) -> None:
    """Write the manifest of a folder in which everything else is complete.

    Parameters
    ----------
    folder
        Holds nothing but what the program has written.
    content
        What else the manifest says; ``form``, ``program`` and ``outputs`` are added.
    """
    written = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    whole = {
        "form": FORM,
        "program": program(),
        **content,
        OUTPUTS: {
            name: digest_of(path) for name, path in sorted(written.items()) if path.is_file()
        },
        _SELF: "",
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    # The digest of the text as it is without it: the last of its lines, easily taken out again.
    digest = sha256(text.encode()).hexdigest()
    head, _, tail = text.rpartition(f'"{_SELF}": ""')
    (folder / MARK).write_bytes(f'{head}"{_SELF}": "{digest}"{tail}'.encode())


def program() -> Mapping[str, str]:
    """Name and version of this program."""
    try:
        return {"name": PROGRAM, "version": version(PROGRAM)}
    except PackageNotFoundError:
        return {"name": PROGRAM, "version": "not installed"}


def read_mark(folder: Path) -> Mark | None:
    """The mark of a folder, ``None`` where it has no manifest.

    Raises
    ------
    SimulatorError
        If the manifest is not one of this program, is cut off, or is of a later version.
    """
    path = folder / MARK
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
        raise SimulatorError(message("fault.other_manifest", folder=folder))
    content = path.read_bytes()
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise SimulatorError(message("fault.broken_manifest", folder=folder)) from None
    if not isinstance(document, dict):
        raise SimulatorError(message("fault.other_manifest", folder=folder))
    return _mark_of(folder, document, content)


def _mark_of(folder: Path, document: Mapping[str, Any], content: bytes) -> Mark:
    said, form, outputs = (document.get(key) for key in ("program", "form", OUTPUTS))
    # ``describe`` of version 0.2.0 kept no list: whatever its folder holds may be the user's.
    if said == PROGRAM and document.get("of") == "model" and "version" in document:
        return Mark(outputs=_with_itself({}, content))
    if not isinstance(said, dict) or said.get("name") != PROGRAM:
        raise SimulatorError(message("fault.other_manifest", folder=folder))
    if isinstance(form, int) and form > FORM:
        raise SimulatorError(message("fault.later_manifest", folder=folder))
    if not isinstance(outputs, dict) or not _is_list(outputs):
        raise SimulatorError(message("fault.other_manifest", folder=folder))
    listed = {normalize("NFC", name): digest for name, digest in outputs.items()}
    if form != 1 and not _is_sealed(content):
        return Mark(outputs=listed, owner=str(document.get(OWNER, "")))
    return Mark(outputs=_with_itself(listed, content), owner=str(document.get(OWNER, "")))


def _is_list(outputs: Mapping[str, object]) -> bool:
    return all(isinstance(digest, str) and _DIGEST.fullmatch(digest) for digest in outputs.values())


def _with_itself(outputs: Mapping[str, str], content: bytes) -> Mapping[str, str]:
    return {**outputs, MARK: sha256(content).hexdigest()}


def _is_sealed(content: bytes) -> bool:
    """Whether a manifest is, to the byte, the one that was written."""
    found = _SELF_TEXT.search(content)
    if found is None:
        return False
    without = _SELF_TEXT.sub(rb"\g<1>\g<3>", content)
    return sha256(without).hexdigest().encode() == found[2]


def is_regular(path: Path) -> bool:
    """Whether a plain file lies there, no link and no device."""
    return stat.S_ISREG(path.lstat().st_mode)


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
