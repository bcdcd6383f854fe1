"""Where things lie: scenarios and city packs that come with the program, and where it writes.

In a checkout all of it lies in the checkout. An installed program carries scenarios and packs along
as data that nobody changes; it writes into the folder it is started in, and a city pack of that
folder goes before one that came with the program.
"""

from os.path import realpath
from pathlib import Path

from simulator.visible import visible

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "calibration"
INSTALLED = (PACKS / "scenarios").is_dir()
"""Whether this is a wheel unpacked: only there do scenarios lie inside a package."""
SCENARIOS = PACKS / "scenarios" if INSTALLED else ROOT / "scenarios"
OUTPUTS = Path("outputs") if INSTALLED else ROOT / "outputs"

_FOLDER = "scenarios"
_CITY = "city.toml"


def shown(path: Path) -> str:
    """A path as the reader would type it: from the current folder, if it lies below."""
    if INSTALLED and is_shipped(path):
        return named(path)
    real, here = Path(realpath(path)), Path.cwd()
    return visible((real.relative_to(here) if real.is_relative_to(here) else path).as_posix())


def named(path: Path) -> str:
    """A scenario by the name the reader gave it, or may give it where it came along."""
    # Where a program is installed tells a reader nothing.
    is_ours = INSTALLED and is_shipped(path)
    return visible(f"{_FOLDER}/{path.name}" if is_ours else path.as_posix())


def is_shipped(path: Path) -> bool:
    """Whether a scenario is one that came with the program."""
    return path.parent == SCENARIOS


def shipped(path: Path) -> Path | None:
    """The scenario that came with the program and is written ``path``; ``None`` if there is none.

    ``name.toml`` and ``scenarios/name.toml`` name one, whatever the current folder.
    """
    return SCENARIOS / path.name if path.name in shipped_names(path.parent) else None


def shipped_names(folder: Path) -> list[str]:
    """Names of the scenarios that came with the program, as they may be written behind a folder."""
    if folder not in {Path(), Path(_FOLDER)}:
        return []
    return sorted(path.name for path in SCENARIOS.glob("*.toml"))


def scenario_files() -> list[Path]:
    """Every scenario at hand, by name: those that came along, in an installation own ones first."""
    own = {path.name: path for path in Path(_FOLDER).glob("*.toml")} if INSTALLED else {}
    shipped = {path.name: path for path in SCENARIOS.glob("*.toml")}
    return [path for _, path in sorted({**shipped, **own}.items())]


def own_scenario_folder() -> Path:
    """Where scenarios of one's own belong, whether or not the folder is there yet."""
    return Path(_FOLDER) if INSTALLED else SCENARIOS


def find_scenario(written: Path) -> Path:
    """The scenario meant by a path, or by a bare name such as ``baseline``; else the path."""
    if written.exists() or written.suffix:
        return written
    name = f"{written.name}.toml"
    places = (written.parent / name, own_scenario_folder() / name)
    found = next((place for place in places if place.is_file()), None) or shipped(Path(name))
    return Path(shown(found)) if found is not None else written.with_name(name)


def cities() -> list[str]:
    """Names of all city packs at hand."""
    found = {path.parent.name for folder in pack_folders() for path in folder.glob(f"*/{_CITY}")}
    return sorted(name for name in found if not name.startswith("."))


def pack_folders() -> tuple[Path, ...]:
    """Folders that hold city packs, the one that is looked into first before the others."""
    return (Path("calibration"), PACKS) if INSTALLED else (PACKS,)


def pack_folder(city: str) -> Path:
    """The pack of a city; where no folder holds one, the place where it is missing."""
    found = [folder / city for folder in pack_folders() if (folder / city / _CITY).is_file()]
    return found[0] if found else PACKS / city


def own_pack_folder(city: str) -> Path:
    """The pack of a city that may be changed, whether or not it is there yet."""
    return pack_folders()[0] / city
