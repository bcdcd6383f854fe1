"""Every page of figures, whole: no empty boxes, nothing cut off or written over, the same bytes."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.city.loading import all_settings
from simulator.city.pack.city_pack import load_city_pack
from simulator.city.publication import _pages, draw_figures
from simulator.city.whole import build_city, months, snapshots
from simulator.files.scenario_file import ScenarioFile
from simulator.files.schema import build_schema
from simulator.report.style import drawing_style
from simulator.stockflow.arrays import FloatArray
from simulator.stockflow.engine.trajectory import Trajectory
from simulator.stockflow.numbers.layout import Layout
from simulator.stockflow.values.scenario import Scenario
from simulator.words.catalogue import Language
from tests.outcomes import READINGS, MadeUp, write_observations

PACK = Path(__file__).parents[2] / "calibration" / "xiamen"
PAGES = ("gaps_overview", "district_heatmap", "population", "children", "district_curves")
Box = FloatArray
ROOM = 2.0
"""Pixels by which two texts may come close: the boxes of letters are larger than their ink."""


def small(folder: Path) -> Outcome:
    """The made-up city with shortage, surplus and unknown supply, growing."""
    growing = 1 + (READINGS - READINGS[0]) / 4
    base = np.array([[60.0, 40.0], [30.0, 20.0], [9.0, 6.0]])
    demand = base[..., np.newaxis] * growing
    supply = np.stack([base[..., np.newaxis] * growing**1.3, base[..., np.newaxis] * growing**0.7])
    return MadeUp(
        folder=folder,
        measures={"demand": demand, "supply": supply, "gap": demand - supply},
    ).outcome()


def xiamen(stop: float, first: int, language: str = "both") -> Outcome:
    """The city as it is, ten services and six districts, with made-up figures in its arrays."""
    pack = load_city_pack(PACK)
    system = build_city(
        districts=pack.axes["district"],
        services=pack.axes["service"],
        cohorts_per_year=3,
        building_stages=1,
        start=2011.0,
        stop=stop,
    )
    readings, kept = np.array(months(2011.0, stop)), np.array(snapshots(2011.0, stop))
    return Outcome(
        trajectory=Trajectory(
            system=system,
            name="trial",
            readings=readings,
            measures=_measures(system, readings),
            snapshots=kept,
            stocks={"people": _people(system, kept)},
            arrived=_totals(system, readings, "arriving"),
            left=_totals(system, readings, "leaving"),
            balances=(),
            final={},
            segments=1,
            evaluations=1,
        ),
        scenario=Scenario(name="trial", start=2011.0, stop=stop, initial={}, paths={}),
        file=ScenarioFile(
            name="trial",
            title={"zh": "试算情景", "en": "A trial"},
            values={
                "world.population_basis": "revised",
                "report.language": language,
                "report.from_year": first,
                "report.to_year": int(stop) - 1,
                "plan.on_time": False,
                "plan.opens_all_grades": False,
                "plan.delay_factor": 1.0,
                "plan.cancellation_rate": 0.0,
            },
            origin={},
            files=(),
            schema=build_schema(all_settings(), pack.axes),
        ),
        pack=pack,
    )


def _measures(system, readings):
    time = readings - readings[0]
    shape = (10, 6)
    level = np.array([2e5, 4e5, 1.5e5, 6e4, 5e4, 3e4, 2e3, 3e3, 3e3, 1.4e4])
    wave = np.sin(np.arange(60.0).reshape(shape)[..., np.newaxis] + time / 3)
    demand = level[:, np.newaxis, np.newaxis] / 6 * (1.5 + 0.4 * wave + 0.02 * time)
    supply = demand[..., :1] * np.stack([1 + 0.06 * time, 1 + 0.05 * time])[:, None, None, :]
    return {
        "demand": demand[np.newaxis],
        "supply": supply[np.newaxis],
        "gap": (demand - supply)[np.newaxis],
        "admissions": 30 * demand[np.newaxis],
        "in_bed": 0.7 * demand[np.newaxis],
        "beds_for_use": 0.8 * demand[np.newaxis],
        "residents": np.full((1, 2, 6, 1), 3e5) * (1 + 0.04 * time),
        "register": np.full((1, 6, 1), 3e5) * (1 + 0.04 * time),
    }


def _people(system, kept):
    shape = system.shape(system.stock["people"].axes)
    waves = 1 + 0.4 * np.sin(np.arange(shape[1]) / 4)
    return np.broadcast_to(200 * waves[None, None, :, None, None, None], (1, *shape, kept.size))


def _totals(system, readings, side):
    found = {}
    for name, totals in Layout(system=system).totals.items():
        block = getattr(totals, side)
        if block is not None:
            pace = {"newborn_boys": 3.0, "newborn_girls": 3.0, "second_births": 2.0}.get(name, 1.0)
            found[name] = np.ones((1, *block.shape, 1)) * 900 * pace * (readings - readings[0])
    return found


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
        files = draw_figures(small(tmp_path), tmp_path / "figures", language)
    assert [file.name for file in files] == [
        f"{page}.{kind}" for page in PAGES for kind in ("png", "svg")
    ]
    assert sorted((tmp_path / "figures").iterdir()) == sorted(files)
    assert all(file.stat().st_size > 10_000 for file in files)
    assert [record.getMessage() for record in caplog.records] == []


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("drawn")
    return draw_figures(small(folder), folder / "figures", "both")


def test_the_same_run_gives_the_same_bytes(drawn: tuple[Path, ...], tmp_path: Path) -> None:
    with mpl.rc_context({"svg.hashsalt": "another", "lines.linewidth": 9.0}):
        again = draw_figures(small(tmp_path), tmp_path / "again", "both")
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


def written(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Box]]:
    """Every text as it is drawn, and where: left, bottom, right, top in pixels."""
    found: list[tuple[str, Box]] = []
    draw = Text.draw

    def record(self: Text, renderer: RendererBase, *args: object) -> None:
        draw(self, renderer, *args)
        if self.get_visible() and self.get_text().strip():
            found.append((self.get_text(), self.get_window_extent(renderer).extents))

    with monkeypatch.context() as patched:
        patched.setattr(Text, "draw", record)
        FigureCanvasAgg(figure).draw()
    return found


def cut_off(texts: list[tuple[str, Box]], figure: Figure) -> list[str]:
    """Texts that reach beyond the page."""
    edge = figure.bbox.extents[2:]
    return [text for text, box in texts if (box[:2] < 0).any() or (box[2:] > edge).any()]


def touching(texts: list[tuple[str, Box]]) -> list[tuple[str, str]]:
    """Pairs of texts written over each other."""
    boxes = np.array([box for _, box in texts])
    low = np.maximum(boxes[:, np.newaxis, :2], boxes[np.newaxis, :, :2])
    high = np.minimum(boxes[:, np.newaxis, 2:], boxes[np.newaxis, :, 2:])
    over = np.triu((high - low > ROOM).all(axis=2), k=1)
    return [(texts[one][0], texts[other][0]) for one, other in np.argwhere(over)]


def outside(figure: Figure) -> list[tuple[float, float]]:
    """Points of lines and marks beyond their axes, in pixels; lines may be cut at either side."""
    found = []
    for axes in figure.axes:
        left, bottom, right, top = axes.bbox.extents + np.array([-1, -1, 1, 1])
        for line in axes.lines:
            for x, y in line.get_transform().transform(line.get_xydata()):
                beside = not left <= x <= right and not line.get_clip_on()
                if np.isfinite(y) and (beside or not bottom <= y <= top):
                    found.append((x, y))
    return found


@pytest.mark.parametrize(
    ("stop", "first", "language"),
    [(2021.0, 2015, "both"), (2031.0, 2012, "en"), (2018.0, 2017, "zh")],
)
def test_nothing_is_cut_off_and_nothing_written_over(
    stop: float, first: int, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    with drawing_style():
        subject = Subject(outcome=xiamen(stop, first), language=language)
        assert "beds" in dict(_pages(subject))
        for name, page in _pages(subject):
            texts = written(page.figure, monkeypatch)
            assert len(texts) > 20, name
            assert cut_off(texts, page.figure) == [], name
            assert touching(texts) == [], name
            assert outside(page.figure) == [], name


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
            assert ("情景：试。" in said) is chinese, name
            assert ("Scenario: Trial." in said) is (language != "zh"), name


def test_a_city_without_known_supply_has_no_page_of_a_district(tmp_path: Path) -> None:
    outcome = small(tmp_path)
    unknown = tuple(replace(service, start=None) for service in outcome.pack.services)
    outcome = replace(outcome, pack=replace(outcome.pack, services=unknown))
    files = draw_figures(outcome, tmp_path / "figures", "both")
    assert {file.stem for file in files} == {*PAGES} - {"district_curves"}


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
    files = draw_figures(outcome, tmp_path / "figures", "both")
    assert {file.stem for file in files} == {"gaps_overview", "district_heatmap", "population"}


def test_the_settings_of_matplotlib_come_back(tmp_path: Path) -> None:
    with mpl.rc_context({"lines.linewidth": 7.5}):
        draw_figures(small(tmp_path), tmp_path / "figures", "en")
        assert mpl.rcParams["lines.linewidth"] == 7.5


def test_matplotlib_is_loaded_only_to_draw() -> None:
    command = "import sys, simulator.city.publication; sys.exit('matplotlib' in sys.modules)"
    subprocess.run([sys.executable, "-c", command], cwd=PACK.parents[1], check=True)


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
