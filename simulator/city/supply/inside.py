"""Beds inside those of another service: of what the whole opens, a stated share is of the part.

    planned, …, open of a part = its own + share × those of the whole

The part is within the whole and never added to it. It was counted on a day of its own, beside so
many beds of the whole; from then on

    part = count + share × (whole − what the whole had when the part was counted)
"""

from simulator.city.ground.choices import Choices
from simulator.city.pack.services import Service


def carried(choices: Choices, service: str) -> tuple[tuple[str, float], ...]:
    """The services that a place of a service is one of, and how much: itself, and its parts."""
    return (
        (service, 1.0),
        *(
            (each.name, each.part.share)
            for each in choices.pack.services
            if each.part is not None and each.part.whole == service
        ),
    )


def share_in(choices: Choices, service: str, name: str) -> float:
    """How much of a place of ``service`` is one of the service ``name``."""
    return dict(carried(choices, service)).get(name, 0.0)


def whole_of(choices: Choices, service: Service) -> Service:
    """The service that a service is a part of; itself where it is none."""
    return service if service.part is None else choices.pack.service[service.part.whole]


def counted_apart(choices: Choices, service: Service) -> float:
    """Part of a service's count that had not come with the whole since the record of that began.

    1 − share × (beds of the whole when the part was counted − when its record began) ÷ count; 1 of
    a service that is no part.
    """
    whole = whole_of(choices, service).start
    if service.part is None or service.start is None or whole is None:
        return 1.0
    since = service.part.share * (service.part.whole_then - whole.counted)
    return 1.0 - since / service.start.counted


def building_capacity(choices: Choices, service: Service) -> float:
    """Places of a service under construction at which starts come half as fast; 0: no limit.

    A part is slowed as its whole is: by its share of the capacity of that, unless it has its own.
    """
    own = choices.number(f"plan.building_capacity.{service.name}")
    if service.part is not None and own == 0:
        return service.part.share * choices.number(f"plan.building_capacity.{service.part.whole}")
    return own
