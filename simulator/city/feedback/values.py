"""Paths of the feedback loops a scenario closes: what is noticed, how late, how it is answered."""

from dataclasses import dataclass

import numpy as np

from simulator.city.axes import CITY, laid_along
from simulator.city.feedback import families, planners, private
from simulator.city.feedback.perception import FAMILIES, PARENTS, PLANNERS
from simulator.city.ground.choices import Choices, stated_paths
from simulator.city.pack.services import Start
from simulator.city.supply.serving import expected_in_use, expected_under_way
from simulator.demography.cohort_paths import ByAge, DensityByAge
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.grammar.axis import Axis
from simulator.stockflow.values.paths import Constant, Path, Steps
from simulator.stockflow.values.scenario import Occasion

COUNTS_A_YEAR = 3
"""How often the places of named projects are counted: on 1 January, 1 May and 1 September."""

CHILD, MOTHER = 15, 50
"""Age below which one is a child, below which a mother has children with her."""

WITHOUT_CHILDREN = ("men", "childless")
"""Statuses that say of nobody that she has a child."""

ANSWERS = {
    "planners": (planners.PARAMETERS, PLANNERS),
    "families": (families.PARAMETERS, FAMILIES),
    "private": (private.PARAMETERS, PARENTS),
}
"""What each loop is given, and who answers in it, by the table of a scenario that closes it."""


BY_DISTRICT = ("planners", "families")
"""Loops whose answer to a catchment falls to its districts (``Feedback.by_district``)."""


@dataclass(frozen=True, kw_only=True)
class FeedbackValues:
    """What the closed loops of a scenario are given; nothing where none is closed."""

    paths: dict[str, Path]
    occasions: dict[str, tuple[Occasion, ...]]


def feedback_values(choices: Choices, start: float) -> FeedbackValues:
    """Paths and occasions of every loop that is closed, but those of projects and of families.

    Raises
    ------
    ScenarioError
        Where planners are to answer and everything is to come on time: then no plan has a delay of
        its own, and what planners add would never be built.
    """
    on = _closed(choices)
    if "planners" in on and choices.switch("plan.on_time"):
        raise choices.fault("feedback.planners.on", "fault.planners_on_time")
    paths = _shared(choices, start) if on else {}
    for name in on:
        paths |= stated_paths(choices, ANSWERS[name][0])
    if "private" in on:
        paths["private_edge"] = Constant(choices.pack_numbers("feedback.private_edge"))
    return FeedbackValues(paths=paths, occasions=_at_first(on, start))


def counted_projects(choices: Choices, span: tuple[float, float]) -> dict[str, Path]:
    """Named projects as those who respond count them, over a run; none where nobody does."""
    on = _closed(choices)
    if not on:
        return {}
    first, last = (round(year * COUNTS_A_YEAR) for year in span)
    years = np.array([number / COUNTS_A_YEAR for number in range(first, last + 1)])
    paths = {"projects_in_use": _counted(years, expected_in_use(choices, span, years))}
    if "planners" in on:
        paths["projects_under_way"] = _counted(years, expected_under_way(choices, years))
    return paths


def family_paths(choices: Choices, profile: Path) -> dict[str, Path]:
    """Who comes as a family, where families respond, derived from the profile of arrivals."""
    if "families" not in _closed(choices):
        return {}
    return {"in_families": in_families(profile, choices.axis["status"])}


def _closed(choices: Choices) -> list[str]:
    return [name for name in ANSWERS if choices.switch(f"feedback.{name}.on")]


