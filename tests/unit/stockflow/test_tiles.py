"""Systems followed tile by tile: which have the form, and that the numbers are those of others."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.loading import load
from simulator.files.locations import SCENARIOS
from simulator.stockflow.engine import simulation
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.engine.tile_tables import Packer
from simulator.stockflow.engine.tiles import WIDTH, tiles_of
from simulator.stockflow.grammar.division import divide
from simulator.stockflow.grammar.elements import Flow
from simulator.stockflow.numbers.tile_coefficients import CoefficientWriter
from simulator.stockflow.numbers.tile_form import tile_form
from simulator.stockflow.numbers.tile_text import TileText
from simulator.stockflow.values.moments import at_moments
from simulator.stockflow.values.paths import Constant, Moment, Scaled
from tests.comparable import comparable
from tests.drawn_tiles import Drawn
from tests.examples import examples
from tests.textbook import tanks
from tests.uncompiled import without_compiler

EXACT = 1e-12


def people():
    """The part of the city that people are."""
    parts = divide(load(SCENARIOS / "baseline.toml").system)
    return next(part.system for part in parts if "people" in part.system.stock)


def compiled(scenario):
    return replace(scenario, method=replace(scenario.method, compiled=True))


def numbers(run):
    for group in (run.measures, run.stocks, run.arrived, run.left, run.final):
        yield from group.items()
    if run.before is not None:
        yield from numbers(run.before)


def assert_alike(first, second):
    for (name, one), (_, other) in zip(numbers(first), numbers(second), strict=True):
        assert one.shape == other.shape, name
        size = np.abs(one).max(initial=1e-3)
        assert np.abs(one - other).max(initial=0.0) <= EXACT * size, name


def test_people_of_a_city_have_the_form_and_places_have_not():
    form = tile_form(people())
    assert (form.moving, form.column, form.carried) == (
        "cohort",
        ("status", "residency"),
        ("district",),
    )
    assert len(form.cells) == 14
    assert set(form.looked) >= {"births", "residents", "in_scope_by_residency"}
    places = [p.system for p in divide(load(SCENARIOS / "baseline.toml").system)]
    assert sum(tile_form(system) is not None for system in places) == 1


def test_a_measure_of_sums_over_districts_keeps_its_form():
    # demand is made of people by cohort, summed over districts before they are multiplied
    form = tile_form(comparable())
    assert form.is_in_parts("people_by_cohort")
    assert form.looked == ("demand",)


@pytest.mark.parametrize(
    ("source", "target", "rate"),
    [
        ("people['2000-01']", None, "0.1 * people['2000-01']"),
        (None, "people", "0.01 * births"),
    ],
    ids=["one cohort by its label", "a sum over cohorts into all of them"],
)
def test_what_ties_cohorts_together_has_no_form(source, target, rate):
    system = comparable()
    extra = Flow(name="extra", source=source, target=target, rate=rate, meaning="")
    assert tile_form(system) is not None
    assert tile_form(replace(system, flows=(*system.flows, extra))) is None


def test_levels_are_parted_from_tables():
    form = tile_form(people())
    writer = CoefficientWriter(form=form)
    (piece,) = form.variables["first_births_planning"].pieces
    product = writer.product("first_births_planning", piece.free)
    found = writer.finished()
    assert product.table is not None
    assert product.level is not None
    # the hazard is written out: its level is drawn, the rates by age behind it are not
    assert found.tables.parameters == ("first_birth_rate__table",)
    assert {"first_birth_level", "planning_share", "first_birth_rate__level"} <= set(
        found.levels.parameters
    )


def test_a_sum_that_holds_a_level_is_multiplied_out():
    form = tile_form(people())
    writer = CoefficientWriter(form=form)
    (piece,) = form.variables["deaths"].pieces
    products = writer.products("deaths", piece.free)
    found = writer.finished()
    assert [sign for sign, _ in products] == [1, 1]
    assert len({product.table for _, product in products}) == 2
    assert "relative_mortality" in found.levels.parameters
    assert set(found.tables.parameters) == {"death_rate__table", "selected_ages__table"}


def test_a_factor_for_every_draw_is_a_level():
    path = Scaled(path=Constant(np.ones((1, 3)), ("cohort",)), factor=np.array([1.0, 2.0]))
    assert path.value(Moment(0, 0, 1)).tolist() == [[1, 1, 1], [2, 2, 2]]


@settings(max_examples=examples(60), deadline=None)
@given(seed=st.integers(0, 10_000), draws=st.integers(1, 3))
def test_drawn_systems_give_the_numbers_of_whole_arrays(seed, draws):
    drawn = Drawn(seed, draws)
    with without_compiler():
        assert_alike(
            simulate(drawn.system, drawn.scenario),
            simulate(drawn.system, compiled(drawn.scenario)),
        )


@settings(max_examples=examples(25), deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_draw_in_a_block_is_the_draw_alone(seed):
    drawn = Drawn(seed, 3)
    scenario = compiled(drawn.scenario)
    with without_compiler(), pytest.MonkeyPatch.context() as patch:
        whole = dict(_final(simulate(drawn.system, scenario)))
        patch.setattr(simulation, "TILED_DRAWS", 1)
        alone = dict(_final(simulate(drawn.system, scenario)))
    for name, array in whole.items():
        assert np.array_equal(array, alone[name]), name


@dataclass(frozen=True)
class OneDraw:
    """A path as one of its draws has it."""

    path: object
    draw: int

    def __getattr__(self, name):
        return getattr(self.path, name)

    def value(self, moment):
        return self.taken(self.path.value(moment), 0)

    def at_moments(self, moments):
        return self.taken(at_moments(self.path, moments), 1)

    def taken(self, array, axis):
        return np.take(array, [self.draw], axis=axis) if array.shape[axis] > 1 else array


def one_draw(scenario, draw):
    """A scenario of one of the draws."""

    def path(given):
        if isinstance(given, Scaled) and isinstance(given.factor, np.ndarray):
            factor = given.factor[[draw]] if len(given.factor) > 1 else given.factor
            return replace(given, path=OneDraw(given.path, draw), factor=factor)
        return OneDraw(given, draw)

    def own(array):
        return array[[draw]] if len(array) > 1 else array

    return replace(
        scenario,
        draws=1,
        initial={name: own(array) for name, array in scenario.initial.items()},
        paths={name: path(given) for name, given in scenario.paths.items()},
        occasions={
            name: tuple(
                replace(each, values={n: own(array) for n, array in each.values.items()})
                for each in occasions
            )
            for name, occasions in scenario.occasions.items()
        },
    )


@settings(max_examples=examples(25), deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_draw_among_others_is_the_run_of_that_draw(seed):
    # tables that are drawn are read between nodes in the walk, those that are not before it
    drawn = Drawn(seed, 2)
    scenario = compiled(drawn.scenario)
    with without_compiler():
        whole = simulate(drawn.system, scenario).final
        alone = simulate(drawn.system, one_draw(scenario, 1)).final
    for name, array in whole.items():
        assert np.array_equal(array[-1:], alone[name]), name


def _final(run):
    yield from run.final.items()
    yield from run.measures.items()


def test_draws_that_equal_steps_are_no_good_for_go_another_way(monkeypatch):
    drawn = Drawn(4, 3)
    monkeypatch.setattr("simulator.stockflow.engine.tiled_segment.MOST_STEPS", 0)
    with without_compiler():
        left = simulate(drawn.system, compiled(drawn.scenario))
    assert_alike(simulate(drawn.system, drawn.scenario), left)


def test_a_system_without_cohorts_has_no_tiles():
    assert tiles_of(tanks(2), "RK45") is None


def test_rows_that_lie_in_one_place_stand_once_and_are_gone_through_alike():
    tiles = tiles_of(people(), "RK45")
    places, form = tiles.looked.tables, tiles.form
    rng, found = np.random.default_rng(1), {}
    for name in places.starts:
        axes = places.axes[name]
        thin = [1 if axis in {"status", "residency"} else form.size(axis) for axis in axes]
        array = rng.random((4, 1, *thin)) * (rng.random((1, 1, *thin)) < 0.2)
        found[name] = np.broadcast_to(array, (4, 1, *form.system.shape(axes)))
    packer, firsts = Packer(form=form, width=WIDTH), np.array([0, 3])
    whole, once = (packer.tables(places, found, 4, once=each) for each in (False, True))
    assert once.alike.shape[2] < whole.alike.shape[2] == places.size
    np.testing.assert_array_equal(once.alike[:, :, once.where[:-1]], whole.alike)
    for one, other in zip(
        packer.live(once, firsts, tiles.flags),
        packer.live(whole, firsts, tiles.flags),
        strict=True,
    ):
        np.testing.assert_array_equal(one, other)


def test_flows_that_are_seldom_are_written_apart():
    text = tiles_of(people(), "RK45").text
    functions = {part.split("(")[0]: part for part in text.split("def ")}
    for name in ("plans_given_up_waiting", "registered_arrivals", "policy_opening"):
        assert f"v_{name}_0" in functions["rates_apart"]
        assert f"v_{name}_0" not in functions["rates"] + functions["rates_few"]
    assert functions["is_apart"].count("!= 0.0") >= 4


def test_a_flow_that_others_name_is_not_left_out():
    system = people()
    flows = tuple(replace(each, seldom=True) for each in system.flows)
    apart = TileText(form=tile_form(replace(system, flows=flows))).apart
    assert "registration" in apart
    assert not apart & {"second_births", "first_births_planning", "newborn_boys"}
