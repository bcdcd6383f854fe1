"""The stock-and-flow diagram of a system as SVG: the reading for the eye."""

from collections.abc import Mapping, Sequence

from simulator.structure.drawing.circle import Circle
from simulator.structure.drawing.graph import panels
from simulator.structure.drawing.lettering import TITLE
from simulator.structure.drawing.nodes import Shown
from simulator.structure.drawing.page import EDGE, HEAD, Size, arranged, legend, loop_legend
from simulator.structure.drawing.sheets import Drawn, Words
from simulator.structure.drawing.svg import STYLE, written
from simulator.structure.system import System


def draw_diagram(system: System, labels: Mapping[str, str] | None = None) -> str:
    """Boxes for stocks, double pipes with valves for flows, clouds for the outside; SVG text.

    A stock whose flows tell labels apart is drawn once for each axis told apart: the same people
    by status, by residency and as a whole. Below the name of a flow, in small print, stands what
    its rate depends on; dashed pipes run on stated dates only. Every feedback loop is a circle of
    its own, with the sign of each link.

    Parameters
    ----------
    system
        Any declared system.
    labels
        Text to show for a declared name or label, and for the words of the diagram itself
        (``as a whole``, ``by <axis>`` and those of the legend); lines parted by a line break.
    """
    shown = _reader(labels)
    sheets: list[Drawn | Words | Circle] = [Drawn(system, panel, shown) for panel in panels(system)]
    words = Words(system, shown)
    sheets += [words] if words.lines else []
    sheets += _circles(system, shown)
    title = f"{shown(system.name)}: {shown('stocks and flows')}".replace("\n", " ")
    return _page(title, sheets, legend(shown, loops=bool(system.loops)))


def draw_loops(system: System, labels: Mapping[str, str] | None = None) -> str:
    """The feedback loops of a system alone, each a circle with the sign of every link; SVG text.

    ``labels`` as in ``draw_diagram``.
    """
    shown = _reader(labels)
    title = f"{shown(system.name)}: {shown('feedback loops')}".replace("\n", " ")
    return _page(title, _circles(system, shown), loop_legend(shown))


def _circles(system: System, shown: Shown) -> list[Drawn | Words | Circle]:
    return [Circle(loop, frozenset(system.stock), shown) for loop in system.loops]


def _reader(labels: Mapping[str, str] | None) -> Shown:
    """Text for a name: as labelled, else the name in words."""
    texts = dict(labels or {})
    return lambda name: texts.get(name, name.replace("_", " "))


def _page(title: str, sheets: Sequence[Drawn | Words | Circle], key: tuple[list[str], Size]) -> str:
    """Sheets arranged below a title, the key at the foot."""
    places, room = arranged([(sheet.width, sheet.height) for sheet in sheets])
    lines, key_size = key
    wide = max(room[0], key_size[0]) + 2 * EDGE
    high = room[1] + HEAD + key_size[1] + 2 * EDGE
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img">'
    )
    parts = [
        opening,
        f"<title>{title}</title>",
        f"<style>\n{STYLE}</style>",
        f'<rect class="page" width="{wide:.0f}" height="{high:.0f}"/>',
        written((EDGE, 32.0), title, TITLE + 4, kind="title"),
    ]
    for sheet, (x, y) in zip(sheets, places, strict=True):
        parts += sheet.svg(x + EDGE, y + HEAD)
    parts += [f'<g transform="translate({EDGE:.1f} {room[1] + HEAD + EDGE:.1f})">', *lines, "</g>"]
    return "\n".join([*parts, "</svg>"]) + "\n"
