"""Runs side by side: what differs in the inputs, what differs in the gaps, in tables and sentences.

The same for a screen, a sheet, a page of a report: ``compared`` makes it, whoever shows it only
lays it out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.city.comparison.differences import Differences, Largest, against_first
from simulator.city.comparison.inputs import Difference, Stated, differences, pack_differences
from simulator.city.comparison.sides import LEVELS, Side
from simulator.city.ground.manifest import digests_inside
from simulator.city.ground.titles import place_title
from simulator.city.services.series import SMALLEST
from simulator.city.why.sentences import gap_said, signed
from simulator.files.results_mark import program
from simulator.files.stated_text import shown_value
from simulator.report.table import Column, Table, dates, numbers, texts
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import Pair, moment, pair

_UNIT, _DIGITS = "of_the_service", 6
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What sides are called where there is little room."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """Sides with what differs between each of them and the first.

    ``inputs``, ``rows`` and ``largest`` are tables; ``sentences`` say what matters of them,
    ``caveats`` what the sides do not share.
    """

    sides: tuple[Side, ...]
    against: tuple[Differences, ...]
    stated: tuple[tuple[Difference, ...], ...]
    packed: tuple[tuple[Difference, ...], ...]
    inputs: Table
    rows: Table
    largest: Table
    sentences: tuple[Pair, ...]
    caveats: tuple[Pair, ...]

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table, the one that says most first."""
        return (self.largest, self.rows, self.inputs)


def compared(sides: Sequence[Side]) -> Comparison:
    """Two sides or more of one city, each against the first."""
    first, against = sides[0], against_first(sides)
    stated = tuple(tuple(differences(first.loaded, side.loaded)) for side in sides[1:])
    packed = tuple(tuple(pack_differences(first.loaded, side.loaded)) for side in sides[1:])
    return Comparison(
        sides=tuple(sides),
        against=against,
        stated=stated,
        packed=packed,
        inputs=_inputs_table(sides, stated, packed),
        rows=_rows_table(against),
        largest=_largest_table(against),
        sentences=tuple(_sentences(against, stated)),
        caveats=tuple(_caveats(sides)),
    )


# -- tables


def _inputs_table(
    sides: Sequence[Side],
    stated: Sequence[Sequence[Difference]],
    packed: Sequence[Sequence[Difference]],
) -> Table:
    """One row for each input that differs, of each other side."""
    rows: list[tuple[str, ...]] = []
    for side, *found in zip(sides[1:], stated, packed, strict=True):
        for address, one, other in (*found[0], *found[1]):
            rows.append(
                (side.name, address, *_told(sides[0], address, one), *_told(side, address, other))
            )
    names = (
        "scenario",
        "key",
        *(f"first_{each}" for each in _TOLD),
        *(f"other_{each}" for each in _TOLD),
    )
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    return Table(
        name="compared_inputs",
        columns=tuple(texts(name, list(column)) for name, column in zip(names, cells, strict=True)),
    )


_TOLD = ("value", "layer", "place")


def _told(side: Side, address: str, stated: Stated | None) -> tuple[str, str, str]:
    """Value, layer and place; of a run as they were when it was made."""
    if stated is None:
        return "", "", ""
    kept = side.stated.get(address)
    if not kept:
        return shown_value(stated.value), stated.layer, stated.place
    last = kept[-1]
    place = last.path if last.line is None else f"{last.path}:{last.line}"
    return shown_value(stated.value), last.kind, place


def _rows_table(against: Sequence[Differences]) -> Table:
    """The difference first and the levels second, of every row that both sides have."""
    labels = [
        (found.other.name, *key, found.first.unit[key[0]])
        for found in against
        for key in found.keys
    ]
    scenario, service, district, day, unit = (list(each) for each in zip(*labels, strict=True))
    columns: list[Column] = [
        texts("scenario", scenario),
        dates("date", day),
        texts("service", service),
        texts("district", district),
    ]
    columns += [
        _number(f"{name}_difference", [f.of(name) for f in against]) for name in LEVELS[::-1]
    ]
    if any(found.interval is not None for found in against):
        columns += [
            _number(f"difference_{end}", [_end(found, end) for found in against])
            for end in ("low", "middle", "high")
        ]
    columns += [
        _number(f"{name}_{side}", [found.levels(name)[place] for found in against])
        for name in LEVELS[::-1]
        for place, side in enumerate(("first", "other"))
    ]
    return Table(name="compared", columns=(*columns, texts("unit", unit)))


def _number(name: str, parts: Sequence[np.ndarray]) -> Column:
    return numbers(name, np.concatenate(parts), _UNIT, _DIGITS)


