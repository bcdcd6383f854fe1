from dataclasses import replace
from pathlib import Path

import pytest

from simulator.city.ground.titles import flow_title, place_title, title_or_name
from simulator.city.record.observed import Comparison, series_title
from simulator.files.records import Row
from tests.outcomes import MadeUp


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUp:
    return MadeUp(folder=tmp_path)


def comparison(series: str, place: str = "city") -> Comparison:
    return Comparison(
        series=series,
        place=place,
        when=2016.0,
        date="2015-12-31",
        observed=1.0,
        modelled=1.0,
        tolerance=None,
        record=Row(path=Path("x.csv"), line=1, cells={}),
    )


@pytest.mark.parametrize(
    ("series", "place", "chinese", "english"),
    [
        ("births", "city", "常住人口出生", "births to residents"),
        ("district_residents_north", "north", "北区常住人口", "residents of North"),
        ("primary_pupils", "city", "服务primary：在校学生", "The primary: pupils"),
        (
            "district_primary_pupils_south",
            "south",
            "南区服务primary：在校学生",
            "The primary: pupils of South",
        ),
        ("hospital_beds", "city", "服务hospital", "The hospital"),
        ("something_else", "city", "something_else", "something_else"),
    ],
)
def test_a_series_is_called_by_what_and_where(
    made_up: MadeUp, series: str, place: str, chinese: str, english: str
) -> None:
    found = series_title(made_up.outcome().pack, comparison(series, place))
    assert found == {"zh": chinese, "en": english}


def test_places_go_by_their_names(made_up: MadeUp) -> None:
    pack = made_up.outcome().pack
    assert place_title(pack, "south") == {"zh": "南区", "en": "South"}
    assert place_title(pack, "city") == {"zh": "全市", "en": "Whole city"}


def test_every_flow_of_people_has_a_chinese_name(made_up: MadeUp) -> None:
    system = made_up.outcome().trajectory.system
    streams = [
        stream
        for stream in (*system.flows, *system.transfers)
        if any(stock.startswith("people") for stock in (stream.source or "", stream.target or ""))
    ]
    assert len(streams) > 10
    for stream in streams:
        assert flow_title(stream)["zh"] != flow_title(stream)["en"]


def test_a_flow_the_catalogue_does_not_know_goes_by_its_meaning(made_up: MadeUp) -> None:
    flow = replace(made_up.outcome().trajectory.system.flows[0], name="x", meaning="what it does")
    assert flow_title(flow) == {"zh": "what it does", "en": "what it does"}


def test_a_word_the_catalogue_does_not_know_stays_itself() -> None:
    assert title_or_name("unit.buses", "buses") == {"zh": "buses", "en": "buses"}
    assert title_or_name("unit.beds", "beds") == {"zh": "张床位", "en": "beds"}
