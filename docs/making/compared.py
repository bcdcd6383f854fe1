"""What ``compare`` and ``why`` answer: a part of the README of either language, and its figure.

    python3 -m docs.making.compared

sets ``slow_delivery`` and ``as_planned`` beside the baseline, asks why primary places differ, puts
what is said into the page and the figure of the comparison into ``docs/images/``.
"""

import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Literal

from docs.making.page import IMAGES, Part
from simulator.commands.cli import main as run_command
from simulator.files.locations import ROOT

Written = Literal["zh", "en"]
TYPED = "python3 run.py"
PAGES: Mapping[Written, Path] = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
BASE, SLOW, PLANNED = (
    f"scenarios/{name}.toml" for name in ("baseline", "slow_delivery", "as_planned")
)
ASKED = (
    ("compare", BASE, SLOW, PLANNED),
    ("why", BASE, SLOW, "--service", "primary", "--district", "jimei"),
    ("why", BASE, PLANNED, "--service", "primary"),
)
"""What is asked; the figure is that of the first two compared."""
IMAGE = "compare"


def part(language: Written) -> Part:
    """Where it stands."""
    return Part(page=PAGES[language], name="compared", module="compared")


def answered(language: Written) -> str:
    """Every command with what it says."""
    return "\n\n".join(f"```\n{text}\n```" for text in _answers(language))


def _answers(language: Written) -> Iterator[str]:
    for asked in ASKED:
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as name:
            folder = str(Path(name) / "result")
            # how long it will take differs from machine to machine
            with redirect_stdout(said), redirect_stderr(io.StringIO()):
                code = run_command([*asked, "--lang", language, "--out", folder], TYPED)
        if code:
            raise SystemExit(code)
        # the last line names the folder
        lines = said.getvalue().rstrip().splitlines()[:-1]
        yield "\n".join((f"{TYPED} {' '.join(asked)}", *lines))


def draw() -> None:
    """The figure of the baseline and slow delivery, for the page of either language."""
    for language, ending in (("en", ""), ("zh", ".zh-CN")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "result"
            asked = ["compare", BASE, SLOW, "--lang", language, "--out", str(folder)]
            with redirect_stdout(io.StringIO()):
                code = run_command(asked, TYPED)
            if code:
                raise SystemExit(code)
            shutil.copyfile(folder / "figures" / f"{IMAGE}.svg", IMAGES / f"{IMAGE}{ending}.svg")


def main() -> None:
    """Write the part of both pages, and draw the figure."""
    for language in ("en", "zh"):
        part(language).write(answered(language))
    draw()


if __name__ == "__main__":
    main()
