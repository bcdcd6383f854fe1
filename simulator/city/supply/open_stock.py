"""Closures and conversions of more places than are open: refused before a run, at their line.

What is open on a day follows from supply alone, without the people of the city. A number of places
beyond the starting stock is compared with what a run of supply alone finds open on that day, on
either timetable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.city.axes import PLACE, TIMETABLE
from simulator.city.ground.choices import Choices
from simulator.city.supply import equations
from simulator.city.supply.closures import CLOSURES, sound_records, with_parts, within
from simulator.city.supply.parameters import PARAMETERS
from simulator.city.supply.standing_values import opening_occasions, standing_paths
from simulator.city.supply.state_measures import supply_measures
from simulator.errors import Fault, ScenarioError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.calendar import SAME_INSTANT, instant
from simulator.stockflow.values.chance import EXPECTED
from simulator.stockflow.values.scenario import Scenario
from simulator.words.catalogue import message, pair

_OF_SERVING = ("programme_serving", "serving_share", "project_serving")
_AXES = (*PLACE, "years_open")
_BEYOND = 1e-6
_AFTER = 0.01
"""Years after the last closure to which supply is followed, so that it lies within the run."""

Record = Mapping[str, Any]


def refuse_beyond(choices: Choices, span: tuple[float, float]) -> None:
    """Refuse to close or convert more places than are open on the day in the expected run.

    Where planners respond to a gap, what is expected to be open depends on people, and only the
    promise is looked at; in a run with draws also what would be open without their response, of
    which a number is a share then (``closed_shares``).

    Raises
    ------
    ScenarioError
        With every record that asks for too much, at its number of places.
    """
    records = closures_within(choices, span)
    if not _beyond_start(choices, records):
        return
    there = open_if_nothing_closed(choices, span)
    watched = [TIMETABLE.index("promised")]
    if not choices.switch("feedback.planners.on") or choices.file.values.get("model.draws"):
        watched.append(TIMETABLE.index("expected"))
    days = [instant(record["date"]) for record in records]
    left = np.stack([there[day] for day in days], axis=-1)[watched]
    faults = list(_beyond(choices, records, left))
    if faults:
        raise ScenarioError(faults)


def closures_within(choices: Choices, span: tuple[float, float]) -> list[Record]:
    """The records of closures and conversions within a run, in the order in which they act."""
    records = with_parts(choices, within(sound_records(choices), *span))
    return sorted(records, key=lambda record: (instant(record["date"]), "to" not in record))


def _beyond_start(choices: Choices, records: Sequence[Record]) -> frozenset[str]:
    """Services of which some record may ask for more than the starting stock leaves."""
    left = {
        (service.name, district): 0.0 if service.start is None else service.start.places[district]
        for service in choices.pack.services
        for district in choices.pack.axes["district"]
    }
    beyond = set()
    for record in records:
        here = (record["service"], record["district"])
        left[here] -= _taken(record, left[here])
        if left[here] < 0:
            beyond.add(record["service"])
    return frozenset(beyond)


def _taken(record: Record, there: float) -> float:
    return float(record.get("places", there * float(record.get("share", 0.0))))


def open_if_nothing_closed(
    choices: Choices, span: tuple[float, float]
) -> Mapping[float, FloatArray]:
    """Places open on each day of a closure if nothing closed, (timetable, service, district).

    Of the expected course of supply by itself, whatever is left to chance.
    """
    from simulator.stockflow.engine.simulate import simulate  # SciPy, only where there is a doubt

    expected = replace(choices, chance=EXPECTED)
    days = sorted({instant(record["date"]) for record in closures_within(choices, span)})
    stop, stages = days[-1] + _AFTER, int(choices.number("model.building_stages"))
    system, occasions = _supply_alone(choices, stages), opening_occasions(expected, *span)
    paths = standing_paths(expected)
    kept = {
        name: tuple(each for each in dated if each.year < stop) for name, dated in occasions.items()
    }
    run = simulate(
        system,
        Scenario(
            name="supply",
            start=span[0],
            stop=stop,
            initial={},
            paths={name: path for name, path in paths.items() if name in system.parameter},
            occasions=kept,
            readings=tuple(days),
        ),
    )
    there = run.measures["open_places"][0]
    return {day: there[..., place] for place, day in enumerate(days)}


def _supply_alone(choices: Choices, stages: int) -> System:
    """The equations of supply by themselves."""
    auxiliaries = equations.supply_auxiliaries(stages)
    return System(
        name="supply",
        axes=tuple(choices.axis[name] for name in _AXES),
        stocks=equations.supply_stocks(stages),
        parameters=tuple(each for each in PARAMETERS if each.name not in _OF_SERVING),
        auxiliaries=tuple(each for each in auxiliaries if each.name not in _OF_SERVING),
        flows=equations.supply_flows(stages),
        transfers=equations.supply_transfers(stages),
        measures=supply_measures(stages),
    )


def _beyond(choices: Choices, records: Sequence[Record], there: FloatArray) -> list[Fault]:
    """The records that ask for more than is left of what was open, shape (timetable, …, date)."""
    services, districts = choices.axis["service"], choices.axis["district"]
    change, faults = np.zeros(there.shape[:-1]), []
    for number, record in enumerate(records):
        here = (slice(None), services.index(record["service"]), districts.index(record["district"]))
        left = there[..., number][here] + change[here]
        taken = np.array([_taken(record, each) for each in left])
        if (taken > left * (1 + _BEYOND) + SAME_INSTANT).any():
            faults.append(_fault(choices, record, left))
            continue
        change[here] -= taken
        if "to" in record:
            target = (slice(None), services.index(record["to"]), here[2])
            change[target] += taken * float(record.get("places_each", 1.0))
    return faults


def _fault(choices: Choices, record: Record, left: FloatArray) -> Fault:
    pack = choices.pack
    kind = "converting" if "to" in record else "closing_inside" if "inside" in record else "closing"
    told = message(
        f"building.{kind}_more",
        places=f"{float(record['places']):,.0f}",
        open=pair(
            "building.open_then" if np.ptp(left) < 1 else "building.open_by_fewer",
            open=f"{max(float(left.min()), 0.0):,.0f}",
        ),
        service=pack.service[record["service"]].called,
        district=next(d.title for d in pack.districts if d.name == record["district"]),
        day=record["date"],
        **({"whole": pack.service[record["inside"]].called} if "inside" in record else {}),
    )
    return choices.file.fault(told, CLOSURES, str(record["id"]), "places")
