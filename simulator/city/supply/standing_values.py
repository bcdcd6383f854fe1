"""What supply is made of but named projects and closures: starting stock, pipeline, Septembers."""

import numpy as np

from simulator.city.axes import PLACE
from simulator.city.ground.choices import Choices
from simulator.city.pack.services import Service
from simulator.city.services.capacity import starting_places
from simulator.city.supply.equations import EARLY_STAGES
from simulator.city.supply.expansion import expansion
from simulator.city.supply.inside import building_capacity, counted_apart, share_in, whole_of
from simulator.city.supply.programmes import (
    programme_occasions,
    promised_occasions,
    remainder,
)
from simulator.city.supply.sampled import are_drawn
from simulator.city.supply.slippage import stays
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import first_september, is_within
from simulator.stockflow.values.paths import Constant, Path, Stacked
from simulator.stockflow.values.scenario import Occasion


def standing_paths(choices: Choices) -> dict[str, Path]:
    """A path for every parameter of supply that stands all the time."""
    schools = np.array([[float(service.is_school) for service in _services(choices)]])
    return {
        "waits_for_september": Constant(schools, ("service",)),
        "ramp_rate": Constant(1.0 - schools, ("service",)),
        "serving_share": Constant(serving_shares(choices), ("timetable", "service", "years_open")),
        "approval_rate": _pipeline(choices, "planned", EARLY_STAGES),
        "starting_rate": _pipeline(choices, "approved", EARLY_STAGES),
        "building_rate": _pipeline(
            choices, "building", int(choices.number("model.building_stages"))
        ),
        "cancellation_rate": Constant(
            _slipping(choices) * choices.number("plan.cancellation_rate"), ("timetable", "service")
        ),
        "grade_shift": Constant(_shift(choices)[np.newaxis], ("years_open", "to_years_open")),
        "building_load": Constant(building_load(choices), ("service",)),
        "unlisted_expansion": Stacked(axis="service", place=0, paths=_expansions(choices)),
        "expansion_share": Constant(_expansion_shares(choices), ("service", "district")),
    }


def opening_occasions(
    choices: Choices, start: float, stop: float
) -> dict[str, tuple[Occasion, ...]]:
    """When the transfers happen by which places come to be open, and with what."""
    septembers = [
        year
        for year in (first_september(y) for y in range(int(start), int(stop) + 1))
        if is_within(start, year, stop)
    ]
    promised = promised_occasions(choices, start, stop)
    entering = programme_occasions(choices, start, stop)
    stages = range(1, int(choices.number("model.building_stages")) + 1)
    early = range(1, EARLY_STAGES + 1)
    return {
        "starting_stock": starting_occasions(choices, start, stop),
        "programme_announced": entering["planned"],
        **{f"programme_approved_{stage}": entering["approved"] for stage in early},
        **{f"programme_building_{stage}": entering["building"] for stage in stages},
        "promised_schools": promised,
        "promised_beds": promised,
        "grades_fill": tuple(Occasion(year) for year in septembers),
        "september_opening": tuple(Occasion(year) for year in septembers),
    }


def _expansions(choices: Choices) -> dict[str, Path]:
    """Places a year that no list names, of every school service; none of beds."""
    schools, nothing = choices.pack.axes["school"], Constant(np.zeros(1))
    return {
        service.name: expansion(choices, service) if service.name in schools else nothing
        for service in _services(choices)
    }


def _expansion_shares(choices: Choices) -> FloatArray:
    """Shares of the starting stock by district, shape (1, service, district)."""
    districts = choices.axis["district"].labels
    starts = [
        [0.0 if service.start is None else service.start.places[name] for name in districts]
        for service in _services(choices)
    ]
    table = np.array([starts])
    whole = table.sum(axis=2, keepdims=True)
    return np.asarray(np.divide(table, whole, out=np.zeros_like(table), where=whole > 0))


def building_load(choices: Choices) -> FloatArray:
    """1 ÷ building capacity, shape (1, service); zero where there is no limit."""
    capacities = [building_capacity(choices, service) for service in _services(choices)]
    return np.array([[1 / capacity if capacity > 0 else 0.0 for capacity in capacities]])


