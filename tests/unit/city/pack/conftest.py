"""A copy of the pack of the city, to write slips into."""

import shutil

import pytest

from tests.city import ROOT

PACK = ROOT / "calibration" / "xiamen"


@pytest.fixture
def copy(tmp_path):
    target = tmp_path / "calibration" / "xiamen"
    shutil.copytree(PACK, target)
    return target
