"""A page as a list of shapes: written as SVG, painted as PNG, measured by its letters."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from simulator.report.letters import laid_out
from simulator.report.paper import Heading, Page, new_page
from simulator.report.shapes import Box, Hatch, Look, Mark, Patch, Stroke, Words, bounds
from simulator.report.sheet import SHEETS
from simulator.report.style import drawing_style
from simulator.report.svg_text import svg_text

SVG = "{http://www.w3.org/2000/svg}"
HATCH = Hatch(slant="/", colour="#0072b2")


def page(language: str = "zh", size: str = "a4") -> Page:
    heading = Heading(
        finding=("小学学位：富余 <12> & 短缺", "Primary places: <12> to spare & short"),
        shown=("厦门", "Xiamen"),
        notes=(("读法：一。", "How to read: one."), ("口径：二。", "Definition: two.")),
    )
    made = new_page(heading, SHEETS[size], language)  # type: ignore[arg-type]
    made.box((1.0, 0.2), (2.0, 0.5), None, hatch=HATCH, edge="#000000")
    made.shapes.append(Mark(x=1.0, y=2.0, look=Look(kind="o", size=5, fill="#fff", edge="#000")))
    made.shapes.append(Patch(points=np.array([[0, 1], [1, 1], [1, 2]]), fill="#f2a777"))
    made.shapes.append(
        Stroke(points=np.array([[0, 1], [1, 1.5]]), colour="#000000", width=1.0, dashes=(2, 1))
    )
    return made.close(1.0)


def test_an_svg_is_well_formed_says_its_title_and_defines_each_letter_once() -> None:
    root = ET.fromstring(page().svg())  # noqa: S314 - our own
    assert root.get("aria-label") == "小学学位：富余 <12> & 短缺"
    assert root.findtext(f"{SVG}title") == "小学学位：富余 <12> & 短缺"
    names = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(names) == len(set(names))
    used = {each.get("{http://www.w3.org/1999/xlink}href", "") for each in root.iter(f"{SVG}use")}
    assert used <= {f"#{name}" for name in names}
    said = {each.get("aria-label") for each in root.iter(f"{SVG}g")}
    assert "读法：一。" in said


def test_in_one_document_a_letter_is_defined_once_for_all_figures() -> None:
    known: set[int] = set()
    first, second = page().svg(known), page().svg(known)
    assert '<path id="l' in first
    assert '<path id="l' not in second
    assert len(second) < len(first) / 2


def test_names_of_hatchings_differ_between_figures() -> None:
    one = svg_text(page().shapes, (4, 3), "one")
    other = svg_text(page().shapes, (4, 3), "other")
    names = [re.findall(r'pattern id="(\w+)"', text) for text in (one, other)]
    assert len(names[0]) == 1
    assert names[0] != names[1]
    assert f"url(#{names[0][0]})" in one


@pytest.mark.parametrize(("language", "lines"), [("zh", 4), ("en", 4), ("both", 8)])
def test_a_page_in_both_languages_has_a_line_of_each(language: str, lines: int) -> None:
    assert len(page(language).texts()) == lines


def test_a_slide_has_its_notes_at_its_foot_in_one_paragraph() -> None:
    made = page("en", "slide")
    assert made.texts()[-1] == "How to read: one. Definition: two."
    assert made.height == SHEETS["slide"].height
    assert max(box[3] for _, box in made.extents()) > made.height - 0.4


def inked(made: Page) -> Iterator[tuple[Words, np.ndarray]]:
    """Every line of a page with the box of its ink as painted, inches."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = made.figure()
    canvas = FigureCanvasAgg(figure)
    with drawing_style():
        canvas.draw()
    (axes,) = figure.axes
    lines = [shape for shape in made.shapes if isinstance(shape, Words)]
    for words, text in zip(lines, axes.texts, strict=True):
        assert text.get_text() == words.text
        left, bottom, right, top = text.get_window_extent().extents / figure.dpi
        height = figure.get_figheight()
        yield words, np.array([left, height - top, right, height - bottom])


def test_letters_are_painted_where_they_are_measured() -> None:
    for words, box in inked(page()):
        assert bounds(words) == pytest.approx(box, abs=0.03)


def test_a_png_shows_what_the_svg_says() -> None:
    from io import BytesIO

    made = page()
    image = np.asarray(Image.open(BytesIO(made.png())).convert("RGB")).astype(int)
    assert image.shape[:2] == pytest.approx((200 * made.height, 200 * made.sheet.width), abs=2)
    patch = image[int(1.3 * 200), int(0.9 * 200)]
    assert patch.tolist() == [0xF2, 0xA7, 0x77]
    # hatched in its own colour, on paper
    box = next(shape for shape in made.shapes if isinstance(shape, Box))
    inside = image[
        int((box.top + 0.1) * 200) : int((box.top + 0.4) * 200), int(1.2 * 200) : int(2.8 * 200)
    ].reshape(-1, 3)
    blue = (inside[:, 2] - inside[:, 0] > 60).mean()
    assert 0.05 < blue < 0.6
    assert (inside.min(axis=1) > 250).any()


def test_a_sign_that_the_font_lacks_is_taken_from_another_or_stood_in_for() -> None:
    cyrillic, nowhere, stand_in = (laid_out(sign) for sign in ("Ж", "\U00013000", "〓"))
    assert cyrillic.width > 0
    assert cyrillic.letters[0][0].outline
    assert nowhere.letters[0][0].outline == stand_in.letters[0][0].outline
    assert nowhere.letters[0][0].code == 0x13000
