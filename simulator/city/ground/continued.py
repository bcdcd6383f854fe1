"""Building after the last programme: as many places a year as opened on record, or none.

A scenario that says ``plan.continues`` has a programme for every year after the last one of a
service, as the city pack states its pace (``[[continuation]]`` of ``programmes.toml``). What it
opens is a judgement, and so is that nothing opens where the scenario does not say so: supply after
the last programme has a grade of its own.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from math import ceil, inf

from simulator.city.ground.own_plan import shares_of_service
from simulator.city.pack.building import Continuation, Programme
from simulator.city.pack.city_pack import CityPack
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.values.calendar import SAME_INSTANT, end_of_year, instant
from simulator.words.catalogue import pair

NOTHING_STATED = "D"
"""The grade of there being no more supply after the last programme."""


def with_continuation(pack: CityPack, planned: CityPack, file: ScenarioFile) -> CityPack:
    """What is planned, and what goes on after it where the scenario says so.

    ``pack`` is the city's alone, ``planned`` with what the scenario itself plans.
    """
    if not file.values.get("plan.continues"):
        return planned
    stop = file.values["model.stop"]
    last_day = instant(stop) if isinstance(stop, date) else -inf
    further = tuple(_continued(pack, planned, last_day))
    return replace(planned, programmes=(*planned.programmes, *further))


def _continued(pack: CityPack, planned: CityPack, last_day: float) -> Iterator[Programme]:
    """A programme for every year of the run after the last one of each service that goes on."""
    for each in pack.continuations:
        first = ceil(end_of_programmes(planned, each.service) - SAME_INSTANT)
        for year in range(first, ceil(last_day - SAME_INSTANT)):
            yield _of_a_year(pack, each, year)


def end_of_programmes(planned: CityPack, service: str) -> float:
    """The last day on which a programme of a service is promised, years; −∞ where there is none."""
    programmes = (each for each in planned.programmes if each.service == service)
    return max((each.promised_years[-1] for each in programmes), default=-inf)


def grades_after_plan(planned: CityPack, *, continues: bool) -> dict[str, tuple[float, str]]:
    """The last day of the programmes of each service that has any, and the grade of what follows.

    ``planned`` is what is planned without what goes on. That nothing more opens is a judgement too.
    """
    further = {each.service: each.grade for each in planned.continuations} if continues else {}
    return {
        name: (end_of_programmes(planned, name), further.get(name, NOTHING_STATED))
        for name in dict.fromkeys(each.service for each in planned.programmes)
    }


def _of_a_year(pack: CityPack, each: Continuation, year: int) -> Programme:
    """What enters the plan on the first day of a year: projects of the usual size and districts."""
    same = [programme for programme in pack.programmes if programme.service == each.service]
    places, projects = sum(one.places for one in same), sum(one.projects for one in same)
    shares = shares_of_service(pack, each.service) or {}
    chinese, english = pair("pack.continued", service=pack.service[each.service].title, year=year)
    return Programme(
        name=f"{each.service}_continued_{year}",
        title={"zh": chinese, "en": english},
        service=each.service,
        places=each.pace,
        projects=max(round(each.pace / places * projects), 1),
        begins=float(year),
        district_shares={name: shares.get(name, 0.0) for name in pack.axes["district"]},
        promised_years=(end_of_year(year + each.promised_after),),
        promised_shares=(1.0,),
        grade=each.grade,
        district_grade=each.grade,
    )
