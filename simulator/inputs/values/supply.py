"""Paths and occasions of supply: starting stock, programmes, projects, Septembers, closures."""

from collections.abc import Mapping

import numpy as np

from simulator.inputs.calendar import first_september, instant
from simulator.inputs.pack.building import Programme
from simulator.inputs.paths import Constant, Path, Steps
from simulator.inputs.scenario import Occasion
from simulator.inputs.values.choices import Choices
from simulator.inputs.values.projects import (
    Slippage,
    expected_serving,
    promised_serving,
    running_projects,
)
from simulator.structure.arrays import FloatArray

DELIVERY = ("promised", "expected")
STEPS = 6


def supply_paths(choices: Choices, start: float, stop: float) -> dict[str, Path]:
    """A path for every parameter of supply that stands all the time."""
    services = choices.pack.services
    schools = np.array([[float(service.is_school) for service in services]])
    return {
        "waits_for_september": Constant(schools, ("service",)),
        "ramp_rate": Constant(1.0 - schools, ("service",)),
        "serving_share": Constant(serving_shares(choices), ("delivery", "service", "years_open")),
        "approval_rate": _pipeline(choices, "planned", 1),
        "starting_rate": _pipeline(choices, "approved", 1),
        "building_rate": _pipeline(
            choices, "building", int(choices.number("model.building_stages"))
        ),
        "cancellation_rate": Constant(
            _slipping(choices) * choices.number("plan.cancellation_rate"), ("delivery", "service")
        ),
        "grade_shift": Constant(_shift()[np.newaxis], ("years_open", "to_years_open")),
        "project_serving": project_serving(choices, start, stop),
    }


def supply_occasions(
    choices: Choices, start: float, stop: float
) -> dict[str, tuple[Occasion, ...]]:
    """When the transfers of supply happen, and with what."""
    septembers = [
        year
        for year in (first_september(y) for y in range(int(start), int(stop) + 1))
        if start <= year < stop
    ]
    promised = promised_occasions(choices, start, stop)
    return {
        "starting_stock": starting_occasions(choices, start, stop),
        "programme_announced": programme_occasions(choices, start, stop),
        "promised_schools": promised,
        "promised_beds": promised,
        "grades_fill": tuple(Occasion(year) for year in septembers),
        "september_opening": tuple(Occasion(year) for year in septembers),
        "closures": closure_occasions(choices),
    }


def serving_shares(choices: Choices) -> FloatArray:
    """Share of open places that serve, shape (1, delivery, service, years open).

    A promise counts every place from the day it opens.
    """
    every = choices.switch("plan.opens_all_grades")
    table = np.ones((1, 2, len(choices.pack.services), STEPS))
    for place, service in enumerate(choices.pack.services):
        if not (every and service.is_school):
            shares = service.serving_shares[: STEPS - 1]
            table[0, 1, place, : len(shares)] = shares
    return table


def starting_occasions(choices: Choices, start: float, stop: float) -> tuple[Occasion, ...]:
    """The starting stock of every service, on the day its record starts."""
    found: dict[float, FloatArray] = {}
    for place, service in enumerate(choices.pack.services):
        if service.start is not None and start <= service.start.year < stop:
            table = found.setdefault(service.start.year, _empty(choices))
            for number, district in enumerate(choices.pack.axes["district"]):
                table[0, place, number] = service.start.places[district]
    return tuple(Occasion(year, {"starting_places": table}) for year, table in found.items())


def programme_occasions(choices: Choices, start: float, stop: float) -> tuple[Occasion, ...]:
    """Every programme less its named projects enters the plan on the day it begins."""
    found: dict[float, FloatArray] = {}
    services = choices.pack.axes["service"]
    for programme in choices.pack.programmes:
        if start <= programme.begins < stop:
            table = found.setdefault(programme.begins, _empty(choices))
            rest = remainder(choices, programme)
            for number, district in enumerate(choices.pack.axes["district"]):
                share = programme.district_shares[district]
                table[0, services.index(programme.service), number] += rest * share
    return tuple(Occasion(year, {"programme_places": table}) for year, table in found.items())


def remainder(choices: Choices, programme: Programme) -> float:
    """Places of a programme in no named project; a negative remainder is an error."""
    whole = sum(p.places for p in choices.pack.programmes if p.service == programme.service)
    key = f"plan.programme_places.{programme.service}"
    size = programme.places / whole * choices.number(key)
    named = sum(
        project.places or 0.0
        for project in choices.pack.projects
        if project.programme == programme.name and project.is_named
    )
    if named > size:
        raise choices.fault(
            key,
            f"the named projects of {programme.name} hold {named:,.0f} places, more than the "
            f"{size:,.0f} of the programme",
        )
    return size - named


def promised_occasions(choices: Choices, start: float, stop: float) -> tuple[Occasion, ...]:
    """On each promised date the share of what is still planned that the promise opens.

    With cumulative shares s, share k of the rest is (s_k − s_{k−1}) / (1 − s_{k−1}). Where the
    scenario delivers on time the expected pipeline follows the same dates.
    """
    on_time = choices.switch("plan.on_time")
    found: dict[float, FloatArray] = {}
    services = choices.pack.axes["service"]
    for name in services:
        schedule = _schedule(choices, name)
        before = 0.0
        for year, share in schedule.items():
            table = found.setdefault(year, np.zeros((1, 2, len(services))))
            rest = (share - before) / (1 - before) if before < 1 else 0.0
            table[0, 0, services.index(name)] = rest
            table[0, 1, services.index(name)] = rest if on_time else 0.0
            before = share
    return tuple(
        Occasion(year, {"promised_share": found[year]})
        for year in sorted(found)
        if start <= year <= stop
    )


