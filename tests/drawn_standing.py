"""Drawn systems with a stock that no flow touches: it stands while the others move."""

from simulator.stockflow.grammar.elements import Auxiliary, Flow, Stock, Transfer


def add_standing(drawn):
    """Such a stock, what it lets in, and the transfers that count anew what it holds."""
    (stock, *_), (target, free) = drawn.stocks, drawn.part(drawn.one(*drawn.stocks))
    none = {"unit": "1", "meaning": ""}
    drawn.stocks.append(Stock(name="seen", axes=(), symbol="Z", kind="seen", watched=(), **none))
    counted = f"{drawn.parameter(stock.axes)} * {stock.name}"
    coming = f"{drawn.parameter(())} + {drawn.parameter(())} * (0.1 * seen - 0.02 * seen)"
    drawn.auxiliaries += [
        Auxiliary(name="counted", axes=(), over=drawn.own, expression=counted, symbol="C", **none),
        Auxiliary(name="coming", axes=(), expression=coming, symbol="O", **none),
    ]
    rate = f"{drawn.parameter(free)} * coming"
    if drawn.maybe():
        rate += f" + {drawn.parameter(free)} * seen"
    drawn.flows.append(Flow(name="let_in", source=None, target=target, rate=rate, meaning=""))
    return (
        Transfer(name="forget", source="seen", target=None, share="1", meaning=""),
        Transfer(name="count", source=None, target="seen", amount="counted", meaning=""),
    )
