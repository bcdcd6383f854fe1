"""``migrate``: scenario files of an older form, rewritten; shown first, written on request."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

import click

from simulator.city.migrations import STEPS
from simulator.commands import typed
from simulator.commands.language import told
from simulator.errors import DONE, Fault, ScenarioError
from simulator.files.chain_reading import ChainReading
from simulator.files.locations import find_scenario, shown
from simulator.files.migration import migrated, version_of
from simulator.files.publishing import replace_files
from simulator.files.reach import reach_of
from simulator.files.schema import SCHEMA_VERSION
from simulator.files.toml_text import parse_toml
from simulator.words.catalogue import message

_KEPT = ".old"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A file with its text as it is and as it would be."""

    path: Path
    before: str
    after: str

    @property
    def kept(self) -> Path:
        """Where the old text is kept."""
        return self.path.with_name(f"{self.path.name}{_KEPT}")


def migrate_files(files: Sequence[Path], *, write: bool) -> int:
    """Show what changes in every file; write them all where asked. Returns the exit code.

    Raises
    ------
    ScenarioError
        With everything that stands in the way in any file; none is written then.
    """
    found = [_change(find_scenario(path)) for path in files]
    faults = [each for each in found if isinstance(each, Fault)]
    if faults:
        raise ScenarioError(faults)
    changes = [each for each in found if isinstance(each, Change)]
    due = [each for each in changes if each.after != each.before]
    taken = [each for each in due if write and each.kept.exists()]
    if taken:
        raise ScenarioError([_taken(each) for each in taken])
    for each in changes:
        if each not in due:
            version = SCHEMA_VERSION
            click.echo(told("migrate.nothing", path=shown(each.path), version=version))
    for each in due:
        click.echo(_difference(each), nl=False)
        if write:
            _write(each)
            kept = shown(each.kept)
            click.echo(told("migrate.written", path=shown(each.path), kept=kept))
    if due and not write:
        names = " ".join(shown(each.path) for each in due)
        click.echo(told("migrate.dry", command=f"{typed.command()} migrate --write {names}"))
    return DONE


def _change(path: Path) -> Change | Fault:
    """What becomes of a file; the first fault that stands in its way."""
    name = shown(path)
    text, refusal = ChainReading(reach=reach_of(path)).text(path, is_asked=True)
    if refusal is not None:
        return Fault(path=name, line=refusal[0], key="", message=refusal[1])
    document, faults = parse_toml(text, name)
    if document is None or faults:
        return faults[0]
    before = path.read_bytes().decode("utf-8-sig")
    version = version_of(before)
    if version is None or version > SCHEMA_VERSION:
        key = "fault.no_version" if version is None else "fault.newer_version"
        said = message(key, found=str(version), version=SCHEMA_VERSION)
        return document.fault(("schema_version",), said)
    try:
        return Change(path=path, before=before, after=migrated(before, STEPS))
    except KeyError:
        said = message("migrate.no_step", found=version, version=SCHEMA_VERSION)
        return document.fault(("schema_version",), said)


def _taken(change: Change) -> Fault:
    said = message("migrate.kept_taken", kept=shown(change.kept))
    return Fault(path=shown(change.path), line=None, key="", message=said)


def _difference(change: Change) -> str:
    before, after = (text.splitlines(keepends=True) for text in (change.before, change.after))
    name = shown(change.path)
    return "".join(unified_diff(before, after, name, name))


def _write(change: Change) -> None:
    """Keep the old file beside the new one; at no moment is there none."""
    content = {change.kept.name: change.path.read_bytes()}
    replace_files(change.path.parent, {**content, change.path.name: change.after.encode()})
