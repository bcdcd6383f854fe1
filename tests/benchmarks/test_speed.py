"""How long things take: ``python3 run.py test tests/benchmarks`` (not part of the default run).

Figures belong to a machine; compare them as ratios within one run.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from simulator.city.loading import load
from simulator.files.locations import ROOT, SCENARIOS
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.numbers.generate import generate


def test_engine_alone(benchmark: BenchmarkFixture) -> None:
    """The whole city, 2011–2020, default resolution: no import, no files."""
    loaded = load(SCENARIOS / "baseline.toml")
    generate(loaded.system)
    run = benchmark.pedantic(
        simulate, args=(loaded.system, loaded.scenario), rounds=5, warmup_rounds=1
    )
    assert run.segments > 0


def test_generation(benchmark: BenchmarkFixture) -> None:
    """From a declaration to compiled functions."""
    system = load(SCENARIOS / "baseline.toml").system
    generated = benchmark.pedantic(generate.__wrapped__, args=(system,), rounds=3)
    assert generated.layout.size > 20_000


def test_values(benchmark: BenchmarkFixture) -> None:
    """From scenario file and pack to the values of a run."""
    loaded = benchmark.pedantic(load, args=(SCENARIOS / "baseline.toml",), rounds=3)
    assert loaded.scenario.paths


@pytest.mark.parametrize("module", ["simulator", "simulator.stockflow.engine.simulate"])
def test_import(benchmark: BenchmarkFixture, module: str) -> None:
    """A fresh interpreter that imports a module."""
    command = [sys.executable, "-c", f"import {module}"]
    benchmark.pedantic(
        subprocess.run, args=(command,), kwargs={"check": True, "cwd": ROOT}, rounds=5
    )


def test_whole_command(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """``run.py run scenarios/baseline.toml``, warm, tables and figures included."""
    command = [sys.executable, "run.py", "run", "scenarios/baseline.toml"]
    command += ["--out", str(tmp_path / "baseline")]
    benchmark.pedantic(
        subprocess.run,
        args=(command,),
        kwargs={"check": True, "cwd": ROOT, "capture_output": True},
        rounds=3,
        warmup_rounds=1,
    )
    assert (tmp_path / "baseline" / "manifest.json").is_file()
