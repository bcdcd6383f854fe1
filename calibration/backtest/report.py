"""The backtest told: one table, one figure, one page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from calibration.backtest.figure import draw_backtest
from calibration.backtest.project import SCORED, Projected
from calibration.backtest.scored import METHODS, MODEL, ScoredForecasts
from calibration.backtest.scores import binomial_range
from calibration.fit.observations import Observation
from calibration.fit.report.words import paragraphs
from calibration.rows_file import write_rows
from simulator.words.catalogue import listed, pair, say

_SHARE = 0.8


def write_backtest(
    folder: Path,
    projected: Sequence[Projected],
    forecasts: ScoredForecasts,
    rows: Sequence[Observation],
    city: Mapping[str, str],
) -> None:
    """Write table, figure and page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    write_rows(folder / "backtest.csv", _rows(projected, forecasts))
    (folder / "backtest.md").write_text(
        backtest_text(projected, forecasts), encoding="utf-8", newline="\n"
    )
    draw_backtest(projected, rows, folder, city)


def _rows(projected: Sequence[Projected], forecasts: ScoredForecasts) -> list[list[object]]:
    table: list[list[object]] = [
        [
            "origin",
            "quantity",
            "year",
            "method",
            "recorded",
            "forecast",
            "low_10",
            "high_90",
            "scaled_error",
            "interval_score",
            "inside",
        ]
    ]
    scored = {(each.projected, each.method): each for each in forecasts.scored}
    for each in projected:
        for method in METHODS:
            found = scored.get((each, method))
            if found is None and method != MODEL:
                continue
            forecast = found.forecast if found is not None else each
            table.append(
                [
                    each.origin,
                    each.row.quantity,
                    each.row.year,
                    method,
                    each.row.value,
                    forecast.value,
                    forecast.low,
                    forecast.high,
                    found.error if found else "",
                    found.score if found else "",
                    int(forecast.low <= each.row.value <= forecast.high),
                ]
            )
    return table


def backtest_text(projected: Sequence[Projected], forecasts: ScoredForecasts) -> str:
    """The page: pooled scores, by series, coverage, where the model is no better."""
    origins = listed(str(year) for year in sorted({each.origin for each in projected}))
    lines = [
        *_headed("#", "title", paragraphs(pair("backtest.how", origins=origins))),
        *("![](backtest.png)", ""),
        *_headed("##", "pooled", _scores(forecasts, SCORED)),
    ]
    for name in SCORED:
        if forecasts.pooled((name,)):
            lines += [f"### {say(f'quantity.{name}', 'both')}", ""]
            lines += [*_scores(forecasts, (name,)), ""]
    lines += _headed("##", "interval", _interval_scores(projected, forecasts))
    lines += _headed("##", "coverage", _coverage(projected))
    lines += _headed("##", "no_better", _no_better(forecasts))
    lines += _headed("##", "too_few", _left_out(forecasts))
    return "\n".join(lines)


def _headed(level: str, key: str, lines: Sequence[str]) -> list[str]:
    return [f"{level} {say(f'backtest.{key}', 'both')}", "", *lines, ""]


def _scores(forecasts: ScoredForecasts, quantities: Sequence[str]) -> list[str]:
    columns = (say(f"backtest.{name}", "both") for name in ("error", "score", "rows"))
    lines = [f"| | {' | '.join(columns)} |", "|---|---|---|---|"]
    for method, (error, score, count) in forecasts.pooled(quantities).items():
        name = say(f"method.{method}", "both")
        lines.append(f"| {name} | {error:.2f} | {score:.2f} | {count} |")
    return lines


def _interval_scores(projected: Sequence[Projected], forecasts: ScoredForecasts) -> list[str]:
    """The mean interval score of every method by series and origin, and of each series once."""
    heads = [say(f"method.{method}", "both") for method in METHODS]
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    origins = sorted({each.origin for each in projected})
    for name in SCORED:
        for origin in origins:
            found = forecasts.pooled((name,), origin)
            if not found:
                continue
            title = f"{say(f'quantity.{name}', 'both')}, {origin}"
            cells = [f"{found[method][1]:.2f}" for method in METHODS]
            lines.append(f"| {title} ({found[MODEL][2]}) | {' | '.join(cells)} |")
    series = [found for name in SCORED if (found := forecasts.pooled((name,)))]
    if not series:
        return []
    means = [f"{np.mean([each[method][1] for each in series]):.2f}" for method in METHODS]
    once = say("backtest.once", "both", series=len(series))
    return [*lines, f"| {once} | {' | '.join(means)} |", "", *paragraphs(pair("backtest.proper"))]


def _coverage(projected: Sequence[Projected]) -> list[str]:
    """How many intervals hold what came: by series and origin, of all rows, each series once."""
    count, inside = len(projected), sum(each.inside for each in projected)
    low, high = binomial_range(count, _SHARE)
    told = pair("backtest.held", inside=inside, count=count, low=low, high=high)
    by_series = series_held(projected)
    # rows of one series err together: a long series must not speak for the short ones
    share = sum(held / number for held, number in by_series.values()) / len(by_series)
    once = pair("backtest.held_once", share=f"{100 * share:.0f}", series=len(by_series))
    return [*_held_table(projected), "", *paragraphs(told), "", *paragraphs(once)]


def series_held(projected: Sequence[Projected]) -> Mapping[str, tuple[int, int]]:
    """Of every series the rows whose interval holds what came, and all its rows."""
    return {
        name: (sum(each.inside for each in rows), len(rows))
        for name in SCORED
        if (rows := [each for each in projected if each.row.quantity == name])
    }


def _held_table(projected: Sequence[Projected]) -> list[str]:
    origins = sorted({each.origin for each in projected})
    heads = [say("backtest.origin", "both", origin=origin) for origin in origins]
    heads.append(say("backtest.every", "both"))
    parts = [series_held([each for each in projected if each.origin == one]) for one in origins]
    parts.append(series_held(projected))
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    for name in parts[-1]:
        cells = ["{} / {}".format(*part.get(name, (0, 0))) for part in parts]
        lines.append(f"| {say(f'quantity.{name}', 'both')} | {' | '.join(cells)} |")
    return lines


def _no_better(forecasts: ScoredForecasts) -> list[str]:
    lines = []
    for name in SCORED:
        found = forecasts.pooled((name,))
        if not found:
            continue
        rivals = {key: value for key, value in found.items() if key != MODEL}
        best = min(rivals, key=lambda key: rivals[key][0])
        if found[MODEL][0] > rivals[best][0]:
            told = say(
                "backtest.worse",
                "both",
                quantity=pair(f"quantity.{name}"),
                own=f"{found[MODEL][0]:.2f}",
                other=f"{rivals[best][0]:.2f}",
                rival=pair(f"method.{best}"),
            )
            lines.append(f"- {told}")
    return lines or [f"- {say('backtest.nowhere', 'both')}"]


def _left_out(forecasts: ScoredForecasts) -> list[str]:
    return [
        f"- {say('backtest.left_out', 'both', quantity=quantity, origin=origin, count=count)}"
        for name, origin, count in forecasts.left_out
        for quantity in (pair(f"quantity.{name}"),)
    ]
