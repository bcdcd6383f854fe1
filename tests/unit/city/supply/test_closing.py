"""Closures and conversions: by share or number, and never more than is open."""

import numpy as np
import pytest

from simulator.city.supply.building import building_of
from simulator.city.supply.closures import closure_occasions
from simulator.city.supply.open_stock import open_if_nothing_closed, refuse_beyond
from simulator.errors import ScenarioError
from simulator.stockflow.values.chance import Chance
from tests.city import ONE_WINDOW, choices, city_pack, loaded
from tests.supply_alone import SPAN, supply_outcome

SERVICES, DISTRICTS = city_pack().axes["service"], city_pack().axes["district"]
KINDERGARTEN, PRIMARY = (SERVICES.index(name) for name in ("kindergarten", "primary"))
HULI, SIMING = DISTRICTS.index("huli"), DISTRICTS.index("siming")
STATES = ("planned", "approved", "building", "finished", "open", "cancelled", "closed")
EXPECTED = 1
OPEN, CLOSED = STATES.index("open"), STATES.index("closed")


def closing(*records):
    listed = ",".join(f"{{id='{number}',{each}}}" for number, each in enumerate(records))
    return f"plan.closures=[{listed}]"


def kindergarten(amount, *, to="", each="", day="2018-09-01", district="huli"):
    more = "".join(f",{name}" for name in (to, each) if name)
    return f"service='kindergarten',district='{district}',date={day},{amount}{more}"


def change(*records):
    """What records do to the places at the end, shape (timetable, service, district, state)."""
    with_it, without = (
        building_of(supply_outcome(*sets)).stock[..., -1] for sets in ((closing(*records),), ())
    )
    return with_it - without


def check_stock(*records, sets=()):
    refuse_beyond(choices(closing(*records), *sets), SPAN)


def refused(*records, sets=()):
    with pytest.raises(ScenarioError) as found:
        check_stock(*records, sets=sets)
    return [(each.key, each.message.split(" / ")[0]) for each in found.value.faults]


@pytest.mark.parametrize("amount", ["places=600", "share=0.03"])
def test_of_each_converted_place_the_part_that_is_none_closes(amount):
    """600 kindergarten places of which each makes half a primary one: 300 go over, 300 close."""
    moved = change(kindergarten(amount, to="to='primary'", each="places_each=0.5"))
    lost = moved[:, KINDERGARTEN, HULI]
    np.testing.assert_allclose(moved[:, PRIMARY, HULI, OPEN], -lost[:, OPEN] / 2, rtol=1e-9)
    np.testing.assert_allclose(lost[:, CLOSED], -lost[:, OPEN] / 2, rtol=1e-9)
    np.testing.assert_allclose(moved.sum(axis=(1, 2, 3)), 0.0, atol=1e-6)
    if amount == "places=600":
        np.testing.assert_allclose(lost[:, OPEN], -600, rtol=1e-9)


def test_a_share_is_of_what_was_open_before_the_conversion_took_its_part():
    moved = change(kindergarten("share=1", to="to='primary'", each="places_each=0.25"))
    there = building_of(supply_outcome()).stock
    september = np.argmin(np.abs(np.array(building_of(supply_outcome()).years) - (2018 + 2 / 3)))
    opened = there[:, KINDERGARTEN, HULI, OPEN, september]
    np.testing.assert_allclose(moved[:, PRIMARY, HULI, OPEN], opened / 4, rtol=1e-9)
    np.testing.assert_allclose(moved[:, KINDERGARTEN, HULI, CLOSED], opened * 3 / 4, rtol=1e-9)


def test_a_conversion_of_whole_places_closes_none():
    found = closure_occasions(choices(closing(kindergarten("places=9", to="to='primary'"))), *SPAN)
    assert (len(found["conversions"]), found["closures"]) == (1, ())


def test_what_is_open_on_the_day_may_close_though_the_starting_stock_is_smaller():
    start = city_pack().service["kindergarten"].start.places["jimei"]
    check_stock(kindergarten(f"places={start + 50}", district="jimei", day="2020-10-01"))


