"""Figures of the baseline that pages show, one for each language: ``docs/images/*.svg``.

python3 -m docs.making.pictures
"""

from collections.abc import Iterator
from pathlib import Path

from docs.making.page import IMAGES
from simulator.city.expected_run import run_expected
from simulator.city.figures import draw
from simulator.city.ground.subject import Subject
from simulator.city.loading import load
from simulator.files.locations import SCENARIOS
from simulator.words.catalogue import LANGUAGES

PICTURES = {"gaps_overview": "slide", "beds": "a4"}
"""Every figure with the sheet it is drawn for."""
_ENDING = {"zh": ".zh-CN", "en": ""}


def pictures() -> Iterator[tuple[Path, bytes]]:
    """Where each picture lies and what it holds."""
    outcome = run_expected(load(SCENARIOS / "baseline.toml"))
    for name, size in PICTURES.items():
        for language in LANGUAGES:
            page = draw(Subject(outcome=outcome, language=language), name, size=size)
            yield IMAGES / f"{name}{_ENDING[language]}.svg", page.content("svg")


if __name__ == "__main__":
    for path, content in pictures():
        path.write_bytes(content)
