import re
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest

from simulator.city.whole import build_city
from simulator.stockflow.diagram.diagram import draw_diagram
from simulator.stockflow.diagram.graph import Box, panels
from simulator.stockflow.diagram.nodes import SMALL, drawing_of, width, wrapped
from simulator.stockflow.diagram.page import arranged
from simulator.stockflow.diagram.placement import place, spread_apart
from simulator.stockflow.diagram.svg import route
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Parameter, Stock
from simulator.stockflow.grammar.system import System
from simulator.words.declared import ModelWords
from tests.toys import decay, region

SVG = "{http://www.w3.org/2000/svg}"


def city():
    return build_city(
        districts=("east", "west"),
        services=("primary", "hospital"),
        cohorts_per_year=3,
        building_stages=3,
        start=2011.0,
        stop=2021.0,
    )


def stock(name):
    return Stock(
        name=name, axes=(), unit="persons", meaning="", kind="people", watched=(), symbol=name
    )


def flow(name, source, target):
    return Flow(name=name, source=source, target=target, rate=f"rate * {source}", meaning="")


def epidemic():
    """A circle of three stocks, each with a way out, and one stock that nothing moves."""
    return System(
        name="epidemic",
        axes=(),
        stocks=(stock("well"), stock("ill"), stock("immune"), stock("apart")),
        parameters=(Parameter(name="rate", axes=(), unit="1/year", meaning="", symbol="r"),),
        auxiliaries=(
            Auxiliary(
                name="everybody",
                axes=(),
                expression="well + ill + immune",
                unit="persons",
                meaning="",
                symbol="N",
            ),
        ),
        flows=(
            Flow(
                name="infection",
                source="well",
                target="ill",
                meaning="",
                rate="rate * well * ill / everybody",
            ),
            flow("recovery", "ill", "immune"),
            flow("loss_of_immunity_after_a_very_long_time_without_contact", "immune", "well"),
            flow("deaths_of_well", "well", None),
            flow("deaths_of_ill", "ill", None),
            flow("deaths_of_immune", "immune", None),
        ),
    )


SYSTEMS = {"decay": decay, "region": region, "city": city, "epidemic": epidemic}


def plain(name):
    return name.replace("_", " ")


def drawings(system):
    for panel in panels(system):
        drawing = drawing_of(panel, plain)
        room = place(drawing)
        yield drawing, room


@pytest.fixture(params=list(SYSTEMS))
def system(request):
    return SYSTEMS[request.param]()


def test_everything_declared_is_on_the_page(system):
    page = draw_diagram(system)
    root = ET.fromstring(page)  # noqa: S314
    words = " ".join(text.text for text in root.iter(f"{SVG}text")).replace("\u00a0", " ")
    for item in (*system.stocks, *system.flows, *system.transfers):
        assert plain(item.name) in words
    valves = [p for p in root.iter(f"{SVG}path") if "valve" in p.get("class", "")]
    assert len(valves) == len(system.flows) + len(system.transfers) + 2
    dated = [p for p in valves if "dated" in p.get("class")]
    assert len(dated) == len(system.transfers) + 1


def test_the_page_is_the_same_every_time(system):
    assert draw_diagram(system) == draw_diagram(system)


def test_nothing_overlaps(system):
    for drawing, _ in drawings(system):
        for layer in drawing.layers:
            for left, right in pairwise(layer):
                assert left.x + left.right <= right.x - right.left
        for upper, lower in pairwise(drawing.layers):
            lowest = max(node.y + node.height / 2 for node in upper)
            assert lowest < min(node.y - node.height / 2 for node in lower)


def test_nothing_is_cut_off(system):
    for drawing, (wide, high) in drawings(system):
        for layer in drawing.layers:
            for node in layer:
                assert node.x - node.left >= -1e-9
                assert node.x + node.right <= wide + 1e-9
                assert node.y - node.height / 2 >= -1e-9
                assert node.y + node.height / 2 <= high + 1e-9
                room = node.right if node.kind == "valve" else node.left + node.right
                for line in (*node.lines, *node.notes):
                    assert width(line, SMALL) <= room


def test_pipes_meet_boxes_away_from_their_corners(system):
    for drawing, _ in drawings(system):
        for pipe in drawing.pipes:
            for node, port in zip((pipe.path[0], pipe.path[-1]), pipe.ports, strict=True):
                assert abs(port - node.x) <= max(node.left - 8, 0)


def segments(drawing):
    floors = [
        max(n.y for n in layer) + max(n.height for n in layer) / 2 for layer in drawing.layers
    ]
    for pipe in drawing.pipes:
        points = route(pipe, floors)
        for first, second in pairwise(points):
            yield pipe, first, second


def test_no_pipe_runs_along_another(system):
    for drawing, _ in drawings(system):
        for one, other in combinations(list(segments(drawing)), 2):
            if one[0] is other[0]:
                continue
            for along, across in ((0, 1), (1, 0)):
                parallel = all(
                    abs(each[1][across] - each[2][across]) < 0.1 for each in (one, other)
                )
                if parallel and abs(one[1][across] - other[1][across]) < 7:
                    a, b = (sorted(each[i][along] for i in (1, 2)) for each in (one, other))
                    assert a[1] <= b[0] + 1 or b[1] <= a[0] + 1


