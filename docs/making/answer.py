"""The answer of the baseline as ``run`` shows it, in the README of either language.

    python3 -m docs.making.answer

runs the baseline and puts what stands on a screen of 80 columns between two comments of either
page. The lines that say where the results are and what to do next are left out.
"""

import io
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console

from docs.making.page import DOCS, Part
from simulator.city.answer.answer import answer_of
from simulator.city.answer.screen import print_answer
from simulator.city.ground.outcome import Outcome
from simulator.words.catalogue import Language
from tests.city import outcome_of

COLUMNS = 80
PARTS: Mapping[Language, Part] = {
    language: Part(page=Path(DOCS.parent, name), name="answer", module="answer")
    for language, name in (("en", "README.md"), ("zh", "README.zh-CN.md"))
}


def shown(outcome: Outcome, language: Language) -> str:
    """The screen as a block of a page."""
    written = io.StringIO()
    console = Console(file=written, width=COLUMNS, highlight=False)
    print_answer(answer_of(outcome), outcome, language, console)
    return f"```\n{written.getvalue().rstrip()}\n```"


def main() -> None:
    """Put the answer of the baseline into both pages."""
    outcome = outcome_of()
    for language, part in PARTS.items():
        part.write(shown(outcome, language))


if __name__ == "__main__":
    main()