def test_more_than_is_open_is_refused_with_what_is_there():
    [(key, told)] = refused(kindergarten("places=90000"))
    assert key == "plan.closures.0.places"
    assert told.startswith("90,000 places of kindergarten in Huli are to close on 2018-09-01, and ")
    assert "are open then, on the timetable that has fewer; expected no more" in told
    there = building_of(supply_outcome()).stock[:, KINDERGARTEN, HULI, OPEN]
    years = building_of(supply_outcome()).years
    fewest = there[:, np.argmin(np.abs(years - (2018 + 2 / 3)))].min()
    assert f"{fewest:,.0f} are open then" in told


def test_what_has_left_before_is_not_there_and_what_came_is():
    start = city_pack().service["kindergarten"].start.places["huli"]
    half = f"places={0.6 * start:.0f}"
    second = refused(
        kindergarten(half, day="2017-10-01"),
        kindergarten(half, to="to='primary'", day="2017-11-01"),
    )
    assert [key for key, _ in second] == ["plan.closures.1.places"]
    assert "are to be converted on 2017-11-01" in second[0][1]
    primary = city_pack().service["primary"].start.places["huli"]
    came = (
        kindergarten("places=5000", to="to='primary'", day="2018-09-01"),
        f"service='primary',district='huli',date=2018-09-02,places={primary + 4000:.0f}",
    )
    check_stock(*came)
    assert refused(came[1])


def test_where_planners_respond_only_the_promise_is_looked_at():
    found = refused(kindergarten("places=900000"), sets=("feedback.planners.on=true",))
    assert "on the timetable that has fewer" not in found[0][1]


def test_in_draws_no_more_may_close_than_the_plan_alone_has_open():
    """A number is a share of it there, which planners who respond do not change."""
    planners, day = "feedback.planners.on=true", "2020-10-01"
    plan = choices(closing(kindergarten("places=1", day=day)))
    [there] = open_if_nothing_closed(plan, SPAN).values()
    promised, expected = there[:, KINDERGARTEN, HULI]
    record = kindergarten(f"places={(promised + expected) / 2:.0f}", day=day)
    check_stock(record, sets=(planners,))
    [(key, _)] = refused(record, sets=(planners, "model.draws=2"))
    assert key == "plan.closures.0.places"


def test_a_number_that_some_draw_does_not_have_is_one_share_of_what_each_has():
    stated = "service='primary',district='siming',date=2020-12-30"
    [there] = open_if_nothing_closed(choices(closing(f"{stated},places=1")), SPAN).values()
    number = np.floor(0.99 * there[EXPECTED, PRIMARY, SIMING])
    sets, chance = closing(f"{stated},places={number}"), Chance(seed=1, draws=20)
    run = supply_outcome(sets, chance=chance, readings=(2021.0,)).trajectory
    still, closed = (
        run.measures[name][:, EXPECTED, PRIMARY, SIMING, -1]
        for name in ("open_places", "closed_now")
    )
    assert (still + closed < number).any()
    share = number / there[EXPECTED, PRIMARY, SIMING]
    np.testing.assert_allclose(closed / (still + closed), share, rtol=1e-3)
    assert still.min() > 0


def test_it_is_refused_when_a_scenario_is_built():
    with pytest.raises(ScenarioError, match="places: 90,000 places of kindergarten in Huli"):
        loaded(ONE_WINDOW, closing(kindergarten("places=90000")))


@pytest.mark.parametrize(
    ("record", "key", "told"),
    [
        (kindergarten("share=0.1,places=9"), "0.places", "states share, places; expected either"),
        (kindergarten("places=9", each="places_each=0.5"), "0.places_each", "without to"),
        (
            kindergarten("places=9", to="to='primary'", each="places_each=0"),
            "0.places_each",
            "found 0; expected more",
        ),
        (kindergarten("places=9", to="to='primry'"), "0.to", 'did you mean "primary"?'),
    ],
)
def test_what_a_record_may_not_say_is_refused_at_its_field(record, key, told):
    with pytest.raises(ScenarioError) as found:
        closure_occasions(choices(closing(record)), *SPAN)
    [fault] = found.value.faults
    assert fault.key == f"plan.closures.{key}"
    assert told in fault.message


