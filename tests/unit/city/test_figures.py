"""Every page of figures, whole: no empty boxes, nothing cut off or written over, the same bytes."""

import logging
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure

from simulator.city.axes import CITY
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.city.loading import load
from simulator.city.publication import _pages, draw_figures
from simulator.city.schools.intakes_figure import draw_intakes
from simulator.city.supply.district_curves import draw_district_curves
from simulator.files.locations import SCENARIOS
from simulator.report.marks import fade_after
from simulator.report.page import Page
from simulator.report.style import drawing_style
from simulator.stockflow.engine.simulate import simulate
from simulator.words.catalogue import Language
from tests.city import ROOT
from tests.drawn_cities import small, xiamen
from tests.outcomes import write_observations
from tests.page_faults import cut_off, outside, touching, written

PAGES = ("gaps_overview", "district_heatmap", "population", "children", "district_curves")


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose only fonts are those matplotlib itself carries."""
    own = Path(mpl.get_data_path())
    left = [f for f in font_manager.fontManager.ttflist if own in Path(f.fname).parents]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", left)
    font_manager.fontManager._findfont_cached.cache_clear()
    yield
    font_manager.fontManager._findfont_cached.cache_clear()


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("language", ["both", "zh", "en"])
def test_every_page_is_drawn_twice_and_no_letter_is_missing(
    tmp_path: Path, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="matplotlib"):
        files = draw_figures(
            Subject(outcome=small(tmp_path), language=language), tmp_path / "figures", png=True
        )
    assert [file.name for file in files] == [
        f"{page}.{kind}" for page in PAGES for kind in ("png", "svg")
    ]
    assert sorted((tmp_path / "figures").iterdir()) == sorted(files)
    assert all(file.stat().st_size > 10_000 for file in files)
    assert [record.getMessage() for record in caplog.records] == []


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("drawn")
    return draw_figures(
        Subject(outcome=small(folder), language="both"), folder / "figures", png=True
    )


def test_the_same_run_gives_the_same_bytes(drawn: tuple[Path, ...], tmp_path: Path) -> None:
    with mpl.rc_context({"svg.hashsalt": "another", "lines.linewidth": 9.0}):
        again = draw_figures(
            Subject(outcome=small(tmp_path), language="both"), tmp_path / "again", png=True
        )
        assert mpl.rcParams["lines.linewidth"] == 9.0  # what was set before comes back
    assert [file.read_bytes() for file in drawn] == [file.read_bytes() for file in again]


def test_files_name_no_date_and_no_program(drawn: tuple[Path, ...]) -> None:
    for file in drawn:
        content = file.read_bytes()
        assert b"dc:date" not in content
        assert b"Software" not in content
        assert b"Matplotlib v" not in content


def test_a_png_is_two_hundred_dots_an_inch(drawn: tuple[Path, ...]) -> None:
    inches = {"population": 13.0, "gaps_overview": 15.0}
    for file in drawn:
        if file.suffix == ".png" and file.stem in inches:
            width = int.from_bytes(file.read_bytes()[16:20], "big")
            assert width == 200 * inches[file.stem]


@cache
def pages(stop: float, first: int, language: Language) -> Mapping[str, Page]:
    """Pages of the city; whoever looks at them leaves them as they are."""
    outcome = xiamen(stop, first)
    # made up, so that it can't be run on: future intakes are drawn of a real run below
    outcome.kept["simulator.city.schools.intakes", "intakes", 0] = ()
    with drawing_style():
        return dict(_pages(Subject(outcome=outcome, language=language)))


@pytest.mark.parametrize("language", ["both", "zh", "en"])
def test_future_intakes_are_whole(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(SCENARIOS / "long_view_2030.toml", ("model.cohorts_per_year=1",))
    run = simulate(loaded.system, loaded.scenario)
    outcome = Outcome(trajectory=run, scenario=loaded.scenario, file=loaded.file, pack=loaded.pack)
    with drawing_style():
        page = draw_intakes(Subject(outcome=outcome, language=language))
        assert page is not None
        texts = written(page.figure, monkeypatch)
        assert len(texts) > 20
        assert cut_off(texts, page.figure) == []
        assert touching(texts) == []
        assert outside(page.figure) == []


@pytest.mark.parametrize(
    ("stop", "first", "language"),
    [
        *((2021.0, 2015, "both"), (2031.0, 2012, "en"), (2018.0, 2017, "zh")),
        *((2022.0, 2015, "both"), (2031.0, 2015, "both")),
    ],
)
def test_nothing_is_cut_off_and_nothing_written_over(
    stop: float, first: int, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    with drawing_style():
        assert "beds" in pages(stop, first, language)
        for name, page in pages(stop, first, language).items():
            texts = written(page.figure, monkeypatch)
            assert len(texts) > 20, name
            assert cut_off(texts, page.figure) == [], name
            assert touching(texts) == [], name
            assert outside(page.figure) == [], name


@pytest.mark.parametrize(("stop", "language"), [(2021.0, "both"), (2021.0, "en"), (2027.0, "zh")])
def test_names_of_projects_promised_late_in_the_run_are_whole(
    stop: float, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four hospitals are promised for the last day shown: their names stand left of the mark."""
    with drawing_style():
        subject = Subject(outcome=xiamen(stop, 2015), language=language)
        page = draw_district_curves(subject, "hospital", CITY)
        texts = written(page.figure, monkeypatch)
        assert cut_off(texts, page.figure) == []
        assert touching(texts) == []