def test_no_pipe_runs_through_a_box_or_a_label(system):
    for drawing, _ in drawings(system):
        nodes = [n for layer in drawing.layers for n in layer if n.kind in ("box", "valve")]
        for pipe, (x0, y0), (x1, y1) in segments(drawing):
            for node in nodes:
                if node in pipe.path:
                    continue
                beside = max(x0, x1) <= node.x - node.left or min(x0, x1) >= node.x + node.right
                apart = max(y0, y1) <= node.y - node.height / 2
                apart |= min(y0, y1) >= node.y + node.height / 2
                assert beside or apart


def test_stocks_are_shown_by_the_axes_that_flows_tell_apart():
    shown = [(panel.stocks, panel.axes) for panel in panels(region())]
    assert shown == [(("people",), ("status",)), (("people",), ("residency",)), (("people",), ())]
    titles = re.findall(r'class="title">([^<]*)<', draw_diagram(region()))
    assert titles == [
        "region: stocks and flows",
        "people: by status",
        "people: by residency",
        "people: as a whole",
        "auxiliaries",
    ]


def test_a_stream_ends_at_the_part_it_names():
    connections = {each.name: each for panel in panels(city()) for each in panel.connections}
    newborn = connections["newborn_boys_from_outside"]
    assert newborn.source is None
    assert newborn.target == Box(stock="people", axis="status", label="men")
    assert newborn.where == ("newest", "migrant")
    assert connections["bed_opening"].target == Box(stock="open", axis="years_open", label="year_1")
    assert connections["closures"].source == Box(stock="open")
    assert connections["closures"].dated
    assert connections["newborn_boys"].drivers == ("boys_share", "births", "newborn_residency")


def test_a_circle_rises_once():
    ((drawing, _),) = (each for each in drawings(epidemic()) if each[0].pipes)
    rising = {pipe.connection.name for pipe in drawing.pipes if pipe.rises}
    assert rising == {"loss_of_immunity_after_a_very_long_time_without_contact"}
    for pipe in drawing.pipes:
        assert [node.layer for node in pipe.path] == list(
            range(pipe.path[0].layer, pipe.path[-1].layer + 1)
        )


def test_labels_in_two_languages():
    labels = {"people": "people\n人口", "childless": "childless\n未生育", "by status": "按状态"}
    page = draw_diagram(region(), labels)
    for text in (">人口<", ">未生育<", "people 人口: 按状态", "Noto Sans CJK SC"):
        assert text in page


def test_text_is_escaped():
    page = draw_diagram(decay(), {"water": "a < b & c"})
    assert "a &lt; b &amp; c" in page
    ET.fromstring(page)  # noqa: S314


def test_wide_letters_take_a_whole_em():
    assert width("人口", 10.0) == 20.0
    assert width("il", 10.0) < width("mw", 10.0)


def test_lines_break_between_words_and_where_told():
    assert wrapped("one two\nthree", 1.0, 10.0) == ("one", "two", "three")
    assert wrapped("one two", 1000.0, 10.0) == ("one two",)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("迁入即落户的人", ("迁入即落", "户的人")),
        ("迁入、落户、死亡", ("迁入、", "落户、", "死亡")),
        ("规划（床位）", ("规划", "（床", "位）")),
        ("在建RK45 2", ("在建", "RK45 2")),
    ],
)
def test_chinese_breaks_between_characters_but_not_before_a_closing_mark(text, lines):
    assert wrapped(text, 40.0 if "RK" in text or len(text) == 7 else 30.0, 10.0) == lines


def test_a_page_in_other_words_has_none_of_the_first():
    words = ModelWords(
        language="zh",
        texts={
            "system.decay": "水箱",
            "kind.water": "水",
            "label.newest": "最新",
            "name.water": "蓄水",
            "name.leak": "漏率",
            "name.leaking": "漏水",
            "name.level": "水位",
        },
    )
    page = draw_diagram(decay(), words=words)
    said = re.findall(r"<text [^>]*>([^<]*)<", page)
    assert said[0] == "水箱：存量与流量"
    assert {"蓄水", "漏水", "漏率", "流量"} <= set(said)
    assert not re.search("[a-z]", " ".join(said))
    texts = {key: text for key, text in words.texts.items() if key != "name.leaking"}
    with pytest.raises(KeyError, match=r"name\.leaking"):
        draw_diagram(decay(), words=ModelWords(language="zh", texts=texts))


@pytest.mark.parametrize(
    ("wanted", "apart", "found"),
    [
        ([0.0, 10.0], [5.0], [0.0, 10.0]),
        ([0.0, 0.0], [10.0], [-5.0, 5.0]),
        ([5.0, 0.0, 100.0], [1.0, 1.0], [2.0, 3.0, 100.0]),
        ([0.0, 0.0, 0.0], [10.0, 10.0], [-10.0, 0.0, 10.0]),
    ],
)
def test_places_are_the_nearest_that_keep_apart(wanted, apart, found):
    assert spread_apart(wanted, apart) == pytest.approx(found)


def test_a_heavy_place_gives_way_last():
    assert spread_apart([0.0, 0.0], [11.0], [10.0, 1.0]) == pytest.approx([-1.0, 10.0])


def test_panels_do_not_overlap():
    sizes = [(300.0, 200.0), (100.0, 900.0), (120.0, 150.0), (400.0, 60.0), (90.0, 90.0)]
    places, room = arranged(sizes)
    corners = [(x, y, x + w, y + h) for (x, y), (w, h) in zip(places, sizes, strict=True)]
    for a, b in combinations(corners, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
    assert max(c[2] for c in corners) <= room[0]
    assert max(c[3] for c in corners) <= room[1]
