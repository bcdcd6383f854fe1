"""Tables of the baseline, and the hand computations that are held against them."""

from collections.abc import Callable
from functools import cache

import pandas as pd

from simulator.door.result import Result
from tests.city import outcome_of

BY_HAND: dict[str, Callable[[], None]] = {}
"""A hand computation a table, by the name of the table."""


@cache
def table(name: str) -> pd.DataFrame:
    return Result(outcome=outcome_of()).table(name)


def row(of: str, /, **cells: object) -> dict[str, object]:
    """The one row of a table with these cells; dates as text."""
    found = table(of)
    for column, value in cells.items():
        wanted = pd.Timestamp(str(value)) if "date" in str(found[column].dtype) else value
        found = found[found[column] == wanted]
    assert len(found) == 1, cells
    return dict(found.iloc[0])


def by_hand(check: Callable[[], None]) -> Callable[[], None]:
    """A hand computation of the table it is called after."""
    BY_HAND[check.__name__] = check
    return check
