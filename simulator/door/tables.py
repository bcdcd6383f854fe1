"""Tables of a run as frames, with what is said of its draws."""

from typing import TYPE_CHECKING

from simulator.city.ensemble.table import FURTHER, SaidOfDraws
from simulator.city.ground.outcome import Outcome
from simulator.door.frames import frame_of

if TYPE_CHECKING:
    import pandas as pd

_DICTIONARY = "dictionary"


def names_of_tables(said: SaidOfDraws | None) -> tuple[str, ...]:
    """Names of the tables of a run, of one with draws theirs too."""
    from simulator.city.tables import TABLES

    further = () if said is None else FURTHER
    return (*TABLES, *further, _DICTIONARY)


def table_of(outcome: Outcome, said: SaidOfDraws | None, name: str) -> "pd.DataFrame":
    """One of these tables as a frame."""
    from simulator.city.tables import TABLES, build_tables, dictionary_table

    if name == _DICTIONARY:
        dictionary = build_tables(outcome, said)[-1]
        return frame_of(dictionary, dictionary)
    own = {} if said is None else {each.name: each for each in said.further(outcome)}
    if name in own:
        table = own[name]
    else:
        table = TABLES[name](outcome)
        table = table if said is None else said.widened(table)
    return frame_of(table, dictionary_table(outcome, [table]))
