"""Reports of small runs as documents, for tests: each made once, no picture drawn."""

import re
from collections.abc import Mapping
from functools import cache
from math import isclose
from typing import Literal

from simulator.city.answer.answer import Answer, answer_of
from simulator.city.document.material import Material
from simulator.city.document.report import build_report
from simulator.city.ensemble.ensemble import run_ensemble
from simulator.city.ensemble.table import SaidOfDraws
from simulator.city.expected_run import run_expected
from simulator.city.ground.manifest import build_manifest
from simulator.city.ground.of_draws import OfDraws
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.subject import Subject
from simulator.city.tables import build_tables
from simulator.report.document.parts import Block, Chart, Document, Rows
from simulator.report.table import Table
from tests.city import ONE_WINDOW, outcome_of
from tests.small_draws import DRAWS, SEED, small

Spoken = Literal["zh", "en"]
NUMBER = re.compile(r"−?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?万?")
SMALL = (ONE_WINDOW, "model.stop=2018-01-01", "report.to_year=2017")


def material_of(
    outcome: Outcome,
    language: Spoken,
    of_draws: OfDraws | None = None,
    tables: Mapping[str, Table] | None = None,
) -> Material:
    """What a report of a run is made from; every figure is named and none is drawn."""
    return Material(
        subject=Subject(outcome=outcome, language=language, of_draws=of_draws),
        language=language,
        answer=answer_of(outcome, of_draws),
        tables=tables_of(outcome, of_draws) if tables is None else tables,
        drawn=lambda name: f"<svg>{name}</svg>",
        manifest=build_manifest(outcome),
    )


@cache
def expected(language: Spoken) -> Document:
    """The report of a small run of the baseline at its expected values."""
    return build_report(material_of(outcome_of(*SMALL), language))


@cache
def drawn_outcome() -> tuple[Outcome, OfDraws]:
    """The small run of which a few draws are made, and what they say."""
    loaded = small()
    ensemble = run_ensemble(loaded, DRAWS, SEED)
    return run_expected(loaded), SaidOfDraws(ensemble=ensemble)


@cache
def with_draws(language: Spoken) -> tuple[Document, Answer]:
    """The report of that run, and its answer."""
    outcome, of_draws = drawn_outcome()
    material = material_of(outcome, language, of_draws)
    return build_report(material), material.answer


def tables_of(outcome: Outcome, of_draws: OfDraws | None = None) -> Mapping[str, Table]:
    """Every table of a run by name."""
    return {table.name: table for table in build_tables(outcome, of_draws)}


def blocks_of(document: Document) -> dict[str, Block]:
    """Tables and charts of a document by name."""
    blocks = [block for section in document.sections for block in section.blocks]
    return {block.name: block for block in blocks if isinstance(block, (Rows, Chart))}


def chart_of(document: Document, name: str) -> Chart:
    """A chart by name."""
    found = blocks_of(document)[name]
    assert isinstance(found, Chart)
    return found


def rows_of(document: Document, name: str) -> Rows:
    """A table by name."""
    found = blocks_of(document)[name]
    assert isinstance(found, Rows)
    return found


def section_names(document: Document) -> list[str]:
    """Sections in order."""
    return [section.name for section in document.sections]


def column(table: Table, name: str) -> list[str]:
    """The cells of a column."""
    return list(table.column(name).cells)


def numbers_in(table: Table, name: str) -> list[float]:
    """The cells of a column as numbers; every one is there."""
    return [float(cell) for cell in table.column(name).cells]


def numbers_of(text: str) -> list[str]:
    """Numbers of a sentence as they are written, years and dates among them."""
    return NUMBER.findall(text)


def is_told(said: str, value: float, *, signed: bool = True) -> bool:
    """Whether a number in a sentence is a value, to the digits it is told in."""
    sign = -1 if said.startswith("−") else 1
    plain = said.removeprefix("−").replace(",", "")
    size = float(plain.removesuffix("万")) * (10_000 if plain.endswith("万") else 1)
    digits = len(plain.removesuffix("万").partition(".")[2])
    step = 10.0**-digits * (10_000 if plain.endswith("万") else 1)
    found = sign * size if signed else size
    return isclose(found, value if signed else abs(value), abs_tol=0.5 * step + 1e-6)
