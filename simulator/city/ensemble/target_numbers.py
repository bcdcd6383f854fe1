"""Targets in every draw, and what is said of all draws beside the tables of targets.

What is kept goes by row and not by column: which readings of a target are known follows from the
run. A row is named by target, reading and year; the verdict of a target by the target alone.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.city.ensemble.numbers import Numbers
from simulator.city.ensemble.quantiles import Likelihood, likelihood, quantiles
from simulator.city.ground.outcome import Outcome, derived
from simulator.city.ground.rounding import met_word
from simulator.city.targets.board import reading_in_use
from simulator.city.targets.drawn import DrawnReading, drawn_readings
from simulator.city.targets.reading import read_entries
from simulator.report.table import Column, Table, numbers, texts
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import Language, say

_UNIT = "of_the_target"


@derived
def _readings(outcome: Outcome, draw: int = 0) -> tuple[DrawnReading, ...]:  # noqa: ARG001 - all
    return tuple(drawn_readings(outcome))


def target_values_numbers(outcome: Outcome) -> Numbers:
    """The value of every reading of every year by its row, each of shape (draws, 1)."""
    return {
        _row(each.target.name, each.entry.name, each.year): each.values[:, np.newaxis]
        for each in _readings(outcome)
    }


def targets_numbers(outcome: Outcome) -> Numbers:
    """Whether a target is met at its deadline by the reading in use: 1, 0, or NaN: no verdict.

    By target, each of shape (draws, 1); those without a reading are left out.
    """
    in_use = {
        target.name: reading_in_use(entry.values)
        for target, entry in read_entries(outcome.pack)
        if entry.values
    }
    return {
        each.target.name: each.is_met[:, np.newaxis]
        for each in _readings(outcome)
        if each.entry == in_use[each.target.name] and each.year == each.target.year
    }


def of_target_values(table: Table, values: Numbers) -> tuple[Column, ...]:
    """Low, middle and high of every reading; blank where a draw does not know it."""
    labels = (table.column(name).cells for name in ("target", "reading", "year"))
    rows = [values.get(_row(*labels)) for labels in zip(*labels, strict=True)]
    found = quantiles(_side_by_side(rows, values))
    return tuple(
        numbers(name, getattr(found, name), _UNIT, 4) for name in ("low", "middle", "high")
    )


def of_targets(table: Table, values: Numbers) -> tuple[Column, ...]:
    """The chance that a target is met, its error, and the chance in words; blank: no verdict."""
    found = chances_met(table, values)
    return (
        numbers("probability_met", found.share, "share", 4),
        numbers("probability_met_error", found.error, "share", 4),
        texts("likely_met_zh", _in_words(found.share, "zh")),
        texts("likely_met_en", _in_words(found.share, "en")),
    )


def chances_met(table: Table, values: Numbers) -> Likelihood:
    """The chance that each target of the table is met, shape (rows,); NaN: no verdict."""
    rows = [values.get(name) for name in table.column("target").cells]
    met = _side_by_side(rows, values)
    return likelihood(met > 0, np.asarray(np.isfinite(met).all(axis=0)))


def _in_words(shares: FloatArray, language: Language) -> list[str]:
    return ["" if np.isnan(one) else say(met_word(float(one)), language) for one in shares]


def _side_by_side(
    rows: Sequence[FloatArray | None], values: Mapping[str, FloatArray]
) -> FloatArray:
    """Rows of shape (draws, 1) as (draws, rows); NaN where there is none."""
    draws = len(next(iter(values.values())))
    unknown = np.full((draws, 1), np.nan)
    return np.concatenate([unknown if row is None else row for row in rows], axis=1)


def _row(target: str, reading: str, year: int | str) -> str:
    return f"{target} {reading} {year}"
