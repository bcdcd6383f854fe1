"""A new service without code: TOML alone, and it is in every table and figure."""

import csv
import shutil

import pytest

from simulator.city import loading
from simulator.city.figures import draw
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.city.tables import write_tables
from simulator.files import locations
from simulator.stockflow.engine.simulate import simulate
from tests.city import BASELINE, ROOT
from tests.pack_files import PACK

PAGE = ROOT / "docs" / "supply.md"


def toml_of_the_page():
    """The TOML blocks of the page, by the file each names in its first line."""
    found = {}
    for block in PAGE.read_text(encoding="utf-8").split("```toml\n")[1:]:
        text = block.split("```")[0]
        name = text.splitlines()[0].removeprefix("# ").strip()
        found[name] = found.get(name, "") + text
    return found


def toml_of_the_pack():
    """The blocks of the page that belong into files of a pack."""
    return {name: text for name, text in toml_of_the_page().items() if "/" not in name}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """The pack with what the page says to add, run with the page's scenario."""
    packs = tmp_path_factory.mktemp("packs")
    shutil.copytree(PACK, packs / "xiamen")
    for name, text in toml_of_the_pack().items():
        path = packs / "xiamen" / name
        path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locations, "PACKS", packs)
        sets = ("model.cohorts_per_year=1", "model.stop=2018-01-01", "report.to_year=2017",
                "model.relative_tolerance=1e-6")  # fmt: skip
        one = loading.load(BASELINE, sets)
    return Outcome(
        trajectory=simulate(one.system, one.scenario),
        scenario=one.scenario,
        file=one.file,
        pack=one.pack,
    )


@pytest.fixture(scope="module")
def tables(outcome, tmp_path_factory):
    folder = tmp_path_factory.mktemp("tables")
    write_tables(folder, outcome)
    return folder


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_page_adds_two_services():
    assert set(toml_of_the_pack()) == {"services.toml", "programmes.toml", "parameters.toml"}


@pytest.mark.parametrize("service", ["nursery", "general_practitioners"])
def test_it_is_in_every_table_of_services(tables, service):
    for name in ("services", "gaps", "definitions", "dictionary"):
        column = {"definitions": "name", "dictionary": "value"}.get(name, "service")
        assert service in {row[column] for row in rows(tables, name)}, name
    assert "nursery" in {row["service"] for row in rows(tables, "supply_states")}


def test_nursery_places_follow_their_norm_to_2025(outcome):
    """4.5 per 1,000 residents by 2025, on a line from nothing in 2016."""
    run = outcome.trajectory
    row = run.system.axis["service"].index("nursery")
    residents = run.measures["residents"][0].sum(axis=(0, 1))
    demand = run.measures["demand"][0, row].sum(axis=0)
    assert demand[-1] / residents[-1] == pytest.approx(0.0045 * 2 / 9, rel=1e-6)


def test_doctors_are_two_per_ten_thousand(outcome):
    run = outcome.trajectory
    row = run.system.axis["service"].index("general_practitioners")
    residents = run.measures["residents"][0].sum(axis=(0, 1))
    demand = run.measures["demand"][0, row].sum(axis=0)
    assert demand[-1] / residents[-1] == pytest.approx(2 / 10_000, rel=1e-9)
    assert outcome.pack.service["general_practitioners"].start is None  # unknown, never zero


def words(page):
    return " ".join(page.texts())


def test_it_is_in_every_figure_of_services(outcome):
    subject = Subject(outcome=outcome, language="both")
    for figure in ("gaps_overview", "district_heatmap"):
        said = words(draw(subject, figure))
        for name in ("托位", "Nursery places", "全科医生", "General practitioners"):
            assert name in said
    assert "托位" in words(draw(subject, "district_curves", service="nursery"))


@pytest.mark.parametrize("page", ["supply.md", "supply.zh-CN.md"])
def test_the_plan_of_the_page_can_be_run(page, tmp_path):
    text = (PAGE.parent / page).read_text(encoding="utf-8")
    block = next(b for b in text.split("```toml\n")[1:] if b.startswith("# scenarios/"))
    path = tmp_path / "mine.toml"
    head = f'schema_version = 2\nextends = "{BASELINE.as_posix()}"\n'
    path.write_text(head + block.split("```")[0], encoding="utf-8")
    one = loading.load(path, ("model.cohorts_per_year=1", "model.stop=2026-01-01"))
    assert {"plan.projects", "plan.programmes", "plan.closures"} <= set(one.file.values)
    assert one.remarks == ()
