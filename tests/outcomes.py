"""A made-up outcome: a small city and a run whose figures are set by hand, nothing integrated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from simulator.city.ground.future import FOLLOWED, HELD
from simulator.city.ground.outcome import Outcome
from simulator.city.loading import all_settings
from simulator.city.pack.city_pack import CityPack, District, Parameters
from simulator.city.pack.services import Scope, Service, Start
from simulator.city.whole import build_city
from simulator.files.scenario_file import Origin, ScenarioFile
from simulator.files.schema import build_schema
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Balance, Trajectory
from simulator.stockflow.grammar.system import System
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.values.paths import Constant
from simulator.stockflow.values.scenario import Scenario

START, STOP = 2014.0, 2018.0
READINGS = np.array([START + month / 12 for month in range(49)])
SNAPSHOTS = np.array([year for year in READINGS if round(year * 12) % 12 in (0, 8)])
DISTRICTS = ("north", "south")
SERVICES = ("primary", "hospital", "psychiatric")
OBSERVATION = (
    "series,year,date,date_rule,district,sex,age_group,value,unit,definition,error_model,use,"
    "source_id,status,grade,note"
)
NORM = 2.0
STAY, TARGET = 0.02, 0.8
OF_SERVICES = {
    "norm": NORM,
    "take_up": 1.0,
    "enrolment_ratio": 1.0,
    "admission_level": 1.0,
    "admitted_deliveries": 0.0,
    "length_of_stay": STAY,
    "target_occupancy": TARGET,
}
"""What parameters of every service are, alike for all of them."""


def reading(year: float) -> int:
    """Number of the reading at an instant."""
    return int(np.argmin(np.abs(READINGS - year)))


def _of_services(value: float) -> Constant:
    return Constant(np.full((1, len(SERVICES)), value), ("service",))


def _service(name: str, unit: str, scope: str, start: Start | None) -> Service:
    return Service(
        name=name,
        title={"zh": f"服务{name}", "en": f"The {name}"},
        unit=unit,
        scope=Scope(
            kind=scope,  # type: ignore[arg-type]
            youngest=6,
            oldest=12,
            residency=("registered", "migrant"),
            sex=None,
        ),
        catchment="district",
        take_up=1.0,
        norm=NORM,
        serving_shares=(1.0,),
        start=start,
        definition={"text": f"what a {name} is"},
        grades={"take_up": "C", "norm": "B", "start": start.grade if start else ""},
    )


def _pack(folder: Path) -> CityPack:
    whole = {"north": 60.0, "south": 40.0}
    return CityPack(
        folder=folder,
        name="madeup",
        title={"zh": "虚城", "en": "Madeup"},
        city={
            "register": {"presence_share": {"value": 0.9}},
            "start": {"supply_date": "2015-01-01"},
            "basis": [
                {"id": "revised", "residents_series": "residents_revised"},
                {
                    "id": "planned",
                    "residents_series": "residents_published",
                    "residents_until": "2016-01-01",
                },
            ],
        },
        districts=(
            District(name="north", title={"zh": "北区", "en": "North"}, area="city"),
            District(name="south", title={"zh": "南区", "en": "South"}, area="city"),
        ),
        services=(
            _service(
                "primary",
                "places",
                "school_age",
                Start(year=2015 + 2 / 3, places=whole, grade="A", counted=100.0),
            ),
            _service(
                "hospital",
                "beds",
                "residents",
                Start(year=2016.0, places=whole, grade="D", counted=100.0),
            ),
            _service("psychiatric", "beds", "residents", None),
        ),
        programmes=(),
        projects=(),
        parameters=Parameters(path="parameters.toml", table={}),
    )


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """What to put into an outcome; what is not named is zero."""

    folder: Path
    measures: Mapping[str, FloatArray] = field(default_factory=dict)
    people: FloatArray | None = None
    arrived: Mapping[str, FloatArray] = field(default_factory=dict)
    left: Mapping[str, FloatArray] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    per_year: int = 3

    def outcome(self) -> Outcome:
        """The outcome; arrays are given without the draw axis, time last."""
        system = build_city(
            districts=DISTRICTS,
            services=SERVICES,
            cohorts_per_year=self.per_year,
            building_stages=1,
            start=START,
            stop=STOP,
        )
        return Outcome(
            trajectory=self._trajectory(system),
            scenario=Scenario(
                name="trial",
                start=START,
                stop=STOP,
                initial={},
                paths={
                    **{name: _of_services(value) for name, value in OF_SERVICES.items()},
                    "children_per_maternity": Constant(np.array([1.1])),
                    "mothers_from_outside": Constant(np.array([0.5])),
                    "catchment_ratio": Constant(
                        np.ones((1, len(SERVICES), len(DISTRICTS))), ("service", "district")
                    ),
                },
            ),
            file=self._file(),
            pack=_pack(self.folder),
        )

    def _file(self) -> ScenarioFile:
        values = {
            "world.population_basis": "revised",
            **{f"world.future.{law}": HELD for law in FOLLOWED},
            "report.language": "both",
            "report.from_year": 2015,
            "report.to_year": 2017,
            "model.seed": 7,
            "plan.on_time": False,
            "plan.opens_all_grades": False,
            **self.values,
        }
        path = (self.folder / "trial.toml").as_posix()
        return ScenarioFile(
            name="trial",
            title={"zh": "试", "en": "Trial"},
            values=values,
            origin={key: Origin(value=value, path=path, line=1) for key, value in values.items()},
            files=(path,),
            schema=build_schema(all_settings(), _pack(self.folder).axes),
        )

    def _trajectory(self, system: System) -> Trajectory:
        layout = Layout(system=system)
        times = READINGS.size
        measures = {
            measure.name: np.zeros((1, *system.shape(measure.axes), times))
            for measure in system.measures
        }
        measures |= {name: array[np.newaxis] for name, array in self.measures.items()}
        if "counted_users" not in self.measures:
            measures["counted_users"] = measures["demand"] / NORM
        totals = layout.totals.items()
        arrived = {n: np.zeros((1, *t.arriving.shape, times)) for n, t in totals if t.arriving}
        left = {n: np.zeros((1, *t.leaving.shape, times)) for n, t in totals if t.leaving}
        people = system.shape(system.stock["people"].axes)
        stock = np.zeros((*people, SNAPSHOTS.size)) if self.people is None else self.people
        return Trajectory(
            system=system,
            name="trial",
            readings=READINGS,
            measures=measures,
            snapshots=SNAPSHOTS,
            stocks={"people": stock[np.newaxis]},
            arrived=arrived | {n: array[np.newaxis] for n, array in self.arrived.items()},
            left=left | {n: array[np.newaxis] for n, array in self.left.items()},
            balances=(
                Balance(
                    kind="people",
                    axes=("residency", "district"),
                    residual=np.arange(4.0).reshape(1, 2, 2) * 1e-15,
                ),
                Balance(
                    kind="capacity",
                    axes=("timetable", "service", "district"),
                    residual=np.arange(12.0).reshape(1, 2, 3, 2) * -1e-14,
                ),
            ),
            final={},
            segments=12,
            evaluations=345,
        )


def write_observations(folder: Path, name: str, rows: Sequence[str]) -> None:
    """A table of observations of the made-up pack; rows as in OBSERVATION, the first 12 cells."""
    table = folder / "observations" / f"{name}.csv"
    table.parent.mkdir(exist_ok=True)
    lines = [f"{row},S1,published,B," if row.count(",") == 11 else row for row in rows]
    table.write_text("\n".join([OBSERVATION, *lines]) + "\n", encoding="utf-8")
    (folder / "sources.csv").write_text(
        "source_id,title,publisher,date\nS1,年鉴,Bureau,2018\n", encoding="utf-8"
    )


def with_values(outcome: Outcome, **values: object) -> Outcome:
    """The same outcome under other scenario values, a double underscore for the dot."""
    changed = {key.replace("__", "."): value for key, value in values.items()}
    return replace(outcome, file=replace(outcome.file, values={**outcome.file.values, **changed}))
