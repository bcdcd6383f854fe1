"""The folder of an explanation: its table, its figure, what went in."""

from pathlib import Path

from simulator.city.ground.manifest import build_manifest
from simulator.city.ground.outcome import Outcome
from simulator.city.tables import column_dictionary
from simulator.city.why.explained import Explained
from simulator.city.why.figure import draw_why
from simulator.city.why.table import contributions_table
from simulator.files.publishing import Content, publish
from simulator.files.results_mark import OWNER
from simulator.files.user_files import Aside
from simulator.report.saving import save_page
from simulator.report.table import save_tables
from simulator.words.catalogue import Language

FIGURE = "why"


def publish_why(
    found: Explained,
    outcomes: tuple[Outcome, Outcome],
    shown: tuple[Language, bool],
    folder: Path,
    owner: str = "",
) -> tuple[Aside, ...]:
    """Write everything beside ``folder`` and move it into place; see ``publish``.

    ``shown`` is the language of the figure, and whether it is wanted as PNG too.
    """

    def write(target: Path) -> Content:
        language, png = shown
        contributions = contributions_table(found)
        tables = (contributions, column_dictionary([contributions]))
        save_tables(target / "tables", tables)
        (target / "figures").mkdir()
        save_page(draw_why(found, language), target / "figures", FIGURE, png=png)
        first, second = map(build_manifest, outcomes)
        kept = ("scenario", "inputs", "solver", "residuals")
        own = {} if not owner else {OWNER: owner}
        return {**first, **own, "beside": [{name: second[name] for name in kept}]}

    return publish(folder, write, owner)
