"""Drawn supplies: what serves of projects and programmes, in every draw.

The expected curves are the mean of many draws. Delays of named projects share a common shock; the
stays of projects without a name (``unnamed_projects``) are independent, since a linear chain says
that much and no more of them.

Numbers are named by what they are of, so that a project has the same delay in every scenario that
is drawn with one seed, whatever else is planned in it.
"""

from collections.abc import Sequence

import numpy as np

from simulator.city.axes import PLACE
from simulator.city.ground.choices import Choices
from simulator.city.supply.projects import RunningProject, delayed_serving
from simulator.city.supply.unnamed_projects import Unnamed
from simulator.stockflow.arrays import BoolArray, FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT


def named_serving(choices: Choices, running: RunningProject, years: FloatArray) -> FloatArray:
    """Places serving in a named project, shape (draw or 1, time); 1 where it leaves no chance."""
    return delayed_serving(running, named_delays(choices, running), years)


def named_delays(choices: Choices, running: RunningProject) -> FloatArray:
    """Years from ``due`` until a named project is complete, shape (draw or 1,); ∞: given up."""
    if running.slippage.on_time == 1 and running.lost == 0:
        return np.zeros(1)
    bias = choices.chance.normal("common delay")
    own = choices.chance.uniform("delay", running.project.name)
    return np.where(is_lost(choices, running), np.inf, running.slippage.delays(bias, own))


def is_lost(choices: Choices, running: RunningProject) -> BoolArray:
    """Whether a named project is given up, shape (draw or 1,); 1 where it can't be."""
    if running.lost == 0:
        return np.zeros(1, dtype=np.bool_)
    return np.asarray(choices.chance.uniform("lost", running.project.name) < running.lost)


def unnamed_serving(choices: Choices, projects: Sequence[Unnamed], years: FloatArray) -> FloatArray:
    """Places serving in projects without a name, shape (time, draw, service, district).

    Every step of every project is booked at the first instant at which it holds; what holds at an
    instant is the sum of what was booked by then.
    """
    draws = choices.chance.draws
    services, districts = (choices.axis[name] for name in PLACE[1:])
    shape = (len(years) + 1, draws, services.size, districts.size)
    cells, places = [], []
    for each in projects:
        gains = np.diff(_shares(choices, each.service), prepend=0.0)
        booked = np.searchsorted(years, each.entered[..., : len(gains)] - SAME_INSTANT)
        draw, row = np.arange(draws)[:, np.newaxis], services.index(each.service)
        where = np.broadcast_arrays(booked, draw, row, each.district[..., np.newaxis])
        cells.append(np.ravel_multi_index(tuple(where), shape).ravel())
        places.append((each.places[..., np.newaxis] * gains).ravel())
    if not cells:
        return np.zeros((len(years), *shape[1:]))
    size = int(np.prod(shape))
    table = np.bincount(np.concatenate(cells), np.concatenate(places), minlength=size)
    return np.asarray(np.cumsum(table.reshape(shape)[:-1], axis=0))


def _shares(choices: Choices, name: str) -> FloatArray:
    """Share of the places of an unnamed project that serve, by steps since opening."""
    service = choices.pack.service[name]
    if service.is_school and choices.switch("plan.opens_all_grades"):
        return np.ones(1)
    return np.array(service.serving_shares)
