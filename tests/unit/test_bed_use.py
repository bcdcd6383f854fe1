"""The uses of beds in a pack, read and refused; the paths made from them."""

import copy
import shutil

import numpy as np
import pytest

from simulator.errors import DataError, ScenarioError
from simulator.inputs.pack.beds import read_bed_use
from simulator.inputs.pack.city_pack import load_city_pack
from simulator.inputs.paths import at
from simulator.inputs.values.beds import bed_paths
from tests.city import choices, city_pack, cohorts
from tests.pack_files import PACK, read_toml

SERVICES = city_pack().axes["service"]


def broken(table, key, value):
    """The document with one figure of the first use changed."""
    document = copy.deepcopy(read_toml("beds.toml"))
    document["use"][0][table][key] = value
    return document


def test_a_use_as_read():
    use = city_pack().bed_use["hospital"]
    assert (use.ages, use.rates) == ((0, 5, 15, 60), (0.075, 0.02, 0.08, 0.18))
    assert (use.stay, use.occupancy, use.from_outside) == (7.83, 0.85, 0.3)
    assert (use.ward, use.season, use.per_delivery, use.grade) == (40, 1.1, 0, "D")


def test_every_service_of_beds_has_a_use():
    beds = {service.name for service in city_pack().services if service.unit == "beds"}
    assert set(city_pack().bed_use) == beds


@pytest.mark.parametrize(
    ("table", "key", "value", "says"),
    [
        ("target_occupancy", "value", 85, "hospital.target_occupancy: found 85; would be right"),
        ("length_of_stay", "value", 0, "hospital.length_of_stay: found 0"),
        ("from_outside", "value", -0.1, "hospital.from_outside: found -0.1"),
        ("ward", "value", 0.5, "hospital.ward: found 0.5"),
        ("season", "value", 0.9, "hospital.season: found 0.9"),
        ("admissions", "from", [0, 15, 5, 60], "ages that rise"),
        ("admissions", "values", [0.1], "one rate for each"),
        ("admissions", "values", [0.1, -0.2, 0.1, 0.1], "rates of at least 0"),
    ],
)
def test_what_can_not_be_is_refused(table, key, value, says):
    with pytest.raises(DataError) as caught:
        read_bed_use(broken(table, key, value), "beds.toml")
    assert says in str(caught.value)


def test_a_figure_left_out_is_named():
    document = copy.deepcopy(read_toml("beds.toml"))
    del document["use"][0]["ward"]
    with pytest.raises(DataError, match="states no ward"):
        read_bed_use(document, "beds.toml")


def test_a_city_without_the_file_has_no_use_and_a_stranger_is_refused(tmp_path):
    shutil.copytree(PACK, tmp_path / "xiamen")
    path = tmp_path / "xiamen" / "beds.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"hospital"', '"hostel"'), encoding="utf-8")
    with pytest.raises(DataError, match="hostel: no such service"):
        load_city_pack(tmp_path / "xiamen")
    path.unlink()
    assert load_city_pack(tmp_path / "xiamen").bed_use == {}


def test_rates_follow_the_age_of_the_window():
    """At the end of 2015 the window of 2010-09 is 4.33 to 5.33 years old, two thirds below 5."""
    axis = cohorts(1)
    rates = at(bed_paths(choices(), axis)["admission_rate"], 2016.0)[0]
    hospital, primary = SERVICES.index("hospital"), SERVICES.index("primary")
    found = [rates[hospital, axis.index(f"{year}-09")] for year in (2012, 2010, 2003, 1990, 1940)]
    np.testing.assert_allclose(found, [0.075, 0.075 * 2 / 3 + 0.02 / 3, 0.02, 0.08, 0.18])
    assert not rates[primary].any()


def test_what_a_scenario_sets():
    sets = ("plan.length_of_stay.hospital=7.3", "world.admissions.hospital.scale=1.2",
            "plan.target_occupancy.hospital=0.9")  # fmt: skip
    standing, changed = bed_paths(choices(), cohorts(1)), bed_paths(choices(*sets), cohorts(1))
    hospital = SERVICES.index("hospital")
    for name, before, after in (
        ("length_of_stay", 7.83 / 365, 0.02),
        ("admission_level", 1.0, 1.2),
        ("target_occupancy", 0.85, 0.9),
    ):
        assert at(standing[name], 2016.0)[0, hospital] == pytest.approx(before)
        assert at(changed[name], 2016.0)[0, hospital] == pytest.approx(after)


def test_a_stay_that_shortens_is_a_path():
    steps = (
        "plan.length_of_stay.hospital={values={2015=7.3,2020=3.65},interpolation='linear',"
        "before='hold',after='hold'}"
    )
    path = bed_paths(choices(steps), cohorts(1))["length_of_stay"]
    hospital, obstetric = SERVICES.index("hospital"), SERVICES.index("obstetric")
    assert at(path, 2017.5)[0, hospital] == pytest.approx(0.015)
    assert at(path, 2017.5)[0, obstetric] == pytest.approx(6 / 365)


def test_a_school_has_no_stay():
    with pytest.raises(ScenarioError, match=r"plan.length_of_stay.primary"):
        bed_paths(choices("plan.length_of_stay.primary=3"), cohorts(1))
