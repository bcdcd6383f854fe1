"""What the default tests ask of a few extremes, asked of all the others."""

from itertools import product

import pytest

from tests.extreme import test_every_condition as conditions
from tests.unit.commands import test_cut_output as outputs
from tests.unit.commands import test_hostile_input as inputs
from tests.unit.report.test_own_folder import asked

CUT = sorted({*product(outputs.WAYS, outputs.WRITTEN)} - {*outputs.BY_DEFAULT})


@pytest.mark.parametrize("name", sorted(conditions.CONDITIONS.keys() - {*conditions.BY_DEFAULT}))
def test_what_always_holds(name):
    conditions.assert_what_always_holds(name)


@pytest.mark.parametrize("name", sorted(inputs.LARGE.keys() - {*inputs.BY_DEFAULT}))
def test_a_check_of_any_file_is_bounded(name, tmp_path):
    inputs.assert_check_is_bounded(name, tmp_path)


@pytest.mark.parametrize(("way", "written"), CUT)
def test_an_output_that_nobody_reads_ends_quietly(way, written):
    assert outputs.cut([*outputs.WAYS[way], *outputs.WRITTEN[written]]) == (141, "")


def test_doctor_says_nothing_of_matplotlib_in_an_unwritable_home(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    _, said = asked("-m|calibration|doctor|--lang|en", HOME=str(tmp_path / "file" / "home"))
    assert "atplotlib" not in said
    assert "mkdir" not in said
