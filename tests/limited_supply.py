"""Projects that wait for each other: what limited building makes of a programme, step by step."""

import numpy as np

from simulator.city.supply.equations import EARLY_STAGES
from simulator.city.supply.programmes import remainder
from simulator.city.supply.projects import mean_size
from simulator.city.supply.slippage import stays

_STEPS = 96


def sample_limited(choices, programme, years, draws, generator):
    """Places completed of what no project names, under the scenario's building capacity.

    Shape (draw, time). Starts of building come at rate ÷ (1 + places building ÷ capacity), so that
    projects are no longer independent and the mean of samples is not the curve of the model, which
    puts the expected places building into the same rate. Steps of a 96th of a year.
    """
    rest = remainder(choices, programme)
    number = max(round(rest.places / mean_size(choices.pack.projects, programme)), 1)
    size = rest.places / number
    stay, factor = stays(choices, programme.service), choices.number("plan.delay_factor")
    stages = int(choices.number("model.building_stages"))
    capacity = choices.number(f"plan.building_capacity.{programme.service}")
    load = size / capacity if capacity > 0 else 0.0
    steps = np.arange(round((years[-1] - programme.begins) * _STEPS))
    held = np.zeros((2 * EARLY_STAGES + stages + 1, draws), dtype=np.int64)
    held[0] = number
    done = np.zeros((draws, len(years)))
    for step in steps:
        slowed = 1 + load * held[2 * EARLY_STAGES : -1].sum(axis=0)
        planning, approval = (
            EARLY_STAGES / (mean * factor) for mean in (stay.planned, stay.approved)
        )
        rates = [
            *[planning] * EARLY_STAGES,
            *[approval] * (EARLY_STAGES - 1),
            approval / slowed,
            *[stages / (stay.building * factor)] * stages,
        ]
        moved = [
            generator.binomial(count, 1 - np.exp(-rate / _STEPS))
            for count, rate in zip(held[:-1], rates, strict=True)
        ]
        held[:-1] -= moved
        held[1:] += moved
        now = programme.begins + (step + 1) / _STEPS
        done[:, years >= now - 0.5 / _STEPS] = size * held[-1][:, np.newaxis]
    return done
