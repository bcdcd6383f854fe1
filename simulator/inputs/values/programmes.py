"""Programmes as occasions: what enters the plan when, and what is promised to open when."""

import numpy as np

from simulator.inputs.pack.building import Programme
from simulator.inputs.scenario import Occasion
from simulator.inputs.values.choices import Choices
from simulator.inputs.values.projects import changed_projects
from simulator.structure.arrays import FloatArray


def programme_occasions(choices: Choices, start: float, stop: float) -> tuple[Occasion, ...]:
    """Every programme less its named projects enters the plan on the day it begins."""
    _refuse_size_without_programme(choices)
    found: dict[float, FloatArray] = {}
    services, districts = choices.pack.axes["service"], choices.pack.axes["district"]
    for programme in choices.pack.programmes:
        if start <= programme.begins < stop:
            empty = np.zeros((1, len(services), len(districts)))
            table = found.setdefault(programme.begins, empty)
            rest = remainder(choices, programme)
            for number, district in enumerate(districts):
                share = programme.district_shares[district]
                table[0, services.index(programme.service), number] += rest * share
    return tuple(Occasion(year, {"programme_places": table}) for year, table in found.items())


def remainder(choices: Choices, programme: Programme) -> float:
    """Places of a programme in no named project; a negative remainder is an error.

    A project that only the scenario gives a size or a date leaves the remainder with the size it
    gets; one the pack knows leaves it with the pack's, so that a change of its size is a change of
    the whole.
    """
    whole = sum(p.places for p in choices.pack.programmes if p.service == programme.service)
    key = _size_key(programme.service)
    size = programme.places / whole * choices.number(key)
    changed = changed_projects(choices)
    named = 0.0
    for project in choices.pack.projects:
        known = project if project.is_named else changed[project.name]
        if project.programme == programme.name and known.is_named:
            named += known.places or 0.0
    if named > size:
        raise choices.fault(
            key,
            f"the named projects of {programme.name} hold {named:,.0f} places, more than the "
            f"{size:,.0f} of the programme; would be right: a larger programme",
            "计划规模不应小于已点名项目之和",
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
        before = 0.0
        for year, share in promised_schedule(choices, name).items():
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


def promised_schedule(choices: Choices, service: str) -> dict[float, float]:
    """Promised cumulative share of all programmes of a service, by date.

    On a date that is none of its own a programme keeps the share it has reached.
    """
    programmes = [p for p in choices.pack.programmes if p.service == service]
    rests = [remainder(choices, programme) for programme in programmes]
    whole = sum(rests)
    years = sorted({year for programme in programmes for year in programme.promised_years})
    if whole <= 0:
        return {}
    weights = [(programme, rest / whole) for programme, rest in zip(programmes, rests, strict=True)]
    return {
        year: sum(_reached(programme, year) * weight for programme, weight in weights)
        for year in years
    }


def _reached(programme: Programme, year: float) -> float:
    dated = zip(programme.promised_years, programme.promised_shares, strict=True)
    return max((share for when, share in dated if when <= year), default=0.0)


def _refuse_size_without_programme(choices: Choices) -> None:
    """A size stated for a service that has no programme would change nothing."""
    built = {programme.service for programme in choices.pack.programmes}
    for service in choices.pack.axes["service"]:
        key = _size_key(service)
        if service not in built and key in choices.file.values:
            raise choices.fault(
                key,
                f"the city pack has no programme for {service}; would be right: one of "
                f"{', '.join(name for name in choices.pack.axes['service'] if name in built)}",
                "该服务没有建设计划",
            )


def _size_key(service: str) -> str:
    return f"plan.programme_places.{service}"
