"""Programmes as occasions: what enters the plan when, and what is promised to open when."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.city.axes import PLACE, laid_along
from simulator.city.ground.choices import Choices
from simulator.city.ground.own_plan import is_own
from simulator.city.ground.plan_faults import PROGRAMMES, PROJECTS
from simulator.city.pack.building import Programme
from simulator.city.pack.city_pack import CityPack
from simulator.city.supply.inside import carried, share_in
from simulator.city.supply.project_changes import opening
from simulator.city.supply.projects import changed_projects, mean_size, programme_size
from simulator.city.supply.sampled import are_drawn
from simulator.city.supply.slippage import stays
from simulator.errors import DataError, Fault
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import SAME_INSTANT, is_within
from simulator.stockflow.values.scenario import Occasion
from simulator.words.catalogue import listed, message

STAGES = ("planned", "approved", "building")
"""Stages into which a programme enters."""


@dataclass(frozen=True, kw_only=True)
class Remainder:
    """What is left of a programme beside its named projects, in places.

    ``planned``, ``approved`` and ``building`` are where it stands when the programme begins;
    ``ramping`` is built and not yet serving. They add up to ``places``.
    """

    places: float
    planned: float
    approved: float
    building: float
    ramping: float


def programme_occasions(
    choices: Choices, start: float, stop: float
) -> dict[str, tuple[Occasion, ...]]:
    """Every programme less its named projects enters the plan on the day it begins.

    What was under way then enters further on, on the expected timetable; a promise knows only what
    is planned and what is open. Where projects without a name are drawn one by one (``sampled``)
    nothing is expected of the stocks.
    """
    _refuse_size_without_programme(choices)
    found: dict[str, dict[float, FloatArray]] = {name: {} for name in STAGES}
    timetable, services, districts = (choices.axis[name] for name in PLACE)
    for programme in choices.plan.programmes:
        if not is_within(start, programme.begins, stop):
            continue
        rest = remainder(choices, programme)
        shares = np.array([programme.district_shares[name] for name in districts.labels])
        for name in STAGES:
            empty = np.zeros((1, timetable.size, services.size, districts.size))
            table = found[name].setdefault(programme.begins, empty)
            promised = rest.places if name == "planned" else 0.0
            for service, share in carried(choices, programme.service):
                # drawn one by one they stand beside the stocks
                expected = 0.0 if are_drawn(choices, service) else getattr(rest, name)
                both = laid_along(timetable, {"promised": promised, "expected": expected})
                table[0, :, services.index(service)] += both[:, np.newaxis] * shares * share
    return {
        name: tuple(Occasion(year, {f"{name}_places": dated[year]}) for year in sorted(dated))
        for name, dated in found.items()
    }


def remainder(choices: Choices, programme: Programme) -> Remainder:
    """Places of a programme in no named project; ``ScenarioError`` where that is below zero.

    A project that only the scenario gives a size or a date leaves the remainder with the size it
    gets; one the pack knows leaves it with the pack's, so that a change of its size is a change of
    the whole.

    What was under way keeps, in a steady state, the pace on record: pace × mean stay in a stage,
    and in the ramp pace × Σ (1 − share that serves).
    """
    size, named = programme_size(choices, programme), named_places(choices, programme)
    if named > size * (1 + 1e-12):
        key, place = _cause(choices, programme)
        numbers = {"named": f"{named:,.0f}", "size": f"{size:,.0f}"}
        told = "fault.programme_too_small"
        raise choices.fault_of(key, place, told, name=programme.name, **numbers)
    rest = max(size - named, 0.0)
    stay, service = stays(choices, programme.service), choices.pack.service[programme.service]
    pace = 0.0 if choices.switch("plan.on_time") else programme.pace
    ramp = service.unserved_in_ramp
    under_way = pace * (stay.approved + stay.building + ramp)
    if under_way > rest:
        key, place = _cause(choices, programme)
        numbers = {"number": f"{under_way:,.0f}", "rest": f"{rest:,.0f}"}
        raise choices.fault_of(key, place, "fault.under_way", name=programme.name, **numbers)
    return Remainder(
        places=rest,
        planned=rest - under_way,
        approved=pace * stay.approved,
        building=pace * stay.building,
        ramping=pace * ramp,
    )


def _cause(choices: Choices, programme: Programme) -> tuple[str, tuple[str, ...]]:
    """Where a scenario makes a programme too small for its named projects: key, id and fields.

    The size it states, of the programme or of its service; else its largest project inside.
    """
    key = _size_key(programme.service)
    if programme.name in {str(each["id"]) for each in choices.records(PROGRAMMES)}:
        return PROGRAMMES, (programme.name, "places")
    inside = {each.name for each in choices.plan.projects if each.programme == programme.name}
    stated = [
        (float(each["places"]), str(each["id"]))
        for each in choices.records(PROJECTS)
        if each["id"] in inside and "places" in each
    ]
    if key in choices.file.values or not stated:
        return key, ()
    return PROJECTS, (max(stated)[1], "places")


def named_places(choices: Choices, programme: Programme) -> float:
    """Places of a programme that its named projects hold."""
    changed = changed_projects(choices)
    return sum(
        (project if project.is_named and project.share is None else changed[project.name]).places
        or 0.0
        for project in choices.plan.projects
        if project.programme == programme.name and changed[project.name].is_named
    )


def promised_occasions(choices: Choices, start: float, stop: float) -> tuple[Occasion, ...]:
    """On each promised date the share of what is still planned that the promise opens.

    Where the scenario delivers on time the expected pipeline follows the same dates.
    """
    on_time = choices.switch("plan.on_time")
    found: dict[float, FloatArray] = {}
    timetable, services, districts = (choices.axis[name] for name in PLACE)
    for name in services.labels:
        for year, shares in promised_schedule(choices, name).items():
            empty = np.zeros((1, timetable.size, services.size, districts.size))
            table = found.setdefault(year, empty)
            here = table[0, :, services.index(name)]
            here[timetable.index("promised")] = shares
            here[timetable.index("expected")] = shares if on_time else 0.0
    return tuple(
        Occasion(year, {"promised_share": found[year]})
        for year in sorted(found)
        if is_within(start, year, stop)
    )


def promised_schedule(choices: Choices, service: str) -> dict[float, FloatArray]:
    """Share of what is still planned of a service that the promise opens, by date and district.

    With rests R, shares d of a district and cumulative shares s of the programmes i that have
    begun by date k, it is Σ R_i d_i (s_ik − s_i,k−1) ÷ Σ R_i d_i (1 − s_i,k−1), shape (district,).
    Programmes of the whole that a service is a part of count with its share of them. On a date
    that is none of its own a programme keeps the share it has reached.
    """
    labels = choices.axis["district"].labels
    programmes = [
        each for each in choices.plan.programmes if share_in(choices, each.service, service) > 0
    ]
    parts = [
        (
            each,
            remainder(choices, each).places
            * share_in(choices, each.service, service)
            * np.array([each.district_shares[d] for d in labels]),
            _shares_of(choices, each),
        )
        for each in programmes
    ]
    found, before = {}, float("-inf")
    for year in sorted({year for programme in programmes for year in programme.promised_years}):
        left, opened = np.zeros((2, len(labels)))
        for programme, rest, own in parts:
            if programme.begins <= year:
                reached = _reached(programme.promised_years, own, before)
                left += rest * (1 - reached)
                opened += rest * (_reached(programme.promised_years, own, year) - reached)
        found[year] = np.divide(opened, left, out=np.zeros_like(left), where=left > 0)
        before = year
    return found


def _shares_of(choices: Choices, programme: Programme) -> tuple[float, ...]:
    """``remainder_shares``; a project of the scenario's own promised too fast is told there."""
    try:
        return remainder_shares(choices.plan, programme)
    except DataError:
        own = [
            each
            for each in choices.plan.projects
            if each.programme == programme.name and is_own(each)
        ]
        if not own:
            raise
        first = max(own, key=lambda each: each.places or 0.0).name
        fields = ("promised", "opens")
        told = "building.promised_faster"
        raise choices.fault_of(PROJECTS, (first, *fields), told, name=programme.name) from None


