"""A page painted by Matplotlib: for PNG, and for those who work with its figures."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from simulator.report.characters import lacking, stood_in
from simulator.report.shapes import Box, Hatch, Mark, Patch, Shape, Stroke, Words
from simulator.report.style import DOTS_PER_INCH, drawing_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_QUICKLY = {"compress_level": 2}
"""Drawn pages are mostly white: less effort makes them hardly larger."""
_DENSITY = {"/": "//////", "\\": "\\\\\\\\\\\\", ".": "...."}


def figure_of(shapes: Sequence[Shape], size: tuple[float, float]) -> "Figure":
    """Shapes on paper of a size, inches: bare axes over all of it, y down, one artist a shape."""
    from matplotlib.figure import Figure

    with drawing_style():
        figure = Figure(figsize=size)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set_xlim(0, size[0])
        axes.set_ylim(size[1], 0)
        axes.set_axis_off()
        for number, shape in enumerate(shapes):
            _paint(axes, shape, number)
    return figure


def png_of(figure: "Figure") -> bytes:
    """A figure at 200 dots an inch, without the name of a program, which would date it."""
    drawn = BytesIO()
    with drawing_style():
        figure.savefig(drawn, dpi=DOTS_PER_INCH, metadata={"Software": None}, pil_kwargs=_QUICKLY)
    return drawn.getvalue()


def _paint(axes: "Axes", shape: Shape, number: int) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Polygon, Rectangle

    match shape:
        case Words():
            text = stood_in(shape.text, lacking([shape.text]))
            axes.text(shape.left, shape.y, text, size=shape.size, color=shape.colour, zorder=number)
        case Stroke():
            x, y = shape.points.T
            line = Line2D(x, y, color=shape.colour, lw=shape.width, alpha=shape.opacity)
            if shape.dashes:
                line.set_linestyle((0, tuple(each / shape.width for each in shape.dashes)))
            line.set_zorder(number)
            axes.add_artist(line)
        case Patch():
            for look in _looks(shape.fill, shape.hatch):
                with _hatched(look):
                    area = Polygon(shape.points, closed=True, zorder=number, **look)
                    area.set_alpha(shape.opacity)
                axes.add_artist(area)
        case Box():
            looks = _looks(shape.fill, shape.hatch)
            if shape.edge is not None:
                rim = {"edgecolor": shape.edge, "linewidth": shape.edge_width}
                looks.append({"facecolor": "none", **rim})
            for look in looks:
                with _hatched(look):
                    corner = (shape.left, shape.top)
                    box = Rectangle(corner, shape.width, shape.height, zorder=number, **look)
                    box.set_alpha(shape.opacity)
                axes.add_artist(box)
        case Mark():
            _paint_mark(axes, shape, number)


def _paint_mark(axes: "Axes", mark: Mark, number: int) -> None:
    look = mark.look
    axes.plot(
        [mark.x],
        [mark.y],
        marker=look.kind,
        ms=look.size,
        mfc=look.fill,
        mec=look.edge,
        mew=look.rim,
        zorder=number,
    )


@contextmanager
def _hatched(look: dict[str, Any]) -> Iterator[None]:
    """While a patch is made: hatched in its own colour, which Matplotlib takes from settings."""
    import matplotlib as mpl

    with mpl.rc_context({"hatch.color": look["edgecolor"]} if "hatch" in look else {}):
        yield


def _looks(fill: str | None, hatch: Hatch | None) -> list[dict[str, Any]]:
    """The fill, then the hatching over it."""
    looks: list[dict[str, Any]] = []
    if fill is not None:
        looks.append({"facecolor": fill, "edgecolor": "none", "linewidth": 0.0})
    if hatch is not None:
        looks.append(
            {
                "facecolor": "none",
                "edgecolor": hatch.colour,
                "linewidth": 0.0,
                "hatch": _DENSITY[hatch.slant],
            }
        )
    return looks