def in_families(profile: Path, status: Axis) -> ByAge:
    """Share of arrivals who come as a family, by status and age.

    Children are those under 15. A mother below 50 has children with her; of the men of an age as
    many are fathers as of the women are mothers.

    Raises
    ------
    TypeError
        For a profile that is no ``DensityByAge``, so that ages can't be read off it.
    """
    if not isinstance(profile, DensityByAge):
        raise TypeError("families are derived from a profile by age")
    table = profile.table
    of_women = [number for number, label in enumerate(status.labels) if label != "men"]
    of_mothers = [n for n in of_women if status.labels[n] not in WITHOUT_CHILDREN]
    women, mothers = (table[:, :, rows].sum(axis=2) for rows in (of_women, of_mothers))
    shares = np.zeros_like(table)
    shares[:, :, of_mothers] = 1.0
    fathers = np.divide(mothers, women, out=np.zeros_like(women), where=women > 0)
    shares[:, :, status.index("men")] = fathers
    shares[..., MOTHER:] = 0.0
    shares[..., :CHILD] = 1.0
    return ByAge(
        name="in_families",
        cohorts=profile.cohorts,
        table=shares,
        years=profile.years,
        leading=("status",),
    )


def _shared(choices: Choices, start: float) -> dict[str, Path]:
    """What every loop needs."""
    services = [choices.pack.service[name] for name in choices.axis["service"].labels]
    expected = laid_along(choices.axis["timetable"], {"promised": 0.0, "expected": 1.0})
    places, beds = (
        float(choices.pack_numbers(f"feedback.width_{unit}")[0]) for unit in ("places", "beds")
    )
    widths = [[places if service.is_school else beds for service in services]]
    return {
        "is_expected": Constant(expected[np.newaxis], ("timetable",)),
        "watching": watching(choices, start),
        "width": Constant(np.array(widths), ("service",)),
        **catchment_paths(choices),
    }


def catchment_paths(choices: Choices) -> dict[str, Path]:
    """In which catchment every district lies, by service, and what part of its places it had."""
    services, districts = choices.axis["service"], choices.axis["district"]
    lies_in = np.zeros((1, services.size, districts.size, districts.size))
    share = np.zeros((1, services.size, districts.size))
    for row, name in enumerate(services.labels):
        for members in _catchments(choices, name):
            rows = [districts.index(member) for member in members]
            lies_in[0, row, rows, min(rows)] = 1.0
            share[0, row, rows] = _shares(choices.pack.service[name].start, members)
    paths: dict[str, Path] = {"lies_in": Constant(lies_in, ("service", "district", "catchment"))}
    if any(choices.switch(f"feedback.{name}.on") for name in BY_DISTRICT):
        paths["district_share"] = Constant(share, ("service", "district"))
    return paths


def _catchments(choices: Choices, service: str) -> list[tuple[str, ...]]:
    """The districts of every catchment; the whole city is one only where it is the only one."""
    places = choices.pack.catchments(service)
    return [own for place, own in places.items() if place != CITY or len(places) == 1]


def _shares(start: Start | None, members: tuple[str, ...]) -> list[float]:
    """Part of the places on record in each district of a catchment; alike where there are none."""
    places = [0.0 if start is None else start.places[member] for member in members]
    total = sum(places)
    return [each / total if total > 0 else 1 / len(members) for each in places]


def watching(choices: Choices, start: float) -> Path:
    """1 for a service from the day its record starts, 0 before, and for ever where none does."""
    records = (choices.pack.service[name].start for name in choices.axis["service"].labels)
    starts = [np.inf if record is None else record.year for record in records]
    years = sorted({start, *(year for year in starts if np.isfinite(year) and year > start)})
    values = [[[float(own <= year) for own in starts]] for year in years]
    return Steps(name="watching", years=tuple(years), values=np.array(values), axes=("service",))


def _counted(years: FloatArray, table: FloatArray) -> Path:
    """Places by service and district at every count, then held: (time, draws or 1, …)."""
    kept = [0, *(1 + np.flatnonzero(np.any(np.diff(table, axis=0) != 0, axis=(1, 2, 3))))]
    return Steps(
        name="projects counted",
        years=tuple(float(years[place]) for place in kept),
        values=table[kept],
        axes=("service", "district"),
        before="hold",
    )


def _at_first(on: list[str], start: float) -> dict[str, tuple[Occasion, ...]]:
    """On the first day of the run everybody knows things as they are."""
    return {
        transfer.name: (Occasion(start),)
        for _, observer in (ANSWERS[name] for name in on)
        for transfer in observer.transfers
    }
