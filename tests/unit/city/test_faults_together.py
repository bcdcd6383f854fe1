"""Faults that have nothing to do with each other are told together, not one after the other."""

import pytest

from simulator.city.ground.choices import choices_of
from simulator.city.kept_parts import KeptParts, Making
from simulator.city.loading import load
from simulator.errors import BeyondError, ScenarioError
from tests.city import BASELINE, city_pack, loaded

HEAD = f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'


@pytest.fixture
def refused(tmp_path):
    """The faults of a child of the baseline: line and key."""

    def faults(text, *, force=False):
        path = tmp_path / "child.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        with pytest.raises(ScenarioError) as caught:
            load(path, known=city_pack(), force=force)
        return [(fault.line, fault.key) for fault in caught.value.faults]

    return faults


FAULTY = """[world]
arrivals = 5
[policy]
two_child.planning_share = { add = 5 }
[[plan.projects]]
id = "N1"
service = "primary"
"""


def test_what_rooms_and_sense_refuse_comes_together_by_line(refused):
    told = [
        (4, "world.arrivals"),
        (6, "policy.two_child.planning_share"),
        (7, "plan.projects.N1"),
    ]
    assert refused(FAULTY) == told
    assert refused(FAULTY, force=True) == told[1:]


def test_a_wrong_span_does_not_hide_what_is_planned(refused):
    assert refused("[model]\nstop = 2150-01-01\n" + FAULTY) == [
        (4, "model.stop"),
        (9, "plan.projects.N1"),
    ]


def test_a_part_is_not_made_of_one_that_failed():
    one = loaded("model.cohorts_per_year=1")
    choices = choices_of(one.file, one.pack)
    made = []

    def fail(_, own):
        raise own.fault("model.stop", "fault.no_value")

    def end(*_):
        told = "ends"
        raise BeyondError(told, year=2019.0, path="world.arrivals.scale", span=(2011.0, 2018.0))

    def make(parts, _):
        made.append(dict(parts))
        return 1

    makings = (
        Making(name="first", make=fail),
        Making(name="second", make=make, of=("first",)),
        Making(name="third", make=make),
        Making(name="fourth", make=end),
    )
    with pytest.raises(ScenarioError) as caught:
        KeptParts().all_of(choices, makings)
    assert [fault.key for fault in caught.value.faults] == ["model.stop", "world.arrivals"]
    assert made == [{}]


DATED = {
    'arrivals = { "2018" = 3, "2019" = "x", interpolation = "cubic" }': [
        "world.arrivals",
        "world.arrivals.2019",
        "world.arrivals.interpolation",
    ],
    'arrivals = { "2018" = 3, vlues = 1 }': ["world.arrivals.vlues", "world.arrivals"],
    'arrivals = { value = { "2018" = 3, "2019" = -1 } }': [
        "world.arrivals.value",
        "world.arrivals.value.2019",
    ],
}


@pytest.mark.parametrize("text", DATED)
def test_of_dates_written_in_the_wrong_place_all_is_told(refused, text):
    assert sorted(refused(f"[world]\n{text}\n")) == sorted((4, key) for key in DATED[text])
