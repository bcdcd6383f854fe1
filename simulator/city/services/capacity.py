"""What a school takes, in every draw: how full it was at the start, how full a class may be.

Designed places of existing schools are on no record. They are the pupils counted at the start ÷ a
mean load, and how many more can be taken is told by the largest class. The pack states both with an
interval (``services.toml``: ``starting_load``, ``class_limit``), which is taken for one of 80 %.
"""

from dataclasses import replace

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.city.pack.services import Service
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.drawn_number import drawn_number


def starting_load(choices: Choices, service: Service) -> FloatArray:
    """Pupils ÷ designed places when the record starts, shape (draws or 1,); 1 of beds.

    One number where its interval has no width, so that nothing is followed draw by draw for it.
    """
    capacity = service.capacity
    if capacity is None:
        return np.ones(1)
    low, high = capacity.load_interval
    if low == high:
        return np.array([capacity.load])
    names = ("starting load", service.name)
    return drawn_number(choices.chance, *names, value=capacity.load, low=low, high=high)


def starting_places(choices: Choices, service: Service) -> FloatArray:
    """Places by district when the record starts, shape (draws or 1, district); 0 if unknown."""
    districts = choices.axis["district"].labels
    if service.start is None:
        return np.zeros((1, len(districts)))
    stated = np.array([[service.start.places[name] for name in districts]])
    if service.capacity is None:
        return stated
    return stated * (service.capacity.load / starting_load(choices, service))[:, np.newaxis]


def class_limit(choices: Choices, service: Service) -> FloatArray:
    """Pupils in the largest class, shape (draws or 1,); 1 of beds.

    No class is limited to fewer than the standard: a draw below it is the standard, and the 10 %
    quantile stays where it is stated, since it never lies below.
    """
    capacity = service.capacity
    if capacity is None:
        return np.ones(1)
    low, high = capacity.limit_interval
    names = ("class limit", service.name)
    drawn = drawn_number(choices.chance, *names, value=capacity.limit, low=low, high=high)
    return np.maximum(drawn, capacity.standard)


def stretch(choices: Choices, service: Service) -> FloatArray:
    """Pupils at the limit for each designed place, shape (draws or 1,); 1 of beds."""
    capacity = service.capacity
    if capacity is None:
        return np.ones(1)
    return class_limit(choices, service) / capacity.standard


def of_draw(choices: Choices, service: Service, limit: float) -> Service:
    """The service with the largest class of a draw; as it is stated where nothing is drawn."""
    if service.capacity is None or not choices.chance.is_drawn:
        return service
    return replace(service, capacity=replace(service.capacity, limit=float(limit)))
