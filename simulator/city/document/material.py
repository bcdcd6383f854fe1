"""What the sections of a report are made from, and how they say it in its one language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.city.answer.answer import Answer
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.report.document.parts import Cell, Paragraph
from simulator.report.marks import whole_number
from simulator.report.table import Table
from simulator.words.catalogue import Pair, in_language, leading, pair


@dataclass(frozen=True, kw_only=True)
class Material:
    """A run as a report takes it; ``drawn`` gives a figure by name as SVG, empty where none is."""

    subject: Subject
    language: Literal["zh", "en"]
    answer: Answer
    tables: Mapping[str, Table]
    drawn: Callable[[str], str]
    manifest: Mapping[str, object]

    @property
    def outcome(self) -> Outcome:
        """The run."""
        return self.subject.outcome

    def say(self, key: str, /, **values: object) -> str:
        """A text of the catalogue in the language of the report."""
        return self.one(pair(key, **values))

    def one(self, text: Pair) -> str:
        """A pair in the language of the report."""
        return leading(text, self.language)

    def title(self, title: object) -> str:
        """A title of the pack or of a scenario in the language of the report."""
        return in_language(title, self.language)

    def head(self, *names: str) -> tuple[str, ...]:
        """Heads of columns by the names of their words."""
        return tuple(self.say(f"report.{name}") for name in names)

    def pictures(self, *names: str) -> Mapping[str, str]:
        """Figures by name as SVG; what the run has nothing to show in is left out."""
        found = {name: self.drawn(name) for name in names}
        return {name: picture for name, picture in found.items() if picture}

    def lead(self, text: Pair) -> Paragraph:
        """A sentence that matters most."""
        return Paragraph(text=self.one(text), kind="lead")

    def note(self, text: Pair) -> Paragraph:
        """A remark."""
        return Paragraph(text=self.one(text), kind="note")


def plain(*texts: str) -> tuple[Cell, ...]:
    """A row of cells without a tone."""
    return tuple(Cell(text=text) for text in texts)


def whole(value: float) -> str:
    """A number as a cell of a report tells it: whole, a true minus, thousands apart."""
    return whole_number(value + 0.0)
