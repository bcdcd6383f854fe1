"""The Python in the pages runs as it stands, block after block, with warnings as errors."""

import re
import runpy
from pathlib import Path

import pytest

from docs.making import api

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "simulator" / "README.md",
    ROOT / "simulator" / "stockflow" / "README.md",
    ROOT / "simulator" / "door" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def python_of(page: Path) -> str:
    """All blocks of a page as one program, each on the lines it has in the page."""
    text = page.read_text(encoding="utf-8")
    lines = [""] * (text.count("\n") + 1)
    for found in BLOCK.finditer(text):
        first = text[: found.start(1)].count("\n")
        block = found.group(1).splitlines()
        lines[first : first + len(block)] = block
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if BLOCK.search(page.read_text("utf-8"))],
    ids=lambda page: str(page.relative_to(ROOT)),
)
def test_the_examples_of_a_page_run(page, tmp_path):
    program = tmp_path / f"{page.stem}.py"
    program.write_text(python_of(page), encoding="utf-8")
    runpy.run_path(str(program))


def test_the_readmes_of_the_program_have_examples():
    pages = [page for page in PAGES if (ROOT / "simulator") in page.parents]
    assert all(BLOCK.search(page.read_text("utf-8")) for page in pages)


def test_the_page_of_the_api_is_what_the_docstrings_say():
    assert api.PAGE.read_text(encoding="utf-8") == api.page()


def test_a_population_of_ones_own_takes_forty_lines_at_most():
    page = (ROOT / "simulator" / "README.md").read_text("utf-8")
    (block,) = (found for found in BLOCK.findall(page) if "follow_nation" in found)
    assert len(block.splitlines()) <= 40
