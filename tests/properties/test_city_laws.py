"""Laws of the real city, over random scenarios of it: short horizons, wide choices."""

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.city.services.values import demand_paths
from simulator.city.supply.values import supply_occasions, supply_paths
from simulator.stockflow.engine.simulate import simulate
from tests.city import ONE_WINDOW, choices, city_pack, loaded
from tests.examples import examples

PEOPLE_STOP = "model.stop=2013-01-01"
SUPPLY = (ONE_WINDOW, "model.stop=2018-01-01")
SUPPLY_START = 2015.5
EARLY = ("planned_1", "planned_2", "approved_1", "approved_2")
PIPELINE = (*EARLY, "finished", "open", "cancelled", "closed")
BUILT = ("primary", "hospital", "eldercare")
UNIVERSAL, FIRST = (f"policy.two_child.stages.{name}" for name in ("universal", "one_only_child"))

few = settings(max_examples=examples(8))


def scaled(key, most=2.5):
    return st.floats(0, most).map(lambda factor: f"{key}.scale={factor:.4f}")


def valued(key, low, high):
    return st.floats(low, high).map(lambda value: f"{key}={value:.4f}")


def some(*entries):
    """Any of these choices, each made or left as it is."""
    return st.tuples(*(st.one_of(st.none(), entry) for entry in entries)).map(
        lambda found: tuple(text for text in found if text is not None)
    )


@st.composite
def stages(draw):
    """Two stages inside a run to the end of 2012, the second when the first is through or later."""
    first, ramp, gap = draw(st.integers(0, 9)), draw(st.integers(3, 12)), draw(st.integers(0, 6))
    registered = draw(st.floats(0.6, 1.0))
    dates = [
        f"{2011 + month // 12}-{month % 12 + 1:02d}-01" for month in (first, first + ramp + gap)
    ]
    return (
        f"{FIRST}.date={dates[0]}",
        f"{FIRST}.ramp={ramp / 12}",
        f"{FIRST}.registered={registered:.4f}",
        f"{UNIVERSAL}.date={dates[1]}",
        f"{UNIVERSAL}.announced={dates[1]}",
        f"{FIRST}.opens={draw(st.sampled_from(('true', 'false')))}",
        f"policy.two_child.gestation={draw(st.floats(0, 0.5)):.3f}",
    )


@st.composite
def worlds(draw):
    """Any people the city could have."""
    world = draw(
        some(
            scaled("world.arrivals"),
            scaled("world.departures"),
            scaled("world.registration_rate"),
            valued("world.registered_arrivals", 0, 50_000),
            valued("world.registered_departures", 0, 0.5),
            valued("world.arrivals_under_15", 0, 0.5),
            valued("world.newborn_arrivals", 0, 5000),
        )
    )
    births = draw(
        some(
            scaled("world.first_birth_level"),
            scaled("world.second_birth_level"),
            scaled("world.higher_birth_level"),
            valued("policy.two_child.planning_share", 0, 0.8),
            valued("policy.two_child.mean_spacing", 0.3, 5),
            st.just("world.newborns_on_dates=[{id='a',date=2012-09-01,persons=500}]"),
            st.just("world.birth_seasonality={'01'=0.8,'06'=1.2}"),
        )
    )
    per_year = f"model.cohorts_per_year={draw(st.sampled_from((1, 2, 3)))}"
    return (per_year, PEOPLE_STOP, *world, *births, *draw(stages()))


@st.composite
def conversions(draw):
    """Places of one service that come to be of another, one for one or for less."""
    source, target = draw(st.permutations(BUILT))[:2]
    each = f",places_each={draw(st.floats(0.1, 1)):.3f}" if draw(st.booleans()) else ""
    amount = draw(st.one_of(st.floats(0, 1).map("share={:.3f}".format),
                            st.floats(1, 60).map("places={:.2f}".format)))  # fmt: skip
    return (
        f"{{id='c{draw(st.integers(0, 99)):02d}',service='{source}',to='{target}',"
        f"district='{draw(st.sampled_from(city_pack().axes['district']))}',"
        f"date={draw(st.dates(date(2016, 1, 1), date(2016, 6, 1)))},{amount}{each}}}"
    )


