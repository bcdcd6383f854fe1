"""``doctor``: is everything here that a run needs? Says of what is not how it is put right."""

import locale
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Literal

import click

from simulator.commands.language import both_told, language, told
from simulator.commands.requirements import Requirement, installed, package_of, requirements
from simulator.errors import DONE, MISSING, DataError
from simulator.files.locations import OUTPUTS, ROOT, cities, pack_folder, shown
from simulator.stockflow.kept import kept_folder
from simulator.words.catalogue import Pair, pair
from simulator.words.telling import tell

State = Literal["ok", "remark", "missing"]
_COLON = {"zh": "：", "en": ": ", "both": ": "}
_SAMPLE = "\u53a6"
"""A character that the bundled font has to have."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """One thing looked at: how it is, what was found, and how it is put right where it is not.

    A remark is something a run can do without.
    """

    state: State
    what: Pair
    found: str = ""
    remedy: Pair | None = None


def examine() -> int:
    """Look at everything, a line each; the exit code: 0, or 3 where something is missing."""
    conditions = [*_python(), *_packages(), *_terminal()]
    # what needs the packages is looked at only where they are here
    if all(each.state != "missing" for each in conditions):
        conditions += [condition for look in LOOKS for condition in look()]
    for each in conditions:
        what = both_told(each.what)
        what = f"{what}{_COLON[language()]}{each.found}" if each.found else what
        click.echo(f"{told(f'doctor.{each.state}')}  {what}")
        if each.remedy is not None:
            click.echo(f"    → {both_told(each.remedy)}")
    missing = sum(each.state == "missing" for each in conditions)
    click.echo(told("doctor.well") if not missing else told("doctor.ill", number=missing))
    return MISSING if missing else DONE


def _python() -> Iterator[Condition]:
    yield Condition(state="ok", what=("Python", "Python"), found=platform.python_version())


def _packages() -> Iterator[Condition]:
    return map(package_condition, requirements(ROOT))


def package_condition(wanted: Requirement) -> Condition:
    """Whether a package is here, in a version that is allowed, and can be loaded."""
    what = (f"{wanted.name} {wanted.bounds}",) * 2
    state: State = "remark" if wanted.extra else "missing"
    found = installed(wanted.name)
    if found is None:
        key = f"doctor.optional_{wanted.extra}" if wanted.extra else "doctor.install"
        return Condition(state=state, what=what, found=told("doctor.absent"), remedy=pair(key))
    if not wanted.allows(found):
        remedy = pair("doctor.other_version", name=wanted.name, bounds=wanted.bounds)
        return Condition(state=state, what=what, found=found, remedy=remedy)
    try:
        import_module(package_of(wanted.name))
    except ImportError as error:
        remedy = pair("doctor.broken", name=wanted.name, reason=error)
        return Condition(state=state, what=what, found=found, remedy=remedy)
    return Condition(state="ok", what=what, found=found)


def _font() -> Iterator[Condition]:
    from matplotlib.ft2font import FT2Font

    from simulator.report.style import font_path

    path, what = font_path(), pair("doctor.font")
    try:
        has_sample = ord(_SAMPLE) in FT2Font(str(path)).get_charmap()
    except (OSError, RuntimeError):
        has_sample = False
    if has_sample:
        yield Condition(state="ok", what=what, found=path.name)
    else:
        yield Condition(state="missing", what=what, remedy=pair("doctor.reinstall"))


def _outputs() -> Iterator[Condition]:
    yield folder_condition(OUTPUTS, pair("doctor.outputs"), "missing", pair("doctor.writable"))


def _kept() -> Iterator[Condition]:
    yield folder_condition(kept_folder(), pair("doctor.cache"), "remark", pair("doctor.cache_how"))


def folder_condition(folder: Path, what: Pair, otherwise: State, remedy: Pair) -> Condition:
    """Whether something can be written into a folder, or into the one it would be made in."""
    place = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    try:
        with TemporaryFile(dir=place) as file:
            file.write(b"\0")
    except OSError as error:
        found = f"{shown(folder)} ({error.strerror})"
        return Condition(state=otherwise, what=what, found=found, remedy=remedy)
    return Condition(state="ok", what=what, found=shown(folder))


def _packs() -> Iterator[Condition]:
    """Every city pack, read and checked."""
    from simulator.city.loading import all_settings
    from simulator.city.pack.city_pack import load_city_pack

    found = cities()
    if not found:
        yield Condition(state="missing", what=pair("doctor.packs"), remedy=pair("doctor.reinstall"))
    for city in found:
        what = pair("doctor.pack", city=city)
        try:
            load_city_pack(pack_folder(city), all_settings())
        except DataError as error:
            said = tell(error, language())
            yield Condition(state="missing", what=what, found=said, remedy=pair("doctor.mend"))
        else:
            yield Condition(state="ok", what=what)


def _terminal() -> Iterator[Condition]:
    encoding = locale.getencoding()
    is_wide = encoding.lower().replace("-", "") == "utf8"
    yield Condition(
        state="ok" if is_wide else "remark",
        what=pair("doctor.terminal"),
        found=encoding,
        remedy=None if is_wide else pair("doctor.utf8"),
    )


LOOKS: tuple[Callable[[], Iterator[Condition]], ...] = (
    _font,
    _outputs,
    _packs,
    _kept,
)
"""What is looked at with the packages at hand, in order."""
