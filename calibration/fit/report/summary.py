"""The few lines of a fit that the terminal shows."""

import numpy as np

from calibration.fit.optimum import agree
from calibration.fit.report.tolerances import held
from calibration.fit.result import FitResult
from simulator.stockflow.arrays import FloatArray


def summary_lines(result: FitResult, reached: FloatArray, recorded: FloatArray) -> tuple[str, ...]:
    """Starts, sample, tolerances, districts."""
    cost, away = agree(result.optima, np.sqrt(np.diag(result.covariance)))
    lines = [
        (
            f"起点 / starts      {len(result.optima)}  cost {result.best.cost:.4f}  "
            f"(apart {cost:.1e} relative, {away:.3f} posterior spreads)"
        ),
        f"导数 / slope       one-sided and central differ by {result.slope_error:.1e}",
    ]
    if result.sample is not None:
        lines.append(
            f"后验 / posterior   worth {result.sample.effective:.0f} draws, Pareto k "
            f"{result.sample.shape:.2f}, {result.sample.rounds} round(s)"
        )
    lines.append(
        f"未定方向 / not identified  {result.identified.unidentified} of "
        f"{len(result.problem.blocks.plan.free)} directions"
    )
    lines += [
        f"{'✓' if each.holds else '✗'} {each.what[0]} / {each.what[1]}: {each.found:.2f} "
        f"(≤ {each.allowed:g} {each.unit})"
        for each in held(result.fitted_rows)
    ]
    worst = float(np.max(np.abs(reached / recorded - 1)))
    lines.append(f"各区 2020 / districts 2020: {100 * worst:.2f} % (5 arrival shares)")
    return tuple(lines)
