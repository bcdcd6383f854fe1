"""Figures of the baseline that pages show, one for each language: ``docs/images/*.svg``.

    python3 -m docs.making.pictures

Each is what ``run.py figure`` writes with the arguments below.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from docs.making.page import IMAGES
from simulator.commands.cli import main as run_command
from simulator.files.locations import SCENARIOS
from simulator.words.catalogue import LANGUAGES

PICTURES = {
    "gaps_overview": ("--size", "slide", "--set", "model.draws=200", "--set", "model.seed=1"),
    "beds": ("--size", "a4"),
}
"""Every figure with what is asked of the command; with draws it has their band."""
_ENDING = {"zh": ".zh-CN", "en": ""}


def pictures() -> Iterator[tuple[Path, bytes]]:
    """Where each picture lies and what it holds."""
    with tempfile.TemporaryDirectory() as name:
        for figure, asked in PICTURES.items():
            for language in LANGUAGES:
                folder = Path(name) / f"{figure}-{language}"
                scenario = str(SCENARIOS / "baseline.toml")
                words = ("--lang", language, "--out", str(folder))
                if code := run_command(["figure", scenario, figure, *asked, *words]):
                    raise SystemExit(code)
                (made,) = folder.glob("*.svg")
                yield IMAGES / f"{figure}{_ENDING[language]}.svg", made.read_bytes()


if __name__ == "__main__":
    for path, content in pictures():
        path.write_bytes(content)
