"""The few lines of a fit that the terminal shows."""

import numpy as np

from calibration.fit.optimum import agree
from calibration.fit.report.tolerances import held
from calibration.fit.result import FitResult
from calibration.fit.sample import Sample
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import say


def summary_lines(result: FitResult, reached: FloatArray, recorded: FloatArray) -> tuple[str, ...]:
    """Starts, sample, tolerances, districts."""
    cost, away = agree(result.optima, np.sqrt(np.diag(result.covariance)))
    lines = [
        say(
            "fit.short_starts",
            "both",
            number=len(result.optima),
            cost=f"{result.best.cost:.4f}",
            apart=f"{cost:.1e}",
            away=f"{away:.3f}",
        ),
        say("fit.short_slope", "both", error=f"{result.slope_error:.1e}"),
    ]
    if result.sample is not None:
        lines.append(say("fit.short_sample", "both", **sampled(result.sample)))
    lines.append(
        say(
            "fit.short_open",
            "both",
            number=result.identified.unidentified,
            all=len(result.problem.blocks.plan.free),
        )
    )
    lines += [
        f"{'✓' if each.holds else '✗'} {each.what[0]} / {each.what[1]}: {each.found:.2f} "
        f"(≤ {each.allowed:g} {each.unit})"
        for each in held(result.fitted_rows)
    ]
    worst = float(np.max(np.abs(reached / recorded - 1)))
    lines.append(say("fit.short_districts", "both", error=f"{100 * worst:.2f}"))
    return tuple(lines)


def sampled(sample: Sample) -> dict[str, str]:
    """What a sample is worth, as it is told."""
    return {
        "effective": f"{sample.effective:.0f}",
        "shape": f"{sample.shape:.2f}",
        "rounds": str(sample.rounds),
    }
