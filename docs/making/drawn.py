"""The city's gaps of the long view with the bands of its draws: ``docs/images/gaps_of_draws.svg``.

python3 -m docs.making.drawn
"""

from collections.abc import Iterator
from pathlib import Path

from docs.making.page import IMAGES
from simulator.city.ensemble.ensemble import drawn_as_stated
from simulator.city.ensemble.table import SaidOfDraws
from simulator.city.expected_run import run_expected
from simulator.city.figures import draw
from simulator.city.ground.subject import Subject
from simulator.city.loading import load
from simulator.files.locations import SCENARIOS
from simulator.words.catalogue import LANGUAGES

NAME, FIGURE = "gaps_of_draws", "gaps_overview"
_ENDING = {"zh": ".zh-CN", "en": ""}


def pictures() -> Iterator[tuple[Path, bytes]]:
    """Where each picture lies and what it holds; the scenario states how many draws."""
    loaded = load(SCENARIOS / "long_view_2030.toml")
    outcome, ensemble = run_expected(loaded), drawn_as_stated(loaded)
    if ensemble is None:
        raise LookupError("the long view states draws")
    said = SaidOfDraws(ensemble=ensemble)
    for language in LANGUAGES:
        subject = Subject(outcome=outcome, language=language, of_draws=said)
        content = draw(subject, FIGURE, size="slide").content("svg")
        yield IMAGES / f"{NAME}{_ENDING[language]}.svg", content


if __name__ == "__main__":
    for path, content in pictures():
        path.write_bytes(content)
