"""Cells in the colour of a share: shortage from pale to dark, surplus light and hatched."""

from simulator.report.shapes import Hatch
from simulator.report.style import INK, PAPER, SHORTAGE_SCALE, SURPLUS_SCALE

OVER = Hatch(slant="/", colour=PAPER, apart=4.2, width=0.9)
"""Over the colour of a surplus, so that grey print tells it from a shortage."""
_DARK = 0.7
"""Share from which on a shortage is too dark for ink."""


def shade(value: float, full: float) -> tuple[str, str]:
    """Colour of a cell and of the number in it; ``full`` is where a colour is at its strongest."""
    scale = SHORTAGE_SCALE if value > 0 else SURPLUS_SCALE
    share = min(abs(value) / full, 1.0)
    place = share * (len(scale) - 1)
    lower = min(int(place), len(scale) - 2)
    fill = _mixed(scale[lower], scale[lower + 1], place - lower)
    return fill, PAPER if value > 0 and share > _DARK else INK


def _mixed(first: str, second: str, share: float) -> str:
    def part(colour: str, place: int) -> int:
        return int(colour[place : place + 2], 16)

    mixed = (
        round((1 - share) * part(first, place) + share * part(second, place)) for place in (1, 3, 5)
    )
    return "#" + "".join(f"{each:02x}" for each in mixed)
