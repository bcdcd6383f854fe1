"""Every figure, whole: for each sheet and language, nothing cut off or written over, same bytes."""

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from simulator.city.axes import CITY
from simulator.city.expected_run import run_expected
from simulator.city.figures import FIGURES, draw, drawn
from simulator.city.ground.future import FOLLOWED
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.city.loading import load
from simulator.city.publication import draw_figures
from simulator.files.locations import SCENARIOS
from simulator.report.curves import SURPLUS_HATCH
from simulator.report.paper import Page
from simulator.report.shapes import Box, Patch, Stroke
from simulator.report.sheet import SHEETS, SMALLEST
from simulator.report.style import SHORTAGE_FILL
from simulator.words.catalogue import LANGUAGES, Language, say
from tests.city import ROOT
from tests.drawn_cities import small, xiamen
from tests.outcomes import write_observations
from tests.page_faults import cut_off, outside, smallest, touching, written

A4 = 210 / 25.4, 297 / 25.4
HAN = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]{4,}")


@cache
def pages(stop: float, first: int, language: Language, size: str) -> Mapping[str, Page]:
    """Pages of the city; whoever looks at them leaves them as they are."""
    return dict(drawn(Subject(outcome=outcome(stop, first), language=language), size))


@cache
def outcome(stop: float, first: int) -> Outcome:
    made = xiamen(stop, first)
    # made up, so that it can't be run on: future intakes are drawn of a real run below
    made.kept["simulator.city.schools.intakes", "intakes", 0] = ()
    return made


@cache
def intakes(language: Language, size: str) -> Page:
    return draw(Subject(outcome=run_on(), language=language), "intakes", size=size)


@cache
def run_on() -> Outcome:
    return run_expected(load(SCENARIOS / "long_view_2030.toml", ("model.cohorts_per_year=1",)))


SPANS = [(2021.0, 2015), (2031.0, 2012)]
SPOKEN: tuple[Language, ...] = ("zh", "en", "both")
BY_DEFAULT = list(zip(SPOKEN, SHEETS, strict=False))  # all: slow/test_all_extremes.py


@pytest.mark.parametrize(("language", "size"), BY_DEFAULT)
def test_every_figure_is_whole(language: Language, size: str) -> None:
    for stop, first in SPANS:
        every = pages(stop, first, language, size)
        assert every.keys() == FIGURES.keys() - {"intakes"}
        every = {**every, "intakes": intakes(language, size)}
        for name, page in every.items():
            told = (name, stop)
            assert len(written(page)) > 20, told
            assert cut_off(page) == [], told
            assert touching(page) == [], told
            assert outside(page) == [], told


@pytest.mark.parametrize("service", ["hospital", "junior"])
def test_names_of_projects_promised_late_in_the_run_are_whole(service: str) -> None:
    """Four hospitals are promised for the last day shown: their names stand left of the mark."""
    for language, size in (("zh", "phone"), ("en", "phone"), ("en", "a4"), ("zh", "slide")):
        page = draw(
            Subject(outcome=outcome(2021.0, 2015), language=language),
            "district_curves",
            service=service,
            district=CITY,
            size=size,
        )
        assert cut_off(page) == []
        assert touching(page) == []


def test_figures_of_one_year_are_whole() -> None:
    for name, page in pages(2018.0, 2017, "zh", "a4").items():
        assert cut_off(page) == [], name
        assert touching(page) == [], name


def test_letters_on_paper_are_seven_points_or_more() -> None:
    """Drawn for the text area of an upright page: nothing has to be shrunk to be printed."""
    assert SHEETS["a4"].width < A4[0]
    for language in ("zh", "en", "both"):
        for stop, first in SPANS:
            for name, page in pages(stop, first, language, "a4").items():
                assert smallest(page) >= SMALLEST, name
                assert language == "both" or page.height < A4[1] - 0.5, name
    for size in ("slide", "phone"):
        assert min(map(smallest, pages(2021.0, 2015, "zh", size).values())) >= 8


def test_a_slide_has_its_form() -> None:
    for language in LANGUAGES:
        for stop, first in SPANS:
            for name, page in pages(stop, first, language, "slide").items():
                assert page.sheet.width / page.height == pytest.approx(16 / 9, rel=0.02), name


