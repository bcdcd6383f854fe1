"""What an analyst needs is importable by name from one place, and loaded only when asked for."""

import subprocess
import sys
from types import ModuleType

import pytest

import simulator.demography
import simulator.stockflow
from simulator.stockflow import check_units, prove
from tests.toys import decay, region

PACKAGES = (simulator.stockflow, simulator.demography)


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_is_there(package):
    for name in package.__all__:
        found = getattr(package, name)
        assert getattr(found, "__name__", name) == name
        assert not isinstance(found, ModuleType)
        assert name in dir(package)
    with pytest.raises(AttributeError, match="nothing"):
        _ = package.nothing


@pytest.mark.parametrize("package", PACKAGES)
def test_nothing_heavy_is_loaded_before_it_is_asked_for(package):
    heavy = "{'numpy', 'pandas', 'sympy', 'pint', 'scipy'}"
    program = f"import sys, {package.__name__}; print({heavy} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "set()"


def test_a_system_of_ones_own_is_proved_and_its_units_checked_by_name():
    system = region()
    proof = prove(system)
    assert proof.system == "region"
    assert check_units(system) == proof.units
    assert check_units(decay()) == 2
