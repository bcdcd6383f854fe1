"""The files of a scenario: its parents, their overlays, its own overlays, itself, ``--set``.

Every file states only its difference. The nearer a file is to the one asked for, the later it is
applied; an overlay lies between the parents and the file that names it, and a value of the command
line (``--set key=value``) over all of them.
"""

import re
import tomllib
from dataclasses import dataclass, field
from os.path import normpath
from pathlib import Path

from simulator.errors import Fault
from simulator.files.hints import show
from simulator.files.locations import named, shipped
from simulator.files.older_versions import FIRST_VERSION
from simulator.files.schema import SCHEMA_VERSION, Schema
from simulator.files.spelling import has_control
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile, read_toml
from simulator.words.catalogue import message, preceded

_NAME = re.compile(r"([{,]\s*)([^\s\"'{},=\x00-\x7f]+|%)(\s*=)")
SOURCE = "--set"
"""Where a value of the command line is said to come from."""


def parse_override(text: str, schema: Schema) -> tuple[TomlFile | None, list[Fault]]:
    """A ``key=value`` as the content of a small scenario file.

    The value is written as in TOML; text may go without quotes, which a command line swallows.
    One record is reached by its id: ``plan.projects.south_school.size=900``.

    Parameters
    ----------
    text
        The text after ``--set``.
    schema
        Tells which keys hold records.

    Returns
    -------
    tuple
        The content, ``None`` where ``text`` can't be read, and the faults.
    """
    key, equals, value = text.partition("=")
    key = key.strip()
    parts = _split_key(key)
    refusal = _refuse(text, equals, value, parts)
    if refusal is None and parts[0] in {"schema_version", "extends", "overlays"}:
        refusal = message("fault.set_in_file")
    if refusal is not None:
        return None, [Fault(path=SOURCE, line=None, key=_printable(key), message=refusal)]
    content, refusal = _read_value(value.strip())
    if refusal is not None:
        return None, [Fault(path=SOURCE, line=None, key=key, message=refusal)]
    return TomlFile(path=SOURCE, document=_nest(parts, content, schema), lines={}), []


def _refuse(text: str, equals: str, value: str, parts: tuple[str, ...]) -> str | None:
    if not equals and "＝" in text:
        return message("fault.set_full_width")
    if not equals or not value.strip():
        missing = "value" if equals else "equals"
        return message(f"fault.set_no_{missing}", text=_printable(text))
    if not parts:
        return message("fault.set_no_key")
    if _printable(text) != text:
        return message("fault.set_not_text")
    return None


def _split_key(key: str) -> tuple[str, ...]:
    """The parts of a dotted key, quoted ones included; none where it is no key."""
    try:
        table: object = tomllib.loads(f"{key} = 0")
    except (ValueError, RecursionError):
        table = {}
        bare = tuple(part.strip() for part in key.split("."))
        # A key TOML would refuse may still be named in a message about the nearest known one.
        return bare if all(bare) and "\n" not in key else ()
    parts: list[str] = []
    while isinstance(table, dict):
        [(part, table)] = table.items() if len(table) == 1 else [("", None)]
        parts.append(part)
    return tuple(parts)


def _read_value(text: str) -> tuple[object, str | None]:
    try:
        document = tomllib.loads(f"value = {text}")
    except RecursionError:
        return None, message("fault.too_deep")
    except ValueError as error:
        # A command line swallows quotes, and TOML wants them around names in Chinese.
        quoted = _NAME.sub(r'\1"\2"\3', text)
        if quoted != text:
            return _read_value(quoted)
        if text[0] in "\"'[{":
            reason = str(error).split(" (at")[0]
            return None, message("fault.set_not_toml", text=text, reason=reason)
        return text, None
    if set(document) != {"value"}:
        return None, message("fault.set_several", text=text)
    return document["value"], None


def _nest(parts: tuple[str, ...], content: object, schema: Schema) -> dict[str, object]:
    for length in range(1, len(parts)):
        setting = schema.leaves.get(".".join(parts[:length]))
        fields = _wrap(parts[length + 1 :], content)
        # What stands behind the key of records is an id, then a field: one record with that field.
        if setting is not None and setting.kind == "records" and isinstance(fields, dict):
            return _as_table(_wrap(parts[:length], [{"id": parts[length], **fields}]))
    return _as_table(_wrap(parts, content))


def _wrap(parts: tuple[str, ...], content: object) -> object:
    for part in reversed(parts):
        content = {part: content}
    return content