@pytest.mark.parametrize("size", SHEETS)
def test_a_page_in_one_language_holds_no_word_of_the_other(size: str) -> None:
    every = {"zh": pages(2031.0, 2012, "zh", size), "en": pages(2031.0, 2012, "en", size)}
    for name, page in every["en"].items():
        assert [text for text in page.texts() if HAN.search(text)] == [], name
    # names of files and tables, and of figures, are the same in both
    same = {"docs", "beds", "projects"}
    for name, page in every["zh"].items():
        words = {word for text in page.texts() for word in WORD.findall(text)}
        assert words <= same, name
    both = pages(2031.0, 2012, "both", size)
    for name, page in both.items():
        said = " ".join(page.texts())
        assert HAN.search(said), name
        assert WORD.search(said), name


def test_every_title_states_its_finding() -> None:
    """A title names the city or a district and a number; no two figures have one title."""
    for language, where in (("zh", "厦门"), ("en", "Xiamen")):
        found = {name: page.finding for name, page in pages(2021.0, 2015, language, "a4").items()}
        assert len(set(found.values())) == len(found)
        for name, text in found.items():
            assert re.search(r"\d", text), name
            assert where in text or name == "district_curves", name
            assert text[-1] not in ".。", name


def test_every_figure_says_how_it_is_read() -> None:
    for name, page in pages(2021.0, 2015, "zh", "a4").items():
        said = "".join(page.texts())
        assert "读法：" in said, name
        assert "口径：" in said, name
        assert "方案：" in said, name
    for name in ("gaps_overview", "district_heatmap", "district_curves"):
        assert "跨区" in "".join(pages(2021.0, 2015, "zh", "a4")[name].texts()), name


def test_shortage_is_solid_and_surplus_hatched() -> None:
    page = pages(2021.0, 2015, "zh", "a4")["gaps_overview"]
    patches = [shape for shape in page.shapes if isinstance(shape, Patch)]
    short = [shape for shape in patches if shape.fill == SHORTAGE_FILL]
    over = [shape for shape in patches if shape.hatch == SURPLUS_HATCH]
    assert short
    assert over
    assert {shape.hatch for shape in short} == {None}
    assert {shape.fill for shape in over} == {None}
    assert "<pattern" in page.svg()
    cells = [
        shape
        for shape in pages(2021.0, 2015, "zh", "a4")["district_heatmap"].shapes
        if isinstance(shape, Box)
    ]
    assert {cell.hatch is not None for cell in cells} == {True, False}


@pytest.mark.parametrize("stop", [2019.0, 2021.0, 2022.0, 2031.0])
def test_a_rule_stands_where_the_record_ends_if_the_run_goes_on(stop: float) -> None:
    """The record of people ends with 2020; what is drawn after it lies under a veil."""
    for name in ("gaps_overview", "children", "beds", "district_curves", "components"):
        page = pages(stop, 2015, "zh", "a4")[name]
        veils = [each for each in page.shapes if isinstance(each, Box) and each.opacity < 1]
        assert bool(veils) is (stop > 2021), name
        told = any("记录止于2020年底" in text for text in page.texts())
        assert told is (stop > 2021), name


HELD = tuple(f"world.future.{law}=held" for law in FOLLOWED)


@pytest.mark.parametrize(
    ("held", "followed"), [((), FOLLOWED), (HELD[1:], ["first_births"]), (HELD, [])]
)
def test_what_holds_after_the_record_is_what_the_scenario_asks_for(held, followed) -> None:
    one = load(SCENARIOS / "baseline.toml", held)
    made = replace(outcome(2031.0, 2015), file=one.file)
    ((chinese, english),) = Subject(outcome=made, language="en").ending(2021.0, 2031.0)
    for law in FOLLOWED:
        named = say(f"law.{law}", "zh"), say(f"law.{law}", "en")
        assert (named[0] in chinese, named[1] in english) == ((law in followed),) * 2
    assert ("the laws that the scenario asks for" in english) is bool(followed)


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    made = small(tmp_path)
    files = draw_figures(Subject(outcome=made, language="zh"), tmp_path / "one")
    again = draw_figures(Subject(outcome=small(tmp_path), language="zh"), tmp_path / "two")
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    for file in files:
        assert b"date" not in file.read_bytes()
        assert b"atplotlib" not in file.read_bytes()


