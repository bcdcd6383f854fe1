"""Where norm and use disagree both are said; where somebody responds nothing is on paper."""

from dataclasses import replace

import numpy as np
import pytest

from simulator.city.services.series import ServiceSeries
from simulator.city.services.two_answers import in_two_minds, two_answers
from simulator.city.services.verdict import verdict
from simulator.report.style import SHORTAGE, SURPLUS
from tests.city import city_pack

END = 2021.0


@pytest.fixture
def hospital():
    """At the end of 2020 the norm asks for 310 beds and use for 150; 200 are open."""
    return ServiceSeries(
        service=city_pack().service["hospital"],
        places=("city",),
        years=np.array([2020.0, END]),
        demand=np.array([[300.0, 310.0]]),
        promised=np.array([[250.0, 270.0]]),
        risk_adjusted=np.array([[180.0, 200.0]]),
        users=np.array([[50_000.0, 51_667.0]]),
        norm=np.full((1, 2), 0.006),
        for_use=np.array([[140.0, 150.0]]),
    )


def test_short_by_norm_and_to_spare_by_use(hospital):
    found = two_answers(hospital, END)
    assert (found.by_norm, found.by_use) == (110, -50)
    chinese, english = found.said
    assert "按配置标准短缺 110，按实际使用富余 50" in chinese
    assert "End of 2020: by the norm short 110, by use surplus 50" in english


@pytest.mark.parametrize("for_use", [250.0, 200.2, np.nan])
def test_one_answer_where_both_have_one_sign_or_one_is_unknown(hospital, for_use):
    alike = replace(hospital, for_use=np.full((1, 2), for_use))
    assert list(in_two_minds([alike], END)) == []
    assert verdict(alike, "city", END).by_use is None


def test_a_figure_says_both_each_in_its_colour(hospital):
    found = verdict(hospital, "city", END)
    assert found.said[1] == "End of 2020: by the norm short 110 (35%)"
    assert found.by_use == (("按实际使用：富余 50", "By use: surplus 50"), SURPLUS)
    assert found.colour == SHORTAGE
    assert found.on_time[1] == "If all on time: short 40"


def test_with_a_loop_closed_nothing_is_on_paper_or_on_time(hospital):
    assert hospital.paper.tolist() == [[70, 70]]
    answered = replace(hospital, responds=True)
    assert np.isnan(answered.paper).all()
    assert verdict(answered, "city", END).on_time is None
