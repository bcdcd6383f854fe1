"""The step ``schools``: enrolment ratios from pupils on record, and places that no list names."""

from collections.abc import Iterator, Mapping

import numpy as np

from calibration.parameters_file import Entry
from calibration.schools.enrolment import Prior, Ratio, catchment_ratios, fit_ratio, prior_of
from calibration.schools.evidence import (
    EXPANSION,
    RATIO,
    AtOne,
    Enrolled,
    enrolled,
    of_city,
    run_at_one,
)
from calibration.schools.expansion import expansion_of
from calibration.schools.report import summary_of, write_report
from calibration.schools.result import BasisFit
from calibration.task import StepResult, Task
from simulator.city.axes import CITY
from simulator.city.ground.future import ENROLMENT_RATIOS
from simulator.city.pack.city_pack import CityPack
from simulator.city.pack.parameter_form import CATCHMENT_RATIO, FUTURE
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.values.calendar import calendar_label

_BEGINS = 2011.0
"""Before every record of places."""


def fit_schools(task: Task) -> StepResult:
    """Fit enrolment to the pupils on record when the fit stands, on each population basis."""
    pack = task.pack
    bases = tuple(str(each["id"]) for each in pack.city["basis"])
    fits = tuple(fit_basis(run_at_one(pack, basis), basis, task.standing) for basis in bases)
    return StepResult(
        entries=(*(entry for fit in fits for entry in _entries(pack, fit)), *_grown(pack, fits[0])),
        summary=tuple(line for fit in fits for line in summary_of(fit.basis, fit.rows, fit.ratios)),
        write_report=lambda folder: write_report(folder, pack, fits),
    )


def fit_basis(found: AtOne, basis: str, standing: float | None) -> BasisFit:
    """Catchments from the first September with every district, then one ratio a stage."""
    pack = found.choices.pack
    by_district = enrolled(found, standing)
    priors = priors_of(pack)
    told = {name: _catchments(pack, by_district, name) for name in priors}
    catchments = {name: shares for name, shares in told.items() if shares is not None}
    labels = found.trajectory.system.axis["district"].labels
    arrays: dict[str, FloatArray] = {
        name: np.array([shares[label] for label in labels]) for name, shares in catchments.items()
    }
    rows = enrolled(found, standing, arrays)
    ratios = {name: fit_ratio(of_city(rows, name), prior) for name, prior in priors.items()}
    return BasisFit(
        basis=basis,
        rows=rows,
        ratios={name: each for name, each in ratios.items() if each},
        catchments=catchments,
        expansions=tuple(
            grown
            for name in priors
            if (grown := expansion_of(found, rows, pack.service[name])) is not None
        ),
    )


def priors_of(pack: CityPack) -> Mapping[str, Prior]:
    """The stages whose ratio is fitted, by the priors the pack states."""
    stated = {name: prior_of(pack.parameters, name) for name in pack.axes["school"]}
    return {name: prior for name, prior in stated.items() if prior is not None}


def _catchments(
    pack: CityPack, rows: tuple[Enrolled, ...], service: str
) -> Mapping[str, float] | None:
    """Ratios of the districts; ``None`` where the catchment is the city or no count tells."""
    groups = [names for place, names in pack.catchments(service).items() if place != CITY]
    every = [row for row in rows if row.service == service and row.place != CITY]
    for year in sorted({row.year for row in every}):
        counts = {row.place: row for row in every if row.year == year}
        if groups and set(counts) == set(pack.axes["district"]):
            pupils = {name: row.pupils for name, row in counts.items()}
            at_one = {name: row.at_one for name, row in counts.items()}
            return catchment_ratios(pupils, at_one, groups)
    return None


def _entries(pack: CityPack, fit: BasisFit) -> Iterator[Entry]:
    priors = priors_of(pack)
    for service, ratios in fit.ratios.items():
        yield Entry(
            key=f"{RATIO}{service}",
            basis=fit.basis,
            fields={**_values(ratios, priors[service]), **_said(pack, fit, service)},
        )
    for service, found in fit.catchments.items():
        yield Entry(
            key=f"{CATCHMENT_RATIO}{service}",
            basis=fit.basis,
            fields={
                "value": {name: round(ratio, 4) for name, ratio in found.items()},
                "unit": "1",
                "definition": "pupils for each child of the ages, a district's catchment against "
                "the city",
                "source_id": _sources(pack, fit, service, districts=True),
                "status": "fitted",
                "grade": "D",
                "note": "from the first September on record with every district; kept since",
            },
        )


def _grown(pack: CityPack, fit: BasisFit) -> Iterator[Entry]:
    """Places that no list names; the same on every basis, people have no part in it."""
    for each in fit.expansions:
        first, stop = calendar_label(each.start), calendar_label(each.stop)
        yield Entry(
            key=f"{EXPANSION}{each.service}",
            fields={
                "values": {calendar_label(_BEGINS): 0.0, first: round(each.value, 1), stop: 0.0},
                "interval": {first: [round(each.low, 1), round(each.high, 1)]},
                "interpolation": "step",
                "before": "hold",
                "after": "hold",
                "unit": "places/year",
                "definition": "designed places a year that existing and private schools add and "
                "no list names",
                "source_id": _sources(pack, fit, each.service, districts=False, until=each.stop),
                "status": "fitted",
                "grade": "D",
                "note": f"{each.grown:,.0f} designed places grown if the mean load stays as at the "
                f"start, {each.listed:,.0f} of them in lists; interval by that of the load; none "
                "after the record: a scenario may go on",
            },
        )


def _values(ratios: tuple[Ratio, ...], prior: Prior) -> Mapping[str, object]:
    """One number of a stage whose ratio does not change, else one a count."""
    if not prior.change:
        one = ratios[-1]
        return {"value": round(one.value, 4), "interval": [round(one.low, 4), round(one.high, 4)]}
    dated = {calendar_label(each.year): each for each in ratios}
    return {
        "values": {day: round(each.value, 4) for day, each in dated.items()},
        "interval": {day: [round(each.low, 4), round(each.high, 4)] for day, each in dated.items()},
        "interpolation": "linear",
        "before": "hold",
        "after": "hold",
    }


def _said(pack: CityPack, fit: BasisFit, service: str) -> Mapping[str, object]:
    prior = priors_of(pack)[service]
    rows = of_city(fit.rows, service)
    walk = pack.parameters.value(f"{FUTURE}{ENROLMENT_RATIOS}")[service]["walk"]
    change = f", change a year 0 +- {prior.change:.0%}" if prior.change else ""
    return {
        "unit": "1",
        "definition": "pupils for each child of the ages",
        "source_id": _sources(pack, fit, service, districts=False),
        "status": "fitted",
        "grade": "D",
        "note": f"pupils of {', '.join(str(int(row.year)) for row in rows)}; "
        f"prior: {prior.mean:g} +- {prior.level:.0%}{change}; "
        f"after the last of them it may walk {walk:.0%} a year",
    }


def _sources(
    pack: CityPack, fit: BasisFit, service: str, *, districts: bool, until: float = np.inf
) -> str:
    """Sources of the counts of a stage up to an instant, each once."""
    years = {calendar_label(row.year) for row in fit.rows if row.year <= until}
    places = pack.axes["district"] if districts else (CITY,)
    return ";".join(
        dict.fromkeys(
            row.text("source_id")
            for row in pack.rows("observations/pupils.csv")
            if row.text("series") == service
            and row.text("district") in places
            and row.text("use") == "observation"
            and row.text("date") in years
        )
    )