def remainder_shares(pack: CityPack, programme: Programme) -> tuple[float, ...]:
    """Cumulative shares of a programme's remainder: its promise less its named projects by date.

    Counted by the day on which places open, so that a school due on 1 September is in what was to
    be complete by the end of the year before. ``DataError`` where the named projects are promised
    faster than the programme.
    """
    if not programme.promises_whole:
        return programme.promised_shares
    service = pack.service[programme.service]
    means = mean_size(tuple(each for each in pack.projects if not is_own(each)), programme)
    inside = [
        (opening(project.promised or 0.0, service), project.places or means * project.facilities)
        for project in pack.projects
        if project.programme == programme.name and project.is_dated
    ]
    rest = programme.places - sum(places for _, places in inside)
    if rest <= programme.places * 1e-12:
        return tuple(1.0 for _ in programme.promised_years)
    # The programme promises its sum, named projects included. They run by their own dates, so what
    # they open by a date is taken off, lest it be counted twice.
    shares = []
    for year, share in zip(programme.promised_years, programme.promised_shares, strict=True):
        by_then = opening(year, service)
        named = sum(places for opened, places in inside if opened <= by_then + SAME_INSTANT)
        shares.append((share * programme.places - named) / rest)
    if any(later < earlier - 1e-9 for earlier, later in pairwise([0.0, *shares])):
        told = message("fault.promised_faster", name=programme.name)
        fault = Fault(path=f"{pack.name}/programmes.toml", line=None, key="", message=told)
        raise DataError([fault])
    return tuple(shares)


def _reached(years: tuple[float, ...], shares: tuple[float, ...], year: float) -> float:
    dated = zip(years, shares, strict=True)
    return max((share for when, share in dated if when <= year), default=0.0)


def _refuse_size_without_programme(choices: Choices) -> None:
    """A size stated for a service that has no programme would change nothing."""
    built = {programme.service for programme in choices.pack.programmes}
    # of the pack: a programme of the scenario's own states its places in its record
    for service in choices.pack.axes["service"]:
        key = _size_key(service)
        if service not in built and key in choices.file.values:
            names = listed(name for name in choices.pack.axes["service"] if name in built)
            raise choices.fault(key, "fault.no_programme", service=service, names=names)


def _size_key(service: str) -> str:
    return f"plan.programme_places.{service}"
