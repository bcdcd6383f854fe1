"""A system while it is being drawn, piece by piece, in every form the grammar allows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from re import findall

import numpy as np
from hypothesis import strategies as st

from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import (
    Auxiliary,
    Flow,
    Measure,
    Parameter,
    Spread,
    Stock,
    Transfer,
)
from simulator.stockflow.grammar.system import System


@dataclass
class Draft:
    """A system while it is being drawn."""

    draw: Callable
    axes: list[Axis]
    linear: bool
    numbers: Iterator[int] = field(default_factory=count)
    stocks: list[Stock] = field(default_factory=list)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    largest: dict[str, float] = field(default_factory=dict)
    shares: dict[str, str] = field(default_factory=dict)
    inflows: set[str] = field(default_factory=set)
    auxiliaries: list[Auxiliary] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)

    def some(self, items):
        """Any of some items, in their order."""
        return tuple(item for item in items if self.draw(st.booleans()))

    def one(self, *items):
        return self.draw(st.sampled_from(items))

    def axis(self, name):
        return next(axis for axis in self.axes if axis.name == name)

    def size(self, axes):
        return int(np.prod([self.axis(name).size for name in axes], dtype=int))

    def parameter(self, axes, largest=0.4):
        """A new parameter on some of the axes, its values from zero to ``largest``."""
        name = f"p{next(self.numbers)}"
        self.parameters[name] = Parameter(
            name=name, axes=self.some(axes), unit="1", meaning="", symbol=name
        )
        self.largest[name] = largest
        return name

    def end(self):
        """Part of a stock: its text and its free axes."""
        stock = self.one(*self.stocks)
        return self.part(stock, self.some(stock.axes))

    def part(self, stock, fixed):
        labels = [self.label(name) for name in fixed]
        free = tuple(name for name in stock.axes if name not in fixed)
        return f"{stock.name}[{', '.join(labels)}]" if labels else stock.name, free

    def label(self, name):
        axis = self.axis(name)
        label = self.one(*axis.labels[:3], *(["newest"] if axis.windows else []))
        return label if label.isidentifier() else repr(label)

    def partner(self, text, free):
        """An end of the same kind with the same free axes."""
        stock = next(item for item in self.stocks if item.name == text.split("[")[0])
        others = [
            item for item in self.stocks if item.kind == stock.kind and set(free) <= set(item.axes)
        ]
        other = self.one(*others)
        return self.part(other, tuple(name for name in other.axes if name not in free))[0]

    def spread(self, free):
        plain = [name for name in free if self.axis(name).windows is None]
        if not plain or self.one(True, False):
            return None
        axis = self.one(*plain)
        extra = self.some([name for name in free if name != axis])
        axes = [each.name for each in self.axes if each.name in {*extra, axis}]
        axes.insert(axes.index(axis) + 1, f"to_{axis}")
        name = f"s{len(self.shares)}"
        self.parameters[name] = Parameter(
            name=name, axes=tuple(axes), unit="1", meaning="", symbol=name
        )
        self.shares[name] = f"to_{axis}"
        return Spread(axis=axis, shares=name)

    def auxiliary(self):
        """A sum that follows stocks, flows or other auxiliaries, never below zero."""
        kind = self.one("stock", "flow", "auxiliary", "constant")
        if kind == "flow" and self.flows:
            flow = self.one(*self.flows)
            text, whole = flow.name, self.axes_of(flow)
        elif kind == "auxiliary" and self.auxiliaries:
            other = self.one(*self.auxiliaries)
            text, whole = other.name, other.axes
        elif kind == "constant" and not self.linear:
            text, whole = self.one("2.5", "1"), tuple(axis.name for axis in self.axes)
        else:
            text, whole = self.end()
        axes = self.some(whole)
        over = tuple(name for name in whole if name not in axes)
        p, q = self.parameter(whole, 1.0), self.parameter(whole, 1.0)
        forms = [
            f"{p} * {text}",
            f"{text}",
            f"({p} + {q}) * {text} / 2",
            f"{p} * {text} + {q} * {text}",
        ]
        if not self.linear:
            forms += [f"{p} * {text} + {q}", f"sqrt(1 + {text}) - exp(-{q})", f"tanh({p} * {text})"]
        name = f"a{len(self.auxiliaries)}"
        wider = tuple(axis.name for axis in self.axes if axis.name not in whole)
        more = self.some(wider) if self.one(True, False, False) else ()
        self.auxiliaries.append(
            Auxiliary(
                name=name,
                axes=tuple(axis.name for axis in self.axes if axis.name in {*axes}),
                over=(*over, *more),
                expression=self.kept(forms, p, q),
                unit="1",
                meaning="",
                symbol=name,
            )
        )

    def kept(self, forms, *names):
        """One of the forms; parameters it does not name are forgotten."""
        text = self.one(*forms)
        for name in names:
            if name not in findall(r"\w+", text):
                del self.parameters[name]
        return text

    def axes_of(self, stream):
        text = stream.source or stream.target
        stock = next(item for item in self.stocks if item.name == text.split("[")[0])
        inside = text.partition("[")[2].rstrip("]")
        labels = {label.strip(" '") for label in inside.split(",")}
        fixed = {
            name
            for name in stock.axes
            if labels & {*self.axis(name).labels, *(["newest"] if self.axis(name).windows else [])}
        }
        return tuple(name for name in stock.axes if name not in fixed)

    def outflow(self):
        """A flow out of a stock: its rate vanishes where its source is empty."""
        source, free = self.end()
        p, q = self.parameter(free), self.parameter(free)
        forms = [
            f"{p} * {source}",
            f"{p} * {q} * {source}",
            f"{p} * {source} + {q} * {source}",
            f"{source} / (3 + {p})",
            f"-{p} * -{source}",
            f"{source} * ({p} + {q})",
        ]
        if not self.linear:
            factors = [item.name for item in self.auxiliaries if set(item.axes) <= set(free)]
            forms += [f"{p} * {source} ** 2 / (1 + {source})"]
            forms += [f"{p} * {source} / (1 + {name} / 50)" for name in factors]
            forms += [f"{p} * {source} * tanh({name} / 9)" for name in factors]
        target = self.partner(source, free) if self.one(True, False) else None
        spread = self.spread(free) if target else None
        self.add_flow(source, target, self.kept(forms, p, q), spread)

    def inflow(self):
        """A flow from outside: stated, or following an auxiliary."""
        target, free = self.end()
        p = self.parameter(free, 20.0)
        named = [item for item in self.auxiliaries if set(item.axes) <= set(free)]
        forms = [f"{p}"]
        if named:
            item = self.one(*named)
            forms.append(f"{item.name} * 0.05 / {20 * self.size(item.over) * self.size(free)}")
        elif not self.linear:
            forms.append("3")
        rate = self.kept(forms, p)
        self.inflows |= {p} & {rate}
        self.add_flow(None, target, rate, self.spread(free))

    def add_flow(self, source, target, rate, spread):
        name = f"f{len(self.flows)}"
        self.flows.append(
            Flow(name=name, source=source, target=target, rate=rate, meaning="", spread=spread)
        )

    def transfer(self):
        end, free = self.end()
        kind = self.one("arrive", "leave", "move")
        name, target = f"t{len(self.transfers)}", None
        if kind == "move":
            target = self.partner(end, free)
        spread = self.spread(free) if kind != "leave" else None
        if kind == "arrive":
            p = self.parameter(free, 9.0)
            self.inflows.add(p)
            made = Transfer(name=name, source=None, target=end, amount=p, spread=spread, meaning="")
        else:
            p = self.parameter(free, 0.9)
            made = Transfer(
                name=name, source=end, target=target, share=p, spread=spread, meaning=""
            )
        self.transfers.append(made)

    def measures(self):
        for stock in self.stocks:
            yield stock.name, stock.axes
        for item in self.auxiliaries:
            yield item.name, item.axes
        for flow in self.flows:
            yield flow.name, self.axes_of(flow)

    def system(self):
        found = []
        for name, whole in self.measures():
            axes = self.some(whole)
            over = tuple(axis for axis in whole if axis not in axes)
            found.append(
                Measure(
                    name=f"m_{name}",
                    axes=axes,
                    over=over,
                    expression=name,
                    unit="1",
                    meaning="",
                    symbol=name,
                )
            )
        return System(
            name="drawn",
            axes=tuple(self.axes),
            stocks=tuple(self.stocks),
            parameters=tuple(self.parameters.values()),
            auxiliaries=tuple(self.auxiliaries),
            flows=tuple(self.flows),
            transfers=tuple(self.transfers),
            measures=tuple(found),
        )
