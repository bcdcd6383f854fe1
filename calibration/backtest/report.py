"""The backtest told: one table, one figure, one page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from calibration.backtest.figure import draw_backtest
from calibration.backtest.project import SCORED, Projected
from calibration.backtest.scored import METHODS, MODEL, ScoredForecasts
from calibration.backtest.scores import binomial_range
from calibration.fit.observations import Observation
from calibration.fit.report.tables import csv_text
from calibration.fit.report.words import QUANTITIES

_SHARE = 0.8
_NAMES = {
    "model": "模型 / model",
    "last_value": "末值不变 / last value",
    "last_trend": "末次变化 / last trend",
    "linear_trend": "线性趋势 / linear trend",
}


def write_backtest(
    folder: Path,
    projected: Sequence[Projected],
    forecasts: ScoredForecasts,
    rows: Sequence[Observation],
    city: Mapping[str, str],
) -> None:
    """Write table, figure and page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "backtest.csv").write_text(
        csv_text(iter(_rows(projected, forecasts))), encoding="utf-8-sig", newline="\n"
    )
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
    origins = sorted({each.origin for each in projected})
    lines = [
        "# 回测 / Backtest",
        "",
        (
            "Refitted on rows up to the end of "
            f"{' and '.join(map(str, origins))}, published or derived "
            "from published rows of those years, planned basis; then held "
            "against the later rows of the "
            "same series. The stage of 2016 is given, as a policy that was "
            "announced; before it the "
            "share who plan, who is allowed and the pace rest on their priors."
        ),
        "",
        "![](backtest.png)",
        "",
        "## 汇总 / Pooled",
        "",
        *_scores(forecasts, SCORED),
        "",
    ]
    for name in SCORED:
        if forecasts.pooled((name,)):
            lines += [f"### {' / '.join(QUANTITIES[name])}", ""]
            lines += [*_scores(forecasts, (name,)), ""]
    lines += ["## 覆盖 / Coverage", "", *_coverage(projected), ""]
    lines += ["## 模型不占优之处 / Where the model is no better", "", *_no_better(forecasts), ""]
    lines += ["## 历史太短未比较 / Too few years to compare", "", *_left_out(forecasts), ""]
    return "\n".join(lines)


def _scores(forecasts: ScoredForecasts, quantities: Sequence[str]) -> list[str]:
    lines = ["| | mean absolute scaled error | interval score | rows |", "|---|---|---|---|"]
    for method, (error, score, count) in forecasts.pooled(quantities).items():
        lines.append(f"| {_NAMES[method]} | {error:.2f} | {score:.2f} | {count} |")
    return lines


def _coverage(projected: Sequence[Projected]) -> list[str]:
    count, inside = len(projected), sum(each.inside for each in projected)
    low, high = binomial_range(count, _SHARE)
    return [
        (
            f"The 80 % intervals hold {inside} of {count} rows; if every row "
            f"erred by itself, {low} to "
            f"{high} in nine cases of ten. Rows of one origin err together, so the range is wider."
        ),
    ]


def _no_better(forecasts: ScoredForecasts) -> list[str]:
    lines = []
    for name in SCORED:
        found = forecasts.pooled((name,))
        if not found:
            continue
        rivals = {key: value for key, value in found.items() if key != MODEL}
        best = min(rivals, key=lambda key: rivals[key][0])
        if found[MODEL][0] > rivals[best][0]:
            lines.append(
                f"- {' / '.join(QUANTITIES[name])}: {found[MODEL][0]:.2f} against "
                f"{rivals[best][0]:.2f} of {_NAMES[best]}"
            )
    return lines or ["- nowhere / 无"]


def _left_out(forecasts: ScoredForecasts) -> list[str]:
    return [
        f"- {' / '.join(QUANTITIES[name])}, {origin}: {count} year(s) on record"
        for name, origin, count in forecasts.left_out
    ]
