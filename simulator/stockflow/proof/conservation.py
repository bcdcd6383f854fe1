"""The three laws that are proved of every program: as declared, conserved, never below zero."""

import random
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import sympy

from simulator.stockflow.grammar.elements import Stream, Transfer
from simulator.stockflow.grammar.expression import StockPart
from simulator.stockflow.grammar.system import System
from simulator.stockflow.proof.program_effect import ProgramEffect, short_text
from simulator.stockflow.proof.symbols import SymbolArray
from simulator.words.catalogue import Pair, listed, message, pair

# relative to the largest terms: above this a difference can't be rounding of thirty digits
_SURELY_NOT_ZERO = 1e-9


def is_zero(expression: Any) -> bool:  # noqa: ANN401
    """Whether an expression is zero whatever its symbols stand for.

    Multiplied out, equal products cancel; what is left is brought over one denominator. A value
    at one point tells at once where that would be in vain.
    """
    if expression == 0:
        return True
    # the cheap ways first; most differences cancel as soon as they are multiplied out
    whole = sympy.expand(expression)
    if whole == 0:
        return True
    # One point at which it is not zero settles it; only where the point says zero is algebra
    # needed. A false zero at a random point has probability next to none (Schwartz 1980, J. ACM
    # 27), and even then simplification decides, so that no random number enters the verdict *zero*.
    if _differs_somewhere(whole):
        return False
    return bool(sympy.simplify(sympy.cancel(sympy.together(whole))) == 0)


def vanishes_without(expression: Any, symbol: Any) -> bool:  # noqa: ANN401
    """Whether an expression is zero where one symbol is."""
    rest = sympy.sympify(expression).xreplace({symbol: sympy.Integer(0)})
    # a rate such as x log x has no value in an empty cell: what counts is its limit
    if rest.has(sympy.nan, sympy.zoo, sympy.oo):
        rest = sympy.limit(expression, symbol, 0, "+")
    return is_zero(rest)


def multiple_of(expression: Any, candidates: Iterable[tuple[str, Any]]) -> tuple[str, Any] | None:  # noqa: ANN401
    """The first named candidate of which an expression is a constant multiple, and the factor."""
    point = _point(expression)
    value = expression.xreplace(point)
    for name, candidate in candidates:
        if candidate == 0 or not candidate.free_symbols <= expression.free_symbols:
            continue
        other = candidate.xreplace(point)
        if other == 0:
            continue
        # from one point, then confirmed as an identity: dividing the expressions would be slow
        factor = sympy.nsimplify(value / other, rational=True)
        if abs(factor) <= len(point) and is_zero(expression - factor * candidate):
            return name, factor
    return None


def _differs_somewhere(expression: Any) -> bool:  # noqa: ANN401
    value = expression.xreplace(_point(expression))
    scale = sum(abs(sympy.N(term.xreplace(_point(expression)), 30)) for term in _terms(expression))
    return bool(abs(sympy.N(value, 30)) > _SURELY_NOT_ZERO * scale)


