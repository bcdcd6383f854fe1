"""The files of a scenario: its parents, their overlays, its own overlays, itself.

Every file states only its difference. The nearer a file is to the one asked for, the later it is
applied; an overlay lies between the parents and the file that names it. A value of the command line
(``overrides``) lies over all of them.
"""

from dataclasses import dataclass, field
from os.path import lexists, normpath, realpath
from pathlib import Path

from simulator.errors import Fault
from simulator.files.chain_reading import ChainReading
from simulator.files.hints import show
from simulator.files.locations import named, shipped
from simulator.files.older_versions import FIRST_VERSION
from simulator.files.reach import reach_of
from simulator.files.regular_file import refuse_name
from simulator.files.schema import SCHEMA_VERSION
from simulator.files.spelling import has_control
from simulator.files.toml_lines import Parts
from simulator.files.toml_text import TomlFile, parse_toml
from simulator.words.catalogue import message, preceded


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
    values says nothing. ``reading`` holds what may be read, and how much was.
    """

    reading: ChainReading
    layers: list[Layer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def read_chain(path: Path, text: str | None = None) -> Chain:
    """Read a scenario file and every file it builds on: parents < overlays < file.

    Where there is no such file, and no such parent beside the file that names it, the scenario of
    that name that came with the program is meant. Faults are kept in the chain and do not stop the
    reading of other files. ``text`` is that of the file where it lies on no disk.
    """
    found = _or_shipped(path, path) if text is None else path
    chain = Chain(reading=ChainReading(reach=reach_of(found), text_asked=text))
    _read_layer(found, chain, trail=(), asked_by=None)
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
    if _is_file_name(parent) and not _is_refused(str(parent), file, chain, ("extends",)):
        inner = _or_shipped(_beside(path, str(parent)), Path(str(parent).strip()))
        _read_layer(inner, chain, trail=(*trail, path), asked_by=file)
    elif parent is not None and not _is_file_name(parent):
        refusal = message("fault.not_file_name", found=show(parent))
        chain.faults.append(file.fault(("extends",), refusal))
        chain.unread.append(file.path)
    for number, overlay in enumerate(_overlay_names(file, chain)):
        if _is_refused(overlay, file, chain, ("overlays", number)):
            continue
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
    name, file = named(path), None
    text, refusal = chain.reading.text(path, is_asked=asked_by is None)
    if refusal is None:
        file, faults = parse_toml(text, name)
    else:
        faults = [Fault(path=name, line=refusal[0], key="", message=refusal[1])]
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


def _is_refused(written: str, file: TomlFile, chain: Chain, parts: Parts) -> bool:
    """Whether no file can have a name, as it is written; then the fault is noted."""
    refusal = refuse_name(written.strip())
    if refusal is not None:
        chain.faults.append(file.fault(parts, preceded(show(written)[0], refusal)))
        chain.unread.append(file.path)
    return refusal is not None


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
    return path if lexists(path) else shipped(written) or path


def _same(one: Path, other: Path) -> bool:
    return realpath(one) == realpath(other)
