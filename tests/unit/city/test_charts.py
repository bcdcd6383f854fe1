"""The parts that figures are made of: what is read off a run, and how it is laid out and said."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.city.axes import CITY
from simulator.city.ground.subject import Subject
from simulator.city.people.births_by_order import births_by_order, waiting_mothers
from simulator.city.schools.figure import entry_ages, intake_by_year
from simulator.city.services.district_heatmap import by_year, shares, years_shown
from simulator.city.services.series import service_series
from simulator.city.services.verdict import verdict
from simulator.city.supply.district_curves import worst_place
from simulator.city.supply.gap_bars import draw_gap_bars
from simulator.report.curves import SURPLUS_HATCH, draw_curves
from simulator.report.marks import Curves, moved_apart
from simulator.report.paper import Heading, Page
from simulator.report.plot import Plot
from simulator.report.shapes import Box, Patch, Words
from simulator.report.sheet import SHEETS
from simulator.report.style import SHORTAGE, SHORTAGE_FILL, SURPLUS
from tests.outcomes import READINGS, SNAPSHOTS, MadeUp, with_values

NAN = float("nan")


def gaps(folder: Path, north: float, south: float) -> Subject:
    """100 wanted in each district; so much short of it in the north and in the south."""
    demand = np.full((3, 2, READINGS.size), 100.0)
    gap = np.zeros_like(demand)
    gap[:, 0], gap[:, 1] = north, south
    both = np.stack([gap - 5, gap])
    measures = {"demand": demand, "supply": demand - both}
    return Subject(outcome=MadeUp(folder=folder, measures=measures).outcome(), language="both")


def blank() -> Page:
    """A page with nothing on it."""
    heading = Heading(finding=("", ""), shown=("", ""), notes=())
    return Page(sheet=SHEETS["a4"], language="en", heading=heading, top=0.0)


def unit_plot(x: tuple[float, float], y: tuple[float, float]) -> Plot:
    """A plot whose units are inches."""
    return Plot(page=blank(), left=0.0, down=0.0, width=x[1] - x[0], height=y[1] - y[0], x=x, y=y)


def shaded(curves: Curves) -> dict[str, float]:
    """Area shaded as shortage and as surplus."""
    plot = unit_plot((0.0, 3.0), (0.0, 5.0))
    draw_curves(plot, curves)
    found = {"shortage": 0.0, "surplus": 0.0}
    for shade in plot.page.shapes:
        if isinstance(shade, Patch):
            assert (shade.fill is None) is (shade.hatch == SURPLUS_HATCH)
            assert shade.fill in {None, SHORTAGE_FILL}
            x, y = shade.points.T
            area = abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2
            found["surplus" if shade.fill is None else "shortage"] += area
    return found


@pytest.mark.parametrize(
    ("in_steps", "short", "over"),
    [(True, 1.0 + 2.0, 1.0), (False, 1 / 4 + 2 / 3, 1 / 4 + 1 / 6)],
)
def test_every_bit_of_a_gap_is_shaded(*, in_steps: bool, short: float, over: float) -> None:
    demand, supply = np.array([3.0, 1.0, 4.0, 4.0]), np.array([2.0, 2.0, 2.0, NAN])
    curves = Curves(
        years=np.arange(4.0),
        demand=demand,
        promised=supply,
        risk_adjusted=supply,
        in_steps=in_steps,
    )
    assert shaded(curves) == pytest.approx({"shortage": short, "surplus": over})


def test_a_school_year_is_held_to_the_end() -> None:
    one = np.array([5.0])
    curves = Curves(
        years=np.array([2015.5]), demand=one, promised=one, risk_adjusted=one, in_steps=True
    )
    assert curves.held_until(2016.0).years.tolist() == [2015.5, 2016.0]
    assert curves.held_until(2016.0).demand.tolist() == [5.0, 5.0]
    assert curves.held_until(2015.0) is curves
    assert replace(curves, in_steps=False).held_until(2016.0).years.size == 1


def test_shares_are_per_cent_of_demand_and_unknown_stays_unknown(tmp_path: Path) -> None:
    primary, hospital, psychiatric = service_series(gaps(tmp_path, 30.0, -10.0).outcome)
    found = shares(primary, (2014, 2015, 2016))
    assert found[:, 0] == pytest.approx([NAN, NAN, NAN], nan_ok=True)
    assert found[:, 1] == pytest.approx([30.0, -10.0, 10.0])
    assert shares(hospital, (2015,))[:, 0] == pytest.approx([30.0, -10.0, 10.0])
    assert np.isnan(shares(psychiatric, (2015, 2016))).all()


def test_nothing_wanted_has_no_share(tmp_path: Path) -> None:
    primary = service_series(MadeUp(folder=tmp_path).outcome())[0]
    assert np.isnan(shares(primary, (2016,))).all()


def test_schools_are_read_in_september_and_beds_at_the_end_of_the_year(tmp_path: Path) -> None:
    primary, hospital, _ = service_series(gaps(tmp_path, 0.0, 0.0).outcome)
    assert by_year(primary, primary.years[np.newaxis], (2014, 2016)) == pytest.approx(
        np.array([[2014 + 2 / 3, 2016 + 2 / 3]])
    )
    assert by_year(hospital, hospital.years[np.newaxis], (2014, 2017, 2018)) == pytest.approx(
        np.array([[2015.0, 2018.0, NAN]]), nan_ok=True
    )


@pytest.mark.parametrize(
    ("first", "last", "most", "shown"),
    [
        (2015, 2017, 16, (2015, 2016, 2017)),
        (2015, 2017, 2, (2015, 2017)),
        (2014, 2017, 2, (2015, 2017)),
        (2017, 2017, 16, (2017,)),
        (2030, 2040, 16, (2014, 2015, 2016, 2017)),
    ],
)
def test_years_are_thinned_from_the_last(
    tmp_path: Path, first: int, last: int, most: int, shown: tuple[int, ...]
) -> None:
    outcome = with_values(
        MadeUp(folder=tmp_path).outcome(), report__from_year=first, report__to_year=last
    )
    assert years_shown(Subject(outcome=outcome, language="en"), most) == shown


def test_births_are_told_by_order(tmp_path: Path) -> None:
    years = READINGS - READINGS[0]
    ones = np.ones((2, 2, 1)) * years
    grown = np.ones((2, 2, 1)) * years**2
    outcome = MadeUp(
        folder=tmp_path,
        arrived={
            "newborn_boys": 6 * ones,
            "newborn_girls": 5 * ones,
            "first_births_planning": 2 * ones,
            "first_births_content": 3 * ones,
            "second_births": grown,
        },
    ).outcome()
    births = births_by_order(outcome)
    assert births.years == (2014, 2015, 2016, 2017)
    assert births.orders[0] == pytest.approx([20.0] * 4)
    assert births.orders[1] == pytest.approx([4.0, 12.0, 20.0, 28.0])
    assert births.orders[2] == pytest.approx([20.0, 12.0, 4.0, -4.0])


@pytest.mark.parametrize("per_year", [1, 3, 12])
def test_a_school_cohort_is_counted_once_and_whole(tmp_path: Path, per_year: int) -> None:
    outcome = MadeUp(folder=tmp_path, per_year=per_year).outcome()
    axis = outcome.trajectory.system.axis["cohort"]
    assert axis.windows is not None
    born = axis.windows.newest(2009 + 2 / 3)
    stock = np.zeros(outcome.trajectory.stocks["people"].shape)
    stock[:, :, born : born + per_year] = 1.0
    run = replace(outcome.trajectory, stocks={"people": stock})
    found = intake_by_year(replace(outcome, trajectory=run), (5, 6, 7))
    whole = per_year * stock[0, :, 0, :, :, 0].size
    assert found.years == (2014, 2015, 2016, 2017)
    assert found.children.tolist() == [
        [0.0, whole, 0.0, 0.0],
        [0.0, 0.0, whole, 0.0],
        [0.0, 0.0, 0.0, whole],
    ]
    assert SNAPSHOTS.size > len(found.years)


def test_ages_of_entry_come_from_the_school_services(tmp_path: Path) -> None:
    outcome = MadeUp(folder=tmp_path).outcome()
    assert entry_ages(outcome) == {0: (), 6: (("服务primary", "The primary"),)}


def test_the_district_shown_is_the_one_most_short_of_primary_places(tmp_path: Path) -> None:
    assert worst_place(gaps(tmp_path, 3.0, 8.0)) == ("primary", "south")
    assert worst_place(gaps(tmp_path, -3.0, -8.0)) == ("primary", "north")


def test_without_primary_schools_the_first_known_service_is_shown(tmp_path: Path) -> None:
    subject = gaps(tmp_path, 8.0, 3.0)
    primary, *others = subject.outcome.pack.services
    pack = replace(subject.outcome.pack, services=(replace(primary, start=None), *others))
    outcome = replace(subject.outcome, pack=pack)
    assert worst_place(Subject(outcome=outcome, language="en")) == ("hospital", "north")
    pack = replace(pack, services=tuple(replace(each, start=None) for each in pack.services))
    assert worst_place(Subject(outcome=replace(outcome, pack=pack), language="en")) is None


def test_a_verdict_names_date_side_size_and_what_would_be_on_time(tmp_path: Path) -> None:
    primary, hospital, psychiatric = service_series(gaps(tmp_path, 30.0, -28.0).outcome)
    found = verdict(primary, CITY, 2018.0)
    assert found is not None
    assert found.said == ("2017年9月短缺 2（1%）", "Sept 2017: short 2 (1%)")
    assert found.on_time == ("若全部按期：富余 8", "If all on time: surplus 8")
    assert found.colour == SHORTAGE
    found = verdict(hospital, "south", 2017.0)
    assert found is not None
    assert found.said == ("2016年底富余 28（28%）", "End of 2016: surplus 28 (28%)")
    assert found.colour == SURPLUS
    assert verdict(psychiatric, CITY, 2018.0) is None
    assert verdict(hospital, CITY, 2015.0) is None


def test_a_gap_of_nothing_is_balance(tmp_path: Path) -> None:
    found = verdict(service_series(gaps(tmp_path, 10.0, -10.0).outcome)[0], CITY, 2018.0)
    assert found is not None
    assert found.said == ("2017年9月供需平衡", "Sept 2017: in balance")


def test_bars_stand_on_the_side_of_their_gap() -> None:
    page = blank()
    plot = draw_gap_bars(page, (0.0, 0.0, 4.0, 2.0), (np.array([4.0, NAN]), np.array([-2.0, 1.0])))
    zero = plot.up(0.0)
    bars = [shape for shape in page.shapes if isinstance(shape, Box)]
    short, over, late = bars
    assert (short.top + short.height, over.top, late.top + late.height) == pytest.approx(
        (zero, zero, zero)
    )
    assert short.height / over.height == pytest.approx(2.0)
    assert (short.fill, over.fill == late.fill, short.hatch) == (SHORTAGE, True, None)
    texts = [shape for shape in page.shapes if isinstance(shape, Words)]
    assert {text.text for text in texts} == {"4", "−2", "1"}
    assert all(0 <= text.y <= 2.0 for text in texts)


def test_a_bar_of_surplus_is_hatched_and_one_promised_is_hollow() -> None:
    page = blank()
    draw_gap_bars(page, (0.0, 0.0, 4.0, 2.0), (np.array([-4.0]), np.array([3.0])))
    expected, promised = (shape for shape in page.shapes if isinstance(shape, Box))
    assert expected.hatch == SURPLUS_HATCH
    assert (promised.hatch, promised.edge) == (None, SHORTAGE)
    assert expected.edge == SURPLUS


def test_mothers_who_wait_are_those_ready_for_a_second_child(tmp_path: Path) -> None:
    outcome = MadeUp(folder=tmp_path).outcome()
    stock = np.zeros(outcome.trajectory.stocks["people"].shape)
    stock[0, outcome.trajectory.system.axis["status"].index("waiting"), 3] = 2.0
    stock[0, outcome.trajectory.system.axis["status"].index("spacing_late"), 3] = 7.0
    run = replace(outcome.trajectory, stocks={"people": stock})
    when, waiting = waiting_mothers(replace(outcome, trajectory=run))
    assert when.tolist() == SNAPSHOTS.tolist()
    assert waiting.tolist() == [8.0] * SNAPSHOTS.size


@given(
    st.lists(st.floats(0.0, 10.0), min_size=1, max_size=6),
    st.floats(0.01, 1.5),
)
def test_labels_are_spread_within_bounds_in_their_order(
    wanted: list[float], distance: float
) -> None:
    found = moved_apart(wanted, distance, 0.0, 10.0)
    order = np.argsort(wanted, kind="stable")
    placed = np.array(found)[order]
    assert (np.diff(placed) >= distance - 1e-9).all()
    assert placed[0] >= distance / 2 - 1e-9
    assert placed[-1] <= 10.0 - distance / 2 + 1e-9


def test_labels_with_room_stay_where_they_belong() -> None:
    assert moved_apart([5.0, 2.0], 1.0, 0.0, 10.0) == [5.0, 2.0]
