"""The folder of a comparison: tables, figure, sheet, what went into each side."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulator.city.comparison.compared import Comparison
from simulator.city.comparison.figure import draw_comparison
from simulator.city.comparison.sheet import save_workbook
from simulator.city.tables import column_dictionary
from simulator.files.publishing import Content, publish
from simulator.files.results_mark import OWNER
from simulator.files.user_files import Aside
from simulator.report.saving import save_page
from simulator.report.table import save_tables
from simulator.words.catalogue import Language

FIGURE, WORKBOOK = "compare", "compare.xlsx"
_KEPT = ("scenario", "inputs", "solver", "residuals")


def publish_comparison(
    found: Comparison, shown: tuple[Language, bool], owner: str, folder: Path, replacing: str = ""
) -> tuple[Aside, ...]:
    """Write everything beside ``folder`` and move it into place; see ``publish``.

    ``shown`` is the language of figure and sheet, and whether the figure is wanted as PNG too;
    ``owner`` is kept in the manifest, ``replacing`` is the one whose results may be replaced.
    """

    def write(target: Path) -> Content:
        language, png = shown
        tables = (*found.tables, column_dictionary(found.tables))
        save_tables(target / "tables", tables)
        (target / "figures").mkdir()
        save_page(draw_comparison(found, language), target / "figures", FIGURE, png=png)
        save_workbook(target / WORKBOOK, found, language)
        return {OWNER: owner, "compared": [_went_in(side.manifest) for side in found.sides]}

    return publish(folder, write, replacing)


def _went_in(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: manifest[name] for name in _KEPT if name in manifest}
