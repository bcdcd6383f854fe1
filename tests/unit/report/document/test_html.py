"""The report as a page: no text becomes code, nothing is fetched, letters travel inside."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from simulator.report.document.html import write_html
from simulator.report.document.parts import Paragraph
from tests.hostile_document import HOSTILE, PICTURE, hostile, table


class Read(HTMLParser):
    """What a browser would make of a page: elements with their attributes, texts, scripts."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: list[str] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.inside.append(tag)
        if tag in {"script", "style"}:
            (self.scripts if tag == "script" else self.styles).append("")

    def handle_endtag(self, tag):
        if tag in self.inside:
            while self.inside.pop() != tag:
                pass

    def handle_data(self, data):
        last = self.inside[-1] if self.inside else ""
        if last == "script":
            self.scripts[-1] += data
        elif last == "style":
            self.styles[-1] += data
        else:
            self.texts.append(data)

    def attributes(self, tag: str, name: str) -> list[str]:
        return [found[name] for each, found in self.elements if each == tag and name in found]


@pytest.fixture(scope="module")
def page() -> str:
    return write_html(hostile())


@pytest.fixture(scope="module")
def read(page) -> Read:
    return Read(page)


def test_the_policy_of_the_page_forbids_every_request(read):
    policies = [
        found["content"]
        for tag, found in read.elements
        if tag == "meta" and found.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    rules = dict(part.strip().split(" ", 1) for part in policies[0].split(";"))
    assert rules.pop("default-src") == "'none'"
    # whatever is allowed beside it lies within the file
    assert set(rules.values()) <= {"'unsafe-inline'", "data:"}


def test_nothing_is_loaded_from_anywhere(read):
    for _, found in read.elements:
        assert "src" not in found
        for name in ("href", "xlink:href", "action", "poster", "srcset"):
            assert found.get(name, "#").startswith(("#", "data:text/csv;base64,"))
    for style in read.styles:
        assert "@import" not in style
        assert all(found.startswith("data:") for found in re.findall(r"url\(([^)]*)\)", style))


def test_a_page_holds_the_same_scripts_whatever_texts_say(read):
    assert len(read.scripts) == 3
    kinds = [found.get("type", "") for tag, found in read.elements if tag == "script"]
    assert kinds == ["", "application/json", ""]
    assert not [tag for tag, _ in read.elements if tag == "b"]
    assert not [found for _, found in read.elements if any(n.startswith("on") for n in found)]


def test_values_of_charts_are_read_back_as_they_were(read):
    given = json.loads(read.scripts[1])
    document = hostile()
    assert list(given["charts"]) == [chart.name for chart in document.charts()]
    bars = given["charts"]["chart"]["bars"]
    assert [bar["title"] for bar in bars] == list(HOSTILE)
    assert given["charts"]["chart"]["unit"] == HOSTILE[0]
    assert given["words"] == document.words


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_shown_as_it_stands_wherever_it_may_stand(text, read):
    shown = [found.strip() for found in read.texts]
    # a paragraph, a cell and its second line in three tables, a note of each table and chart
    assert shown.count(text) >= 1 + 2 * 3 + 5


def test_titles_are_shown_as_they_stand(read):
    shown = [found.strip() for found in read.texts]
    document = hostile()
    assert shown.count(document.title) == 2
    assert document.subtitle in shown
    for chart in document.charts():
        assert chart.title in shown
        assert chart.title in read.attributes("div", "aria-label")


def test_what_is_laid_out_already_stands_as_it_is(page):
    assert "<i>printed as it is</i>" in page
    assert page.count(PICTURE) == 2


def test_links_to_data_hold_the_bytes_of_their_table(read):
    links = [
        (found["download"], found["href"]) for tag, found in read.elements if "download" in found
    ]
    # two tables that are not folded, two charts
    assert [name for name, _ in links] == ["hostile.csv"] * 4
    for _, link in links:
        assert b64decode(link.removeprefix("data:text/csv;base64,")) == table().text().encode()


def test_the_font_holds_every_letter_shown(read):
    font = re.search(r"data:font/woff;base64,([A-Za-z0-9+/=]+)\)", read.styles[0])
    assert font is not None
    held = set(TTFont(BytesIO(b64decode(font[1]))).getBestCmap())
    scripted = "".join(map(str, json.loads(read.scripts[1])["words"].values()))
    shown = {
        ord(sign) for sign in "".join(read.texts) + scripted + "0123456789−+%,.·" if sign > " "
    }
    assert shown <= held


def test_a_letter_more_comes_with_its_outline():
    document = hostile()
    first, *others = document.sections
    added = replace(first, blocks=(*first.blocks, Paragraph(text="鼓浪屿")))
    styles = Read(write_html(replace(document, sections=(added, *others)))).styles
    font = re.search(r"data:font/woff;base64,([A-Za-z0-9+/=]+)\)", styles[0])
    assert font is not None
    assert set(map(ord, "鼓浪屿")) <= set(TTFont(BytesIO(b64decode(font[1]))).getBestCmap())


def test_the_same_document_is_the_same_bytes(page, monkeypatch, tmp_path):
    # with an empty cache, too: what was kept from another run is not what makes them alike
    monkeypatch.setenv("MINSHENG_CACHE", str(tmp_path))
    assert write_html(hostile()) == page


@pytest.mark.parametrize(("language", "stated"), [("zh", "zh-CN"), ("en", "en")])
def test_a_page_says_its_language(language, stated):
    found = Read(write_html(hostile(language)))
    assert found.attributes("html", "lang") == [stated]


def test_every_entry_of_the_contents_leads_somewhere(read):
    names = {found["id"] for _, found in read.elements if "id" in found}
    links = [link[1:] for link in read.attributes("a", "href") if link.startswith("#")]
    assert links == [section.name for section in hostile().sections]
    assert set(links) <= names
    assert len(names) == len([1 for _, found in read.elements if "id" in found])


def test_values_that_are_not_numbers_are_refused():
    document = hostile()
    chart = replace(document.charts()[0], values={"bars": [float("nan")]})
    broken = replace(document, sections=(replace(document.sections[0], blocks=(chart,)),))
    with pytest.raises(ValueError, match="JSON"):
        write_html(broken)
