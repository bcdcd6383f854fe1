"""The step ``supply``: slippage of named projects and the pipeline of the programmes."""

from dataclasses import replace
from datetime import date

from calibration.parameters_file import Entry
from calibration.slippage.evidence import delays
from calibration.slippage.houses import fit_planned_stay
from calibration.slippage.posterior import Posterior, believe
from calibration.slippage.report import write_report
from calibration.slippage.result import SchoolFit, SupplyFit
from calibration.slippage.schools import (
    PipelineChain,
    ProjectSnapshot,
    beside_named,
    fit_chain,
    fit_median,
)
from calibration.task import StepResult, Task
from simulator.city.ground.choices import Choices, choices_of
from simulator.city.loading import all_settings
from simulator.city.pack.city_pack import CityPack
from simulator.city.supply.projects import running_projects
from simulator.city.supply.slippage import Slippage
from simulator.files.locations import SCENARIOS
from simulator.files.records import Row
from simulator.files.scenario_file import load_scenario
from simulator.stockflow.values.calendar import calendar_label, instant

SNAPSHOT = {
    "projects_in_planning": "planned",
    "projects_approved": "approved",
    "projects_under_construction": "building",
    "projects_completed": "finished",
}
STAGES = (1, 2, 3, 4)
IN_USE = 2
"""Stages of building that the parameters are stated for: those of the baseline."""

UNRECORDED = PipelineChain(planned=1.0, approved=0.5, building=1.67, stages=IN_USE)
"""Schools before any snapshot: a judgement, 20 months to build, a year and a half before."""

_MEANING = "share on time; median and standard deviation of the logarithm of the others' delay"
_NO_RECORD = "nothing was on record by then: the prior"


def fit_supply(task: Task) -> StepResult:
    """Fit how late projects are, from what was on record when the fit stands."""
    pack, standing = task.pack, task.standing
    found = delays(pack.projects, "hospital", standing)
    hospitals = believe(found)
    fit = SupplyFit(
        title=pack.title,
        standing=None if standing is None else calendar_label(standing),
        delays=found,
        prior=believe(()),
        hospitals=hospitals,
        schools=fit_schools(pack, hospitals, read_snapshot(pack, standing)),
        planned_stay=fit_planned_stay(pack, standing),
    )
    return StepResult(
        entries=(*_slippage(fit), *_schools(fit), *_houses(fit)),
        summary=fit.summary(),
        write_report=lambda folder: write_report(folder, fit),
    )


def fit_schools(
    pack: CityPack, hospitals: Posterior, snapshot: ProjectSnapshot | None
) -> SchoolFit:
    """The slippage of named schools, then the chain of those without a name beside them."""
    if snapshot is None:
        return SchoolFit(
            snapshot=None,
            median=hospitals.median.value,
            whole=(UNRECORDED,),
            rest=None,
            chains=(UNRECORDED,),
            in_use=UNRECORDED,
        )
    programmes = tuple(p for p in pack.programmes if pack.service[p.service].is_school)
    share, spread = hospitals.on_time.value, hospitals.spread.value
    median = fit_median(snapshot, programmes, share, spread)
    # One number of the record can fix one of the three: share on time and spread are borrowed.
    slippage = Slippage(on_time=share, median=median, spread=spread)
    named = tuple(
        replace(running, slippage=slippage)
        for running in running_projects(_baseline(pack))
        if running.service.is_school and running.project.programme is not None
    )
    rest = beside_named(snapshot, named, min(p.begins for p in programmes))
    # The snapshot can't tell how many stages building has; all are shown, the baseline's is
    # written.
    chains = tuple(fit_chain(rest, stages) for stages in STAGES)
    return SchoolFit(
        snapshot=snapshot,
        median=median,
        whole=tuple(fit_chain(snapshot, stages) for stages in STAGES),
        rest=rest,
        chains=chains,
        in_use=next(chain for chain in chains if chain.stages == IN_USE),
    )


def _baseline(pack: CityPack) -> Choices:
    """The choices of the baseline over the pack."""
    file = load_scenario(SCENARIOS / "baseline.toml", all_settings(), pack.axes)
    return choices_of(file, pack)


def read_snapshot(pack: CityPack, standing: float | None) -> ProjectSnapshot | None:
    """The projects by state on the one day on record; ``None`` where that day is still to come."""
    rows = {row.text("series"): row for row in pack.rows("observations/project_snapshot.csv")}
    found: dict[str, Row] = {state: rows[series] for series, state in SNAPSHOT.items()}
    when = instant(_day(found["planned"]))
    if standing is not None and when > standing:
        return None
    begins = instant(date.fromisoformat(str(pack.city["start"]["supply_date"])))
    projects = {state: row.number("value") for state, row in found.items()}
    return ProjectSnapshot(when=when, begins=begins, projects=projects)


def _slippage(fit: SupplyFit) -> tuple[Entry, Entry]:
    hospital = fit.hospitals
    names = ", ".join(delay.project.name for delay in fit.delays)
    note = (
        f"median {_range(hospital, 'median')}, spread {_range(hospital, 'spread')}, on time "
        f"{_range(hospital, 'on_time')} (80 %); {names or _NO_RECORD}"
    )
    beds = _entry(
        "slippage.beds",
        {
            "on_time": round(hospital.on_time.value, 4),
            "median": round(hospital.median.value, 4),
            "spread": round(hospital.spread.value, 4),
        },
        f"delay of a named hospital or home: {_MEANING}",
        "WIKI_FDZS;HA2025;MM20240105;WC20231226;REV2025",
        note,
    )
    school = _entry(
        "slippage.school",
        {
            "on_time": round(hospital.on_time.value, 4),
            "median": round(fit.schools.median, 4),
            "spread": round(hospital.spread.value, 4),
        },
        f"delay of a named school after it was to be complete: {_MEANING}",
        "EDU2018GAP",
        "the median from how many of the promised projects were finished; share on time and spread "
        "are those of hospitals"
        if fit.schools.snapshot is not None
        else _NO_RECORD,
    )
    return beds, school


def _schools(fit: SupplyFit) -> tuple[Entry, ...]:
    note = (
        "with the named schools at their own dates meets the 279 projects of 28 February 2018; "
        "two stages of building"
        if fit.schools.snapshot is not None
        else _NO_RECORD
    )
    chain = fit.schools.in_use
    return tuple(
        _entry(f"pipeline.school.{stage}", round(stay, 4), meaning, "EDU2018GAP", note, "C")
        for stage, stay, meaning in (
            ("planned", chain.planned, "mean time from plan to approval"),
            ("approved", chain.approved, "mean time from approval to start"),
            ("building", chain.building, "mean time from start to completion, all stages"),
        )
    )


def _houses(fit: SupplyFit) -> tuple[Entry, ...]:
    if fit.planned_stay is None:
        return ()
    return (
        _entry(
            "pipeline.eldercare.planned",
            round(fit.planned_stay, 4),
            "mean time from plan to approval",
            "FS20170921;ERPT2017",
            "so that the beds of institutions grow as they did from the end of 2015 to July 2017",
        ),
    )


def _entry(
    key: str, value: object, definition: str, source: str, note: str, grade: str = "D"
) -> Entry:
    return Entry(
        key=key,
        fields={
            "value": value,
            "unit": "year",
            "definition": definition,
            "source_id": source,
            "status": "fitted",
            "grade": grade,
            "note": note,
        },
    )


def _range(hospital: Posterior, name: str) -> str:
    estimate = getattr(hospital, name)
    return f"{estimate.low:.2f}-{estimate.high:.2f}"


def _day(row: Row) -> date:
    return date.fromisoformat(row.text("date"))
