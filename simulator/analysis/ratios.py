"""Beds per so many people, each by a stated definition of either, year by year."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.analysis.definitions import definition_of, read_definitions
from simulator.analysis.modelled import Occasion, supply
from simulator.analysis.outcome import Outcome
from simulator.analysis.people import GROUPS, Group, count_group
from simulator.analysis.series import CITY
from simulator.errors import DataError, Fault
from simulator.inputs.definition import Counted, divide

_INSTANT = 1e-9


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """A ratio at the end of a year: both figures, what they count, and their quotient × ``per``."""

    name: str
    title: Mapping[str, str]
    when: float
    upper: Counted
    lower: Counted
    value: float
    unit: str


def ratios_of(outcome: Outcome) -> tuple[Ratio, ...]:
    """Every ratio of the pack at the end of every year at which both figures are known.

    Raises ``UnitError`` where a ratio divides unlike definitions.
    """
    return tuple(_ratios(outcome))


def _ratios(outcome: Outcome) -> Iterator[Ratio]:
    found = read_definitions(outcome.pack)
    run = outcome.trajectory
    ends = [year for year in run.snapshots if abs(year - round(year)) < _INSTANT]
    for entry in found.ratios:
        service = outcome.pack.service[entry["service"]]
        definition = replace(definition_of("supply", service), **entry.get("as", {}))
        group = _group(entry, outcome)
        for when in ends:
            asked = Occasion(outcome=outcome, place=CITY, when=float(when))
            beds, count = supply(service)(asked), count_group(asked, group)
            if beds is None or count is None:
                continue
            upper = Counted(name=service.name, value=beds, definition=definition)
            yield Ratio(
                name=entry["id"],
                title={"zh": entry["name_zh"], "en": entry["name_en"]},
                when=float(when),
                upper=upper,
                lower=count,
                value=divide(upper, count, found.converters) * float(entry["per"]),
                unit=entry["unit"],
            )


def _group(entry: Mapping[str, Any], outcome: Outcome) -> Group:
    if entry["people"] not in GROUPS:
        message = f"found {entry['people']}; would be right: one of {', '.join(GROUPS)}"
        path = f"calibration/{outcome.pack.name}/definitions.toml"
        raise DataError([Fault(path=path, line=None, key=f"ratio.{entry['id']}", message=message)])
    ages = ((int(entry["from"]), None),) if "from" in entry else ()
    return Group(kind=entry["people"], ages=ages, services=(entry["service"],))
