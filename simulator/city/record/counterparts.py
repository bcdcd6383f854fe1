"""What a run says of a figure of the record that takes more than one measure of it."""

from math import isnan

from simulator.city.axes import CITY
from simulator.city.pack.services import Service
from simulator.city.record.entrance import Entrance, entrances
from simulator.city.record.groups import Group, count_group
from simulator.city.record.modelled import Counts, Occasion, norm_of
from simulator.city.services.series import service_series
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, place_of
from simulator.stockflow.values.paths import SLIVER, Moment


def grouped(group: Group, asked: Occasion) -> float | None:
    """How many a group has at an instant."""
    counted = count_group(asked, group)
    return None if counted is None else counted.value


def percent(upper: Group, lower: Group, asked: Occasion) -> float | None:
    """A group for each 100 of another."""
    above, below = grouped(upper, asked), grouped(lower, asked)
    return None if above is None or not below else 100 * above / below


def registered_men(asked: Occasion) -> float | None:
    """Men on the register: living here ÷ the share of the register that does."""
    run = asked.outcome.trajectory
    there = place_of(run.snapshots, asked.when)
    if there is None:
        return None
    axis = run.system.axis
    people = run.stocks["people"][asked.draw, ..., there]
    men = asked.outcome.scenario.kept_labels(axis["status"]).index("men")
    living = people[men, :, axis["residency"].index("registered")].sum()
    return float(living) / _presence(asked)


def registered_deaths(asked: Occasion) -> float | None:
    """Deaths of registered people of the year, those who live elsewhere dying as those here."""

    def counted(counts: Counts, stop: float) -> FloatArray:
        registered = counts.trajectory.system.axis["residency"].index("registered")
        return counts.here(counts.carried(("deaths",), stop)[:, registered])

    count = asked.own(asked.in_every_draw("registered deaths", counted))
    return None if count is None else count / _presence(asked)


def _presence(asked: Occasion) -> float:
    path = asked.outcome.scenario.paths["presence_share"]
    return float(path.value(Moment(asked.when, asked.when - SLIVER, asked.when)).ravel()[0])


def pupils(service: Service, asked: Occasion) -> float | None:
    """Children served: those who come, less those beyond the class limit where it is known."""
    found = _of_series(service, asked)
    if found is None:
        return None
    demand, unplaced, _ = found
    return _children(service, asked, demand - (0.0 if isnan(unplaced) else unplaced))


def seats(service: Service, asked: Occasion) -> float | None:
    """Children that schools can take at most; ``None`` before their places are on record."""
    found = _of_series(service, asked)
    if found is None or service.capacity is None or isnan(found[2]):
        return None
    return _children(service, asked, found[2] * service.capacity.elasticity)


def at_mean_load(service: Service, asked: Occasion) -> float | None:
    """Children that designed places hold at the mean load of the start; ``None`` as for seats."""
    found = _of_series(service, asked)
    if found is None or service.capacity is None or isnan(found[2]):
        return None
    return _children(service, asked, found[2] * service.capacity.load)


def _children(service: Service, asked: Occasion, places: float) -> float | None:
    """Children for so many places by the run's norm; ``None`` where no place is allowed."""
    norm = norm_of(asked.outcome, service.name, asked.when, asked.draw)
    return places / norm if norm > 0 else None


def _of_series(service: Service, asked: Occasion) -> tuple[float, float, float] | None:
    """Demand, unplaced and places of a catchment on a 1 September."""
    every = service_series(asked.outcome, asked.draw)
    series = next(each for each in every if each.service.name == service.name)
    column = place_of(series.years, asked.when)
    if column is None or asked.place not in series.places:
        return None
    row = series.place(asked.place)
    demand, unplaced, places = (
        float(values[row, column])
        for values in (series.demand, series.unplaced, series.risk_adjusted)
    )
    return demand, unplaced, places


def at_entrance(service: Service, name: str, asked: Occasion) -> float | None:
    """A figure of the first grade in any place that catchments make up."""
    pack = asked.outcome.pack
    members = set(pack.members(asked.place))
    found: list[Entrance] = [
        each
        for each in entrances(asked.outcome, asked.draw)
        if each.service == service.name and abs(each.when - asked.when) < SAME_INSTANT
    ]
    exact = [each for each in found if each.place == asked.place]
    inside = exact or [
        each
        for each in found
        if each.place != CITY and set(pack.catchments(service.name)[each.place]) <= members
    ]
    held = {name for each in inside for name in pack.catchments(service.name)[each.place]}
    return sum(float(getattr(each, name)) for each in inside) if held == members else None
