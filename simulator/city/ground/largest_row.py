"""How large what a scenario builds may plausibly be: the largest of its service on record.

A project or a programme that the pack does not have has no value on record to be held against; the
pack's own rows of the same service give the scale.
"""

from dataclasses import dataclass

from simulator.city.ground.plan_faults import PROGRAMMES, PROJECTS, records_of
from simulator.city.pack.building import Programme, Project
from simulator.city.pack.city_pack import CityPack
from simulator.files.scenario_file import ScenarioFile
from simulator.files.stated_layers import Statement
from simulator.stockflow.grammar.setting import Sense
from simulator.words.catalogue import Pair

UP_TO_THRICE = Sense(low=0.0, high=3.0)
"""However small, and up to three times the largest: of what is new, smaller is nothing strange."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LargestRow:
    """The row of the pack with the most places of a service: its id, its places, the service."""

    name: str
    places: float
    service: Pair


def largest_row(pack: CityPack, file: ScenarioFile, one: Statement) -> LargestRow | None:
    """The largest row like a new record of which a statement says the places.

    ``None`` where it says anything else, where the pack has the record itself, or no row of its
    service with places.
    """
    if one.field != "places" or one.key not in (PROJECTS, PROGRAMMES):
        return None
    rows = pack.projects if one.key == PROJECTS else pack.programmes
    service = _service(file, one)
    if any(row.name == one.record for row in rows) or service not in pack.service:
        return None
    sized = [(_places(row), row.name) for row in rows if row.service == service]
    places, name = max(sized, default=(0.0, ""))
    if not places:
        return None
    title = pack.service[service].title
    return LargestRow(name=name, places=places, service=(title["zh"], title["en"]))


def _service(file: ScenarioFile, one: Statement) -> str:
    records = {str(each["id"]): each for each in records_of(file, one.key)}
    return str(records.get(str(one.record), {}).get("service", ""))


def _places(row: Project | Programme) -> float:
    return float(row.places or 0.0)