def serving_shares(choices: Choices) -> FloatArray:
    """Share of open places that serve, shape (1, timetable, service, years open).

    A promise counts every place from the day it opens.
    """
    every = choices.switch("plan.opens_all_grades")
    table = np.ones((1, *_shape(choices, "timetable", "service", "years_open")))
    expected = choices.axis["timetable"].index("expected")
    for place, service in enumerate(_services(choices)):
        if not (every and service.is_school):
            shares = service.serving_shares[: table.shape[-1] - 1]
            table[0, expected, place, :-1] = shares[-1]
            table[0, expected, place, : len(shares)] = shares
    return table


def starting_occasions(choices: Choices, start: float, stop: float) -> tuple[Occasion, ...]:
    """The starting stock of every service, on the day its record starts.

    Values have shape (draws or 1, timetable, service, district, years open). Where a programme says
    that places were being built at some pace, the last years' are still ramping: the serving part
    of them is in the starting stock, the rest is the programme's. Of a part they begin to ramp with
    the whole, and its own stock is what has not come with the whole by the day of its count. Where
    projects without a name are drawn one by one, those that ramp are among them.
    """
    found: dict[float, FloatArray] = {}
    draws = max(len(starting_places(choices, service)) for service in _services(choices))
    shape = (draws, *_shape(choices, *PLACE, "years_open"))
    expected = choices.axis["timetable"].index("expected")

    def on(year: float) -> FloatArray:
        return found.setdefault(year, np.zeros(shape))

    for place, service in enumerate(_services(choices)):
        whole = whole_of(choices, service).start
        if service.start is None or whole is None:
            continue
        ramping, apart = np.zeros(shape[-2:]), 1.0
        if is_within(start, whole.year, stop):
            ramping, apart = _ramping(choices, service, whole.year), counted_apart(choices, service)
            if not are_drawn(choices, service.name):
                on(whole.year)[:, expected, place] += ramping
        if is_within(start, service.start.year, stop):
            there = starting_places(choices, service)[:, np.newaxis]
            on(service.start.year)[:, :, place, :, -1] += there * apart
            served = ramping[:, : len(service.serving_shares)] @ service.serving_shares
            on(service.start.year)[:, expected, place, :, -1] -= served
    return tuple(Occasion(year, {"starting_places": found[year]}) for year in sorted(found))


def _ramping(choices: Choices, service: Service, year: float) -> FloatArray:
    """Places in every step of the ramp on the day the record starts, (district, years open).

    Built at the pace of each programme that begins on the day: a year's places in every step.
    """
    table = np.zeros(_shape(choices, "district", "years_open"))
    steps = len(service.serving_shares) - 1
    for programme in choices.plan.programmes:
        share = share_in(choices, programme.service, service.name)
        unserved = choices.pack.service[programme.service].unserved_in_ramp
        if programme.begins == year and share > 0 and unserved > 0:
            pace = remainder(choices, programme).ramping / unserved * share
            for number, district in enumerate(choices.axis["district"].labels):
                table[number, :steps] += pace * programme.district_shares[district]
    return table


def _pipeline(choices: Choices, stage: str, steps: int) -> Path:
    """Rate of leaving a stage, steps ÷ mean stay; zero where nothing slips."""
    factor = choices.number("plan.delay_factor")
    rates = [
        steps / (getattr(stays(choices, whole_of(choices, service).name), stage) * factor)
        for service in _services(choices)
    ]
    return Constant(_slipping(choices) * np.array([[rates]]), ("timetable", "service"))


def _slipping(choices: Choices) -> FloatArray:
    """1 for what is expected unless everything is on time, shape (1, timetable, service)."""
    table = np.zeros((1, *_shape(choices, "timetable", "service")))
    expected = choices.axis["timetable"].index("expected")
    table[0, expected] = 0.0 if choices.switch("plan.on_time") else 1.0
    return table


def _shift(choices: Choices) -> FloatArray:
    """One year more since opening; the last step stays."""
    steps = choices.axis["years_open"].size
    shift = np.eye(steps, k=1)
    shift[-1, -1] = 1.0
    return shift


def _services(choices: Choices) -> list[Service]:
    """Services of the pack in the order of the axis."""
    return [choices.pack.service[name] for name in choices.axis["service"].labels]


def _shape(choices: Choices, *axes: str) -> tuple[int, ...]:
    return tuple(choices.axis[name].size for name in axes)
