"""Targets whose outcome is uncertain, on the screen; those as good as met, or missed, are not."""

from collections.abc import Iterator

from simulator.city.ensemble.ensemble import Ensemble
from simulator.city.ensemble.table import SaidOfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.rounding import chance_told, met_word
from simulator.city.targets.board import board_of
from simulator.city.targets.table import targets_table
from simulator.city.targets.words import Words
from simulator.report.grid import Grid
from simulator.words.catalogue import Language, in_language, say

UNCERTAIN = (0.01, 0.99)
"""Within these chances the outcome of a target is uncertain; beyond them it virtually is not."""

_WORDS = ("number", "target", "promise", "met")


def targets_grid(outcome: Outcome, ensemble: Ensemble, language: Language) -> Grid | None:
    """The targets whose outcome is uncertain, with their chance; ``None`` where there is none."""
    rows = list(_rows(outcome, ensemble, language))
    if not rows:
        return None
    return Grid(
        title=say("uncertain_targets.title", language, draws=ensemble.draws),
        headings=tuple(say(f"uncertain_targets.{word}", language) for word in _WORDS),
        rows=rows,
        numeric=(False, False, True, False),
        notes=(say("uncertain_targets.note", language),),
    )


def _rows(outcome: Outcome, ensemble: Ensemble, language: Language) -> Iterator[tuple[str, ...]]:
    board, sources = board_of(outcome), outcome.pack.sources
    if not board:
        return
    table = SaidOfDraws(ensemble=ensemble).widened(targets_table(board, sources))
    words = Words(language=language, sources=sources)
    low, high = UNCERTAIN
    for row, told in zip(board, table.column("probability_met").cells, strict=True):
        if not told or not low <= float(told) < high:
            continue
        share, target = float(told), row.target
        yield (
            target.name,
            in_language(target.title, language),
            words.promise(row),
            f"{chance_told(share, ensemble.draws)} {say(met_word(share), language)}",
        )
