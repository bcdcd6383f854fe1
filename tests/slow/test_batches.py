"""Batches by processes and by a real cluster, with workers and whole batches killed on the way.

Whoever runs the draws and whatever is killed: the bytes that are left are those of one process.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulator.city.ensemble.cluster import Cluster
from simulator.city.ensemble.ensemble import run_ensemble
from simulator.city.ensemble.processes import Processes
from simulator.city.loading import load
from simulator.commands.batch import run_batch
from simulator.errors import SimulatorError
from tests.city import BASELINE, ROOT
from tests.workers import always_dies, orders

SIZE, SEED, DRAWS = 3, 7, 24
SMALL = ("model.cohorts_per_year=1", "model.stop=2017-01-01", "report.to_year=2016")
PLAN = f"""
scenarios = ["baseline.toml", "high_migration.toml"]
draws = 12
seed = {SEED}
set = ["{'", "'.join(SMALL)}", "report.figures=false"]
out = "results"
"""
BY = {
    "threads": 'kind = "threads"',
    "processes": 'kind = "processes"\nworkers = 2',
    "dask": 'kind = "dask"\nworkers = 2',
}
STARTED = """
import sys
from pathlib import Path
from simulator.commands.batch import run_batch

if __name__ == "__main__":
    sys.exit(run_batch(Path(sys.argv[1]), size=int(sys.argv[2])))
"""
PATIENCE = 300


def planned(folder: Path, kind: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "plan.toml"
    path.write_text(f"{PLAN}[executor]\n{BY[kind]}\n", encoding="utf-8")
    return path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def bytes_of(ensemble):
    return {
        (table, name): values.astype(float).tobytes()
        for table, columns in ensemble.numbers.items()
        for name, values in columns.items()
    }


def wait_for(holds) -> None:
    """Wait for what has to come, however slow the machine is."""
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def children(number: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(number)], capture_output=True, text=True, check=False
    )
    return [int(each) for each in found.stdout.split()]


def is_alive(number: int) -> bool:
    try:
        state = (
            Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        )
    except OSError:
        return False
    return state != "Z"


@pytest.fixture(scope="module")
def loaded():
    return load(BASELINE, SMALL)


@pytest.fixture(scope="module")
def here(loaded):
    return bytes_of(run_ensemble(loaded, DRAWS, SEED, size=SIZE))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A batch in one process that nobody has broken off."""
    path = planned(tmp_path_factory.mktemp("whole"), "threads")
    assert run_batch(path, size=SIZE) == 0
    return contents(path.parent / "results")


@pytest.mark.parametrize("kind", ["processes", "dask"])
def test_a_batch_leaves_the_same_bytes_whoever_runs_it(whole, tmp_path, kind):
    path = planned(tmp_path, kind)
    assert run_batch(path, size=SIZE) == 0
    assert contents(tmp_path / "results") == whole


@pytest.mark.parametrize("kind", BY)
def test_a_killed_batch_goes_on_where_it_stopped(whole, tmp_path, capsys, kind):
    path = planned(tmp_path, kind)
    script = tmp_path / "start.py"
    script.write_text(STARTED, encoding="utf-8")
    told = tmp_path / "told"
    with told.open("wb") as errors:
        batch = subprocess.Popen(
            [sys.executable, script, path, str(SIZE)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=errors,
            start_new_session=True,
        )
    results = tmp_path / "results"
    wait_for(lambda: len(list(results.glob("*/*.chunks/draws-*"))) >= 2)
    workers = [each for child in children(batch.pid) for each in (child, *children(child))]
    batch.kill()
    batch.wait()
    wait_for(lambda: not any(map(is_alive, workers)))  # nobody works on for a dead batch
    assert "Warning" not in told.read_text(encoding="utf-8")
    done = list(results.glob("*/*.chunks/draws-*"))
    assert 2 <= len(done) < 8
    # whatever is there is whole: each is the one of the batch that nobody has killed
    kept = {name: text for name, text in contents(results).items() if "/draws-" in name}
    assert {name: whole[name] for name in kept} == kept
    assert run_batch(path, size=SIZE) == 0
    assert f"8 chunks, {len(done)} of them kept" in capsys.readouterr().out
    assert {n: t for n, t in contents(results).items() if not Path(n).name.startswith(".")} == whole


def test_a_cluster_that_loses_a_worker_midway_gives_the_same_bytes(loaded, here):
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        victim = next(iter(cluster.workers.values())).pid
        told: list[float] = []

        def advance(done: float) -> None:
            told.append(done)
            if len(told) == 2:
                os.kill(victim, signal.SIGKILL)

        found = run_ensemble(
            loaded, DRAWS, SEED, Cluster(address=cluster.scheduler_address), advance, SIZE
        )
        assert not is_alive(victim)
    assert told == list(range(SIZE, DRAWS + 1, SIZE))
    assert bytes_of(found) == here


def test_a_chunk_that_takes_every_worker_with_it_is_given_up(tmp_path, monkeypatch):
    from simulator.city.ensemble import cluster

    monkeypatch.setattr(cluster, "run_order", always_dies)
    with pytest.raises(SimulatorError, match="the cluster lost its workers again and again"):
        list(Cluster(workers=2)(orders(tmp_path / "mark", 1)))


def test_no_scheduler_is_told(tmp_path, monkeypatch):
    from simulator.city.ensemble import cluster

    monkeypatch.setattr(cluster, "PATIENCE", 2)
    with pytest.raises(SimulatorError, match=r"no cluster at tcp://127\.0\.0\.1:9"):
        list(Cluster(address="tcp://127.0.0.1:9")(orders(tmp_path / "mark", 1)))


def test_a_refusal_of_a_run_comes_home_from_any_worker():
    order = orders(BASELINE, 1)
    for runner in (Processes(workers=1), Cluster(workers=1)):
        with pytest.raises(SimulatorError, match="is not what the draws were asked for with"):
            list(runner(order))


def test_compiled_draws_are_the_same_bytes_in_processes(loaded, here):
    found = run_ensemble(loaded, DRAWS, SEED, Processes(workers=2), size=SIZE)
    assert bytes_of(found) == here
