"""A scenario between two others: at its ends each of them, in between some of both."""

from simulator.city.why.mixing import Two, joined
from simulator.files.overrides import SOURCE
from tests.city import ONE_WINDOW, city_pack, loaded

OWN = (
    'plan.projects=[{id="P01", late=2.0, places=900}, '
    '{id="mine", service="primary", district="huli", places=1000, opens=2019-09-01}]'
)


def two(first=(), second=()):
    sides = (loaded(ONE_WINDOW, *each).file for each in (first, second))
    return Two(first=next(sides), second=next(sides), pack=city_pack())


def test_nothing_chosen_is_the_first_and_everything_the_second():
    pair = two(("plan.delay_factor=1.5",), ("world.arrivals.scale=1.1", OWN))
    assert pair.mixed(frozenset()).values == pair.first.values
    assert pair.mixed(frozenset(pair.differing)).values == pair.second.values


def test_only_what_differs_is_told_by_group():
    assert two(second=("report.from_year=2016",)).differing == {}
    pair = two(second=("plan.norm.primary=0.9", "plan.delay_factor=1.5"))
    assert pair.differing == {
        "norm": ("plan.norm.primary",),
        "supply_timing": ("plan.delay_factor",),
    }


def test_a_key_that_one_side_leaves_to_the_pack_goes_with_its_group():
    pair = two(first=("plan.norm.primary=0.9",))
    assert "plan.norm.primary" in pair.mixed(frozenset()).values
    assert "plan.norm.primary" not in pair.mixed(frozenset({"norm"})).values


def test_a_record_is_put_together_field_by_field():
    pair = two(second=(OWN,))
    assert set(pair.differing["supply_timing"]) == {"plan.projects.P01.late"}
    assert set(pair.differing["supply_size"]) == {"plan.projects.P01.places", "plan.projects.mine"}

    def records(chosen):
        found = pair.mixed(frozenset(chosen)).values.get("plan.projects", ())
        return {each["id"]: set(each) - {"id"} for each in found}

    assert records({"supply_timing"}) == {"P01": {"late"}}
    sized = records({"supply_size"})
    assert sized["P01"] == {"places"}
    assert {"places", "opens"} <= sized["mine"]  # a project that is new comes with its day
    assert records(()) == {}


def test_neighbours_with_the_fewest_inputs_are_joined():
    sizes = {"a": 5, "b": 1, "c": 1, "d": 9}
    assert joined(sizes, 4) == (("a",), ("b",), ("c",), ("d",))
    assert joined(sizes, 3) == (("a",), ("b", "c"), ("d",))
    assert joined(sizes, 2) == (("a", "b", "c"), ("d",))


def test_what_was_set_on_the_command_line_is_mixed_like_the_rest():
    pair = two(second=("plan.delay_factor=1.5",))
    assert pair.second.origin["plan.delay_factor"].path.startswith(SOURCE.split()[0])
    assert pair.mixed(frozenset({"supply_timing"})).values["plan.delay_factor"] == 1.5
