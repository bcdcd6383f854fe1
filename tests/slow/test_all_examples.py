"""Laws that the default tests try on a quarter of their examples, tried on all of them."""

import subprocess
import sys

import pytest

from tests.city import ROOT

LAWS = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "tests").rglob("test_*.py")
    if "slow" not in path.parts and "from tests.examples import" in path.read_text(encoding="utf-8")
)
BY_DOCUMENTS = ["tests/properties/test_scenario_files.py"]
"""Takes its number from ``tests/documents.py``."""
SWEEPS = "tests/slow/test_all_extremes.py::test_"
BY_OTHERS = [
    "tests/properties/test_drawn_plans.py",
    f"{SWEEPS}closures_and_conversions_leave_the_mean_of_draws_the_expected_curve",
    f"{SWEEPS}the_mean_of_draws_without_a_common_shock_is_the_risk_adjusted_curve",
]
"""Take their numbers from another file of laws."""


@pytest.mark.parametrize("laws", [*LAWS, *BY_DOCUMENTS, *BY_OTHERS])
def test_a_law_holds_on_all_its_examples(laws):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", laws, "-q", "--hypothesis-profile=thorough"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
