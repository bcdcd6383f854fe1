"""Pages of ``docs/``: what a command makes of them stands between two comments that name it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[1]
IMAGES = DOCS / "images"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A part of a page that the module ``docs.making.{module}`` makes; ``name`` says which."""

    page: Path
    name: str
    module: str

    @property
    def begin(self) -> str:
        """The comment before it."""
        return f"<!-- {self.name}: python3 -m docs.making.{self.module} -->"

    @property
    def end(self) -> str:
        """The comment after it."""
        return f"<!-- end of {self.name} -->"

    def kept(self) -> list[str]:
        """Its lines as the page has them; ``ValueError`` where the page lacks the comments."""
        _, (made, _) = self._around(self.page.read_text(encoding="utf-8"))
        return made.strip().splitlines()

    def put(self, text: str, made: str) -> str:
        """The text of the page with this part made anew."""
        before, (_, after) = self._around(text)
        return f"{before}{self.begin}\n{made}\n{self.end}{after}"

    def write(self, made: str) -> None:
        """Put it into the page."""
        text = self.put(self.page.read_text(encoding="utf-8"), made)
        self.page.write_text(text, encoding="utf-8", newline="\n")

    def _around(self, text: str) -> tuple[str, tuple[str, str]]:
        before, rest = text.split(self.begin)
        made, after = rest.split(self.end)
        return before, (made, after)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], texts: int = 1) -> str:
    """A table of Markdown; the first columns are texts, the others numbers."""
    marks = "|---" * texts + "|--:" * (len(headings) - texts) + "|"
    return "\n".join((_line(headings), marks, *map(_line, rows)))


def signed(text: str) -> str:
    """A printed number with a true minus."""
    return text.replace("-", "−")


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
