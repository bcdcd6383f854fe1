"""Slips in the files of a pack of which the default tests write every other one."""

import shutil

import pytest

from tests.pack_files import PACK
from tests.unit.city.pack import test_faults_of_a_pack as faults
from tests.unit.city.pack import test_what_does_not_agree as agreement
from tests.unit.city.targets import test_reading as scoreboard


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(PACK, tmp_path / "calibration" / "xiamen")


@pytest.mark.parametrize("name", list(faults.SLIPS)[1::2])
def test_a_slip_is_told_where_it_stands(copy, name):
    faults.test_a_slip_is_told_where_it_stands(copy, *faults.SLIPS[name])


@pytest.mark.parametrize("name", list(agreement.SLIPS)[1::2])
def test_a_slip_is_told_where_it_stands_and_nowhere_else(copy, name):
    agreement.test_a_slip_is_told_where_it_stands_and_nowhere_else(copy, *agreement.SLIPS[name])


@pytest.mark.parametrize("slip", scoreboard.SLIPS[1::2])
def test_a_slip_of_a_scoreboard_is_told_with_its_line(tmp_path, slip):
    scoreboard.test_a_slip_is_told_with_its_line(tmp_path, *slip)
