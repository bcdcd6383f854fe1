"""Survival under hazards that are constant within a year of age: what a birth window keeps."""

import numpy as np

from simulator.stockflow.arrays import FloatArray


def mean_survival(hazard: FloatArray) -> FloatArray:
    """Mean of e^(−hazard × t) over t in [0, 1], φ(x) = (1 − e^(−x))/x and φ(0) = 1; same shape."""
    whole = np.where(hazard == 0, 1.0, hazard)
    mean: FloatArray = np.where(hazard == 0, 1.0, -np.expm1(-whole) / whole)
    return mean


def birthday_hazard(younger: FloatArray, older: FloatArray, width: float) -> FloatArray:
    """Mean hazard of a birth window over the interval in which it passes a birthday.

    The window, ``width`` w of a year, holds people of one age at first and of the next at last.
    In a population that neither grows nor shrinks the older of them are fewer, so the mean is not
    that of the two ages m and m′. The hazard that carries the window exactly is

        ln(S/S′)/w = m + ln(φ(mw)/φ(m′w))/w,    φ(x) = (1 − e^(−x))/x,

    with S = l(x) e^(mw) φ(mw) w before the birthday x and S′ = l(x) φ(m′w) w after it.

    Parameters
    ----------
    younger, older
        shape (...), hazards m and m′ before and after the birthday (per year).
    width
        Width of the window (years).

    Returns
    -------
    FloatArray
        shape (...), per year.
    """
    ratio = mean_survival(younger * width) / mean_survival(older * width)
    hazard: FloatArray = younger + np.log(ratio) / width
    return hazard
