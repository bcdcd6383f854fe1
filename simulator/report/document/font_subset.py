"""As many letters of the bundled font as a document has, to travel inside it."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from simulator.report.style import font_path
from simulator.stockflow.kept import keep_if_allowed, kept_folder


def font_for(texts: Iterable[str]) -> str:
    """The font with the letters of some texts alone, as WOFF in base64; the same for the same.

    A machine without Chinese shows them all the same. Characters that the font lacks are left to
    the machine. Most runs have the same letters, so a font once cut is kept.
    """
    letters = "".join(sorted({sign for text in texts for sign in text}))
    source = font_path()
    named = sha256(f"{source.stat().st_size} {letters}".encode()).hexdigest()[:24]
    path = kept_folder() / f"font-{named}.woff.txt"
    if path.is_file():
        return path.read_text(encoding="ascii")
    made = _cut(source, letters)
    keep_if_allowed(path, made)
    return made


def _cut(source: Path, letters: str) -> str:
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options()
    options.flavor = "woff"
    options.layout_features = ["kern"]
    options.name_IDs = []
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(sign) for sign in letters])
    written = BytesIO()
    with load_font(str(source), options, lazy=True) as font:
        subsetter.subset(font)
        save_font(font, written, options)
    return b64encode(written.getvalue()).decode()
