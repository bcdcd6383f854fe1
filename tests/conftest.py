"""What holds for every test: its folder is its marker, and chance is repeatable."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import run
import simulator  # noqa: F401 - before NumPy, which then has one thread in every worker

TESTS = Path(__file__).parent
MARKED = {"unit", "properties", "analytic", "extreme", "golden", "slow", "benchmarks", "browser"}
ONLY_WHEN_ASKED = {"slow", "benchmarks", "browser"}

# what a machine speaks is not what a test is about; a test of that sets its own
os.environ["MINSHENG_LANG"] = "both"

# where an environment keeps nothing compiled, every worker and every program that a test starts
# would compile all packages from the start
run.keep_compiled()

# most of what tests make is kept for others: to look through it for cycles takes long, seldom pays
gc.set_threshold(20_000, 10, 20)

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("thorough", deadline=None, derandomize=True, max_examples=400)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate",
        action="store_true",
        help="write the golden files anew; every change belongs in the changelog, with its reason",
    )


@pytest.fixture(scope="session", autouse=True)
def _one_city() -> Iterator[None]:
    """What all tests of a worker load: the shipped pack once, and its values near each other."""
    from tests import shared_city

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulator.city.loading.load_city_pack", shared_city.pack)
        patch.setattr("simulator.city.whole.build_scenario", shared_city.values)
        yield


@pytest.fixture(scope="session")
def regenerate(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be written, not compared."""
    return bool(pytestconfig.getoption("--regenerate"))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what takes minutes, unless a path on the command line names it."""
    if collection_path.parent != TESTS or collection_path.name not in ONLY_WHEN_ASKED:
        return None
    named = [(config.invocation_params.dir / arg.split("::")[0]).resolve() for arg in config.args]
    return None if any(path.is_relative_to(collection_path) for path in named) else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(TESTS):
            folder = item.path.relative_to(TESTS).parts[0]
            if folder in MARKED:
                item.add_marker(folder)