@pytest.mark.parametrize("stop", [2019.0, 2021.0, 2022.0, 2031.0])
def test_a_rule_stands_where_the_record_ends_if_the_run_goes_on(stop: float) -> None:
    drawn = pages(stop, 2015, "both")
    past = {2021.0} if stop > 2021 else set()
    for name in ("gaps_overview", "children", "beds", "district_curves"):
        assert rules(drawn[name].figure) & {2019.0, 2021.0} == past, name
    # bars of years: the rule stands after the sixth, that of 2020
    bars = {5.5} if stop > 2021 else set()
    assert rules(drawn["district_curves"].figure) == past | bars
    # births were last counted in 2018, people at the end of 2020
    births = {2019.0} if stop > 2019 else set()
    assert rules(drawn["population"].figure) == past | births


def rules(figure: Figure) -> set[float]:
    """Where lines over the whole height of axes stand."""
    lines = (line for axes in figure.axes for line in axes.lines)
    upright = (line.get_xdata() for line in lines if list(line.get_ydata()) == [0, 1])
    return {float(found[0]) for found in upright if len(set(found)) == 1}


def test_a_name_that_has_no_room_right_of_its_rule_stands_left_of_it() -> None:
    figure = Figure(figsize=(4, 2))
    for end, align in ((2021.2, "right"), (2030.0, "left")):
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(2011.0, end)
        fade_after(axes, 2021.0, "record ends with 2020")
        assert axes.texts[0].get_horizontalalignment() == align
        (veil,) = axes.patches
        assert veil.get_x() == 2021.0
        assert axes.lines[0].get_zorder() > veil.get_zorder() > 2


def test_cutting_off_and_writing_over_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = Figure(figsize=(4, 2))
    figure.text(0.5, 0.5, "one")
    figure.text(0.51, 0.5, "two")
    figure.text(0.95, 0.1, "beyond the edge")
    texts = written(figure, monkeypatch)
    assert cut_off(texts, figure) == ["beyond the edge"]
    assert touching(texts) == [("one", "two")]


@pytest.mark.parametrize(("language", "chinese"), [("en", False), ("zh", True), ("both", True)])
def test_a_page_speaks_the_language_asked_for(
    language: Language, *, chinese: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with drawing_style():
        for name, page in _pages(Subject(outcome=small(tmp_path), language=language)):
            said = "".join(text for text, _ in written(page.figure, monkeypatch))
            assert any(ord(sign) > 0x2E7F for sign in said) is chinese, name
            assert ("方案：试。" in said) is chinese, name
            assert ("Scenario: Trial." in said) is (language != "zh"), name


def test_a_city_without_known_supply_has_no_page_of_a_district(tmp_path: Path) -> None:
    outcome = small(tmp_path)
    unknown = tuple(replace(service, start=None) for service in outcome.pack.services)
    outcome = replace(outcome, pack=replace(outcome.pack, services=unknown))
    with drawing_style():
        drawn = dict(_pages(Subject(outcome=outcome, language="both")))
    assert drawn.keys() == {*PAGES} - {"district_curves"}


def test_a_run_of_half_a_year_is_drawn(tmp_path: Path) -> None:
    outcome = small(tmp_path)
    run = outcome.trajectory
    short = replace(
        run,
        readings=run.readings[:7],
        measures={name: array[..., :7] for name, array in run.measures.items()},
        arrived={name: array[..., :7] for name, array in run.arrived.items()},
        left={name: array[..., :7] for name, array in run.left.items()},
        snapshots=run.snapshots[:1],
        stocks={name: array[..., :1] for name, array in run.stocks.items()},
    )
    scenario = replace(outcome.scenario, stop=2014.5)
    outcome = replace(outcome, trajectory=short, scenario=scenario)
    files = draw_figures(Subject(outcome=outcome, language="both"), tmp_path / "figures")
    assert {file.suffix for file in files} == {".svg"}
    assert {file.stem for file in files} == {"gaps_overview", "district_heatmap", "population"}


def test_matplotlib_is_loaded_only_to_draw() -> None:
    command = "import sys, simulator.city.publication; sys.exit('matplotlib' in sys.modules)"
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