@st.composite
def own_projects(draw):
    """Projects that only the scenario has, on their own or inside the programme it may have."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        service = draw(st.sampled_from(BUILT))
        day = draw(st.dates(date(2016, 6, 1), date(2019, 1, 1)))
        closes = day.replace(year=day.year + 3)
        found.append(
            f"{{id='new{number}',service='{service}',places={draw(st.floats(1, 5000)):.1f},"
            f"district='{draw(st.sampled_from((*city_pack().axes['district'], 'city')))}',"
            f"promised={day}"
            + draw(st.sampled_from(("", ",late=0.7", f",closes={closes}", ",cancelled=true")))
            + "}"
        )
    return found


@st.composite
def own_programmes(draw):
    """A programme of the scenario's own, promised by shares, or none."""
    if draw(st.booleans()):
        return []
    share = draw(st.floats(0, 1))
    return [
        (
            f"{{id='own',service='{draw(st.sampled_from(BUILT))}',"
            f"places={draw(st.floats(1, 80_000)):.1f},projects={draw(st.integers(1, 90))},"
            f"begins={draw(st.dates(date(2016, 1, 1), date(2016, 12, 1)))},"
            f'promised={{"2017-03-01"={share:.3f},"2017-12-31"=1}}}}'
        )
    ]


@st.composite
def plans(draw):
    """Any plan the city could make, delivered in any way."""
    closures = [
        f"{{id='{number}',service='{draw(st.sampled_from(BUILT))}',"
        f"district='{draw(st.sampled_from(city_pack().axes['district']))}',"
        f"date={draw(st.dates(date(2016, 1, 1), date(2017, 12, 1)))},"
        f"share={draw(st.floats(0, 1)):.3f}}}"
        for number in range(draw(st.integers(0, 3)))
    ]
    closures += draw(st.lists(conversions(), max_size=2, unique_by=lambda text: text[:9]))
    return (
        f"plan.closures=[{','.join(closures)}]",
        f"plan.projects=[{','.join(draw(own_projects()))}]",
        f"plan.programmes=[{','.join(draw(own_programmes()))}]",
        f"plan.on_time={draw(st.sampled_from(('true', 'false')))}",
        f"plan.opens_all_grades={draw(st.sampled_from(('true', 'false')))}",
        *draw(
            some(
                valued("plan.cancellation_rate", 0, 1),
                valued("plan.delay_factor", 0.2, 3),
                valued("plan.programme_places.primary", 20_000, 400_000),
                valued("plan.programme_places.eldercare", 0, 40_000),
                valued("plan.take_up.primary", 0, 1),
                st.just("plan.projects.P02.cancelled=true"),
            )
        ),
    )


@cache
def people_of_2015() -> dict[str, np.ndarray]:
    one = loaded(*SUPPLY)
    early = replace(one.scenario.until(SUPPLY_START), readings=(), snapshots=())
    return {"people": simulate(one.system, early).final["people"]}


def run_people(sets):
    one = loaded.__wrapped__(*sets)
    return one, simulate(one.system, one.scenario)


def run_supply(sets):
    """The years in which something is built, after people grown once; only the plan is new."""
    one, plan, span = loaded(*SUPPLY), choices(*SUPPLY, *sets), (SUPPLY_START, 2018.0)
    scenario = replace(
        one.scenario,
        start=SUPPLY_START,
        initial=people_of_2015(),
        paths={
            **one.scenario.paths,
            **demand_paths(plan, one.system.axis["cohort"]),
            **supply_paths(plan, *span),
        },
        occasions={
            **{
                name: tuple(each for each in every if each.year > SUPPLY_START)
                for name, every in one.scenario.occasions.items()
            },
            **supply_occasions(plan, *span),
        },
        readings=tuple(year for year in one.scenario.snapshots if year > 2016),
        snapshots=(2017.0, 2017 + 2 / 3),
    )
    return one, scenario, simulate(one.system, scenario)


def assert_kept(run):
    """Nothing is made or lost, nothing turns negative."""
    for balance in run.balances:
        assert np.abs(balance.residual).max() <= 1e-9, balance.kind
    for name, stock in run.stocks.items():
        for array in (stock, run.final[name]):
            assert array.min(initial=0.0) >= -1e-9 * array.max(initial=0.0), name


