"""Sense beside law: what is lawful and unlikely is told, what is far beyond the record refused."""

import pytest

from simulator.city.ground.readings import likely_forms
from simulator.city.loading import load
from simulator.errors import ScenarioError
from simulator.stockflow.grammar.setting import THRICE, Setting
from tests.city import BASELINE, ONE_WINDOW, SCENARIOS, city_pack, loaded, run

NORM = "plan.norm.obstetric"


def told(*sets, force=False):
    return [str(each) for each in load(BASELINE, sets, city_pack(), force=force).remarks]


def refused(*sets):
    with pytest.raises(ScenarioError) as found:
        told(*sets)
    return [str(fault) for fault in found.value.faults]


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda path: path.stem)
def test_what_comes_along_makes_sense(path):
    assert load(path, (), city_pack()).remarks == ()


def test_a_norm_a_thousand_times_too_large_is_refused_with_both_readings():
    [line] = refused(f"{NORM}=25")
    assert line.startswith(
        f"--set: {NORM}: comes to 25 (places/persons), 1,190 times the value on record, "
        "21 per 1,000 (0.021); if { per_1000 = 25 } is meant, write that; refused"
    )
    assert '如指 { "每千人" = 25 }' in line
    assert "--force" in line
    assert told(f"{NORM}={{per_1000=25}}") == []


def test_a_norm_per_thousand_asks_for_as_many_more_beds():
    services = loaded(ONE_WINDOW).system.axis["service"].labels
    needs = [
        run(ONE_WINDOW, *sets).measures["demand"][0, services.index("obstetric"), ..., -1].sum()
        for sets in ((), (f"{NORM}={{per_1000=25}}",))
    ]
    assert needs[1] == pytest.approx(needs[0] * 25 / 21, rel=1e-9)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("world.arrivals=1.1", "1/422,236 of the value on record, 464,460; if { scale = 1.1 } is"),
        ("world.arrivals=33", "if { wan = 33 } is meant"),
        ("world.arrivals.scale=110", "110 times the value on record, 449,480; if { scale = 1.1 }"),
        ("world.arrivals.scale=1e9", "1,000,000,000 times the value on record, 449,480; likely"),
        ("world.first_birth_level=110", "if { percent = 110 } or { scale = 1.1 } is meant"),
        ("world.year_effect=40", "comes to 40; likely values lie between 0.7 and 1.4"),
        ('world.arrivals.scale={"2018"=80}', "on 2018-01-01, 80 times the value on record"),
    ],
)
def test_what_is_far_beyond_the_record_is_refused_with_what_was_meant(said, says):
    [line] = refused(said)
    assert says in line
    [forced] = told(said, force=True)
    assert forced.partition("; refused")[0].partition("; run all")[0] in line
    assert "run all the same, because it is forced" in forced


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ("world.arrivals.scale=4", "comes to 1,797,920 (persons/year) "),
        ("world.arrivals.scale=0.2", "1/5 of the value on record"),
        (f"{NORM}.scale=4", "comes to 84 per 1,000 (0.084) (places/persons), 4 times"),
        ("plan.delay_factor=5", "comes to 5; likely values lie between 0.333 and 3"),
        ("world.life_expectancy.men=50", "comes to 50 (year); likely values lie between 65 and"),
        ("plan.programme_places.primary=1000000", "times the value on record, 139,408"),
        (
            "plan.projects.P02.places=9000",
            "--set: plan.projects.P02.places: comes to 9,000 (places), 6.52 ",
        ),
    ],
)
def test_what_is_unlikely_is_told(said, says):
    [line] = told(said)
    assert says.strip() in line
    assert "refused" not in line


@pytest.mark.parametrize(
    "said",
    [
        "world.arrivals=0",
        "world.arrivals.scale=0",
        "plan.norm.obstetric=0",
        "world.arrivals.scale=3",
        "world.registered_arrivals=5000",
        "world.first_birth_timing.add=2",
        "plan.building_capacity.primary=5000",
    ],
)
def test_zero_and_what_has_no_record_are_lawful(said):
    assert told(said) == []


def test_edits_are_judged_by_what_they_come_to_together():
    assert told("world.arrivals.scale=2") == []
    [line] = told("world.arrivals.scale=2", "world.arrivals.scale=2")
    assert "4 times the value on record" in line
    assert told("world.arrivals.scale=30", "world.arrivals.scale=0.1") == []


def test_every_value_that_is_refused_is_told_together():
    assert len(refused(f"{NORM}=25", "world.arrivals=1.1")) == 2


@pytest.mark.parametrize(
    ("stated", "forms"),
    [
        ({"scale": 50.0}, ("{ scale = 0.5 }", "{ scale = 1.5 }")),
        ({"scale": 10.0}, ("{ scale = 1.1 }",)),
        ({"scale": 1e6}, ()),
        ({"values": {"2018": 25.0}}, ("{ per_1000 = 25 }",)),
        ({"add": 7.0}, ()),
    ],
)
def test_readings_come_to_something_likely(stated, forms):
    setting = Setting(key="t.x", kind="path", meaning="", unit="places/persons", minimum=0.0)
    assert tuple(form for _, form in likely_forms(setting, THRICE, stated, 0.021)) == forms


def test_years_of_delay_are_few():
    assert told('plan.projects=[{id="P57",late=2.5}]') == []
    for field in ("late", "postponed"):
        lines = told(f'plan.projects=[{{id="P57",{field}=24}}]')
        assert f"{field}: comes to 24 (year); likely values lie between 0 and 10" in lines[0]
