"""Tables of another open age laid out to 100 and over.

Below it, the rate of the open age holds for all who have reached it, and its people are spread as a
population that neither grows nor shrinks would be under the death rates: an assumption, and the
only one there is where nothing is known of them. Above it, ages from 100 on are put together.
"""

import numpy as np

from simulator.demography.life_table import mean_survival
from simulator.demography.single_ages import OPEN_AGE
from simulator.stockflow.arrays import FloatArray


def death_rates_to_100(rates: FloatArray) -> FloatArray:
    """Death rates of any open age, shape (..., ages), as those of ages 0 … 100+, per year.

    From 100 on, put together: one over the years still lived at 100 under constant hazards.
    """
    open_age = rates.shape[-1] - 1
    if open_age <= OPEN_AGE:
        again = np.repeat(rates[..., -1:], OPEN_AGE - open_age, axis=-1)
        return np.concatenate([rates, again], axis=-1)
    years = survivors(rates[..., OPEN_AGE:]).sum(axis=-1, keepdims=True)
    return np.concatenate([rates[..., :OPEN_AGE], 1 / years], axis=-1)


def counts_to_100(counts: FloatArray, death_rates: FloatArray) -> FloatArray:
    """Counts of any open age, shape (sex, ages), as those of ages 0 … 100+, the same in total.

    ``death_rates`` has shape (sex, age 0 … 100+), above zero at the open age.
    """
    open_age = counts.shape[-1] - 1
    if open_age >= OPEN_AGE:
        oldest = counts[..., OPEN_AGE:].sum(axis=-1, keepdims=True)
        return np.concatenate([counts[..., :OPEN_AGE], oldest], axis=-1)
    lived = survivors(death_rates[..., open_age:])
    shares = lived / lived.sum(axis=-1, keepdims=True)
    return np.concatenate([counts[..., :-1], counts[..., -1:] * shares], axis=-1)


def survivors(rates: FloatArray) -> FloatArray:
    """Years lived in each age by one who reaches the first, shape (..., ages), the last one open.

    Hazards are constant within each; that of the last is above zero.
    """
    alive = np.exp(rates - np.cumsum(rates, axis=-1))
    lived = alive * mean_survival(rates)
    lived[..., -1] = alive[..., -1] / rates[..., -1]
    return np.asarray(lived)


def years_lived_to_100(ax: FloatArray, death_rates: FloatArray) -> FloatArray:
    """a(x) of the closed ages of any table, shape (..., ages), as those of ages 0 … 99.

    Those who have reached an open age below 100 die under a constant hazard: of a year of age they
    live 1/m − 1/(e^m − 1). ``death_rates`` has shape (..., age 0 … 100+), above zero there.
    """
    closed = min(ax.shape[-1], OPEN_AGE)
    rates = death_rates[..., closed:-1]
    return np.concatenate([ax[..., :closed], 1 / rates - 1 / np.expm1(rates)], axis=-1)
