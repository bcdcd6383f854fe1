"""How figures look: one palette that the colour-blind can read, a few sizes, the bundled font.

Colours are those of Okabe and Ito (2008), told apart with every common form of colour blindness.
One colour means one thing in every figure: vermilion is shortage, blue is supply and surplus. The
font travels with the program, so that no figure shows boxes for Chinese.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

FAMILY = "Minsheng Sans"
"""Name of the bundled font, as matplotlib knows it."""


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

    # Added once: the list of matplotlib would grow with every figure.
    path = str(font_path())
    if all(entry.fname != path for entry in fontManager.ttflist):
        fontManager.addfont(path)
    mpl.rcParams["font.family"] = [FAMILY, "DejaVu Sans"]
    mpl.rcParams["axes.unicode_minus"] = True


INK = "#1f2328"
QUIET = "#667079"
FAINT = "#d5d9dd"
PAPER = "#ffffff"

# Lines take the strong colours, the areas between them pale ones of the same meaning.
DEMAND = INK
SUPPLY = "#0072b2"
SHORTAGE = "#d55e00"
SURPLUS = "#0072b2"
SHORTAGE_FILL = "#f2a777"
SURPLUS_FILL = "#b3d7ec"
UNKNOWN = "#8b949c"

FIRST_BIRTHS = "#9aa5ae"
SECOND_BIRTHS = "#0072b2"
LATER_BIRTHS = "#7a3e9d"
REGISTERED = "#2f6690"
MIGRANT = "#d6e6f2"
ARRIVALS = "#9fc5df"
DEPARTURES = "#e3e6e9"
WAITING = "#00795b"
WAVE = "#d55e00"
CHILDREN = "#9fc5df"

USE = "#7a3e9d"
QUEUE = "#00795b"
QUEUE_FILL = "#b5dccf"

PLACES = ("#1f2328", "#e69f00", "#00795b", "#7a3e9d", "#56b4e9", "#9aa5ae")
"""Districts side by side, in colours that mean nothing else; where there are more, they recur."""

SHORTAGE_SCALE = ("#f8f8f6", "#f7c9a3", "#e0823d", "#a84300")
SURPLUS_SCALE = ("#f8f8f6", "#cfe6f3", "#9fcde8", "#74b4da")
"""From nothing to as much as a figure tells; those of a surplus stay light enough for ink."""

TITLE = 18.0
SUBTITLE = 12.0
DETAIL = 10.0
PANEL = 11.5
LABEL = 9.0
SMALL = 8.0
SECOND_LANGUAGE = 0.84
"""Size of the second language beside the first."""

DOTS_PER_INCH = 200
SALT = "minsheng"
"""Names inside an SVG are drawn from this text, so the same run gives the same bytes."""


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw in the style of this module; whatever matplotlib was set to comes back afterwards."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        use_bundled_font()
        mpl.rcParams.update(_SETTINGS)
        yield


# From matplotlib's defaults, not from what a user's own settings say: figures are the same for all.
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": SALT,
    "figure.facecolor": PAPER,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
    "axes.edgecolor": QUIET,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.labelcolor": QUIET,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "xtick.minor.size": 0.0,
    "xtick.major.width": 0.5,
    "hatch.linewidth": 0.5,
    "hatch.color": UNKNOWN,
    "lines.solid_capstyle": "butt",
}
