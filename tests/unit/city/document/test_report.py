"""The report of a run as a document: both languages alike, every number that of its cell."""

import re
from collections.abc import Iterator

import pytest

from simulator.city.document.targets_section import targets_section
from simulator.city.ground.outcome import Outcome
from simulator.city.ground.rounding import borne_by, rounded
from simulator.city.targets.board import board_of
from simulator.city.targets.numbers_said import figure
from simulator.city.targets.table import targets_table
from simulator.report.document.parts import Cell, Chart, Document, Paragraph, Rows
from tests.city import ONE_WINDOW, ROOT, outcome_of
from tests.reports import (
    SMALL,
    chart_of,
    expected,
    material_of,
    numbers_of,
    rows_of,
    section_names,
    with_draws,
)
from tests.scoreboards import SCOREBOARD, pack_with, words

HAN = re.compile("[一-鿿]")


def test_every_section_is_there_in_order_and_alike_in_both_languages():
    assert section_names(expected("zh")) == section_names(expected("en"))
    assert section_names(expected("en")) == [
        *("answer", "scoreboard", "places", "people"),
        *("projects", "assumptions", "method", "provenance"),
    ]


def test_both_languages_have_the_same_blocks_in_the_same_order():
    def shape(language) -> Iterator[tuple[object, ...]]:
        for section in expected(language).sections:
            for block in section.blocks:
                yield (
                    type(block).__name__,
                    getattr(block, "name", ""),
                    len(block.body) if isinstance(block, Rows) else 0,
                    tuple(block.pictures) if isinstance(block, Chart) else (),
                )

    assert list(shape("zh")) == list(shape("en"))


def test_charts_draw_the_same_numbers_in_both_languages():
    def bare(values):
        if isinstance(values, dict):
            words = {"title", "name", "sex", "finding", "unit"}
            return {key: bare(value) for key, value in values.items() if key not in words}
        return [bare(each) for each in values] if isinstance(values, list) else values

    for one, other in zip(expected("zh").charts(), expected("en").charts(), strict=True):
        assert (one.name, one.kind) == (other.name, other.kind)
        assert bare(one.values) == bare(other.values)
        assert one.data.text() == other.data.text()


@pytest.mark.parametrize("name", ["map-primary", "map-junior", "map-kindergarten"])
def test_maps_show_the_same_cells_in_both_languages(name):
    one, other = rows_of(expected("zh"), name), rows_of(expected("en"), name)
    assert one.head[1:] == other.head[1:]
    for row, there in zip(one.body, other.body, strict=True):
        assert [(c.text, c.tone, c.strength) for c in row[1:]] == [
            (c.text, c.tone, c.strength) for c in there[1:]
        ]


def test_a_report_in_english_holds_no_chinese_of_ours():
    # names of sources have no other language; below a translated clause stands what the plan says
    for section in expected("en").sections:
        if section.name in {"scoreboard", "provenance", "assumptions", "method"}:
            continue
        for block in section.blocks:
            told = (
                [block.text]
                if isinstance(block, Paragraph)
                else [block.title, *block.notes]
                if isinstance(block, (Rows, Chart))
                else []
            )
            assert not [text for text in told if HAN.search(text)]


def clauses(section) -> list[Cell]:
    """Headings of the rows of a scoreboard."""
    blocks = [block for block in section.blocks if isinstance(block, Rows)]
    return [row[0] for block in blocks for row in block.body if len(row) == 1]


def test_clauses_are_translated_and_what_the_plan_says_stands_below():
    chinese, english = (clauses(expected(each).sections[1]) for each in ("zh", "en"))
    assert len(english) == len(chinese) > 20
    for one, other in zip(chinese, english, strict=True):
        assert (other.more, one.more) == (one.text, "")
        assert not HAN.search(other.text)
    (note,) = rows_of(expected("en"), "scoreboard-rows").notes
    assert "the city pack's own translation" in note
    assert rows_of(expected("zh"), "scoreboard-rows").notes == ()


