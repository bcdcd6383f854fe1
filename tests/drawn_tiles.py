"""Drawn systems that can be followed tile by tile."""

from fractions import Fraction

import numpy as np

from simulator.demography.cohort_paths import ByAge
from simulator.stockflow.grammar.axis import Axis, cohort_axis
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
from simulator.stockflow.values.paths import Constant, Lines, Scaled, Steps
from simulator.stockflow.values.scenario import Method, Occasion, Scenario
from tests.drawn_standing import add_standing

START, YEARS = 2000.0, 2.0


class Drawn:
    """A system drawn by a generator of numbers, with its scenario."""

    def __init__(self, seed, draws=1):
        self.rng = np.random.default_rng(seed)
        self.zeros = np.random.default_rng((seed, 1))  # what it draws changes nothing else
        self.draws, self.parameters, self.shares, self.auxiliaries = draws, {}, {}, []
        self.flows, self.measures = [], []
        self.cohorts = cohort_axis(
            per_year=int(self.one(1, 2, 3)),
            first_day=Fraction(int(self.one(0, 2)), 3),
            oldest=START - float(self.one(3, 12)),
            stop=START + YEARS,
        )
        plain = [
            Axis(name=name, labels=tuple(f"{name}{n}" for n in range(int(self.one(1, 2, 3)))))
            for name in ("u", "v")
        ]
        plain.insert(int(self.rng.integers(3)), self.cohorts)
        self.axes = [*plain, Axis(name="w", labels=("w0", "w1"))]
        self.own = tuple(axis.name for axis in self.axes if axis.name != "w")
        self.stocks = [self.stock(number) for number in range(int(self.one(1, 1, 2)))]
        self.carries = self.maybe()
        for _ in range(int(self.one(1, 2, 3, 4))):
            self.add_flow()
        if self.maybe():
            self.add_births()
        for _ in range(int(self.one(1, 2, 3))):
            self.add_measure()
        self.counting = add_standing(self) if self.maybe() else ()
        self.system = self.built()
        self.scenario = self.given()

    def one(self, *items):
        return items[int(self.rng.integers(len(items)))]

    def maybe(self):
        return bool(self.rng.integers(2))

    def some(self, names):
        return tuple(name for name in names if self.maybe())

    def stock(self, number):
        return Stock(
            name=f"s{number}",
            axes=self.own,
            unit="1",
            meaning="",
            symbol=f"S_{number}",
            kind=self.one("here", "there") if number else "here",
            watched=tuple(name for name in self.own if name == "v"),
        )

    def parameter(self, axes):
        name = f"p{len(self.parameters)}"
        kept = tuple(axis.name for axis in self.axes if axis.name in axes and self.maybe())
        self.parameters[name] = Parameter(name=name, axes=kept, unit="1", meaning="", symbol=name)
        return name

    def part(self, stock):
        """A part of a stock, and its free axes; a fixed label of v makes it a column's axis."""
        axis = self.one(None, "u", *(() if self.carries else ("v",)))
        if axis is None:
            return stock.name, self.own
        label = self.one(*next(each for each in self.axes if each.name == axis).labels)
        return f"{stock.name}[{label}]", tuple(name for name in self.own if name != axis)

    def rate(self, part, free):
        p, q = self.parameter(free), self.parameter(free)
        text = self.one(
            f"{p} * {part}",
            f"{p} * {part} / (1 + {q})",
            f"{p} * {part} + {q} * {part}",
            f"{p} * (1 - {q}) * {part}",
            f"{p} * {part} / (2 + {part})",
            f"{p} * tanh({part})",
        )
        for unused in {p, q} - _in(text):
            del self.parameters[unused]
        return text

    def add_flow(self):
        stock = self.one(*self.stocks)
        source, free = self.part(stock)
        if self.one(True, False, False):
            self.flow(None, source, f"{self.parameter(free)} * {self.parameter(free)}")
            return
        others = [each for each in self.stocks if each.kind == stock.kind]
        fixed = [name for name in self.own if name not in free]
        target, spread = None, None
        if self.maybe():
            labels = [self.one(*self.axis(name).labels) for name in fixed]
            name = self.one(*others).name
            target = f"{name}[{', '.join(labels)}]" if labels else name
            spread = self.spread(free)
        self.flow(source, target, self.rate(source, free), spread)

    def flow(self, source, target, rate, spread=None):
        name, seldom = f"f{len(self.flows)}", bool(self.zeros.integers(2))
        said = {"source": source, "target": target, "rate": rate, "meaning": ""}
        self.flows.append(Flow(name=name, spread=spread, seldom=seldom, **said))

    def axis(self, name):
        return next(each for each in self.axes if each.name == name)

    def spread(self, free):
        if "u" not in free or self.maybe():
            return None
        name = f"h{len(self.shares)}"
        self.shares[name] = Parameter(
            name=name, axes=("u", "to_u"), unit="1", meaning="", symbol=name
        )
        return Spread(axis="u", shares=name)

    def add_births(self):
        """Sums over cohorts that flow into the newest one."""
        stock = self.one(*self.stocks)
        part, free = self.part(stock)
        kept = tuple(name for name in free if name != self.cohorts.name)
        keeps = kept if self.carries else self.some(kept)
        over = tuple(name for name in free if name not in keeps)
        self.auxiliaries.append(
            Auxiliary(
                name="births",
                axes=keeps,
                over=over,
                expression=f"{self.parameter(free)} * {part}",
                unit="1",
                meaning="",
                symbol="B",
            )
        )
        fixed = [name for name in self.own if name != self.cohorts.name and name not in keeps]
        labels = [self.one(*self.axis(name).labels) for name in fixed]
        target = f"{self.one(*self.stocks).name}[{', '.join([*labels, 'newest'])}]"
        share = self.parameter(keeps)
        self.flows.append(
            Flow(
                name="newborn",
                source=None,
                target=target,
                rate=f"{share} * births",
                meaning="",
                spread=self.spread(keeps),
            )
        )

    def add_measure(self):
        number, (part, free) = len(self.measures), self.part(self.one(*self.stocks))
        keeps = self.some([name for name in free if name != self.cohorts.name])
        over = tuple(name for name in free if name not in keeps)
        p = self.parameter(("w", *free))
        wide = "w" in self.parameters[p].axes
        axes = tuple(a.name for a in self.axes if a.name in keeps or (wide and a.name == "w"))
        said = {"axes": axes, "unit": "1", "meaning": ""}
        text = self.one(f"{p} * {part}", f"{p} * {part} + {part}")
        if self.maybe():
            self.measures.append(
                Measure(name=f"m{number}", over=over, expression=text, symbol=f"m{number}", **said)
            )
            return
        self.auxiliaries.append(
            Auxiliary(name=f"x{number}", over=over, expression=text, symbol=f"x{number}", **said)
        )
        more = f"x{number} / (1 + {self.parameter(axes)})"
        self.measures.append(
            Measure(name=f"m{number}", expression=more, symbol=f"m{number}", **said)
        )

    def built(self):
        transfer = Transfer(
            name="event", source=self.stocks[0].name, target=None, share="gone", meaning=""
        )
        axes = (self.cohorts.name,)[self.zeros.integers(2) :]
        gone = Parameter(name="gone", axes=axes, unit="1", meaning="", symbol="g")
        given = (*self.parameters.values(), *self.shares.values(), gone)
        formulas = [each.expression for each in (*self.auxiliaries, *self.measures)]
        used = " ".join([*(flow.rate for flow in self.flows), *formulas])
        kept = [p for p in given if p.name in _in(used) or p.name in self.shares or p is gone]
        spread = {flow.spread.shares for flow in self.flows if flow.spread is not None}
        kept = [p for p in kept if p.name not in self.shares or p.name in spread]
        return System(
            name="drawn",
            axes=tuple(self.axes),
            stocks=tuple(self.stocks),
            parameters=tuple(kept),
            auxiliaries=tuple(self.auxiliaries),
            flows=tuple(self.flows),
            transfers=(transfer, *self.counting),
            measures=tuple(self.measures),
        )

    def path(self, name):
        axes = self.system.parameter[name].axes
        draws = self.one(1, self.draws)
        shape = self.system.shape(axes)
        if name in self.shares:
            raw = self.rng.uniform(0.1, 1, (draws, *shape))
            return Constant(raw / raw.sum(axis=-1, keepdims=True), axes)
        if name == "gone":
            return Constant(self.gone(shape), axes)
        kind = self.one("constant", "steps", "lines", "drawn", "ages")
        if kind == "ages" and axes and axes[-1] == self.cohorts.name:
            return self.by_age(name, axes, draws)
        return self.dated(kind, name, axes, draws)

    def gone(self, shape):
        """A share that leaves, of a few cohorts, others in every draw."""
        found = np.full((self.draws if shape else 1, *shape), 0.25)
        for row in found if shape else ():
            first, last = np.sort(self.zeros.integers(0, len(row) + 1, 2))
            row[:first] = row[last:] = 0
        return found

    def by_age(self, name, axes, draws):
        table = self.rng.uniform(0, 0.4, (draws, 3, *self.system.shape(axes[:-1]), 4))
        return ByAge(
            name=name,
            cohorts=self.cohorts,
            table=table,
            leading=axes[:-1],
            years=tuple(int(START) + number for number in range(3)),
            before="hold",
            after="hold",
            open_age=3,
        )

    def dated(self, kind, name, axes, draws):
        values = self.rng.uniform(0, 0.4, (3, draws, *self.system.shape(axes)))
        if self.cohorts.name in axes and self.maybe():  # rates that are zero at most ages
            place = axes.index(self.cohorts.name) + 2
            np.moveaxis(values, place, 0)[: int(self.rng.integers(self.cohorts.size))] = 0
        if self.zeros.integers(3) == 0:  # what most runs have none of
            values[:2] = 0
        years = (START, START + float(self.rng.uniform(0.1, 1.9)), START + YEARS)
        if kind == "steps":
            return Steps(name=name, years=years[:-1], values=values[:-1], axes=axes)
        if kind == "lines":
            return Lines(name=name, years=years, values=values, axes=axes)
        if kind == "drawn":
            factor = self.rng.uniform(0.5, 1.5, self.draws) * self.zeros.integers(
                2, size=self.draws
            )
            return Scaled(path=Constant(values[0, :1], axes), factor=factor)
        return Constant(values[0], axes)

    def given(self):
        initial = {}
        for stock in self.stocks:
            shape = (self.one(1, self.draws), *self.system.shape(stock.axes))
            array = self.rng.uniform(0, 100, shape)
            if stock.axes and self.maybe():  # cohorts not yet born are empty
                place = stock.axes.index(self.cohorts.name) + 1
                newest = self.cohorts.birth_windows.newest(START)
                np.moveaxis(array, place, 0)[newest + 1 :] = 0
            initial[stock.name] = array
        event = START + float(self.one(0.0, 0.31, 1.0))
        readings = tuple(START + np.sort(self.rng.uniform(0, YEARS, 4)))
        return Scenario(
            name="drawn",
            start=START,
            stop=START + YEARS,
            initial=initial,
            paths={name: self.path(name) for name in self.system.parameter},
            occasions={each.name: (Occasion(event),) for each in self.system.transfers},
            readings=(START, *readings, START + YEARS),
            snapshots=tuple(sorted((START, readings[1], START + 1))),
            before=(event,) if self.maybe() and event > START else (),
            method=Method(relative=float(self.one(1e-9, 1e-6)), absolute=1e-12),
            draws=self.draws,
        )


def _in(text):
    return set("".join(c if c.isalnum() else " " for c in text).split())
