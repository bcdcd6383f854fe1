"""Sampled supplies: what could come of projects and programmes, one draw after another.

The expected curves are the mean of these draws (building capacity off). Delays of named projects
share a common bias; the stays of the projects no one has named are independent, since a linear
chain says that much and no more of them.
"""

from dataclasses import dataclass

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.pack.building import Programme
from simulator.city.pack.services import Service
from simulator.city.supply.equations import EARLY_STAGES
from simulator.city.supply.inside import share_in
from simulator.city.supply.programmes import remainder
from simulator.city.supply.projects import (
    delayed_serving,
    mean_size,
    next_september,
    running_projects,
)
from simulator.city.supply.slippage import Stays, stays
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT

_STEPS = 96


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampling:
    """What is sampled: a service at some instants, so many draws, from a stated generator."""

    service: Service
    years: FloatArray
    draws: int
    generator: np.random.Generator


def sample_projects(choices: Choices, asked: Sampling) -> FloatArray:
    """Places serving in the named projects of a service in the whole city, shape (draw, time)."""
    bias = asked.generator.standard_normal(asked.draws)
    total = np.zeros((asked.draws, len(asked.years)))
    for running in running_projects(choices):
        own = share_in(choices, running.service.name, asked.service.name)
        if own > 0:
            delays = running.slippage.sample(bias, asked.generator)
            lost = asked.generator.random(asked.draws) < running.lost
            delays = np.where(lost, np.inf, delays)
            total += own * delayed_serving(running, delays, asked.years)
    return total


def sample_remainder(choices: Choices, programme: Programme, asked: Sampling) -> FloatArray:
    """Places serving in the projects of a programme that have no name, shape (draw, time).

    Each passes the stages of the model by itself: exponential stays in each stage of planning, of
    approval and of building, given up on the way with the scenario's chance. What was under way
    when the programme began stands for whole projects too, of the size that makes them whole.
    """
    rest = remainder(choices, programme)
    size = mean_size(choices.pack.projects, programme)
    stay = _slowed(stays(choices, programme.service), choices.number("plan.delay_factor"))
    steps = int(choices.number("model.building_stages"))
    total = np.zeros((asked.draws, len(asked.years)))
    entering = [(rest.planned, EARLY_STAGES, EARLY_STAGES)]
    entering += [(rest.approved / EARLY_STAGES, 0, left) for left in range(1, EARLY_STAGES + 1)]
    for places, planning, approval in entering:
        for each in _whole(places, size):
            finished = _from_plan(choices, stay, steps, asked, ahead=(planning, approval))
            total += _serving(asked, programme.begins + finished, each)
    for step in range(1, steps + 1):
        for each in _whole(rest.building / steps, size):
            left = asked.generator.gamma(steps - step + 1, stay.building / steps, asked.draws)
            total += _serving(asked, programme.begins + left, each)
    return total + (_ramping(programme, asked) if rest.ramping else 0.0)


def sample_limited(choices: Choices, programme: Programme, asked: Sampling) -> FloatArray:
    """Places completed of what no project names, under the scenario's building capacity.

    Shape (draw, time). Starts of building come at rate ÷ (1 + places building ÷ capacity), so that
    projects are no longer independent and the mean of samples is not the curve of the model, which
    puts the expected places building into the same rate. Steps of a 96th of a year.
    """
    rest, number = remainder(choices, programme), _whole_number(choices, programme)
    size = rest.places / number
    stay = _slowed(stays(choices, programme.service), choices.number("plan.delay_factor"))
    stages = int(choices.number("model.building_stages"))
    capacity = choices.number(f"plan.building_capacity.{programme.service}")
    load = size / capacity if capacity > 0 else 0.0
    steps = np.arange(round((asked.years[-1] - programme.begins) * _STEPS))
    held = np.zeros((2 * EARLY_STAGES + stages + 1, asked.draws), dtype=np.int64)
    held[0] = number
    done = np.zeros((asked.draws, len(asked.years)))
    for step in steps:
        slowed = 1 + load * held[2 * EARLY_STAGES : -1].sum(axis=0)
        planning, approval = EARLY_STAGES / stay.planned, EARLY_STAGES / stay.approved
        rates = [
            *[planning] * EARLY_STAGES,
            *[approval] * (EARLY_STAGES - 1),
            approval / slowed,
            *[stages / stay.building] * stages,
        ]
        moved = [
            asked.generator.binomial(count, 1 - np.exp(-rate / _STEPS))
            for count, rate in zip(held[:-1], rates, strict=True)
        ]
        held[:-1] -= moved
        held[1:] += moved
        now = programme.begins + (step + 1) / _STEPS
        done[:, asked.years >= now - 0.5 / _STEPS] = size * held[-1][:, np.newaxis]
    return done