def test_a_folder_in_both_languages_has_a_file_for_each(tmp_path: Path) -> None:
    files = draw_figures(Subject(outcome=small(tmp_path), language="both"), tmp_path / "figures")
    stems = {file.stem for file in files}
    assert {"gaps_overview.zh", "gaps_overview.en"} <= stems
    assert sorted((tmp_path / "figures").iterdir()) == sorted(files)
    root = ET.fromstring((tmp_path / "figures" / "births.en.svg").read_bytes())  # noqa: S314
    assert root.get("aria-label", "").startswith("Madeup: second births")


def test_a_png_is_two_hundred_dots_an_inch(tmp_path: Path) -> None:
    page = pages(2021.0, 2015, "zh", "a4")["births"]
    page.save(tmp_path, "births", png=True)
    width = int.from_bytes((tmp_path / "births.png").read_bytes()[16:20], "big")
    assert width == pytest.approx(200 * SHEETS["a4"].width, abs=1)
    assert b"Software" not in (tmp_path / "births.png").read_bytes()


def test_a_city_without_known_supply_has_no_page_of_a_district(tmp_path: Path) -> None:
    made = small(tmp_path)
    unknown = tuple(replace(service, start=None) for service in made.pack.services)
    made = replace(made, pack=replace(made.pack, services=unknown))
    names = dict(drawn(Subject(outcome=made, language="both"))).keys()
    assert names == FIGURES.keys() - {"district_curves", "beds", "housing", "projects", "intakes"}


def test_a_run_of_half_a_year_is_drawn(tmp_path: Path) -> None:
    made = small(tmp_path)
    run = made.trajectory
    short = replace(
        run,
        readings=run.readings[:7],
        measures={name: array[..., :7] for name, array in run.measures.items()},
        arrived={name: array[..., :7] for name, array in run.arrived.items()},
        left={name: array[..., :7] for name, array in run.left.items()},
        snapshots=run.snapshots[:1],
        stocks={name: array[..., :1] for name, array in run.stocks.items()},
    )
    scenario = replace(made.scenario, stop=2014.5)
    made = replace(made, trajectory=short, scenario=scenario)
    names = dict(drawn(Subject(outcome=made, language="zh"))).keys()
    assert names == {
        *("gaps_overview", "district_heatmap", "population", "pyramid", "components"),
    }


def test_matplotlib_is_loaded_only_to_draw() -> None:
    command = "import sys, simulator.city.figures; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", command], cwd=ROOT, check=True)


def test_records_of_the_city_are_marked(tmp_path: Path) -> None:
    write_observations(
        tmp_path,
        "residents",
        [
            "residents_revised,2014,2015-01-01,year_end,city,both,all,90,persons,x,none,observation",
            "residents_revised,2015,2016-01-01,year_end,city,both,all,95,persons,x,none,aid",
            "residents_revised,2009,2010-01-01,year_end,city,both,all,5,persons,x,none,observation",
        ],
    )
    record = Subject(outcome=small(tmp_path), language="en").record(
        "residents", "residents_revised"
    )
    assert record.observations()[0].tolist() == [2015.0]
    assert record.observations()[1].tolist() == [90.0]
    assert record.aids()[0].tolist() == [2016.0]


def test_cutting_off_and_writing_over_would_be_seen() -> None:
    page = Page(
        sheet=SHEETS["phone"],
        language="en",
        heading=pages(2021.0, 2015, "en", "a4")["births"].heading,
        top=0.0,
    )
    page.words("one", (1.0, 1.0), 10.0)
    page.words("two", (1.05, 1.0), 10.0)
    page.words("beyond the edge", (3.5, 0.5), 10.0)
    page.shapes.append(Stroke(points=np.array([[0, 0.5], [9, 0.5]]), colour="#000000", width=1.0))
    assert cut_off(page) == ["beyond the edge"]
    assert touching(page) == [("one", "two")]
    assert outside(page) == ["Stroke"]
    assert smallest(page) == 10.0
