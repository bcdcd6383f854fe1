"""What the plan assumed, and what came: the figure and tables of ``docs/targets.md``.

    python3 -m docs.making.targets

scores ``as_planned`` beside ``baseline``, takes the difference apart, puts the figure into
``docs/images/`` and the tables into the page.
"""

import csv
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from docs.making.page import DOCS, IMAGES, Part, table
from simulator.city.targets.words import figure, printed
from simulator.commands.cli import main as run_command
from tests.city import SCENARIOS

FIRST, LAST = "as_planned", "baseline"
PAGE = DOCS / "targets.md"
IMAGE = "target_causes"
CAUSES, VERDICTS = (Part(page=PAGE, name=name, module="targets") for name in ("causes", "verdicts"))
FACTORS = ("world.population_basis", "plan.on_time", "definition")
WORDS = {
    "met": "met 达到",
    "missed": "missed 未达到",
    "depends": "depends 随口径",
    "met_before": "met before 此前已达到",
    "open": "open 尚未",
    "no_number": "no number 无数字",
}
Rows = Sequence[Mapping[str, str]]


def read(folder: Path, name: str) -> Rows:
    """A table of a result."""
    with (folder / "tables" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def signed(value: float) -> str:
    """A share with its sign; a true minus."""
    text = figure(abs(value))
    return "0" if abs(value) < 5e-5 else f"{'−' if value < 0 else '+'}{text}"


def causes_table(targets: Rows, causes: Rows) -> str:
    """Value as planned, what each cause does, value in the baseline, and the promise."""
    named = {row["target"]: row for row in targets if row["scenario"] == FIRST}
    shares: dict[str, dict[str, float]] = {}
    ends: dict[str, Mapping[str, str]] = {}
    for row in causes:
        shares.setdefault(row["target"], {})[row["factor"]] = float(row["share"])
        ends[row["target"]] = row
    return table(
        ("figure", "promise", "as planned", "people", "delays", "definition", "baseline"),
        (
            (
                f"{name} {named[name]['quantity_zh']} {named[name]['quantity_en']}",
                f"{named[name]['comparator']} {printed(float(end['promise']))}",
                figure(float(end["first"])),
                *(signed(shares[name][factor]) for factor in FACTORS),
                figure(float(end["last"])),
            )
            for name, end in ends.items()
        ),
    )


def verdicts_table(targets: Rows) -> str:
    """How many figures have each verdict, in either scenario."""
    counts = {
        scenario: [row["verdict"] for row in targets if row["scenario"] == scenario]
        for scenario in (FIRST, LAST)
    }
    return table(
        ("verdict", "as planned", "baseline"),
        (
            (word, *(str(counts[scenario].count(name)) for scenario in (FIRST, LAST)))
            for name, word in WORDS.items()
        ),
    )


def scored(folder: Path) -> tuple[Rows, Rows]:
    """Both scenarios scored into a folder: their figures, and what makes the difference."""
    paths = [str(SCENARIOS / f"{each}.toml") for each in (FIRST, LAST)]
    code = run_command(["targets", *paths, "--why", "--lang", "en", "--out", str(folder)])
    if code:
        raise SystemExit(code)
    return read(folder, "targets"), read(folder, "target_causes")


def written(page: str, targets: Rows, causes: Rows) -> str:
    """The page with both tables as scored."""
    return CAUSES.put(VERDICTS.put(page, verdicts_table(targets)), causes_table(targets, causes))


def main() -> None:
    """Score both scenarios, write the tables, copy the figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "result"
        tables = scored(folder)
        for kind in ("png", "svg"):
            drawn = f"{IMAGE}.{kind}"
            shutil.copyfile(folder / "figures" / drawn, IMAGES / drawn)
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written(page, *tables), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