def _end(found: Differences, name: str) -> np.ndarray:
    known = found.interval
    empty = np.full(len(found.keys), np.nan)
    return empty if known is None else np.asarray(getattr(known, name))


def _largest_table(against: Sequence[Differences]) -> Table:
    """Every service in every place: where the gap differs most, and the last day."""
    every = [(found, each) for found in against for each in found.largest]
    return Table(
        name="compared_largest",
        columns=(
            texts("scenario", [found.other.name for found, _ in every]),
            texts("service", [each.service for _, each in every]),
            texts("district", [each.place for _, each in every]),
            dates("date", [each.day for _, each in every]),
            numbers("gap_difference", [each.difference for _, each in every], _UNIT, _DIGITS),
            numbers("gap_first", [each.levels[0] for _, each in every], _UNIT, _DIGITS),
            numbers("gap_other", [each.levels[1] for _, each in every], _UNIT, _DIGITS),
            dates("last_date", [each.last_day for _, each in every]),
            numbers("last_difference", [each.last_difference for _, each in every], _UNIT, _DIGITS),
            numbers("last_first", [each.last_levels[0] for _, each in every], _UNIT, _DIGITS),
            numbers("last_other", [each.last_levels[1] for _, each in every], _UNIT, _DIGITS),
            texts("unit", [found.first.unit[each.service] for found, each in every]),
        ),
    )


# -- sentences


def named(found: Differences, each: Largest) -> Mapping[str, object]:
    """What is said of a service in a place, by the names of sentences and headings."""
    pack = found.first.loaded.pack
    one, two = each.levels
    return {
        "service": pack.service[each.service].title,
        "place": place_title(pack, each.place),
        "when": moment(instant(date.fromisoformat(each.day))),
        "difference": signed(each.difference),
        "unit": pair(f"unit.{found.first.unit[each.service]}"),
        "within": within(found, each),
        "first": gap_said(one),
        "other": gap_said(two),
        "first_title": found.first.title,
        "other_title": found.other.title,
    }


def within(found: Differences, each: Largest) -> Pair:
    """Between what the difference lies in 8 of 10 draws; nothing without common draws."""
    known = found.within(each.row)
    if known is None:
        return "", ""
    low, high = map(signed, known)
    chinese, english = pair("compare.within", low=low, high=high)
    return chinese, f" {english}"  # its own brackets set the Chinese off from what stands before


def _sentences(
    against: Sequence[Differences], stated: Sequence[Sequence[Difference]]
) -> Iterator[Pair]:
    for found, inputs in zip(against, stated, strict=True):
        titles = {"first": found.first.title, "other": found.other.title}
        yield pair("compare.inputs_differ", number=len(inputs), **titles)
        differing = [each for each in found.in_city() if abs(each.difference) >= SMALLEST]
        for each in sorted(differing, key=lambda one: -abs(one.difference)):
            yield pair("compare.sentence", **named(found, each))
        for each in found.in_districts()[:1]:
            if abs(each.difference) >= SMALLEST:
                yield pair("compare.most", **named(found, each))
        if not differing:
            yield pair("compare.same", **titles)
        yield sureness(found)


def sureness(found: Differences) -> Pair:
    """How sure the differences are."""
    if found.interval is None:
        both = found.first.drawn is not None and found.other.drawn is not None
        return pair("compare.other_seed" if both else "compare.no_interval")
    draws = min(
        len(each.drawn.gap) for each in (found.first, found.other) if each.drawn is not None
    )
    return pair("compare.interval", draws=draws)


# -- what the sides do not share


def _caveats(sides: Sequence[Side]) -> Iterator[Pair]:
    first, version = sides[0], program()["version"]
    for side in sides[1:]:
        ends = [each.loaded.scenario for each in (first, side)]
        if ends[0].start != ends[1].start or ends[0].stop != ends[1].stop:
            yield pair(
                "compare.other_span",
                first=first.title,
                other=side.title,
                start=moment(max(each.start for each in ends)),
                stop=moment(min(each.stop for each in ends)),
            )
    for side in sides:
        if side.is_run and side.version != version:
            versions = {"found": side.version or "?", "version": version}
            yield pair("compare.other_version", scenario=side.title, **versions)
        if _pack_has_changed(side):
            yield pair("compare.pack_changed", scenario=side.title)


def _pack_has_changed(side: Side) -> bool:
    """Whether the city pack is no longer the one that a run was made with."""
    if not side.is_run:
        return False
    pack = side.loaded.pack
    kept = side.manifest.get("inputs", {}).get("pack", {})
    now = {
        f"calibration/{pack.name}/{name}": digest
        for name, digest in digests_inside(pack.folder).items()
    }
    return any(now.get(name) != digest for name, digest in kept.items())