def closure_occasions(choices: Choices) -> tuple[Occasion, ...]:
    """Closures the scenario states."""
    occasions = []
    for entry in choices.records("plan.closures"):
        table = _empty(choices)
        for axis in ("service", "district"):
            if entry[axis] not in choices.pack.axes[axis]:
                known = ", ".join(choices.pack.axes[axis])
                raise choices.fault(
                    "plan.closures", f"{entry['id']}: no {axis} {entry[axis]!r}; there are {known}"
                )
        service = choices.pack.axes["service"].index(entry["service"])
        district = choices.pack.axes["district"].index(entry["district"])
        table[0, service, district] = float(entry["share"])
        occasions.append(Occasion(instant(entry["date"]), {"closing_share": table}))
    return tuple(occasions)


def project_serving(choices: Choices, start: float, stop: float) -> Path:
    """Places serving in named projects, month by month, shape (1, delivery, service, district)."""
    months = np.arange(round(start * 12), round(stop * 12) + 1)
    years = np.array([month // 12 + (month % 12) / 12 for month in months])
    services, districts = choices.pack.axes["service"], choices.pack.axes["district"]
    table = np.zeros((len(years), 1, 2, len(services), len(districts)))
    slippages = {name: _slippage(choices, name) for name in services}
    delays = {name: slippages[name].delays() for name in services}
    for running in running_projects(choices):
        name = running.project.service
        service = choices.pack.service[name]
        promised = promised_serving(running, service, years)
        expected = expected_serving(running, service, delays[name], years)
        for district, share in _spread(choices, running.project.district, name).items():
            place = (services.index(name), districts.index(district))
            table[:, 0, 0, place[0], place[1]] += promised * share
            table[:, 0, 1, place[0], place[1]] += expected * share
    return Steps(
        name="project_serving",
        years=tuple(float(year) for year in years),
        values=table,
        axes=("delivery", "service", "district"),
    )


def _spread(choices: Choices, area: str, service: str) -> Mapping[str, float]:
    """A project of an area is spread over its districts by the shares of its programme."""
    members = choices.pack.members(area)
    shares = dict.fromkeys(members, 0.0)
    for programme in choices.pack.programmes:
        if programme.service == service:
            for name in members:
                shares[name] += programme.places * programme.district_shares[name]
    total = sum(shares.values())
    return {name: share / total if total else 1 / len(members) for name, share in shares.items()}


def _schedule(choices: Choices, service: str) -> dict[float, float]:
    """Promised cumulative share of all programmes of a service, by date."""
    programmes = [p for p in choices.pack.programmes if p.service == service]
    rests = [remainder(choices, programme) for programme in programmes]
    schedule: dict[float, float] = {}
    for programme, rest in zip(programmes, rests, strict=True):
        for year, share in zip(programme.promised_years, programme.promised_shares, strict=True):
            schedule[year] = schedule.get(year, 0.0) + share * rest / (sum(rests) or 1.0)
    return dict(sorted(schedule.items()))


def _slippage(choices: Choices, service: str) -> Slippage:
    kind = "school" if choices.pack.service[service].is_school else service
    factor = 0.0 if choices.switch("plan.on_time") else choices.number("plan.delay_factor")
    value = choices.pack.parameters.value
    found = choices.pack.parameters.find(f"slippage.{kind}", "")
    mean, deviation = value(f"slippage.{kind}" if found else "slippage.beds")
    return Slippage(mean=float(mean) * factor, deviation=float(deviation) * factor)


def _pipeline(choices: Choices, stage: str, steps: int) -> Path:
    """Rate of leaving a stage, steps ÷ mean stay; zero where nothing slips."""
    factor = choices.number("plan.delay_factor")
    rates = []
    for service in choices.pack.services:
        kind = "school" if service.is_school else service.name
        found = choices.pack.parameters.find(f"pipeline.{kind}.{stage}", "")
        key = f"pipeline.{kind}.{stage}" if found else f"pipeline.beds.{stage}"
        rates.append(steps / (float(choices.pack.parameters.value(key)) * factor))
    return Constant(_slipping(choices) * np.array([[rates]]), ("delivery", "service"))


def _slipping(choices: Choices) -> FloatArray:
    """1 for the expected delivery unless everything comes on time, shape (1, delivery, service)."""
    table = np.zeros((1, 2, len(choices.pack.services)))
    table[0, 1] = 0.0 if choices.switch("plan.on_time") else 1.0
    return table


def _shift() -> FloatArray:
    """One year more since opening; the last step stays."""
    shift = np.eye(STEPS, k=1)
    shift[-1, -1] = 1.0
    return shift


def _empty(choices: Choices) -> FloatArray:
    return np.zeros((1, len(choices.pack.services), len(choices.pack.districts)))
