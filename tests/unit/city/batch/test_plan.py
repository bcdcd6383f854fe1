"""What is wrong with a plan is told with line, key and what would be right, all of it at once."""

from pathlib import Path

import pytest

from simulator.city.batch.case import cases_of
from simulator.city.batch.plan import Executor, read_plan
from simulator.city.ensemble.posterior import FILE
from simulator.errors import MissingDataError, ScenarioError
from simulator.files.locations import OUTPUTS
from tests.city import BASELINE, ROOT, SCENARIOS

RIGHT = """
scenarios = ["baseline.toml"]
draws = 10
seed = 1
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusals(folder: Path, text: str) -> list[str]:
    with pytest.raises(ScenarioError) as refused:
        cases_of(read_plan(written(folder, text)))
    return [
        f"{Path(fault.path).name}:{fault.line}: {fault.key}: {fault.message.pair[1]}"
        for fault in refused.value.faults
    ]


def test_a_plan_states_what_is_asked_for(tmp_path):
    plan = read_plan(written(tmp_path, RIGHT))
    assert plan.scenarios == (BASELINE,)
    assert (plan.draws, plan.seed, plan.cities, plan.executor) == (10, 1, (), Executor())
    assert plan.out == OUTPUTS / "batches" / "plan"


def test_the_example_is_a_plan():
    plan = read_plan(ROOT / "docs" / "examples" / "batch.toml")
    assert plan.executor == Executor(kind="processes", workers=2)
    assert [path.resolve().parent for path in plan.scenarios] == [SCENARIOS] * 3


def test_everything_wrong_with_a_plan_is_told_at_once(tmp_path):
    text = """
citys = ["xiamen"]
cities = ["xiamn"]
scenarios = ["scenarios/baselin.toml", "baseline.toml"]
draws = 0
seed = "a"
set = ["model.draws=4"]
[executor]
kind = "process"
worker = 2
"""
    assert refusals(tmp_path, text) == [
        'plan.toml:2: citys: no such key "citys"; did you mean "cities"?',
        'plan.toml:3: cities.#1: no such name "xiamn"; did you mean "xiamen"?',
        (
            'plan.toml:4: scenarios.#1: no scenario "scenarios/baselin.toml"; '
            'did you mean "baseline.toml"?'
        ),
        "plan.toml:5: draws: found 0; expected a whole number from 1 to 100000",
        'plan.toml:6: seed: found "a"; expected a whole number from 0 to 4294967295',
        "plan.toml:7: set.#1: model.draws is stated by the plan itself; expected it in draws",
        'plan.toml:9: executor.kind: no such name "process"; did you mean "processes"?',
        'plan.toml:10: executor.worker: no such key "worker"; did you mean "workers"?',
    ]


@pytest.mark.parametrize(
    ("executor", "told"),
    [
        (
            'kind = "threads"\nworkers = 2',
            'plan.toml:7: executor.workers: workers is not for kind = "threads"; leave it out',
        ),
        (
            'kind = "processes"',
            (
                'plan.toml:6: executor.kind: kind = "processes" needs workers; '
                "expected a whole number from 1"
            ),
        ),
        (
            'kind = "dask"',
            (
                'plan.toml:6: executor.kind: kind = "dask" needs address, that of a scheduler, '
                "or workers, a number of workers of this computer"
            ),
        ),
        (
            'kind = "dask"\nworkers = 2\naddress = "tcp://10.0.0.1:8786"',
            (
                "plan.toml:6: executor.kind: found address and workers; expected one of them: "
                "the address of a scheduler, or a number of workers of this computer"
            ),
        ),
    ],
)
def test_who_runs_it_is_said_in_one_way(tmp_path, executor, told):
    assert refusals(tmp_path, f"{RIGHT}[executor]\n{executor}\n") == [told]


def test_faults_of_scenarios_are_told_together_and_changes_at_their_line(tmp_path):
    text = RIGHT + 'set = ["model.stop=2016", "world.arrival.scale=1.1"]\n'
    assert sorted(line.split(": ")[:2] for line in refusals(tmp_path, text)) == [
        ["plan.toml:5", "model.stop"],
        ["plan.toml:5", "world.arrival"],
    ]


def test_two_scenarios_of_one_name_have_no_room_in_one_folder(tmp_path):
    text = RIGHT.replace('"baseline.toml"', '\n"baseline.toml",\n"scenarios/baseline.toml"')
    assert refusals(tmp_path, text) == [
        (
            "plan.toml:4: scenarios.#2: the results of xiamen, baseline would lie in one folder "
            "with those of line 3; expected scenarios with different names, each once"
        )
    ]


def test_people_of_whom_no_draws_are_known_are_told_before_the_first_run(tmp_path, monkeypatch):
    monkeypatch.setitem(FILE, "revised", "nowhere.parquet")
    with pytest.raises(MissingDataError, match=r"plan\.toml:2: scenarios\.#1: .*nowhere"):
        cases_of(read_plan(written(tmp_path, RIGHT)))


def test_a_scenario_of_its_own_city_is_not_changed(tmp_path):
    case, again = (
        cases_of(read_plan(written(tmp_path, text)))[0]
        for text in (RIGHT, f'cities = ["xiamen"]{RIGHT}')
    )
    assert case == again
