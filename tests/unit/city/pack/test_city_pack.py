"""The pack of a city as one immutable thing; a missing or malformed file is refused by name."""

import shutil

import pytest

from simulator.city.pack.city_pack import load_city_pack
from simulator.errors import DataError
from tests.city import ROOT, city_pack

DISTRICTS = ("siming", "huli", "jimei", "haicang", "tongan", "xiangan")


@pytest.fixture
def copy(tmp_path):
    target = tmp_path / "calibration" / "xiamen"
    kept = shutil.ignore_patterns("README.md")
    shutil.copytree(ROOT / "calibration" / "xiamen", target, ignore=kept)
    return target


def test_it_gives_the_labels_that_settings_name():
    axes = city_pack().axes
    assert axes["district"] == DISTRICTS
    assert axes["service"][:2] == ("kindergarten", "primary")
    assert axes["sex"] == ("men", "women")
    assert axes["residency"] == ("registered", "migrant")
    assert axes["month"] == ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12")
    assert city_pack().service["eldercare"].unit == "beds"


def test_an_area_is_its_districts_and_a_district_itself():
    assert city_pack().members("island") == ("siming", "huli")
    assert city_pack().members("city") == DISTRICTS
    assert city_pack().members("tongan") == ("tongan",)
    with pytest.raises(
        DataError,
        match=r"city\.toml: area: no such district or area \"moon\"; known: ",
    ):
        city_pack().members("moon")


def test_a_city_without_a_pack_is_refused_with_those_that_have_one(copy):
    with pytest.raises(DataError) as refused:
        load_city_pack(copy.parent / "atlantis")
    assert str(refused.value) == (
        "calibration/atlantis: model.city: no such city pack; known: xiamen / "
        "没有这一城市的数据包；已有：xiamen"
    )


def test_a_missing_file_is_refused_by_name(copy):
    (copy / "services.toml").unlink()
    with pytest.raises(DataError, match=r"calibration/xiamen/services\.toml: no such file"):
        load_city_pack(copy)