def test_what_a_record_leaves_out_is_told_once_and_nobody_else_stumbles_over_it():
    # beds within those of hospitals would leave with them: how many, no one says
    record = "service='hospital',district='jimei',date=2018-09-01"
    check_stock(record)
    with pytest.raises(ScenarioError, match="states nothing; expected either share"):
        closure_occasions(choices(closing(record)), *SPAN)


HOSPITAL, OBSTETRIC, PAEDIATRIC, ELDERCARE = (
    SERVICES.index(name) for name in ("hospital", "obstetric", "paediatric", "eldercare")
)


def beds(amount, *, service="hospital", to="", day="2018-09-01"):
    more = f",{to}" if to else ""
    return f"service='{service}',district='siming',date={day},{amount}{more}"


@pytest.mark.parametrize("to", ["", "to='eldercare'"])
def test_hospital_beds_take_their_share_of_obstetric_and_paediatric_ones_with_them(to):
    """Of 1,000 beds that close or are converted 106.2 are obstetric and 67.6 paediatric."""
    moved = change(beds("places=1000", to=to))[:, :, SIMING]
    np.testing.assert_allclose(moved[:, HOSPITAL, OPEN], -1000, rtol=1e-9)
    for part, lost in ((OBSTETRIC, 106.2), (PAEDIATRIC, 67.6)):
        np.testing.assert_allclose(moved[:, part, OPEN], -lost, rtol=1e-9)
        np.testing.assert_allclose(moved[:, part, CLOSED], lost, rtol=1e-9)
    np.testing.assert_allclose(moved[:, ELDERCARE, OPEN], 1000 if to else 0, rtol=1e-9)


def test_of_a_share_of_the_hospital_beds_the_same_share_of_their_parts_closes():
    usual = building_of(supply_outcome()).stock[..., -1]
    moved = change(beds("share=1", day="2020-12-31"))[:, :, SIMING, OPEN]
    for part in (HOSPITAL, OBSTETRIC, PAEDIATRIC):
        np.testing.assert_allclose(moved[:, part], -usual[:, part, SIMING, OPEN], rtol=2e-3)


def test_a_part_says_itself_what_of_it_closes_and_its_count_is_of_what_was_open_then():
    """A closure of 20 obstetric beds on the day stands; before their count in 2017 nothing goes."""
    moved = change(beds("places=1000"), beds("places=20", service="obstetric"))[:, :, SIMING, OPEN]
    np.testing.assert_allclose(moved[:, OBSTETRIC], -20, rtol=1e-9)
    np.testing.assert_allclose(moved[:, PAEDIATRIC], -67.6, rtol=1e-9)
    early = change(beds("places=1000", day="2016-09-01"))[:, :, SIMING, OPEN]
    np.testing.assert_allclose(early[:, OBSTETRIC], 0, atol=1e-9)
    np.testing.assert_allclose(early[:, PAEDIATRIC], -67.6, rtol=1e-9)


def test_a_part_alone_takes_nothing_of_the_whole_with_it():
    moved = change(beds("places=20", service="obstetric"))[:, :, SIMING, OPEN]
    np.testing.assert_allclose(moved[:, HOSPITAL], 0, atol=1e-9)


def test_more_of_a_part_than_is_open_is_refused_with_the_way_out():
    first = beds("places=500", service="obstetric", day="2017-10-01")
    [(key, told)] = refused(first, beds("places=1500"))
    assert key == "plan.closures.1.places"
    assert told.startswith("159 places of obstetric in Siming would close with those of ")
    assert told.endswith("a closure of obstetric there on that day says how many")
