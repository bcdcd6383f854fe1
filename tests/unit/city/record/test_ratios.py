"""Unlike figures are never divided: the message names both, and what would convert them."""

import tomllib
from dataclasses import replace

import pytest

from simulator.city.ground.outcome import Outcome
from simulator.city.pack.definition import Converter, Counted, Definition, divide, subtract
from simulator.city.record.observed import compare
from simulator.city.record.ratios import PEOPLE, definition_of, ratios_of, read_definitions
from simulator.errors import DataError, UnitError
from tests.city import ONE_WINDOW, city_pack, loaded, run
from tests.pack_files import PACK, line_of
from tests.scoreboards import pack_with

BEDS = Counted(
    name="eldercare beds",
    value=10_951.0,
    definition=Definition(population="register", bed_kind="open", age_range="60+"),
)
REGISTER = Counted(
    name="register",
    value=323_490.0,
    definition=Definition(population="register", age_range="60+", date_rule="end of July"),
)
RESIDENTS = Counted(
    name="residents",
    value=430_000.0,
    definition=Definition(population="resident", age_range="60+"),
)
TO_RESIDENT = Converter(
    kind="population",
    source="register",
    target="resident",
    factor=1.3425,
    age_range="60+",
    source_id="MNW20160510",
    grade="C",
)


def test_like_is_divided_by_like():
    assert 1000 * divide(BEDS, REGISTER) == pytest.approx(33.85, abs=0.01)


def test_unlike_is_refused_and_both_are_named():
    with pytest.raises(UnitError) as refused:
        divide(BEDS, RESIDENTS)
    message = str(refused.value)
    assert "eldercare beds (population register, bed_kind open, age_range 60+)" in message
    assert "residents (population resident, age_range 60+)" in message
    assert "the two differ in population" in message
    assert "convert" not in message


def test_a_sourced_converter_is_offered_and_converts():
    with pytest.raises(UnitError, match=r"convert eldercare beds by register → resident aged 60"):
        divide(BEDS, RESIDENTS, [TO_RESIDENT])
    people = REGISTER.converted(TO_RESIDENT)
    assert people.value == pytest.approx(323_490 * 1.3425)
    assert people.definition.population == "resident"
    with pytest.raises(UnitError, match="can't be converted"):
        RESIDENTS.converted(TO_RESIDENT)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("population", "resident", "served"),
        ("bed_kind", "planned", "open"),
        ("place_kind", "designed", "served"),
        ("age_range", "0-14", "60+"),
    ],
)
def test_every_kind_tells_figures_apart(kind, one, other):
    upper, lower = (
        Counted(name=word, value=1.0, definition=Definition(**{kind: word}))
        for word in (one, other)
    )
    with pytest.raises(UnitError, match=f"differ in {kind}"):
        divide(upper, lower)


def test_every_measure_and_every_series_says_what_it_counts():
    one = loaded(ONE_WINDOW)
    for measure in one.system.measures:
        if "service" in measure.axes:
            for service in one.pack.services:
                found = definition_of(measure.name, service)
                assert found.population, measure.name
        else:
            assert PEOPLE[measure.name].population, measure.name
    outcome = Outcome(
        trajectory=run(ONE_WINDOW), scenario=one.scenario, file=one.file, pack=one.pack
    )
    stated = read_definitions(city_pack()).series
    compared = {each.record.text("series") for each in compare(outcome)}
    assert compared <= set(stated)


def test_places_on_the_way_are_designed_and_beds_planned():
    hospital, primary = (city_pack().service[name] for name in ("hospital", "primary"))
    assert definition_of("planned_now", primary).place_kind == "designed"
    assert definition_of("building_now", hospital).bed_kind == "planned"
    assert definition_of("supply", primary).place_kind == "designed"
    assert definition_of("private_places", primary).place_kind == "designed"
    assert definition_of("demand", primary).place_kind == "served"
    assert definition_of("open_places", primary).place_kind == "open"
    assert definition_of("beds_for_use", hospital).population == "served"
    assert definition_of("beds_for_use", hospital).bed_kind == ""
    with pytest.raises(KeyError):
        definition_of("residents", primary)


@pytest.fixture(scope="module")
def ratios():
    one = loaded(ONE_WINDOW)
    outcome = Outcome(
        trajectory=run(ONE_WINDOW), scenario=one.scenario, file=one.file, pack=one.pack
    )
    return {(each.name, each.when): each for each in ratios_of(outcome)}


def test_ratios_stand_side_by_side(ratios):
    end = 2021.0
    planned = ratios["hospital_per_planned_resident", end]
    assert planned.lower.value == 4_500_000
    assert planned.upper.value == ratios["hospital_per_resident", end].upper.value
    assert planned.value > ratios["hospital_per_resident", end].value
    register = ratios["eldercare_per_registered", end].value
    assert register > ratios["eldercare_per_resident", end].value
    outside = ratios["obstetric_per_delivery", end]
    assert outside.value < ratios["obstetric_per_resident_delivery", end].value


def test_a_ratio_that_mixes_definitions_stops_the_report(tmp_path, monkeypatch):
    """Without its own ``as``, eldercare beds of the register are divided by nobody else."""
    document = tomllib.loads((PACK / "definitions.toml").read_text(encoding="utf-8"))
    mixed = next(each for each in document["ratio"] if each["id"] == "eldercare_per_resident")
    del mixed["as"]
    found = read_definitions(city_pack())
    monkeypatch.setattr(
        "simulator.city.record.ratios.read_definitions",
        lambda _: type(found)(series={}, converters=found.converters, ratios=(mixed,)),
    )
    one = loaded(ONE_WINDOW)
    outcome = Outcome(
        trajectory=run(ONE_WINDOW), scenario=one.scenario, file=one.file, pack=one.pack
    )
    with pytest.raises(UnitError, match="differ in population; convert"):
        ratios_of(outcome)


def test_an_unlike_difference_is_refused_as_a_ratio_is():
    """Beds wanted for people in the register less beds counted for residents: no gap."""
    wanted = Counted(name="wanted", value=15_450, definition=Definition(population="register"))
    there = Counted(name="open", value=18_145, definition=Definition(population="resident"))
    with pytest.raises(UnitError, match=r"wanted \(population register\) − open .* population"):
        subtract(wanted, there)
    like = replace(there, definition=wanted.definition)
    assert subtract(wanted, like) == -2_695


def test_a_service_that_counts_others_than_its_norm_has_no_gap(tmp_path):
    """Eldercare beds for residents, demand by the register: the check says line and word."""
    with pytest.raises(DataError) as caught:
        pack_with(tmp_path, "services.toml", 'population = "register"', 'population = "resident"')
    line = line_of("services.toml", 'population = "register"')
    assert f"services.toml:{line}:" in str(caught.value)
    service = city_pack().service["eldercare"]
    unlike = replace(service, definition={**service.definition, "population": "resident"})
    with pytest.raises(UnitError, match=r"eldercare: demand .* − eldercare "):
        definition_of("gap", unlike)
