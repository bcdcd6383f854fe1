"""What the plan assumed, and what came: the figure and tables of ``docs/targets.md``.

    python3 -m docs.making.targets

compares ``as_planned`` and ``baseline`` with the plan, explains the difference, puts the figure
into ``docs/images/`` and the tables into the page of either language.
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
PAGES = {"en": DOCS / "targets.md", "zh": DOCS / "targets.zh-CN.md"}
IMAGE = "target_causes"
FACTORS = ("world.population_basis", "plan.on_time", "definition")
WORDS = {
    "en": {
        "met": "met",
        "missed": "missed",
        "depends": "depends on the definition",
        "met_before": "met before the deadline",
        "open": "open",
        "no_number": "no number",
    },
    "zh": {
        "met": "达到",
        "missed": "未达到",
        "depends": "因口径而异",
        "met_before": "期限前已达到",
        "open": "期限时无记录",
        "no_number": "没有数据",
    },
}
HEADINGS = {
    "en": ("target", "promise", "as planned", "people", "delays", "definition", "baseline"),
    "zh": ("目标", "承诺值", "按规划", "人口", "延期", "口径", "基准"),
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


def causes_table(targets: Rows, causes: Rows, language: str) -> str:
    """Value as planned, what each cause does, value in the baseline, and the promise."""
    named = {row["target"]: row for row in targets if row["scenario"] == FIRST}
    shares: dict[str, dict[str, float]] = {}
    ends: dict[str, Mapping[str, str]] = {}
    for row in causes:
        shares.setdefault(row["target"], {})[row["factor"]] = float(row["share"])
        ends[row["target"]] = row
    return table(
        HEADINGS[language],
        (
            (
                f"{name} {named[name][f'quantity_{language}']}",
                f"{_sign(named[name])} {printed(float(end['promise']))}",
                figure(float(end["first"])),
                *(signed(shares[name][factor]) for factor in FACTORS),
                figure(float(end["last"])),
            )
            for name, end in ends.items()
        ),
    )


def _sign(row: Mapping[str, str]) -> str:
    """The comparator of a target as a sign."""
    return row["comparator"].replace("stated", "=")


def verdicts_table(targets: Rows, language: str) -> str:
    """How many targets have each verdict, in either scenario."""
    counts = {
        scenario: [row["verdict"] for row in targets if row["scenario"] == scenario]
        for scenario in (FIRST, LAST)
    }
    return table(
        ("verdict" if language == "en" else "判定", *HEADINGS[language][2::4]),
        (
            (word, *(str(counts[scenario].count(name)) for scenario in (FIRST, LAST)))
            for name, word in WORDS[language].items()
        ),
    )


def scored(folder: Path) -> tuple[Rows, Rows]:
    """Both scenarios compared into a folder: their targets, and what makes the difference."""
    paths = [str(SCENARIOS / f"{each}.toml") for each in (FIRST, LAST)]
    code = run_command(["targets", *paths, "--why", "--png", "--lang", "en", "--out", str(folder)])
    if code:
        raise SystemExit(code)
    return read(folder, "targets"), read(folder, "target_causes")


def written(page: str, language: str, targets: Rows, causes: Rows) -> str:
    """The page with both tables as computed."""
    made = {
        "verdicts": verdicts_table(targets, language),
        "causes": causes_table(targets, causes, language),
    }
    for name, table_made in made.items():
        part = Part(page=PAGES[language], name=name, module="targets")
        page = part.put(page, table_made)
    return page


def main() -> None:
    """Compare both scenarios, write the tables, copy the figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "result"
        tables = scored(folder)
        for kind in ("png", "svg"):
            drawn = f"{IMAGE}.{kind}"
            shutil.copyfile(folder / "figures" / drawn, IMAGES / drawn)
    for language, path in PAGES.items():
        page = path.read_text(encoding="utf-8")
        path.write_text(written(page, language, *tables), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
