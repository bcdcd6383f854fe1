"""A second reading of a declaration: slow, one cell at a time, sharing no code with the first."""

import ast
import math
import operator
import re
from dataclasses import dataclass, field
from functools import cache
from itertools import product

import numpy as np

BETWEEN = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


@cache
def parsed(text):
    """An expression as a tree; every cell reads the same one."""
    return ast.parse(text, mode="eval").body


@cache
def written(tree):
    return ast.unparse(tree).replace("(", "").replace(")", "")


@dataclass
class Naive:
    """A system at one instant; ``values`` and ``stocks`` by name, arrays without a draw axis."""

    system: object
    values: dict
    stocks: dict
    newest: int = -1
    labels: dict = field(init=False)
    ends: dict = field(init=False, default_factory=dict)

    def __post_init__(self):
        self.labels = {axis.name: list(axis.labels) for axis in self.system.axes}

    def sizes(self, axes):
        return [len(self.labels[axis.removeprefix("to_")]) for axis in axes]

    def cells(self, axes):
        for numbers in product(*(range(size) for size in self.sizes(axes))):
            yield dict(zip(axes, numbers, strict=True))

    def end(self, text):
        """Stock, fixed places by axis, free axes of ``people[men, newest]``."""
        if text not in self.ends:
            self.ends[text] = self.found(text)
        return self.ends[text]

    def found(self, text):
        name, inside = re.fullmatch(r"(\w+)(?:\[(.*)\])?", text).groups()
        (stock,) = [item for item in self.system.stocks if item.name == name]
        fixed = {}
        for label in re.findall(r"[^,\s'][^,']*", inside or ""):
            if label == "newest":
                (axis,) = [axis.name for axis in self.system.axes if axis.windows]
                fixed[axis] = self.newest
            else:
                (axis,) = [axis for axis in stock.axes if label in self.labels[axis]]
                fixed[axis] = self.labels[axis].index(label)
        return stock, fixed, [axis for axis in stock.axes if axis not in fixed]

    def place(self, text, cell):
        stock, fixed, _ = self.end(text)
        return stock.name, tuple(fixed.get(axis, cell.get(axis)) for axis in stock.axes)

    def axes_of(self, stream):
        return self.end(stream.source or stream.target)[2]

    def evaluate(self, text, cell):
        return self.tree(parsed(text), cell)

    def tree(self, tree, cell):
        if isinstance(tree, ast.Name | ast.Subscript):
            return self.named(written(tree), cell)
        if isinstance(tree, ast.Constant):
            return tree.value
        if isinstance(tree, ast.Call):
            return getattr(math, tree.func.id)(self.tree(tree.args[0], cell))
        if isinstance(tree, ast.UnaryOp):
            sign = -1 if isinstance(tree.op, ast.USub) else 1
            return sign * self.tree(tree.operand, cell)
        left, right = self.tree(tree.left, cell), self.tree(tree.right, cell)
        return BETWEEN[type(tree.op)](left, right)

    def named(self, text, cell):
        name = text.split("[")[0]
        if name in self.stocks:
            stock, place = self.place(text, cell)
            return self.stocks[stock][place]
        for item in self.system.parameters:
            if item.name == name:
                return self.values[name][tuple(cell[axis] for axis in item.axes)]
        for item in self.system.flows:
            if item.name == name:
                return self.evaluate(item.rate, cell)
        (item,) = [item for item in self.system.auxiliaries if item.name == name]
        return self.summed(item, cell)

    def summed(self, item, cell):
        own = {axis: cell[axis] for axis in item.axes}
        return sum(
            self.evaluate(item.expression, {**own, **more}) for more in self.cells(item.over)
        )

    def measure(self, item):
        found = [self.summed(item, cell) for cell in self.cells(item.axes)]
        return np.reshape(found, self.sizes(item.axes))

    def arrivals(self, stream, cell, number):
        """Cells in which a number that leaves a cell arrives, and how much in each."""
        if stream.spread is None:
            yield cell, number
            return
        axis, shares = stream.spread.axis, stream.spread.shares
        (item,) = [item for item in self.system.parameters if item.name == shares]
        for to in range(len(self.labels[axis])):
            wide = {**cell, f"to_{axis}": to}
            share = self.values[shares][tuple(wide[name] for name in item.axes)]
            yield {**cell, axis: to}, number * share

    def change(self, stream, formula):
        """What a stream does to every stock, and its totals (left, arrived) by watched place."""
        change = {name: np.zeros_like(array) for name, array in self.stocks.items()}
        left, arrived = {}, {}
        for cell in self.cells(self.axes_of(stream)):
            number = formula(cell)
            if stream.source is not None:
                stock, place = self.place(stream.source, cell)
                change[stock][place] -= number
                self.book(left, stream.source, cell, number)
            if stream.target is not None:
                for to, part in self.arrivals(stream, cell, number):
                    stock, place = self.place(stream.target, to)
                    change[stock][place] += part
                    self.book(arrived, stream.target, to, part)
        return change, left, arrived

    def book(self, totals, text, cell, number):
        stock, _, free = self.end(text)
        place = tuple(cell[axis] for axis in free if axis in stock.watched)
        totals[place] = totals.get(place, 0.0) + number

    def flow(self, flow):
        return self.change(flow, lambda cell: self.evaluate(flow.rate, cell))

    def transfer(self, transfer):
        if transfer.amount is not None:
            return self.change(transfer, lambda cell: self.evaluate(transfer.amount, cell))
        return self.change(
            transfer,
            lambda cell: self.evaluate(transfer.share, cell) * self.named(transfer.source, cell),
        )
