"""The font that travels with the program, so that no figure shows boxes for Chinese."""

from pathlib import Path

FAMILY = "Minsheng Sans"


def font_path() -> Path:
    """Where the font file lies; how it was made is told beside it."""
    return Path(__file__).parent / "font" / "MinshengSans-Regular.otf"


def use_bundled_font() -> None:
    """Make matplotlib write with the bundled font; call it before the first figure.

    The font comes first in the list: a label that holds mathematics takes the first family alone
    for its words and has nothing to fall back on. DejaVu Sans, which matplotlib brings along,
    follows for rare symbols in plain labels.
    """
    import matplotlib as mpl
    from matplotlib.font_manager import fontManager

    path = str(font_path())
    if all(entry.fname != path for entry in fontManager.ttflist):
        fontManager.addfont(path)
    mpl.rcParams["font.family"] = [FAMILY, "DejaVu Sans"]
    mpl.rcParams["axes.unicode_minus"] = True
