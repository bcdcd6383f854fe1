"""Services and places as they are named on the command line."""

from simulator.city.axes import CITY
from simulator.city.loading import Loaded
from simulator.city.pack.services import Service
from simulator.errors import CommandError
from simulator.files.hints import suggest
from simulator.words.catalogue import message


def named_service(loaded: Loaded, name: str) -> Service:
    """The service of a name; ``CommandError`` with the nearest one for another."""
    known = loaded.pack.service
    if name not in known:
        hint = suggest(name, tuple(known))
        raise CommandError(message("need.no_service", found=name, hint=hint))
    return known[name]


def catchment_of(loaded: Loaded, service: str, district: str) -> str:
    """The catchment of a service that a district lies in; ``CommandError`` for no district."""
    found = loaded.pack.catchments(service)
    every = (*loaded.pack.axes["district"], *found)
    if district not in every:
        hint = suggest(district, every)
        raise CommandError(message("need.no_place", found=district, hint=hint))
    within = (place for place, members in found.items() if district in (place, *members))
    return next(within, CITY)
