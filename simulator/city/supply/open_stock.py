"""Closures and conversions of more places than are open: refused before a run, at their line.

What is open on a day follows from supply alone, without the people of the city. A number of places
beyond the starting stock is compared with what a run of supply alone finds open on that day, on
either timetable.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from simulator.city.axes import PLACE, TIMETABLE
from simulator.city.ground.choices import Choices
from simulator.city.supply import equations
from simulator.city.supply.closures import CLOSURES, with_parts, within
from simulator.city.supply.parameters import PARAMETERS
from simulator.city.supply.state_measures import supply_measures
from simulator.errors import Fault, ScenarioError
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.calendar import SAME_INSTANT, instant
from simulator.stockflow.values.paths import Path
from simulator.stockflow.values.scenario import Occasion, Scenario
from simulator.words.catalogue import message, pair

_CLOSING = ("closures", "conversions")
_OF_SERVING = ("programme_serving", "serving_share", "project_serving")
_AXES = (*PLACE, "years_open")
_BEYOND = 1e-6
_AFTER = 0.01
"""Years after the last closure to which supply is followed, so that it lies within the run."""

Record = Mapping[str, Any]
Occasions = Mapping[str, Sequence[Occasion]]


def refuse_beyond(
    choices: Choices, paths: Mapping[str, Path], occasions: Occasions, span: tuple[float, float]
) -> None:
    """Refuse to close or convert more places than are open on the day.

    ``paths`` and ``occasions`` are those of supply. Where planners respond to a gap, what is
    expected to be open depends on people, and only the promise is looked at.

    Raises
    ------
    ScenarioError
        With every record that asks for too much, at its number of places.
    """
    records = closures_within(choices, span)
    if not _beyond_start(choices, records):
        return
    dates = [instant(record["date"]) for record in records]
    there = _open_without(choices, paths, occasions, (span[0], dates))
    watched = [TIMETABLE.index("promised")]
    if not choices.switch("feedback.planners.on"):
        watched.append(TIMETABLE.index("expected"))
    faults = list(_beyond(choices, records, there[watched]))
    if faults:
        raise ScenarioError(faults)


def beyond_start(choices: Choices) -> frozenset[str]:
    """Services of which more may close within the run than the starting stock leaves somewhere."""
    span = choices.date("model.start"), choices.date("model.stop")
    return _beyond_start(choices, closures_within(choices, span))


def closures_within(choices: Choices, span: tuple[float, float]) -> list[Record]:
    """The records of closures and conversions within a run, in the order in which they act."""
    records = with_parts(choices, within(choices.records(CLOSURES), *span))
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


def _open_without(
    choices: Choices,
    paths: Mapping[str, Path],
    occasions: Occasions,
    when: tuple[float, Sequence[float]],
) -> FloatArray:
    """Places open if nothing closed: shape (timetable, service, district, date)."""
    from simulator.stockflow.engine.simulate import simulate  # SciPy, only where there is a doubt

    start, days = when
    stop, stages = max(days) + _AFTER, int(choices.number("model.building_stages"))
    system = _supply_alone(choices, stages)
    kept = {
        transfer.name: tuple(each for each in occasions[transfer.name] if each.year < stop)
        for transfer in system.transfers
        if transfer.name not in _CLOSING
    }
    readings = tuple(sorted(set(days)))
    run = simulate(
        system,
        Scenario(
            name="supply",
            start=start,
            stop=stop,
            initial={},
            paths={name: path for name, path in paths.items() if name in system.parameter},
            occasions=kept,
            readings=readings,
        ),
    )
    return np.asarray(run.measures["open_places"][0][..., [readings.index(day) for day in days]])


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
