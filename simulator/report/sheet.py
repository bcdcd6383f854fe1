"""Sheets that a page is drawn for: paper, a slide, a telephone, and how large letters are on each.

A page has the width of its sheet, so that nothing is shrunk when it is printed or shown: on A4 the
smallest letters are 7 points, as far as the figure stands in the text area of an upright page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 7.0
"""Points below which no letter of a printed page may be."""

_SECOND = 0.84
"""Size of the second language beside the first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Letters:
    """Sizes of letters, points: the finding, what is shown, a panel, a label, small ones, notes."""

    title: float
    subtitle: float
    panel: float
    label: float
    small: float
    note: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A sheet: its width and, where it has one, its height, inches; ``weight`` of its lines.

    ``above`` is the white space at its top, ``most`` the height that a page should not exceed.
    """

    name: str
    width: float
    margin: float
    letters: Letters
    weight: float
    above: float = 0.06
    height: float | None = None
    most: float = float("inf")

    @property
    def room(self) -> float:
        """Width between the margins, inches."""
        return self.width - 2 * self.margin

    def columns(self, narrowest: float, between: float, most: int) -> int:
        """How many panels stand side by side, none narrower than asked for."""
        return max(1, min(most, int((self.room + between) / (narrowest + between))))

    def second(self, size: float) -> float:
        """Size of the second language below a line of the first."""
        return min(size, max(self.letters.small, size * _SECOND))


SHEETS: Mapping[str, Sheet] = {
    # 180 mm: an upright page of A4 with margins of 15 mm
    "a4": Sheet(
        name="a4",
        width=180 / 25.4,
        margin=0.06,
        letters=Letters(title=13.0, subtitle=8.6, panel=9.4, label=8.0, small=7.2, note=7.4),
        weight=0.8,
        most=255 / 25.4,
    ),
    "slide": Sheet(
        name="slide",
        width=40 / 3,
        margin=0.5,
        above=0.32,
        letters=Letters(title=24.0, subtitle=13.0, panel=14.0, label=12.0, small=11.0, note=10.5),
        weight=1.3,
        height=7.5,
        most=7.5,
    ),
    # 360 pixels of a style sheet
    "phone": Sheet(
        name="phone",
        width=3.75,
        margin=0.1,
        letters=Letters(title=14.0, subtitle=10.0, panel=11.0, label=9.4, small=8.6, note=9.0),
        weight=1.0,
    ),
}
"""Every sheet by its name; the first is taken where none is named."""
