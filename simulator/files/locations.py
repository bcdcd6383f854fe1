"""Where things lie in the folder of the project: scenarios, city packs, results."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"
PACKS = ROOT / "calibration"
OUTPUTS = ROOT / "outputs"


def shown(path: Path) -> str:
    """A path as the reader would type it: from the current folder, if it lies below."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
