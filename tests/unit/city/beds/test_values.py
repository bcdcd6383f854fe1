"""The uses of beds in a pack, read and refused; the paths made from them."""

import shutil

import numpy as np
import pytest

from simulator.city.beds.values import bed_paths
from simulator.city.pack.city_pack import load_city_pack
from simulator.errors import DataError, ScenarioError
from simulator.stockflow.values.paths import at
from tests.city import choices, city_pack, cohorts
from tests.pack_files import PACK

SERVICES = city_pack().axes["service"]


@pytest.fixture
def refused(tmp_path):
    """What is said of the file with one text replaced: the faults, and its lines."""
    folder = tmp_path / "calibration" / "xiamen"
    shutil.copytree(PACK, folder)
    path = folder / "beds.toml"

    def change(old, new):
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(DataError) as caught:
            load_city_pack(folder)
        return caught.value.faults, path.read_text(encoding="utf-8").splitlines()

    return change


def test_a_use_as_read():
    use = city_pack().bed_use["hospital"]
    assert (use.ages, use.rates) == ((0, 5, 15, 60), (0.075, 0.02, 0.08, 0.18))
    assert (use.stay, use.occupancy, use.from_outside) == (7.83, 0.85, 0.3)
    assert (use.ward, use.season, use.per_delivery, use.grade) == (40, 1.1, 0, "D")


def test_every_service_of_beds_has_a_use():
    beds = {service.name for service in city_pack().services if service.unit == "beds"}
    assert set(city_pack().bed_use) == beds


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("value = 0.85", "value = 85", "target_occupancy.value: found 85; expected 0.85 (a num"),
        ("value = 7.83", "value = 0", "length_of_stay.value: found 0; expected"),
        ("value = 7.83", 'value = "7.83"', 'value: found "7.83"; expected a number'),
        ("value = 0.3", "value = -0.1", "from_outside.value: found -0.1"),
        ("value = 40", "value = 0.5", "ward.value: found 0.5"),
        ("value = 1.1", "value = 0.9", "season.value: found 0.9"),
        ("from = [0, 5, 15, 60]", "from = [0, 15, 5, 60]", "ascending values"),
        ("0.02, 0.08, 0.18]", "0.02, 0.08]", "as many as from has (4)"),
        ("values = [0.075, 0.02, 0.08", "values = [0.075, -0.2, 0.08", "found -0.2; expected"),
        (
            "values = [0.075, 0.02, 0.08",
            'values = [0.075, "x", 0.08',
            'values.#2: found "x"; expected a number',
        ),
        ("per_delivery = 1.0", "per_delivery = -1.0", "per_delivery: found -1"),
        ('service = "obstetric"', 'service = "obstetrics"', 'did you mean "obstetric"?'),
        ('service = "obstetric"', 'service = "hospital"', "hospital is already on line"),
        ('grade = "D"', 'grade = "Z"', "known: A, B, C, D"),
        ("value = 7.83", "valeu = 7.83", 'no such key "valeu"; did you mean "value"?'),
        ('unit = "days"', "", "length_of_stay: unit is missing"),
        ("value = 7.83", "value = 7,83", "cannot be read"),
    ],
)
def test_what_can_not_be_is_refused_with_its_line(refused, old, new, says):
    faults, lines = refused(old, new)
    told = next(fault for fault in faults if says in str(fault))
    assert str(told).startswith(f"calibration/xiamen/beds.toml:{told.line}: ")
    if new:
        assert new in lines[told.line - 1]


def test_a_figure_left_out_is_named(refused):
    faults, _ = refused("[use.ward]", "[use.wards]")
    told = " ".join(map(str, faults))
    assert 'use.#1.wards: no such key "wards"; did you mean "ward"?' in told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("high = 8.5", "high = 7.5", "use.#1.length_of_stay.value: found 7.83; expected a value"),
        ("low = 0.77", "low = 1.1", "use.#1.admissions.low: found 1.0; expected a value within"),
        (
            'interval_reason = "13.8',
            'note = "13.8',
            "use.#1.admissions.low: found only low, high",
        ),
        ("low = 7.2\n", "", "use.#1.length_of_stay.high: found only high"),
    ],
)
def test_an_interval_holds_its_value_and_says_why(refused, old, new, told):
    faults, _ = refused(old, new)
    assert told in " ".join(map(str, faults))


def test_a_city_without_the_file_has_no_use_and_a_stranger_is_refused(tmp_path):
    shutil.copytree(PACK, tmp_path / "xiamen")
    path = tmp_path / "xiamen" / "beds.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"hospital"', '"hostel"'), encoding="utf-8")
    with pytest.raises(DataError, match=r'beds.toml:\d+: use.#1.service: no such name "hostel"'):
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
