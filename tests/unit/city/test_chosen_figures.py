"""What may be asked of a figure: a district, a service; what is refused; what it adds up to."""

import re

import numpy as np
import pytest

from simulator.city.axes import CITY
from simulator.city.figures import NothingShownError, draw
from simulator.city.ground.subject import Subject
from simulator.city.people.births_by_order import births_by_order
from simulator.city.people.components import components
from simulator.city.people.yearly_changes import changes_of
from simulator.errors import DataError
from tests.unit.city.test_figures import outcome, run_on


def test_a_figure_is_that_of_the_district_and_service_asked_for() -> None:
    subject = Subject(outcome=outcome(2021.0, 2015), language="zh")
    page = draw(subject, "district_curves", district="xiangan", service="primary")
    assert page.finding.startswith("翔安区小学学位")
    # a district of a larger catchment stands for that
    assert "岛内" in draw(subject, "district_curves", district="huli", service="junior").finding
    assert "全市" not in draw(subject, "pyramid", district="huli").finding
    assert draw(subject, "pyramid", district="huli").finding.startswith("湖里区")
    alone = draw(subject, "district_heatmap", service="kindergarten")
    assert "小学学位" not in "".join(alone.texts())
    assert draw(subject, "gaps_overview", district="huli").finding.startswith("湖里区")


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("pyramidd", {}, 'did you mean "pyramid"?'),
        ("pyramid", {"district": "huly"}, 'did you mean "huli"?'),
        ("district_heatmap", {"service": "primry"}, 'did you mean "primary"?'),
        ("pyramid", {"size": "a5"}, "known: a4, slide, phone"),
        ("births", {"district": "huli"}, "this figure takes no --district; expected gaps_overview"),
    ],
)
def test_what_is_not_known_is_refused(name: str, asked: dict[str, str], said: str) -> None:
    with pytest.raises(DataError, match=re.escape(said)) as found:
        draw(Subject(outcome=outcome(2021.0, 2015), language="zh"), name, **asked)
    assert found.value.exit_code == 2


@pytest.mark.parametrize(("name", "asked"), [("intakes", {}), ("beds", {"service": "primary"})])
def test_nothing_to_show_is_said(name: str, asked: dict[str, str]) -> None:
    with pytest.raises(NothingShownError, match="nothing to show") as found:
        draw(Subject(outcome=outcome(2021.0, 2015), language="zh"), name, **asked)
    assert found.value.exit_code == 2


def test_changes_add_up_to_those_of_the_residents() -> None:
    """Of a real run: births and arrivals less deaths and departures, city and districts."""
    made = run_on()
    residents = made.trajectory.measures["residents"][0].sum(axis=0)
    whole = changes_of(made, CITY)
    yearly = np.diff(residents.sum(axis=0)[::12])
    assert whole.net == pytest.approx(yearly, abs=1e-5)
    parts = [changes_of(made, name) for name in made.pack.axes["district"]]
    assert sum(part.net for part in parts) == pytest.approx(whole.net, abs=1e-5)
    assert parts[1].net == pytest.approx(np.diff(residents[1, ::12]), abs=1e-5)
    assert whole.groups["births"] == pytest.approx(births_by_order(made).orders.sum(axis=0))
    (deaths,) = (each for each in components(made.trajectory) if each.flow == "deaths")
    assert whole.groups["deaths"] == pytest.approx(deaths.persons.sum(axis=(0, 1)))
