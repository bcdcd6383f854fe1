"""The screen of ``run`` as text."""

from io import StringIO

from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome

_WIDTH = 100


def screen_of(outcome: Outcome, of_draws: OfDraws | None) -> str:
    """Short or surplus, where and when, how sure, what is held, the checks."""
    from rich.console import Console

    from simulator.city.answer.answer import answer_of
    from simulator.city.answer.screen import print_answer
    from simulator.city.summary import language_of_run

    written = StringIO()
    console = Console(file=written, width=_WIDTH, highlight=False)
    print_answer(answer_of(outcome, of_draws), outcome, language_of_run(outcome), console)
    return written.getvalue()
