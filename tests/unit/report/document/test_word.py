"""The report for Word and WPS, read back: headings, numbers of tables and figures, every text."""

import re
from dataclasses import replace
from html import escape
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from simulator.report.document.parts import Chart
from simulator.report.document.word import write_word
from tests.hostile_document import HOSTILE, hostile, many_sections

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def written(language, document=None):
    return write_word(document or hostile(language), lambda _name: PNG)


@pytest.fixture(scope="module", params=["zh", "en"])
def read(request):
    return request.param, docx.Document(BytesIO(written(request.param)))


def test_headings_are_numbered_as_a_reader_of_the_language_expects(read):
    language, file = read
    headings = [one.text for one in file.paragraphs if one.style.name == "Heading 1"]
    numbers = ("一、", "二、") if language == "zh" else ("1  ", "2  ")
    titles = [section.title for section in hostile(language).sections[1:]]
    assert headings == [number + title for number, title in zip(numbers, titles, strict=True)]


@pytest.mark.parametrize(
    ("language", "number", "told"),
    [
        ("zh", 9, "九、S9"),
        ("zh", 10, "十、S10"),
        ("zh", 12, "十二、S12"),
        ("zh", 20, "二十、S20"),
        ("en", 12, "12  S12"),
    ],
)
def test_many_sections_have_their_number(language, number, told):
    file = docx.Document(BytesIO(written(language, many_sections(number, language))))
    last = [one.text for one in file.paragraphs if one.style.name == "Heading 1"][-1]
    assert last == told


def test_the_briefing_has_the_first_page_to_itself(read):
    _, file = read
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[0] == hostile().title
    breaks = [
        n
        for n, one in enumerate(file.paragraphs)
        if one._p.findall(f".//{qn('w:br')}[@{qn('w:type')}='page']")
    ]
    first = next(n for n, one in enumerate(file.paragraphs) if one.style.name == "Heading 1")
    assert len(breaks) == 1
    assert 0 < breaks[0] < first


def test_tables_and_figures_are_numbered_as_they_come(read):
    language, file = read
    texts = [paragraph.text for paragraph in file.paragraphs]
    table, figure = (
        (r"表(\d+)  ", r"图(\d+)  ") if language == "zh" else (r"Table (\d+)  ", r"Figure (\d+)  ")
    )
    numbered = {
        kind: [int(found[1]) for found in map(re.compile(kind).match, texts) if found]
        for kind in (table, figure)
    }
    # what is folded on the page is left out on paper
    assert numbered[table] == [1, 2] == list(range(1, len(file.tables) + 1))
    assert numbered[figure] == [1, 2] == list(range(1, len(file.inline_shapes) + 1))


def test_heads_stand_on_every_page_of_a_table_and_rows_hold_every_cell(read):
    _, file = read
    for table in file.tables:
        heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True, *(False for _ in heads[1:])]
        assert [cell.text for cell in table.rows[0].cells] == [HOSTILE[3], "n"]
        assert len(table.rows) == 2 + len(HOSTILE)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_written_as_it_stands(text, read):
    _, file = read
    assert [paragraph.text for paragraph in file.paragraphs].count(text) >= 3
    for table in file.tables:
        assert f"{text}\n{text}" in [row.cells[0].text for row in table.rows]


def test_chinese_letters_are_named_a_chinese_font(read):
    _, file = read
    for paragraph in file.paragraphs:
        for run in paragraph.runs:
            if run.text.strip():
                assert run._r.rPr.rFonts.get(qn("w:eastAsia")) in {"仿宋", "黑体"}


def test_the_same_document_is_the_same_bytes_on_any_day(monkeypatch):
    import time

    first = written("en")
    year_later = time.time() + 366 * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: year_later)
    assert written("en") == first
    with ZipFile(BytesIO(first)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        properties = packed.read("docProps/core.xml").decode()
    assert "2000-01-01" in properties


@pytest.mark.parametrize(("size", "across"), [((100, 50), 160.0), ((100, 250), 80.0)])
def test_a_picture_leaves_room_for_its_caption(size, across):
    # only its head is read: its width and its height
    image = PNG[:16] + size[0].to_bytes(4, "big") + size[1].to_bytes(4, "big") + PNG[24:]
    file = docx.Document(BytesIO(write_word(hostile("en"), lambda _name: image)))
    for shape in file.inline_shapes:
        assert shape.width.mm == pytest.approx(across, abs=0.1)
        assert shape.height.mm == pytest.approx(across * size[1] / size[0], abs=0.2)


def test_each_of_several_pictures_has_its_own_caption():
    document = hostile("en")
    (section, chart) = next(
        (one, block)
        for one in document.sections
        for block in one.blocks
        if isinstance(block, Chart)
    )
    found = {"one": "short of <b> & more", "two": "to spare"}
    svg = {name: f"<svg><title>{escape(text)}</title></svg>" for name, text in found.items()}
    pictured = replace(chart, pictures={**svg, "three": "<svg></svg>"})
    changed = replace(document, sections=(section, replace(section, blocks=(pictured,))))
    file = docx.Document(BytesIO(written("en", changed)))
    captions = [p.text.partition("  ")[2] for p in file.paragraphs if p.text.startswith("Figure ")]
    assert captions[-3:] == ["short of <b> & more", "to spare", chart.title]
