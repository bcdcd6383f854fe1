"""The font of the reports: a subset of Noto Sans CJK SC under a name of its own.

``python3 -m docs.making.font NotoSansCJK-Regular.ttc TEXT…`` writes
``simulator/report/font/MinshengSans-Regular.otf``: every character of the general standard table,
of GB 2312, of the city's files and of the texts named, as far as the source has it. The same
inputs give the same bytes.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTCollection, TTFont

from simulator.report.characters import general_table
from simulator.report.style import FAMILY, font_path

ROOT = Path(__file__).parents[2]
_READ = ("simulator", "calibration", "scenarios")
_SUFFIXES = (".py", ".toml", ".csv", ".html")
_FILE_NAME = "MinshengSans-Regular"
_SIGNS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x0391, 0x03C9),  # Greek
    (0x2010, 0x2027),
    (0x2030, 0x2033),
    (0x2039, 0x203B),
    (0x2070, 0x209C),  # superscripts, subscripts
    (0x2160, 0x216B),
    (0x2190, 0x2199),
    (0x21D2, 0x21D4),
    (0x2200, 0x22A5),  # operators, the minus sign U+2212 among them
    (0x2460, 0x2473),
    (0x2500, 0x25FF),  # boxes, blocks, shapes
    (0x3000, 0x303F),
    (0xFF01, 0xFF5E),
    (0xFFE5, 0xFFE5),
)
_MORE = "⁄℃℉№∆€☁✓✗★☆"

_RAISED, _LOWERED, _SIZE = 441, -130, 0.6
_SMALL = (
    ("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", "0123456789+−=()", _LOWERED),
    ("⁰⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0456789+−=()ni", _RAISED),
    ("⁄", "/", 0),
)
"""Signs that the source lacks, the signs they are made of, and by how much these are moved up."""


def wanted(texts: Iterable[Path]) -> set[int]:
    """Every character to be there, those that the source lacks included."""
    grid = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    found = {sign for pair in grid for sign in pair.decode("gb2312", errors="ignore")}
    found |= {*general_table(), *_MORE}
    found |= {chr(code) for first, last in _SIGNS for code in range(first, last + 1)}
    for path in (*_files_of_the_city(), *texts):
        found |= set(path.read_text(encoding="utf-8-sig"))
    return {ord(sign) for sign in found}


def _files_of_the_city() -> list[Path]:
    folders = (ROOT / name for name in _READ)
    return [path for folder in folders for path in folder.rglob("*") if path.suffix in _SUFFIXES]


def subset_of(source: Path, codes: set[int]) -> TTFont:
    """The source with these characters alone; no hinting, vertical or regional forms."""
    fonts = TTCollection(source).fonts
    font = next(each for each in fonts if each["name"].getDebugName(1) == "Noto Sans CJK SC")
    font.recalcTimestamp = False  # the same bytes whenever it is made
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["ccmp", "kern"]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14]
    options.notdef_outline = True
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=codes & set(font.getBestCmap()))
    chooser.subset(font)
    return font


def add_small_signs(font: TTFont) -> None:
    """Small digits, which the source has not: its digits made smaller.

    A label that holds mathematics has no second font to fall back on, so they must be here.
    """
    for signs, models, shift in _SMALL:
        for sign, model in zip(signs, models, strict=True):
            _add_small(font, ord(sign), model, shift)


def _add_small(font: TTFont, code: int, model: str, shift: int) -> None:
    """Add a character as a smaller copy of ``model``, moved up by ``shift`` (of 1000)."""
    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    like = font.getBestCmap()[ord(model)]
    taken = set(order)
    name = next(n for n in (f"cid{number:05d}" for number in range(1, 65535)) if n not in taken)
    width = round(glyphs[like].width * (1 if model == "/" else _SIZE))
    pen = T2CharStringPen(width, None)
    form = (1, 0, 0, 1, 0, 0) if model == "/" else (_SIZE, 0, 0, _SIZE, 0, shift)
    glyphs[like].draw(TransformPen(pen, form))
    top = font["CFF "].cff.topDictIndex[0]
    part = top.FDSelect[font.getGlyphID(like)]
    index = top.CharStrings.charStringsIndex
    index.append(pen.getCharString(top.FDArray[part].Private, top.GlobalSubrs))
    top.CharStrings.charStrings[name] = len(index) - 1
    top.FDSelect.append(part)
    top.charset = [*order, name]
    font.setGlyphOrder([*order, name])
    font["hmtx"][name] = (width, 0)
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            table.cmap[code] = name


def rename(font: TTFont) -> None:
    """A name of its own: a copy of the source on the machine can't be mistaken for this font."""
    names = font["name"]
    names.names = [record for record in names.names if record.langID == 0x409]
    texts = {1: FAMILY, 3: f"2.004;{_FILE_NAME}", 4: FAMILY, 6: _FILE_NAME}
    for number, text in texts.items():
        names.setName(text, number, 3, 1, 0x409)
    cff = font["CFF "].cff
    cff.fontNames = [_FILE_NAME]
    cff.topDictIndex[0].FullName = FAMILY
    cff.topDictIndex[0].FamilyName = FAMILY


def main(source: Path, texts: list[Path]) -> None:
    """Make the font and say what of the list the source lacks."""
    codes = wanted(texts)
    font = subset_of(source, codes)
    add_small_signs(font)
    rename(font)
    lacking = codes - set(font.getBestCmap())
    sys.stdout.write(f"lacking: {''.join(chr(c) for c in sorted(lacking) if c > 0x20)}\n")
    font.save(font_path())
    size = font_path().stat().st_size
    sys.stdout.write(f"{len(font.getGlyphOrder())} glyphs, {size} bytes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