def test_a_pack_that_translates_no_clause_says_so(tmp_path):
    text = (ROOT / "calibration" / "xiamen" / SCOREBOARD).read_text(encoding="utf-8")
    translations = text[text.index("[section]") : text.index("\n[[target]]")]
    run = outcome_of(*SMALL)
    outcome = Outcome(
        trajectory=run.trajectory,
        scenario=run.scenario,
        file=run.file,
        pack=pack_with(tmp_path, SCOREBOARD, translations, ""),
    )
    tables = {"targets": targets_table(board_of(outcome), outcome.pack.sources)}
    section = targets_section(material_of(outcome, "en", tables=tables))
    assert section is not None
    assert all(HAN.search(each.text) and not each.more for each in clauses(section))
    (first, *_) = (block for block in section.blocks if isinstance(block, Rows))
    assert first.notes == (
        "The city pack has no translation of the clauses: they stand as the plan has them.",
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_without_draws_it_is_said_and_no_interval_is_shown(language):
    document = expected(language)
    assert len(rows_of(document, "answer-services").head) == 4
    notes = [b.text for b in document.sections[0].blocks if isinstance(b, Paragraph)]
    said = "仅为预期值，无区间" if language == "zh" else "expected course, no interval"
    assert [text for text in notes if said in text]
    for service in chart_of(document, "places-curves").values["services"]:
        assert not [place for place in service["places"] if "low" in place]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_with_draws_chances_and_intervals_are_those_of_the_draws(language):
    document, answer = with_draws(language)
    shown = rows_of(document, "answer-services")
    assert len(shown.head) == 6
    told = 0
    for one, row in zip(answer.services, shown.body, strict=True):
        sure = one.city.sure
        assert bool(row[4].text) == bool(row[5].text) == (sure is not None)
        if sure is not None:
            assert sure.low <= sure.middle <= sure.high
            unit = borne_by(sure.low, sure.high)
            ends = [float(n.replace(",", "").replace("万", "e4")) for n in numbers_of(row[5].text)]
            values = [abs(rounded(value, unit)) for value in (sure.low, sure.high)]
            digits = 500.0 if "万" in row[5].text else 0.5
            told_of = [value for value in values if value >= 1]
            for said, value in zip(ends, told_of, strict=True):
                assert said == pytest.approx(value, abs=digits)
            # six draws say too little for a word of the scale
            assert row[4].more == ""
            told += 1
    assert told >= 3
    bands = [
        place
        for service in chart_of(document, "places-curves").values["services"]
        for place in service["places"]
    ]
    assert all({"low", "high"} <= set(place) for place in bands)
    for place in bands:
        for low, high in zip(place["low"], place["high"], strict=True):
            assert low is None or low <= high


def whole(language) -> Document:
    """The scoreboard of a run that reaches the deadlines, as a document."""
    outcome = outcome_of(ONE_WINDOW)
    tables = {"targets": targets_table(board_of(outcome), outcome.pack.sources)}
    section = targets_section(material_of(outcome, language, tables=tables))
    assert section is not None
    return Document(language=language, title="", subtitle="", sections=(section,), closing="")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_figure_of_the_plan_says_one_thing_and_folds_the_rest(language):
    board, found = board_of(outcome_of(ONE_WINDOW)), whole(language)
    blocks = [rows_of(found, name) for name in ("scoreboard-rows", "scoreboard-empty")]
    cells = {row[0].text: row[-1] for block in blocks for row in block.body if len(row) > 1}
    said = words(language)
    for row in board:
        cell = cells[row.target.name]
        assert cell.text == said.brief(row) != ""
        assert cell.more == ""
        every = [*said.results(row), *(said.record(row, each) for each in row.records)]
        assert list(cell.folded) == [each for each in every if each != cell.text]
        told = row.values if row.verdict == "depends" else [each for each in [row.in_use] if each]
        for value in told:
            assert value.answer is not None
            assert f"{row.target.year}:" not in cell.text
            assert figure(value.answer.value) in cell.text
    assert board[7].verdict == "depends"
