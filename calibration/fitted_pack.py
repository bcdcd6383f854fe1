"""Where the result of a step goes: into the city pack, or into a copy of one not to be changed."""

import shutil
from pathlib import Path

from calibration.parameters_file import rewrite_parameters
from calibration.task import StepResult
from simulator.city.pack.city_pack import CityPack
from simulator.errors import DataError, Fault
from simulator.files.locations import shown
from simulator.words.catalogue import message

PARAMETERS = "parameters.toml"


def refuse_no_place(pack: CityPack, own: Path) -> None:
    """Raise ``DataError`` where something else lies in the place of the copy of a pack."""
    if own != pack.folder and own.exists():
        told = message("fault.no_place_for_pack")
        raise DataError([Fault(path=shown(own), line=None, key="", message=told)])


def write_fitted(pack: CityPack, own: Path, fitted: StepResult) -> None:
    """Put what a step found into the pack ``own``; where ``pack`` is another, copy that first.

    The copy is there whole, with what was found, or not at all.
    """
    if own == pack.folder:
        rewrite_parameters(own / PARAMETERS, fitted.entries, fitted.files)
        return
    draft = own.with_name(f".{own.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        _copy(pack.folder, draft)
        rewrite_parameters(draft / PARAMETERS, fitted.entries, fitted.files)
        draft.rename(own)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copy(folder: Path, target: Path) -> None:
    """Copy the files of a folder, not their modes: those of an installation may forbid writing."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
