"""Eldercare: how long homes stay in the plan, from two counts of their beds."""

from datetime import date

import numpy as np
from scipy.optimize import brentq

from calibration.slippage.schools import PipelineChain
from simulator.city.pack.city_pack import CityPack
from simulator.city.supply.projects import mean_size
from simulator.errors import CalibrationError
from simulator.stockflow.values.calendar import instant
from simulator.words.catalogue import message

SERIES = "beds_institutional"
_STAGES = 2


def fit_planned_stay(pack: CityPack, standing: float | None) -> float | None:
    """Mean stay in the plan so that the programme's homes add what was counted, years.

    Stays in approval and building are those of the pack. ``None`` where there are no two counts
    between the beginning of the programme and ``standing``.
    """
    counts = sorted(
        (instant(date.fromisoformat(row.text("date"))), row.number("value"))
        for row in pack.rows("observations/eldercare.csv")
        if row.text("series") == SERIES
    )
    known = [pair for pair in counts if standing is None or pair[0] <= standing]
    if len(known) < 2:
        return None
    programme = next(p for p in pack.programmes if p.name == "eldercare_institutions_2016_2020")
    inside = [p for p in pack.projects if p.programme == programme.name and p.is_dated]
    size = mean_size(pack.projects, programme)
    # Homes with a date open by it; the two counts must be explained by those without one.
    rest = programme.places - sum(each.places or size for each in inside)
    (_, first), (when, last) = known[0], known[-1]
    return _stay(pack, when - programme.begins, (last - first) / rest)


def _stay(pack: CityPack, elapsed: float, share: float) -> float:
    value = pack.parameters.value
    approved = float(value("pipeline.eldercare.approved"))
    building = float(value("pipeline.eldercare.building"))

    def missing(log: float) -> float:
        stay = float(np.exp(log))
        chain = PipelineChain(planned=stay, approved=approved, building=building, stages=_STAGES)
        return float(chain.shares(elapsed)[-1] - share)

    # the share that is finished falls as the stay grows, so there is one root or none
    low, high = float(np.log(1e-3)), float(np.log(1e3))
    if missing(low) * missing(high) > 0:
        raise CalibrationError(message("fault.homes_stay"), estimate=None)
    return float(np.exp(brentq(missing, low, high, xtol=1e-12)))