@few
@given(worlds())
def test_people_are_neither_made_nor_lost(sets):
    _, run = run_people(sets)
    assert_kept(run)
    arrived = {name: totals[..., -1].sum() for name, totals in run.arrived.items()}
    left = {name: totals[..., -1].sum() for name, totals in run.left.items()}
    came = sum(total for name, total in arrived.items() if "newborn" in name or "arriv" in name)
    went = left["deaths"] + left["departures"] + left["registered_departures"]
    went += left["children_without_points"] + left["parents_of_leavers"]
    residents = run.measures["residents"].sum(axis=(0, 1, 2))
    np.testing.assert_allclose(residents[-1] - residents[0], came - went, atol=1e-9 * residents[0])


@settings(max_examples=examples(8))
@given(worlds(), st.sampled_from((2011 + 2 / 3, 2012.0, 2012 + 2 / 3)))
def test_a_run_stopped_at_a_boundary_goes_on_as_if_it_had_not(sets, boundary):
    one, whole = run_people(sets)
    unread = replace(one.scenario, readings=(), snapshots=())
    early = simulate(one.system, unread.until(boundary))
    late = simulate(one.system, unread.resumed(boundary, early.final))
    people = whole.final["people"]
    np.testing.assert_allclose(late.final["people"], people, rtol=1e-12, atol=1e-12 * people.max())


@few
@given(worlds(), st.floats(0.2, 6), st.sampled_from(("men", "women")))
def test_more_mortality_means_fewer_people(sets, years, sex):
    _, run = run_people(sets)
    _, harder = run_people((*sets, f"world.life_expectancy.{sex}.add={-years:.3f}"))
    residents = [each.measures["residents"].sum(axis=(0, 1, 2)) for each in (run, harder)]
    assert np.all(np.diff(np.stack(residents), axis=0)[0, 1:] < 0)


@few
@given(plans())
def test_places_are_neither_made_nor_lost(sets):
    """Start + planned + converted = planned + approved + building + … + open + cancelled + closed.

    City-wide by service and for both deliveries, whatever is cancelled, closed or late.
    """
    one, scenario, run = run_supply(sets)
    assert_kept(run)
    given_out = np.zeros((2, len(one.pack.services)))
    for transfer, parameter in (
        ("starting_stock", "starting_places"),
        ("programme_announced", "planned_places"),
        ("programme_approved_1", "approved_places"),
        ("programme_building_1", "building_places"),
    ):
        for occasion in scenario.occasions[transfer]:
            given_out += occasion.values[parameter][0].reshape(2, len(given_out[0]), -1).sum(axis=2)
    stocks = [name for name in run.final if name.startswith("building") or name in PIPELINE]
    assert len(stocks) == len(PIPELINE) + 2
    held = sum(run.final[name][0].reshape(*given_out.shape, -1).sum(axis=2) for name in stocks)
    came, went = (
        side["conversions"][0, ..., -1].reshape(*given_out.shape, -1).sum(axis=2)
        for side in (run.arrived, run.left)
    )
    np.testing.assert_allclose(came.sum(axis=1), went.sum(axis=1), rtol=1e-9)
    scale = given_out.max()
    np.testing.assert_allclose(held, given_out + came - went, rtol=1e-9, atol=1e-9 * scale)
    np.testing.assert_allclose(given_out[0], given_out[1], rtol=1e-12)  # on either timetable
    assert given_out.max() > 100_000


@few
@given(plans(), st.floats(1.01, 3), st.sampled_from(BUILT))
def test_more_places_make_no_gap_larger(sets, factor, service):
    key = f"plan.programme_places.{service}"
    stated = [text for text in sets if text.startswith(key)]
    places = 40_000 if not stated else float(stated[0].partition("=")[2])
    _, _, run = run_supply((*sets, f"{key}={places}"))
    _, _, more = run_supply((*sets, f"{key}={places * factor}"))
    gaps = [each.measures["gap"] for each in (run, more)]
    assert np.all(gaps[1] <= gaps[0] + 1e-9 * np.abs(gaps[0]).max())
    if places > 1000:
        assert gaps[1].sum() < gaps[0].sum()
