"""A figure as SVG, its words as outlines: each letter defined once, each line laid out once.

Matplotlib's own writer lays every line out twice and asks the font for every letter of it; that is
half of what an SVG of many labels costs. Lines, areas and marks are written by it as ever.
"""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from matplotlib.backends.backend_svg import RendererSVG

from simulator.report.letters import EM, Letter, is_simple, laid_out
from simulator.report.style import FAMILY

if TYPE_CHECKING:
    from matplotlib.backend_bases import GraphicsContextBase
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties
    from matplotlib.text import Text

_Mathematics = bool | Literal["TeX"]
POINTS = 72
"""Units of an SVG to the inch."""


def write_svg(figure: "Figure", path: Path) -> None:
    """Write a figure as SVG, the same bytes for the same figure: no date, no name of a program."""
    drawn = StringIO()
    width, height = figure.get_size_inches() * POINTS
    before = figure.get_dpi()
    figure.set_dpi(POINTS)
    try:
        renderer = _Renderer(width, height, drawn)
        figure.draw(renderer)
        renderer.finalize()  # type: ignore[no-untyped-call]
    finally:
        figure.set_dpi(before)
    path.write_text(drawn.getvalue(), encoding="utf-8", newline="\n")


class _Renderer(RendererSVG):
    """Matplotlib's writer of SVG, but for measuring and drawing lines of the bundled font."""

    def __init__(self, width: float, height: float, file: StringIO) -> None:
        undated = {"Date": None, "Creator": None}
        super().__init__(width, height, file, metadata=undated)  # type: ignore[no-untyped-call]
        self._file = file
        self._defined: set[int] = set()

    def get_text_width_height_descent(
        self, s: str, prop: "FontProperties", ismath: _Mathematics
    ) -> tuple[float, float, float]:
        if ismath or not _is_ours(s, prop):
            whole = super().get_text_width_height_descent(s, prop, ismath)  # type: ignore[no-untyped-call]
            width, height, descent = map(float, whole)
            return width, height, descent
        line, scale = laid_out(s), prop.get_size_in_points() / EM
        return line.width * scale, (line.high - line.low) * scale, -line.low * scale

    # As matplotlib calls it: the order of what it is given is not ours.
    def draw_text(  # noqa: PLR0913, PLR0917
        self,
        gc: "GraphicsContextBase",
        x: float,
        y: float,
        s: str,
        prop: "FontProperties",
        angle: float,
        ismath: _Mathematics = False,  # noqa: FBT002
        mtext: "Text | None" = None,
    ) -> None:
        is_cut = gc.get_clip_rectangle() is not None or gc.get_clip_path()[0] is not None
        if ismath or is_cut or gc.get_url() is not None or not _is_ours(s, prop):
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)  # type: ignore[no-untyped-call]
            return
        line, scale = laid_out(s), prop.get_size_in_points() / EM
        # a remark closes the tag before it, and lets a reader of the file find the words
        self.writer.comment(s)  # type: ignore[no-untyped-call]
        self._file.writelines(self._definitions(letter for letter, _ in line.letters))
        turned = f" rotate({-angle:g})" if angle else ""
        self._file.write(
            f'<g{_ink(gc)} transform="translate({x:.2f} {y:.2f}){turned}'
            f' scale({scale:.6g} {-scale:.6g})">\n'
        )
        self._file.writelines(
            f'<use xlink:href="#l{letter.code:x}" x="{across:.0f}"/>\n'
            for letter, across in line.letters
        )
        self._file.write("</g>\n")

    def _definitions(self, letters: Iterator[Letter]) -> Iterator[str]:
        """The outlines of letters that were not yet defined in this file."""
        new = {letter.code: letter for letter in letters if letter.code not in self._defined}
        self._defined |= new.keys()
        if new:
            yield "<defs>\n"
            yield from (
                f'<path id="l{code:x}" d="{letter.outline}"/>\n' for code, letter in new.items()
            )
            yield "</defs>\n"


def _is_ours(text: str, prop: "FontProperties") -> bool:
    return prop.get_family()[:1] == [FAMILY] and is_simple(text)


def _ink(gc: "GraphicsContextBase") -> str:
    """The colour of letters as attributes; black is the colour of whatever says nothing."""
    from matplotlib.colors import to_hex

    red, green, blue, *opacity = gc.get_rgb()
    colour = to_hex((red, green, blue))
    alpha = gc.get_alpha() if gc.get_forced_alpha() else (opacity or [1.0])[0]
    fill = "" if colour == "#000000" else f' fill="{colour}"'
    return fill if alpha == 1 else f'{fill} opacity="{alpha:g}"'
