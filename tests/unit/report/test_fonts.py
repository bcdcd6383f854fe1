"""The bundled font draws everything the program writes, with no other font on the machine."""

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

from simulator.report.characters import general_table
from simulator.report.style import FAMILY, font_path, use_bundled_font

ROOT = Path(__file__).parents[3]
TITLE = "厦门市 学前教育学位缺口 −1,200 个 (CO₂ m² ≥ 10⁶ ≤ ±3‰ 25℃ ½ 甪堃)"
MIXED = "出生率 $\\dot{x}(t) = -\\mu\\,x^{2} \\leq 0$ 与死亡率 −5 CO₂"


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose only fonts are those matplotlib itself carries."""
    own = Path(mpl.get_data_path())
    left = [f for f in font_manager.fontManager.ttflist if own in Path(f.fname).parents]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", left)
    font_manager.fontManager._findfont_cached.cache_clear()
    with mpl.rc_context():
        yield
    font_manager.fontManager._findfont_cached.cache_clear()


def draw(title: str, label: str, kind: str = "png") -> bytes:
    figure = Figure()
    axes = figure.add_subplot()
    axes.plot([2015, 2020], [-3.0, 4.0], label="缺口 / 盈余")
    axes.set_title(title)
    axes.set_xlabel(label)
    axes.legend()
    paper = BytesIO()
    figure.savefig(paper, format=kind)
    return paper.getvalue()


@pytest.mark.usefixtures("bare_machine")
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_no_glyph_is_missing(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    use_bundled_font()
    with caplog.at_level(logging.INFO, logger="matplotlib"):
        picture = draw(TITLE, MIXED, kind)
    assert len(picture) > 5_000
    assert [record.getMessage() for record in caplog.records if "glyph" in record.msg.lower()] == []
    assert "matplotlib.mathtext" not in {record.name for record in caplog.records}


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_glyph_would_be_seen() -> None:
    with pytest.warns(UserWarning, match="missing from font"):
        draw("厦门", "year")


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_glyph_beside_mathematics_would_be_seen(caplog: pytest.LogCaptureFixture) -> None:
    use_bundled_font()
    mpl.rcParams["font.family"] = ["DejaVu Sans", FAMILY]
    draw(TITLE, MIXED)
    assert "matplotlib.mathtext" in {record.name for record in caplog.records}


@pytest.mark.usefixtures("bare_machine")
def test_the_bundled_file_is_the_one_used() -> None:
    use_bundled_font()
    assert font_manager.findfont(mpl.rcParams["font.family"][0]) == str(font_path())
    assert mpl.rcParams["font.family"][0] == FAMILY


@pytest.mark.usefixtures("bare_machine")
def test_asking_twice_registers_once() -> None:
    use_bundled_font()
    use_bundled_font()
    assert [f.name for f in font_manager.fontManager.ttflist].count(FAMILY) == 1


@pytest.fixture(scope="module")
def covered() -> set[int]:
    return set(FT2Font(str(font_path())).get_charmap())


def test_every_hanzi_of_gb_2312_is_there(covered: set[int]) -> None:
    rows, cells = range(0xB0, 0xF8), range(0xA1, 0xFF)
    hanzi = "".join(bytes((r, c)).decode("gb2312", "ignore") for r in rows for c in cells)
    assert len(hanzi) == 6763
    assert {character for character in hanzi if ord(character) not in covered} == set()


def test_every_character_of_the_general_standard_table_is_there(covered: set[int]) -> None:
    table = general_table()
    assert len(table) == len(set(table)) == 8105
    assert (table[0], table[3499], table[3500], table[6499], table[6500]) == tuple("一矗乂齉亍")
    assert {character for character in table if ord(character) not in covered} == set()


def test_every_place_name_of_xiamen_can_be_written(covered: set[int]) -> None:
    places = Path(__file__).with_name("places_of_xiamen.txt").read_text(encoding="utf-8")
    assert {"厝", "埭", "墘", "坂", "浯", "潘", "垵", "磜", "垅", "蟳"} <= set(places)
    assert {sign for sign in places if ord(sign) >= 0x2E80 and ord(sign) not in covered} == set()


def test_signs_and_small_digits_are_there(covered: set[int]) -> None:
    signs = (
        "−≤≥±×÷·…—‰℃²³¹⁄₀₁₂₃₄₅₆₇₈₉⁰⁴⁵⁶⁷⁸⁹αβγδλμΔΣΩ→←↑↓─│┌┐└┘√∑∫∂∞"
        "、。「」《》【】（）：；￥¥堃喆淏珺昇甪鄚"
    )
    assert {sign for sign in signs if ord(sign) not in covered} == set()


def test_every_chinese_character_of_the_repository_is_there(covered: set[int]) -> None:
    files = [
        path
        for folder in ("simulator", "calibration", "scenarios")
        for kind in ("py", "toml", "csv", "html")
        for path in (ROOT / folder).rglob(f"*.{kind}")
    ]
    text = "".join(path.read_text(encoding="utf-8-sig") for path in files)
    assert {sign for sign in text if ord(sign) >= 0x2E80 and ord(sign) not in covered} == set()
