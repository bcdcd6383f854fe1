"""Equations of closing: open places leave on a date, or come to be places of another service.

A share of what is open closes, or a number of places in proportion to what is open by years since
opening. What is converted leaves the stock of one service and enters that of another, one place for
one; of each service

    starting stock + ever planned + converted to it − converted from it
        = planned + approved + building + finished + open + cancelled + closed
"""

from simulator.city.axes import PLACE
from simulator.stockflow.grammar.elements import Auxiliary, Spread, Transfer

OPEN_HERE = Auxiliary(
    name="open_here",
    axes=PLACE,
    over=("years_open",),
    expression="open",
    unit="places",
    meaning="places open, serving or not, out of starting stock and programmes",
    symbol="O_\\Sigma",
)

CLOSURES = (
    Transfer(
        name="conversions",
        source="open",
        target="open",
        share="converting_share + converting_places / (open_here + nothing_converts)",
        spread=Spread(axis="service", shares="conversion"),
        meaning="open places converted to those of another service on a date",
    ),
    Transfer(
        name="closures",
        source="open",
        target="closed",
        share="closing_share + closing_places / (open_here + nothing_closes)",
        meaning="open places closed on a date",
    ),
)
