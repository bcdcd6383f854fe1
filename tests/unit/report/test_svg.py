"""A figure as SVG: words laid out as matplotlib lays them out, each letter defined once."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

from simulator.report.letters import EM, is_simple, laid_out
from simulator.report.style import FAMILY, drawing_style
from simulator.report.svg import write_svg
from simulator.words.catalogue import LANGUAGES, texts

USE = "{http://www.w3.org/2000/svg}use"
LINK = "{http://www.w3.org/1999/xlink}href"
SAMPLES = ("AVATAR To. Ty, “LT” 1,234 −5 % · 2015–2020", "  ", "ァ、コ。")
ROUNDED = 4.0
"""Matplotlib rounds the width of every letter to 1/64 of a point: units by which a page's width
of letters may differ."""


@pytest.fixture(autouse=True)
def styled() -> Iterator[None]:
    with drawing_style():
        yield


def every_word() -> list[str]:
    """Texts of the program without what is filled in, no longer than a line of a page."""
    found = (text for language in LANGUAGES for text in texts(language).values())
    lines = (line for text in found for line in re.split(r"[{}\n]", text))
    return sorted({line[:120] for line in lines if line.strip() and is_simple(line)})[::3]


def test_lines_are_as_wide_and_high_as_matplotlib_has_them() -> None:
    asked, font = TextToPath(), FontProperties(family=FAMILY, size=EM)
    words = [*every_word(), *SAMPLES]
    unlike = 0
    for text in words:
        line = laid_out(text)
        width, height, descent = asked.get_text_width_height_descent(text, font, ismath=False)
        # Between Chinese words matplotlib moves no full stop: a tenth of a letter, seldom.
        assert line.width == pytest.approx(width, abs=EM / 10), text
        unlike += abs(line.width - width) > ROUNDED
        assert text not in SAMPLES or abs(line.width - width) < ROUNDED
        if text.strip():
            assert line.high - line.low == pytest.approx(height, abs=2), text
            assert line.low == pytest.approx(-descent, abs=2), text
    assert unlike < len(words) / 200


def test_letters_stand_where_matplotlib_puts_them() -> None:
    asked = TextToPath()
    font = mpl.font_manager.get_font(mpl.font_manager.findfont(FAMILY))
    font.set_size(EM, 72)
    for text in ("AVATAR To. Ty, 1,234 −5 %", "厦门：各区 Huli（湖里）"):
        places, *_ = asked.get_glyphs_with_font(font, text)
        shown = [place[1] for place, sign in zip(places, text, strict=True) if sign.strip()]
        assert [left for _, left in laid_out(text).letters] == pytest.approx(shown, abs=ROUNDED)


@pytest.mark.parametrize("text", ["", "\U0001f600", "e\u0301", "a\u200bb", "平\u302a", "a\xadb"])
def test_what_the_font_lacks_and_marks_of_their_own_are_left_to_matplotlib(text: str) -> None:
    assert not is_simple(text)
    assert is_simple("厦门 Xiamen")


def drawn(folder: Path, **look: object) -> ET.Element:
    figure = Figure(figsize=(4, 2))
    figure.text(0.1, 0.5, "学位 学位 <&--\n\n3", **look)  # type: ignore[arg-type]
    figure.text(0.1, 0.2, "学", color="#000000")
    figure.text(0.1, 0.8, "Δx\u0301")
    path = folder / "drawn.svg"
    write_svg(figure, path)
    assert figure.dpi == 100  # as it was before
    return ET.fromstring(path.read_bytes())  # noqa: S314 - our own


def test_a_letter_is_defined_once_and_used_wherever_it_stands(tmp_path: Path) -> None:
    root = drawn(tmp_path)
    names = [each.get("id") for each in root.iter() if each.get("id")]
    assert len(names) == len(set(names))
    used = [each.get(LINK, "") for each in root.iter(USE)]
    assert used.count(f"#l{ord('学'):x}") == 3
    assert {name.removeprefix("#") for name in used} <= set(names)


def test_colour_opacity_and_turning_are_kept(tmp_path: Path) -> None:
    root = drawn(tmp_path, color="#123456", alpha=0.5, rotation=30)
    first, last = (each for each in root.iter() if each.get("fill") == "#123456")
    for group in (first, last):  # of three lines, one is blank
        assert group.get("opacity") == "0.5"
        assert " rotate(-30) " in str(group.get("transform"))