def _as_table(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """One file of the chain; an overlay lends its values, not its title and intent.

    ``path`` is where it lies, ``file.path`` its name for the user.
    """

    path: Path
    file: TomlFile
    is_overlay: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """The files of a scenario, lowest precedence first, and what is wrong with the chain itself.

    ``unread`` names the files that could not be read to their end: what is then missing from the
    values says nothing.
    """

    layers: list[Layer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_chain(path: Path) -> Chain:
    """Read a scenario file and every file it builds on: parents < overlays < file.

    Where there is no such file, and no such parent beside the file that names it, the scenario of
    that name that came with the program is meant. Faults are kept in the chain and do not stop the
    reading of other files.
    """
    chain = Chain()
    _read_layer(_or_shipped(path, path), chain, trail=(), asked_by=None)
    return chain


def _read_layer(
    path: Path, chain: Chain, *, trail: tuple[Path, ...], asked_by: TomlFile | None
) -> None:
    """Read a file after all that lies under it; ``trail`` is the way here from the top.

    The trail, not a list of files seen, tells a circle: two files may well build on one parent.
    """
    if _closes_cycle(path, chain, trail, asked_by):
        return
    file = _read_file(path, chain, asked_by, ("extends",))
    if file is None or not _has_known_version(file, chain):
        return
    _check_title(file, chain)
    parent = file.document.get("extends")
    if _is_file_name(parent):
        inner = _or_shipped(_beside(path, str(parent)), Path(str(parent).strip()))
        _read_layer(inner, chain, trail=(*trail, path), asked_by=file)
    elif parent is not None:
        refusal = message("fault.not_file_name", found=show(parent))
        chain.faults.append(file.fault(("extends",), refusal))
        chain.unread.append(file.path)
    for number, overlay in enumerate(_overlay_names(file, chain)):
        inner = _beside(path, overlay)
        # No trail is needed: an overlay may name no further files, so this is the only circle.
        if _same(inner, path):
            refusal = message("fault.overlay_is_itself")
            chain.faults.append(file.fault(("overlays", number), refusal))
        else:
            _read_overlay(inner, chain, asked_by=file, number=number)
    chain.layers.append(Layer(path=path, file=file, is_overlay=False))


def _read_overlay(path: Path, chain: Chain, *, asked_by: TomlFile, number: int) -> None:
    parts: Parts = ("overlays", number)
    file = _read_file(path, chain, asked_by, parts)
    if file is None or not _has_known_version(file, chain):
        return
    for key in ("extends", "overlays"):
        if key in file.document:
            chain.faults.append(file.fault((key,), message("fault.in_overlay")))
    _check_title(file, chain)
    chain.layers.append(Layer(path=path, file=file, is_overlay=True))


def _read_file(
    path: Path, chain: Chain, asked_by: TomlFile | None, parts: Parts
) -> TomlFile | None:
    name = named(path)
    file, faults = read_toml(path, name)
    if faults:
        chain.unread.append(name)
    if asked_by is not None and file is None and faults[0].line is None:
        # The line to mend is in the file that names this one.
        faults = [
            asked_by.fault(parts, preceded(f'"{fault.path}"', fault.message)) for fault in faults
        ]
    chain.faults.extend(faults)
    return file


def _closes_cycle(
    path: Path, chain: Chain, trail: tuple[Path, ...], asked_by: TomlFile | None
) -> bool:
    repeats = [number for number, earlier in enumerate(trail) if _same(path, earlier)]
    if asked_by is None or not repeats:
        return False
    ring = " → ".join(map(named, (*trail[repeats[0] :], path)))
    chain.faults.append(asked_by.fault(("extends",), message("fault.cycle", ring=ring)))
    chain.unread.append(named(path))
    return True


def _has_known_version(file: TomlFile, chain: Chain) -> bool:
    version = file.document.get("schema_version")
    if type(version) is int and FIRST_VERSION <= version <= SCHEMA_VERSION:
        return True
    newer = isinstance(version, int) and version > SCHEMA_VERSION
    said = "no_version" if version is None else "newer_version" if newer else "version"
    refusal = message(f"fault.{said}", found=show(version), version=SCHEMA_VERSION)
    chain.faults.append(file.fault(("schema_version",), refusal))
    if newer:  # a later form of file has other rules; any other slip does not hide the rest
        chain.unread.append(file.path)
    return not newer


def _check_title(file: TomlFile, chain: Chain) -> None:
    title = file.document.get("title")
    if isinstance(title, str):
        refusal = message("fault.two_languages", found=show(title))
        chain.faults.append(file.fault(("title",), refusal))


def _is_file_name(value: object) -> bool:
    """Whether a value may name a file: no system has one with characters that nobody sees."""
    return isinstance(value, str) and bool(value.strip()) and not has_control(value)


def _overlay_names(file: TomlFile, chain: Chain) -> list[str]:
    names = file.document.get("overlays", [])
    if isinstance(names, list) and all(map(_is_file_name, names)):
        return names
    refusal = message("fault.not_file_names", found=show(names))
    chain.faults.append(file.fault(("overlays",), refusal))
    chain.unread.append(file.path)
    return []


def _beside(path: Path, name: str) -> Path:
    # Not resolved: faults name the files as the user would from the folder of the program.
    return Path(normpath(path.parent / name.strip()))


def _or_shipped(path: Path, written: Path) -> Path:
    return path if path.exists() else shipped(written) or path


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve()
