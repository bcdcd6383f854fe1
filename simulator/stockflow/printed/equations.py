"""The equations of a system as Markdown with LaTeX: the reading for people."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Measure, Stock, Transfer
from simulator.stockflow.grammar.expression import StockPart, parse
from simulator.stockflow.grammar.loop import Loop
from simulator.stockflow.grammar.system import System
from simulator.stockflow.printed.latex import Notation
from simulator.stockflow.printed.latex import words as upright
from simulator.words.declared import ENGLISH, ModelWords


def write_equations(system: System, words: ModelWords = ENGLISH) -> str:
    """Every stock, flow, transfer, auxiliary and measure of a system, as Markdown.

    The change of a stock is put together from the flows that name it, so the page can't say
    anything that the numbers do not. Formulas keep the declared names in every language.

    Parameters
    ----------
    system
        Any declared system.
    words
        The language of the page, with the meanings of what is declared.
    """
    page = _Page(system=system, words=words, notation=Notation(system))
    name = words.of("system", system.name, system.name)
    sections = (
        [f"# {page.told('title', system=name)}", f"{page.told('how')}\n\n{page.axes_table()}"],
        page.section("stocks", (page.stock(stock) for stock in system.stocks)),
        page.section("flows", (page.stream(flow) for flow in system.flows)),
        page.section("transfers", (page.stream(each) for each in system.transfers)),
        page.section("auxiliaries", (page.quantity(item) for item in system.auxiliaries)),
        page.section("measures", (page.quantity(item) for item in system.measures)),
        page.section("loops", (page.loop(loop) for loop in system.loops)),
    )
    return "\n\n".join(part for section in sections for part in section) + "\n"


@dataclass(frozen=True, kw_only=True)
class _Page:
    """Parts of the page in a language."""

    system: System
    words: ModelWords
    notation: Notation

    def told(self, key: str, **values: object) -> str:
        """A word of the equations."""
        return self.words.say(f"model.equations.{key}", **values)

    def section(self, title: str, parts: Iterator[str]) -> list[str]:
        """A heading and what stands below it; nothing where nothing does."""
        found = list(parts)
        return [f"## {self.told(title)}", *found] if found else []

    def axes_table(self) -> str:
        """Letter, name and labels of every axis."""
        columns = (self.told(column) for column in ("index", "axis", "labels"))
        lines = [f"| {' | '.join(columns)} |", "|---|---|---|"]
        letters = self.notation.letters
        for axis in self.system.axes:
            letter = letters[axis.name]
            primed = self.words.comma + f"${letter}'$ {self.told('arrives')}"
            index = f"${letter}$" + (primed if f"to_{axis.name}" in letters else "")
            lines.append(f"| {index} | {self.words.axis(axis.name)} | {self._labels(axis)} |")
        return "\n".join(lines)

    def _labels(self, axis: Axis) -> str:
        if axis.windows is not None:
            first = {"first": axis.labels[0], "second": axis.labels[1]}
            return self.told("cohorts", size=axis.size, last=axis.labels[-1], **first)
        labels = self.words.listed(self._beside(label) for label in axis.labels[:12])
        # a hundred labels would push the equations off the page
        return labels + (f" … ({axis.size})" if axis.size > 12 else "")

    def _beside(self, label: str) -> str:
        """A label as the formulas have it, and what it is called in another language."""
        plain, called = label.replace("_", " "), self.words.label(label)
        return plain if called == plain else f"{plain} {called}"

    def _head(self, name: str, shown: str | None = None) -> str:
        """What a declared name is called, in bold; beside it the name that formulas have."""
        plain, called = name.replace("_", " "), self.words.name(name)
        if shown is not None:
            return shown if called == plain else f"{shown} {called}"
        return f"**{called}**" if called == plain else f"**{called}** {plain}"

    def loop(self, loop: Loop) -> str:
        """What a loop does, whether it balances or reinforces, and the way round with its signs."""
        steps = " ".join(f"→{step[0].replace('-', '−')} `{step[2:]}`" for step in loop.path)
        kind = self.told({"B": "balancing", "R": "reinforcing"}[loop.kind])
        meaning = self.words.meaning(loop.name, loop.meaning)
        head = self.told("leads", head=self._head(loop.name), way=kind, meaning=meaning)
        return f"{head}\n\n`{loop.names[-1]}` {steps}"

    def stock(self, stock: Stock) -> str:
        """The change of a stock: what arrives less what leaves, flow by flow."""
        notation = self.notation
        changes = list(_changes(notation, stock))
        whole = notation.indexed(stock.symbol, stock.axes, {})
        left = rf"\frac{{\mathrm{{d}}}}{{\mathrm{{d}}t}}\, {whole} ={{}}&"
        body = "\\\\\n&".join(changes) if changes else "0"
        head = self.told(
            "stock",
            head=self._head(stock.name, f"`{stock.name}`"),
            meaning=self.words.meaning(stock.name, stock.meaning),
            unit=self.words.unit(stock.unit),
        )
        return (
            f"### {head}\n\n"
            f"$$\n\\begin{{aligned}}\n{left} {body}\n\\end{{aligned}}\n$$"
            f"{self._on_dates(stock)}"
        )

    def _on_dates(self, stock: Stock) -> str:
        """Transfers that move the stock, with their signs."""
        found = []
        for transfer in self.system.transfers:
            source, target = self.system.part(transfer.source), self.system.part(transfer.target)
            leaves = source is not None and source.stock.name == stock.name
            arrives = target is not None and target.stock.name == stock.name
            if leaves or arrives:
                # a transfer between two parts of one stock does both
                sign = "±" if leaves and arrives else "−" if leaves else "+"
                found.append(f"{sign} {self.words.name(transfer.name)}")
        return f"\n\n{self.told('on_dates', changes=self.words.listed(found))}" if found else ""

    def stream(self, stream: Flow | Transfer) -> str:
        """A flow or transfer: where from, where to, and how much."""
        notation = self.notation
        left = notation.flow(stream.name, self.system.rate_axes(stream), {})
        if isinstance(stream, Flow):
            right = notation.expression(parse(stream.rate))
        elif stream.amount is not None:
            right = notation.expression(parse(stream.amount))
        else:
            right = notation.expression(parse(f"({stream.share}) * {stream.source}"))
        way = f"{self._place(stream.source)} → {self._place(stream.target)}"
        if stream.spread is not None:
            shares = self.system.parameter[stream.spread.shares]
            symbol = notation.indexed(shares.symbol, shares.axes, {})
            way = self.told("spread", way=way, symbol=f"${symbol}$")
        meaning = self.words.meaning(stream.name, stream.meaning)
        head = self.told("leads", head=self._head(stream.name), way=way, meaning=meaning)
        return f"{head}\n\n$$\n{left} = {right}\n$$"

    def _place(self, text: str | None) -> str:
        return self.told("outside") if text is None else f"`{text}`"

    def quantity(self, item: Auxiliary | Measure) -> str:
        """An auxiliary or a measure: its unit, what it means, and its formula."""
        left = self.notation.quantity(item)
        right = self.notation.sum_over(item.over, parse(item.expression))
        meaning, unit = self.words.meaning(item.name, item.meaning), self.words.unit(item.unit)
        head = self.told("measured", head=self._head(item.name), unit=unit, meaning=meaning)
        return f"{head}\n\n$$\n{left} = {right}\n$$"


def _changes(notation: Notation, stock: Stock) -> Iterator[str]:
    """Every flow that takes from a stock or adds to it, with its sign.

    From the flows and not from a text of its own: the page can't disagree with the program.
    """
    system = notation.system
    for flow in system.flows:
        source, target = system.part(flow.source), system.part(flow.target)
        if source is not None and source.stock.name == stock.name:
            rate = notation.flow(flow.name, source.free, {})
            yield rf"-\; {_condition(notation, source)}{rate}"
        if target is not None and target.stock.name == stock.name:
            # an Iverson bracket says in which cells a flow with fixed labels arrives
            yield rf"+\; {_condition(notation, target)}{_arriving(notation, flow)}"


def _condition(notation: Notation, part: StockPart) -> str:
    """Where a part lies: ``[s = childless]`` for every label it fixes."""
    parts = (f"[{notation.letters[axis]} = {upright(label)}]" for axis, label in part.fixed.items())
    text = "".join(parts)
    return text + r"\; " if text else ""


def _arriving(notation: Notation, stream: Flow | Transfer) -> str:
    """A rate where it arrives; a spread one as a sum over where it comes from."""
    system = notation.system
    axes = system.rate_axes(stream)
    if stream.spread is None:
        return notation.flow(stream.name, axes, {})
    axis = stream.spread.axis
    letter = notation.letters[axis]
    shares = system.parameter[stream.spread.shares]
    # summed over where it comes from: the equation of a cell is about what arrives there
    names = {axis: f"{letter}'", f"to_{axis}": letter}
    share = notation.indexed(shares.symbol, shares.axes, names)
    rate = notation.flow(stream.name, axes, {axis: f"{letter}'"})
    return rf"\sum_{{{letter}'}} {share}\, {rate}"