def _whole_number(choices: Choices, programme: Programme) -> int:
    """Projects of a programme no one has named, as a whole number."""
    rest = remainder(choices, programme).places
    return max(round(rest / mean_size(choices.pack.projects, programme)), 1)


def _ramping(programme: Programme, asked: Sampling) -> FloatArray:
    """What is built when the programme begins and comes to serve, shape (draw, time)."""
    shares = np.array([*asked.service.serving_shares, asked.service.serving_shares[-1]])
    elapsed = asked.years - programme.begins
    total = np.zeros((asked.draws, len(asked.years)))
    for number, share in enumerate(asked.service.serving_shares[:-1]):
        steps = asked.generator.exponential(1.0, (asked.draws, len(shares) - number - 1))
        passed = (np.cumsum(steps, axis=1)[:, np.newaxis] <= elapsed[:, np.newaxis]).sum(axis=2)
        total += programme.pace * (shares[number + passed] - share)
    return total


def _from_plan(
    choices: Choices, stay: Stays, steps: int, asked: Sampling, *, ahead: tuple[int, int]
) -> FloatArray:
    """Time until a project is finished, ∞ where it is given up, shape (draw,).

    ``ahead`` are the stages of planning and of approval that it has still to pass.
    """
    draw = asked.generator
    waiting = draw.gamma(ahead[1], stay.approved / EARLY_STAGES, asked.draws)
    if ahead[0]:
        waiting = waiting + draw.gamma(ahead[0], stay.planned / EARLY_STAGES, asked.draws)
    building = draw.gamma(steps, stay.building / steps, asked.draws)
    rate = choices.number("plan.cancellation_rate")
    given_up = draw.random(asked.draws) < 1 - np.exp(-rate * waiting)
    return np.where(given_up, np.inf, waiting + building)


def _serving(asked: Sampling, finished: FloatArray, places: float) -> FloatArray:
    """Places serving of a project finished at sampled instants, shape (draw, time)."""
    shares = np.array(asked.service.serving_shares)
    steps = np.diff(shares, prepend=0.0)
    if asked.service.is_school:
        entered = next_september(finished)[:, np.newaxis] + np.arange(len(shares))
    else:
        ramps = asked.generator.exponential(1.0, (asked.draws, len(shares) - 1))
        entered = finished[:, np.newaxis] + np.cumsum(
            np.concatenate([np.zeros((asked.draws, 1)), ramps], axis=1), axis=1
        )
    reached = asked.years[np.newaxis, :, np.newaxis] >= entered[:, np.newaxis, :] - SAME_INSTANT
    return np.asarray(places * (reached @ steps))


def _whole(places: float, size: float) -> list[float]:
    """Projects of one size, as close as possible to the mean, that add up to the places."""
    if places <= 0 or size <= 0:
        return []
    number = max(round(places / size), 1)
    return [places / number] * number


def _slowed(stay: Stays, factor: float) -> Stays:
    return Stays(
        planned=stay.planned * factor,
        approved=stay.approved * factor,
        building=stay.building * factor,
    )
