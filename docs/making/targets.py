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
from simulator.city.targets.board import VERDICTS
from simulator.city.targets.numbers_said import figure, printed
from simulator.commands.cli import main as run_command
from simulator.words.catalogue import Language, say
from tests.city import SCENARIOS

FIRST, LAST = "as_planned", "baseline"
PAGES: Mapping[Language, Path] = {"en": DOCS / "targets.md", "zh": DOCS / "targets.zh-CN.md"}
IMAGE = "target_causes"
FACTORS = ("world.population_basis", "plan.on_time", "definition")
HEADINGS = {
    "en": ("target", "promise", "as planned", "people", "delays", "definition", "baseline"),
    "zh": ("目标", "承诺值", "按规划", "人口", "延期", "口径", "基准"),
}
SOURCES = {
    "en": ("kind of source", "targets"),
    "zh": ("所需来源", "目标"),
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


def verdicts_table(targets: Rows, language: Language) -> str:
    """How many targets have each verdict, in either scenario."""
    counts = {
        scenario: [row["verdict"] for row in targets if row["scenario"] == scenario]
        for scenario in (FIRST, LAST)
    }
    return table(
        ("verdict" if language == "en" else "判定", *HEADINGS[language][2::4]),
        (
            (
                say(f"verdict.{name}", language),
                *(str(counts[scenario].count(name)) for scenario in (FIRST, LAST)),
            )
            for name in VERDICTS
        ),
    )


def sources_table(targets: Rows, language: Language) -> str:
    """The targets that lack a number, by the kind of source that would give it, most first."""
    named: dict[str, list[str]] = {}
    for row in targets:
        if row["scenario"] == LAST and row["source_kind"]:
            named.setdefault(row["source_kind"], []).append(row["target"])
    return table(
        SOURCES[language],
        (
            (say(f"source_kind.{kind}", language), ", ".join(names))
            for kind, names in sorted(named.items(), key=lambda each: -len(each[1]))
        ),
        texts=2,
    )


def scored(folder: Path) -> tuple[Rows, Rows]:
    """Both scenarios compared into a folder: their targets, and what makes the difference."""
    paths = [str(SCENARIOS / f"{each}.toml") for each in (FIRST, LAST)]
    code = run_command(["targets", *paths, "--why", "--lang", "en", "--out", str(folder)])
    if code:
        raise SystemExit(code)
    return read(folder, "targets"), read(folder, "target_causes")


def written(page: str, language: Language, targets: Rows, causes: Rows) -> str:
    """The page with its tables as computed."""
    made = {
        "verdicts": verdicts_table(targets, language),
        "causes": causes_table(targets, causes, language),
        "sources": sources_table(targets, language),
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
        for language, ending in (("en", ""), ("zh", ".zh-CN")):
            drawn = folder / "figures" / f"{IMAGE}.{language}.svg"
            shutil.copyfile(drawn, IMAGES / f"{IMAGE}{ending}.svg")
    for language, path in PAGES.items():
        page = path.read_text(encoding="utf-8")
        path.write_text(written(page, language, *tables), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
