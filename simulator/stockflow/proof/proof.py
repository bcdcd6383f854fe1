"""The proof: what holds of the generated programs whatever the numbers are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import prod

from simulator.errors import StructureError
from simulator.stockflow.grammar.axis import NEWEST, Axis
from simulator.stockflow.grammar.division import divide
from simulator.stockflow.grammar.elements import Flow, Transfer
from simulator.stockflow.grammar.expression import StockPart, parse, references
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.generate import Generated, generate
from simulator.words.catalogue import Pair, listed, message, pair

# the open cohort, one that is neither first nor newest, and the newest: every case a line can treat
COHORTS = 3
# with one label alone a sum over labels and a single one would look the same
LABELS = 2


def smallest_instance(system: System) -> System:
    """Cut every axis to the labels that are named anywhere, and at least two (three cohorts).

    What holds for the smallest instance with a symbol in every cell holds for any number of
    labels: no generated line treats one label differently unless the declaration fixes it.
    """
    # A generated line is array arithmetic: it does the same at every label, but for labels that the
    # declaration fixes, and those are kept. ``_check_same_form`` holds the two texts together, so
    # that the argument does not rest on this sentence.
    named = fixed_labels(system)
    axes = tuple(_cut(axis, named.get(axis.name, frozenset())) for axis in system.axes)
    return replace(system, axes=axes)


def fixed_labels(system: System) -> dict[str, frozenset[str]]:
    """Labels that a flow, a transfer or an expression fixes, by axis."""
    found: dict[str, frozenset[str]] = {}
    for part in _named_parts(system):
        for axis, label in part.fixed.items():
            # newest is a position, which every instance has, not a label
            if label != NEWEST:
                found[axis] = found.get(axis, frozenset()) | {label}
    return found


def _cut(axis: Axis, named: frozenset[str]) -> Axis:
    wanted = COHORTS if axis.windows is not None else LABELS
    # the first cohort is the open one, of which nothing can be cut
    kept = {axis.labels[0], *named} if axis.windows is not None else set(named)
    for label in axis.labels:
        if len(kept) >= wanted:
            break
        kept.add(label)
    labels = tuple(label for label in axis.labels if label in kept)
    windows = axis.windows
    if windows is not None:
        windows = replace(windows, count=len(labels) - 1)
    return Axis(name=axis.name, labels=labels, windows=windows)


def _named_parts(system: System) -> Iterator[StockPart]:
    """Every part of a stock that the declaration names."""
    for text in _texts(system):
        for found in references(parse(text)):
            if found.name in system.stock:
                part = system.part(str(found))
                if part is not None:
                    yield part


def _texts(system: System) -> Iterator[str]:
    for flow in system.flows:
        yield flow.rate
    for transfer in system.transfers:
        yield str(transfer.amount if transfer.amount is not None else transfer.share)
    streams: tuple[Flow | Transfer, ...] = (*system.flows, *system.transfers)
    for stream in streams:
        yield from (text for text in (stream.source, stream.target) if text is not None)
    yield from (auxiliary.expression for auxiliary in system.auxiliaries)
    yield from (measure.expression for measure in system.measures)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """What was proved, of how much; ``str`` gives a summary to read, in Chinese and English.

    ``instance`` counts labels by axis, ``cells`` the cells of all stocks in it. ``places`` are the
    places at which the balance of each kind is kept. ``amounts`` are the transfers that take a
    stated number out of a stock: that it is there only a run can tell.
    """

    system: str
    instance: tuple[tuple[str, int], ...]
    cells: int
    flows: int
    transfers: int
    measures: int
    places: tuple[tuple[str, int], ...]
    outflows: int
    units: int
    amounts: tuple[str, ...]

    @property
    def statements(self) -> tuple[Pair, ...]:
        """One sentence for every law, then what is left to the run."""
        kinds = listed(
            pair("proof.kind", kind=kind, places=_counted(number, "place"))
            for kind, number in self.places
        )
        names = {"names": listed(self.amounts)} if self.amounts else {}
        return (
            pair(
                "proof.declared",
                cells=_counted(self.cells, "cell"),
                flows=_counted(self.flows, "flow"),
                transfers=_counted(self.transfers, "transfer"),
                measures=_counted(self.measures, "measure"),
            ),
            pair("proof.conserved", kinds=kinds),
            pair("proof.positive", outflows=_counted(self.outflows, "outflow")),
            pair("proof.units", expressions=_counted(self.units, "expression")),
            pair("proof.run_amounts" if names else "proof.run", **names),
        )

    def __str__(self) -> str:
        sizes = " × ".join(f"{axis} {number}" for axis, number in self.instance)
        labels = (sizes, sizes) if sizes else pair("proof.no_axes")
        lines = list(pair("proof.head", system=self.system, labels=labels))
        # Chinese first and English beneath, law by law: one line would be too long for both
        lines += [f"  {line}" for statement in self.statements for line in statement]
        return "\n".join(lines)


def prove(system: System, generated: Generated | None = None) -> Proof:
    """Prove of the generated programs what must hold for every scenario.

    The programs of the smallest instance are run on symbols. (0) Every cell, total and measure is
    what the declaration says, read by a second interpreter. (i) For every conserved kind and
    watched label, Σ d(stock)/dt = Σ booked arrivals − Σ booked departures. (ii) Every outflow of
    a cell vanishes with the cell. (iii) Every rate has the unit of its stock per year.

    Parts that do not act on each other run as systems of their own, and so they are proved.

    Parameters
    ----------
    system
        The declaration, of any size.
    generated
        Programs to be proved in place of those of ``smallest_instance``: for programs of one's
        own, and for tests that change one by hand.

    Raises
    ------
    StructureError
        With every fault of (0), (i) or (ii), one to a line.
    UnitError
        With every fault of (iii).
    """
    # the algebra loads slowly, so this room imports it where it is used
    from simulator.stockflow.proof.units import check_units

    # units first: they are quick, and a wrong one often explains a fault of the other laws
    counted = check_units(system)
    if generated is not None:
        _check_laws((generated,))
        return _proof(generated.layout.system, counted)
    parts = [part.system for part in divide(system)]
    instances = tuple(generate(smallest_instance(part)) for part in parts)
    for part, instance in zip(parts, instances, strict=True):
        # the whole part is generated and compared, never run: it has far too many cells for
        # symbols
        _check_same_form(generate(part), instance)
    _check_laws(instances)
    return _proof(smallest_instance(system), counted)


def _check_laws(programs: tuple[Generated, ...]) -> None:
    from simulator.stockflow.proof.conservation import (
        balance_faults,
        declaration_faults,
        emptiness_faults,
    )
    from simulator.stockflow.proof.program_effect import program_effects

    effects = [effect for each in programs for effect in program_effects(each)]
    # law by law, like the checks of a declaration: a fault of one shows up in the next as well
    for law in (balance_faults, declaration_faults, emptiness_faults):
        faults = [fault for effect in effects for fault in law(effect)]
        if faults:
            raise StructureError("\n".join(faults))
    faults = [fault for each in programs for fault in _measure_faults(each)]
    if faults:
        raise StructureError("\n".join(faults))


def _measure_faults(generated: Generated) -> Iterator[str]:
    import numpy as np

    from simulator.stockflow.proof.conservation import is_zero
    from simulator.stockflow.proof.second_reading import SecondReading
    from simulator.stockflow.proof.symbols import Symbols, run_reading

    symbols = Symbols(generated.layout.system)
    second_reading = SecondReading(symbols)
    for name, array in run_reading(generated, symbols).items():
        expected = second_reading.measure(name)
        found = np.broadcast_to(array, expected.shape)
        if not all(is_zero(found[place] - expected[place]) for place in np.ndindex(found.shape)):
            yield message("fault.proof.measure", name=name)


def _check_same_form(whole: Generated, instance: Generated) -> None:
    """The programs proved must be those that run, but for numbers of labels."""
    # sizes and offsets are the only numbers that depend on how many labels there are
    if re.sub(r"\d+", "#", whole.text) != re.sub(r"\d+", "#", instance.text):
        raise StructureError(message("fault.proof.form", name=whole.layout.system.name))


def _proof(instance: System, counted: int) -> Proof:
    streams: tuple[Flow | Transfer, ...] = (*instance.flows, *instance.transfers)
    inside = [stream for stream in streams if stream.source is not None]
    amounts = tuple(
        transfer.name
        for transfer in instance.transfers
        if transfer.source is not None and transfer.amount is not None
    )
    kinds = {stock.kind: stock.watched for stock in instance.stocks}
    return Proof(
        system=instance.name,
        instance=tuple((axis.name, axis.size) for axis in instance.axes),
        cells=sum(prod(instance.shape(stock.axes)) for stock in instance.stocks),
        flows=len(instance.flows),
        transfers=len(instance.transfers),
        measures=len(instance.measures),
        places=tuple((kind, prod(instance.shape(watched))) for kind, watched in kinds.items()),
        outflows=len(inside) - len(amounts),
        units=counted,
        amounts=amounts,
    )


def _counted(number: int, noun: str) -> Pair:
    return pair(f"proof.count.{noun}{'_one' if number == 1 else ''}", number=number)
