"""Tables of a fit as CSV: record beside model, numbers, directions, correlations, starts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from calibration.fit.identified import LEFT, pull
from calibration.fit.result import FitResult
from calibration.fit.transform import natural
from calibration.rows_file import write_rows

_LOADINGS = 4
Rows = Iterator[Sequence[object]]


def write_tables(folder: Path, result: FitResult, basis: str) -> None:
    """Write every table of a fit into a folder, names ending in the population basis."""
    tables = {
        "record": record_rows(result),
        "numbers": number_rows(result),
        "directions": direction_rows(result),
        "correlations": correlation_rows(result),
        "sensitivity": sensitivity_rows(result),
        "starts": start_rows(result),
    }
    for name, rows in tables.items():
        write_rows(folder / f"{name}_{basis}.csv", rows)


def record_rows(result: FitResult) -> Rows:
    """Every row of the record, the optimum, the middle 80 % and the standardised residual."""
    yield (
        "quantity",
        "year",
        "instant",
        "recorded",
        "modelled",
        "low_10",
        "high_90",
        "error",
        "residual",
        "error_model",
        "fixes_a_path",
    )
    for each in result.fitted_rows:
        yield (
            each.quantity,
            each.year,
            each.when,
            each.recorded,
            each.modelled,
            each.low,
            each.high,
            each.error,
            each.residual,
            each.error_model,
            int(each.condition),
        )


def number_rows(result: FitResult) -> Rows:
    """Every free number: optimum, middle 80 %, how much of the prior's spread is left, its pull."""
    plan, best = result.problem.blocks.plan, result.best.array
    point = natural(plan, best[np.newaxis])
    drawn = natural(plan, result.draws)
    standing = result.problem.prior.residuals(best[np.newaxis])[0]
    yield (
        "number",
        "unit",
        "optimum",
        "low_10",
        "high_90",
        "spread_left",
        "identified",
        "prior_residual",
        "meaning",
    )
    for place, free in enumerate(plan.free):
        low, high = np.quantile(drawn[free.name], (0.1, 0.9))
        left = float(result.identified.alone[place])
        yield (
            free.name,
            free.unit,
            float(point[free.name][0]),
            float(low),
            float(high),
            left,
            int(left <= LEFT),
            float(standing[place]),
            free.meaning,
        )


def direction_rows(result: FitResult) -> Rows:
    """Directions by how much of the prior's spread is left, with what they are made of."""
    names = result.problem.blocks.plan.names
    yield ("spread_left", "identified", "made_of")
    for left, direction in zip(result.identified.left, result.identified.directions.T, strict=True):
        top = np.argsort(-np.abs(direction))[:_LOADINGS]
        made = "; ".join(f"{direction[place]:.2f} × {names[place]}" for place in top)
        yield (float(left), int(left <= LEFT), made.replace("-", "−"))


def correlation_rows(result: FitResult) -> Rows:
    """Correlations of the posterior on the scale of the fit, pair by pair, strongest first."""
    names = result.problem.blocks.plan.names
    found = np.asarray(np.corrcoef(result.draws.T))
    pairs = [(float(found[i, j]), i, j) for i in range(len(names)) for j in range(i)]
    yield ("first", "second", "correlation")
    for value, i, j in sorted(pairs, key=lambda pair: -abs(pair[0])):
        yield (names[j], names[i], value)


def sensitivity_rows(result: FitResult) -> Rows:
    """What follows where one prior moves by its own spread, in spreads of the posterior."""
    names = result.problem.blocks.plan.names
    moved = pull(result.covariance, result.problem.prior)
    yield ("prior_moved", "number_that_follows", "by_posterior_spreads")
    for row, name in enumerate(names):
        for column in np.argsort(-np.abs(moved[row]))[:3]:
            yield (name, names[column], float(moved[row, column]))


def start_rows(result: FitResult) -> Rows:
    """Where every start ended."""
    yield ("start", "cost", "evaluations", "furthest_in_posterior_spreads", "message")
    spread = np.sqrt(np.diag(result.covariance))
    for each in result.optima:
        away = float((np.abs(each.array - result.best.array) / spread).max())
        yield (each.start, each.cost, each.evaluations, away, each.message)
