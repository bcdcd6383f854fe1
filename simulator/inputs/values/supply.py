"""Paths and occasions of supply: starting stock, pipeline, projects, Septembers, closures."""

from collections.abc import Mapping

import numpy as np

from simulator.inputs.calendar import calendar_label, first_september, instant
from simulator.inputs.paths import Constant, Path, Steps
from simulator.inputs.scenario import Occasion
from simulator.inputs.values.choices import Choices
from simulator.inputs.values.programmes import programme_occasions, promised_occasions
from simulator.inputs.values.projects import (
    Slippage,
    expected_serving,
    promised_serving,
    running_projects,
)
from simulator.structure.arrays import FloatArray

STEPS = 6
CLOSURES = "plan.closures"


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


def closure_occasions(choices: Choices) -> tuple[Occasion, ...]:
    """Closures the scenario states, none before the record of what is open starts."""
    occasions = []
    for entry in choices.records(CLOSURES):
        for axis in ("service", "district"):
            if entry[axis] not in choices.pack.axes[axis]:
                known = ", ".join(choices.pack.axes[axis])
                raise choices.fault(
                    CLOSURES,
                    f"{entry['id']}: no {axis} {entry[axis]!r}; would be right: one of {known}",
                    "没有这一项",
                )
        when = instant(entry["date"])
        service = choices.pack.service[entry["service"]]
        if service.start is not None and when < service.start.year:
            raise choices.fault(
                CLOSURES,
                f"{entry['id']}: {entry['date']} lies before the record of {service.name} starts; "
                f"would be right: {calendar_label(service.start.year)} or later",
                "早于该服务的起始记录",
            )
        table = _empty(choices)
        place = choices.pack.axes["service"].index(service.name)
        district = choices.pack.axes["district"].index(entry["district"])
        table[0, place, district] = float(entry["share"])
        occasions.append(Occasion(when, {"closing_share": table}))
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
