"""Text of loops over labelled cells: what runs inside what, and where a number stands in memory.

A compiler takes several neighbours at a step only in an innermost loop without branches that reads
stretches of memory it can tell apart. So the loop along the cohorts is always innermost, and what
does not change along it is read before it begins.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.layout import Block


@dataclass(kw_only=True)
class Inner:
    """The innermost loop being written: its axis, where it begins, and what it takes out before."""

    axis: str
    first: str
    length: str
    depth: int
    taken: dict[str, str] = field(default_factory=dict)

    def take(self, text: str, array: str) -> str:
        """Name under which something stands before the loop begins."""
        return self.taken.setdefault(text, f"{array}_{len(self.taken)}")


@dataclass(kw_only=True)
class LoopText:
    """Lines of a function being written, with the cuts and places they ask for."""

    system: System
    lines: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)
    places: list[Block] = field(default_factory=list)
    depth: int = 1
    inner: Inner | None = None

    def line(self, text: str) -> None:
        """Add a line."""
        self.lines.append("    " * self.depth + text)

    @contextmanager
    def loop(self, axes: Sequence[str]) -> Iterator[None]:
        """Nested loops over axes, the cohorts last."""
        before = self.depth
        for axis in self.in_memory(axes):
            self.line(f"for i_{axis} in range({self.size(axis)}):")
            self.depth += 1
        yield
        self.depth = before

    @contextmanager
    def innermost(self, axis: str, cut: str | None = None) -> Iterator[None]:
        """The loop along neighbouring numbers, between the ends of a cut.

        What it reads is taken out of the arrays before it begins: numbers that stay, and stretches
        of neighbours, so that the compiler may take several at a step.
        """
        first, stop = ("0", self.size(axis)) if axis else ("0", "1")
        if cut is not None:
            first, stop = self.cut(cut), self.cut(cut, 1)
        # the body first: only then is it known what it takes out before the loop
        outside, self.lines = self.lines, []
        self.inner = Inner(axis=axis, first=first, length=f"{stop} - {first}", depth=self.depth)
        self.depth += 1
        yield
        self.depth -= 1
        inside, self.lines = self.lines, outside
        for name, text in self.inner.taken.items():
            self.line(f"{text} = {name}")
        self.line(f"for n in range({self.inner.length}):")
        self.lines += inside
        self.inner = None

    @contextmanager
    def cells(self, axes: Sequence[str], cut: str | None = None) -> Iterator[None]:
        """Loops over all of some axes, the last of them innermost."""
        ordered = self.in_memory(axes)
        with self.loop(ordered[:-1]), self.innermost(ordered[-1] if ordered else "", cut):
            yield

    def size(self, axis: str) -> str:
        """Text of the number of labels of an axis; that of the cohorts is told at run time.

        A longer horizon has more cohorts but the same text, and so needs no new machine code.
        """
        return "n_moving" if self.is_moving(axis) else str(self.system.axis[axis].size)

    def read(self, array: str, start: str, axes: Sequence[str], labels: dict[str, str]) -> str:
        """Text of one number of an array at the running cell."""
        whole = f"{start} + {self.index(axes, labels)}"
        inner = self.inner
        if inner is None:
            return f"{array}[{whole}]"
        written = labels | {inner.axis: labels.get(inner.axis, f"(n + {inner.first})")}
        if "i_to_" in whole:  # another loop runs inside this one
            return f"{array}[{start} + {self.index(axes, written)}]"
        if inner.axis not in axes or inner.axis in labels:
            # ``dy`` is written to, so it can't be taken out before
            return f"dy[{whole}]" if array == "dy" else inner.take(f"{array}[{whole}]", array)
        if self.in_memory(axes)[-1] != inner.axis:
            return f"{array}[{start} + {self.index(axes, written)}]"
        place = f"{start} + {self.index(axes, labels | {inner.axis: inner.first})}"
        return f"{inner.take(f'{array}[{place} : {place} + ({inner.length})]', array)}[n]"

    def is_moving(self, axis: str) -> bool:
        """Whether an axis is that of the cohorts."""
        return self.system.axis[axis].windows is not None

    def in_memory(self, axes: Sequence[str]) -> tuple[str, ...]:
        """Axes as they lie in memory."""
        return tuple(sorted(axes, key=self.is_moving))

    def cut(self, name: str, end: int = 0) -> str:
        """Text of where a cut begins (0) or ends (1)."""
        if name not in self.cuts:
            self.cuts.append(name)
        return f"cut[{self.cuts.index(name)}, {end}]"

    def place(self, block: Block) -> str:
        """Text of where a block begins in the state."""
        if block not in self.places:
            self.places.append(block)
        return f"place[{self.places.index(block)}]"

    def index(self, axes: Sequence[str], labels: dict[str, str]) -> str:
        """Place among the cells of some axes, from the running numbers or fixed labels."""
        text = ""
        for axis in self.in_memory(axes):
            size = "n_moving" if self.is_moving(axis) else str(self.system.axis[axis].size)
            label = labels.get(axis, f"i_{axis}")
            text = f"({text}) * {size} + {label}" if text else label
        return text or "0"