def _terms(expression: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return tuple(sympy.Add.make_args(expression))


def _point(expression: Any) -> dict[Any, Any]:  # noqa: ANN401
    """A fraction between 0 and 1 for every symbol, the same in every run."""
    symbols = sorted(expression.free_symbols, key=lambda symbol: str(symbol.name))
    # a fixed seed: a proof must not hold in one run and fail in the next; a prime denominator, and
    # numerators far from 0 and 1, so that no products meet by chance
    numbers = random.Random(len(symbols))  # noqa: S311
    return {symbol: sympy.Rational(numbers.randint(101, 899), 997) for symbol in symbols}


def balance_faults(effect: ProgramEffect) -> Iterator[str]:
    """Σ change of the stocks of a kind = Σ booked arrivals − Σ booked departures, everywhere.

    Kept for every label of the watched axes; what passes between two stocks arrives in total as
    it leaves in total.
    """
    system = effect.layout.system
    for kind in dict.fromkeys(stock.kind for stock in system.stocks):
        axes = next(stock.watched for stock in system.stocks if stock.kind == kind)
        residual = _residual(effect, kind, axes)
        for place in np.ndindex(residual.shape):
            if not is_zero(residual[place]):
                # the residual of a flow booked wrongly is a multiple of its rate: so the fault is
                # named by it
                culprit = multiple_of(residual[place], _booked_here(effect, kind, axes, place))
                name = culprit[0] if culprit is not None else kind
                yield message(
                    "fault.proof.balance",
                    name=name,
                    place=_place(system, kind, axes, place),
                    difference=short_text(residual[place]),
                )
                # one place a kind: the other places repeat the same fault label by label
                break
    for stream in effect.streams:
        yield from _passage(effect, stream)


def declaration_faults(effect: ProgramEffect) -> Iterator[str]:
    """Every cell changes by exactly what the flows declare, every total by its flow's rate."""
    for stream in effect.streams:
        for part, block, declared, sign in effect.bookings(stream):
            generated = effect.total(stream.name, block)
            for place in np.ndindex(generated.shape):
                if not is_zero(generated[place] - declared[place]):
                    key = "fault.proof.total_leaving" if sign < 0 else "fault.proof.total_arriving"
                    name = part.stock.name
                    where = _place(effect.layout.system, name, part.watched, place)
                    yield message(key, name=stream.name, place=where)
                    break
    for stock in effect.layout.system.stocks:
        yield from _cell_faults(effect, stock.name)


def emptiness_faults(effect: ProgramEffect) -> Iterator[str]:
    """What leaves a cell must vanish when the cell is empty.

    A stated amount is no rate: that it is there is checked in the run.
    """
    for stream in effect.streams:
        source = effect.layout.system.part(stream.source)
        # rates and shares that vanish with the cell keep it from going below zero (a condition of
        # quasi-positivity, as for reaction networks); a stated amount has no such form
        if source is None or (isinstance(stream, Transfer) and stream.amount is not None):
            continue
        rates = effect.leaving(stream)
        cells = effect.second_reading.cells(source)
        for place in np.ndindex(rates.shape):
            if not vanishes_without(rates[place], cells[place]):
                is_share = isinstance(stream, Transfer)
                key = "fault.proof.by_share" if is_share else "fault.proof.by_rate"
                yield message(key, name=stream.name, cell=cells[place], source=source)
                break


def _residual(effect: ProgramEffect, kind: str, axes: tuple[str, ...]) -> SymbolArray:
    """Change of a kind less what is booked, shape (*watched axes)."""
    system = effect.layout.system
    residual = np.full(system.shape(axes), sympy.Integer(0), dtype=object)
    for stock in system.stocks:
        if stock.kind == kind:
            away = tuple(n for n, axis in enumerate(stock.axes) if axis not in axes)
            residual += np.asarray(effect.stock(stock.name).sum(axis=away), dtype=object)
    for stream in effect.streams:
        for part, block, _, sign in effect.bookings(stream):
            if part.stock.kind == kind:
                residual[_watched_place(system, part, axes)] -= sign * effect.total(
                    stream.name, block
                )
    return residual


def _booked_here(
    effect: ProgramEffect, kind: str, axes: tuple[str, ...], place: tuple[int, ...]
) -> Iterator[tuple[str, Any]]:
    """Declared totals of every stream at one place, to find who is to blame."""
    system = effect.layout.system
    for stream in effect.streams:
        for part, _, declared, _ in effect.bookings(stream):
            if part.stock.kind == kind:
                spread = np.full(system.shape(axes), sympy.Integer(0), dtype=object)
                spread[_watched_place(system, part, axes)] += declared
                yield stream.name, spread[place]


def _watched_place(
    system: System, part: StockPart, axes: tuple[str, ...]
) -> tuple[slice | int, ...]:
    return tuple(
        system.axis[axis].index(part.fixed[axis]) if axis in part.fixed else slice(None)
        for axis in axes
    )


def _passage(effect: ProgramEffect, stream: Stream) -> Iterator[str]:
    totals = effect.layout.totals[stream.name]
    # one block for both means one number: nothing to compare
    if totals.leaving is None or totals.arriving is None or totals.leaving is totals.arriving:
        return
    leaving = effect.total(stream.name, totals.leaving).sum()
    arriving = effect.total(stream.name, totals.arriving).sum()
    if not is_zero(arriving - leaving):
        yield message("fault.proof.passage", name=stream.name)


def _cell_faults(effect: ProgramEffect, stock: str) -> Iterator[str]:
    """One fault for every stream that is not booked as declared, at the first such cell."""
    generated = effect.stock(stock)
    contributions = effect.contributions(stock)
    blamed: set[str] = set()
    for place, name in effect.named_cells(stock):
        declared = sum((array[place] for array in contributions.values()), sympy.Integer(0))
        difference = generated[place] - declared
        if is_zero(difference):
            continue
        candidates = ((flow, array[place]) for flow, array in contributions.items())
        culprit = multiple_of(difference, candidates)
        if culprit is None:
            if stock not in blamed:
                yield message("fault.proof.cell", cell=name, difference=short_text(difference))
            blamed.add(stock)
        elif culprit[0] not in blamed:
            blamed.add(culprit[0])
            yield _misbooked(culprit, contributions[culprit[0]][place], name)


def _misbooked(culprit: tuple[str, Any], declared: Any, cell: str) -> str:  # noqa: ANN401
    """In words: a declared arrow is booked (1 + factor) times at a cell."""
    name, factor = culprit
    verb = pair("proof.leave" if declared.could_extract_minus_sign() else "proof.enter")
    times = 1 + factor
    if times == 0:
        return message("fault.proof.left_out", name=name, verb=verb, cell=cell)
    if times == -1:
        return message("fault.proof.opposite", name=name, verb=verb, cell=cell)
    return message("fault.proof.times", name=name, verb=verb, cell=cell, times=times)


def _place(system: System, what: str, axes: tuple[str, ...], place: tuple[int, ...]) -> Pair:
    """``people of registered, east``; the bare kind or stock where nothing is told apart."""
    labels = [system.axis[axis].labels[number] for axis, number in zip(axes, place, strict=True)]
    return pair("proof.at", kind=what, labels=listed(labels)) if labels else (what, what)
