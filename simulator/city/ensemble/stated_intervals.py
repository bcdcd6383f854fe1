"""Numbers of a pack with an interval of their own: who comes to school, and how beds are used.

An interval is taken for one of 80 %. A path that is stated at several days moves as a whole: what
is not known of a ratio is not known anew every year.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulator.city.ensemble.posterior import Entries, enrolment_of_fit
from simulator.city.pack.city_pack import CityPack
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.chance import Chance
from simulator.stockflow.values.drawn_number import drawn_number

RATIO = "world.enrolment_ratio."
FITTED_TOGETHER = ("primary", "junior")
"""Stages whose pupils the people are fitted to: the more children a draw has, the fewer come."""


def take_ups(pack: CityPack, chance: Chance) -> dict[str, FloatArray]:
    """Take-up of every service that states an interval, by its key, shape (draws,)."""
    return {
        f"plan.take_up.{service.name}": drawn_number(
            chance,
            "take-up",
            service.name,
            value=service.take_up,
            low=service.take_up_interval[0],
            high=service.take_up_interval[1],
            kind="share",
        )
        for service in pack.services
        if service.take_up_interval[0] < service.take_up_interval[1]
    }


def uses_of_beds(pack: CityPack, chance: Chance) -> dict[str, FloatArray]:
    """Stay, and level of admissions, of every use that states an interval, by key; (draws,)."""
    found = {}
    for name, use in pack.bed_use.items():
        for what, key, value, (low, high) in (
            ("admissions", f"world.admissions.{name}", 1.0, use.level_interval),
            ("length of stay", f"plan.length_of_stay.{name}", use.stay, use.stay_interval),
        ):
            if low < high:
                found[key] = drawn_number(chance, what, name, value=value, low=low, high=high)
    return found


def enrolment_ratios(pack: CityPack, basis: str, chance: Chance) -> Entries:
    """Enrolment ratios that state an interval, their numbers of shape (draws,)."""
    together = enrolment_of_fit(pack, basis, chance)
    found: Entries = {}
    for service in pack.axes["school"]:
        entry = pack.parameters.find(f"{RATIO}{service}", basis)
        if entry is not None and "interval" in entry:
            beside = together if service in FITTED_TOGETHER else np.ones(1)
            found[f"{RATIO}{service}", _basis_of(pack, service, basis)] = _drawn(
                entry, service, chance, beside
            )
    return found


def _basis_of(pack: CityPack, service: str, basis: str) -> str:
    """The basis under which the table has a ratio: that of the run, or none for every basis."""
    key = f"{RATIO}{service}"
    return basis if (key, basis) in pack.parameters.table else ""


def _drawn(
    entry: Mapping[str, Any], service: str, chance: Chance, beside: FloatArray
) -> Mapping[str, Any]:
    def number(value: float, interval: tuple[float, float]) -> FloatArray:
        low, high = interval
        names = ("enrolment", service)
        return beside * drawn_number(chance, *names, value=value, low=low, high=high)

    if "value" in entry:
        return {**entry, "value": number(entry["value"], entry["interval"])}
    values = {day: number(each, entry["interval"][day]) for day, each in entry["values"].items()}
    return {**entry, "values": values}
