"""A page as SVG: each letter of the bundled font defined once, no date, no name of a program.

Written directly, as a page is little more than lines and letters: Matplotlib takes half a second to
be loaded and a tenth of one for every figure.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from simulator.report.letters import EM, laid_out
from simulator.report.shapes import POINTS, Box, Hatch, Look, Mark, Patch, Shape, Stroke, Words
from simulator.stockflow.arrays import FloatArray


def svg_text(
    shapes: Sequence[Shape], size: tuple[float, float], title: str, known: set[int] | None = None
) -> str:
    """Shapes on paper of a size, inches, as the text of an SVG.

    ``known`` are letters that the document defines already, by code point; those defined here are
    added to it. Names of hatchings are made from what is drawn, so that several figures may stand
    in one document.
    """
    letters: set[int] = set() if known is None else known
    new = _new_letters(shapes, letters)
    mark = sha256(repr((title, size, len(shapes))).encode()).hexdigest()[:6]
    hatches = _Hatches(prefix=f"h{mark}")
    body = "".join(_drawn(shape, hatches) for shape in shapes)
    width, height = (length * POINTS for length in size)
    defined = "".join([*new, *hatches.patterns()])
    paper = f'<rect width="{width:g}" height="{height:.4g}" fill="#ffffff"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width:g}pt" height="{height:.4g}pt" viewBox="0 0 {width:g} {height:.4g}" '
        f'role="img" aria-label={quoteattr(title)}>\n<title>{escape(title)}</title>\n'
        f"<defs>\n{defined}</defs>\n{paper}\n{body}</svg>\n"
    )


def _new_letters(shapes: Sequence[Shape], known: set[int]) -> Iterator[str]:
    """Outlines of letters that are not yet defined."""
    for shape in shapes:
        if isinstance(shape, Words):
            for letter, _ in laid_out(shape.text).letters:
                if letter.code not in known:
                    known.add(letter.code)
                    yield f'<path id="l{letter.code:x}" d="{letter.outline}"/>\n'


class _Hatches:
    """The hatchings of a page, each defined once."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._names: dict[Hatch, str] = {}

    def name(self, hatch: Hatch) -> str:
        """What a hatching is called in this page."""
        return self._names.setdefault(hatch, f"{self._prefix}{len(self._names)}")

    def patterns(self) -> Iterator[str]:
        """Every hatching that was asked for."""
        for hatch, name in self._names.items():
            side = hatch.apart
            turned = {
                "/": ' patternTransform="rotate(45)"',
                "\\": ' patternTransform="rotate(-45)"',
            }
            inside = (
                f'<circle cx="{side / 2:g}" cy="{side / 2:g}" r="{hatch.width:g}" '
                f'fill="{hatch.colour}"/>'
                if hatch.slant == "."
                else f'<path d="M{side / 2:g} 0V{side:g}" stroke="{hatch.colour}" '
                f'stroke-width="{hatch.width:g}"/>'
            )
            yield (
                f'<pattern id="{name}" width="{side:g}" height="{side:g}" '
                f'patternUnits="userSpaceOnUse"{turned.get(hatch.slant, "")}>{inside}</pattern>\n'
            )


def _drawn(shape: Shape, hatches: _Hatches) -> str:
    match shape:
        case Words():
            return _words(shape)
        case Stroke():
            dashes = " ".join(f"{length:g}" for length in shape.dashes)
            dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
            return (
                f'<path d="{_path(shape.points)}" fill="none" stroke="{shape.colour}" '
                f'stroke-width="{shape.width:.3g}"{dashed}{_opacity(shape.opacity)}/>\n'
            )
        case Patch():
            data = f'd="{_path(shape.points)}Z"'
            fills = _fills(shape.fill, shape.hatch, hatches)
            return "".join(f"<path {data}{fill}{_opacity(shape.opacity)}/>\n" for fill in fills)
        case Box():
            return _box(shape, hatches)
        case Mark():
            return _mark(shape.x * POINTS, shape.y * POINTS, shape.look)


def _words(line: Words) -> str:
    scale = line.size / EM
    # what it says stands in the file, for those who search or listen
    uses = "".join(
        f'<use xlink:href="#l{letter.code:x}" x="{across:.0f}"/>'
        for letter, across in laid_out(line.text).letters
    )
    return (
        f'<g fill="{line.colour}" aria-label={quoteattr(line.text)} transform="translate('
        f'{line.left * POINTS:.2f} {line.y * POINTS:.2f}) scale({scale:.5g} {-scale:.5g})">'
        f"{uses}</g>\n"
    )


def _box(box: Box, hatches: _Hatches) -> str:
    placed = (
        f'<rect x="{box.left * POINTS:.2f}" y="{box.top * POINTS:.2f}" '
        f'width="{box.width * POINTS:.2f}" height="{box.height * POINTS:.2f}"'
    )
    drawn = [f"{placed}{fill}" for fill in _fills(box.fill, box.hatch, hatches)]
    if box.edge is not None:
        rim = f' stroke="{box.edge}" stroke-width="{box.edge_width:.3g}"'
        drawn = [*drawn[:-1], f"{drawn[-1]}{rim}"] if drawn else [f'{placed} fill="none"{rim}']
    return "".join(f"{each}{_opacity(box.opacity)}/>\n" for each in drawn)


def _fills(fill: str | None, hatch: Hatch | None, hatches: _Hatches) -> Iterator[str]:
    if fill is not None:
        yield f' fill="{fill}"'
    if hatch is not None:
        yield f' fill="url(#{hatches.name(hatch)})"'


def _mark(x: float, y: float, look: Look) -> str:
    half = look.size / 2
    rim = f'fill="{look.fill}" stroke="{look.edge}" stroke-width="{look.rim:.3g}"'
    match look.kind:
        case "o":
            return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{half:.3g}" {rim}/>\n'
        case "s":
            corner = f'x="{x - half:.2f}" y="{y - half:.2f}"'
            return f'<rect {corner} width="{look.size:.3g}" height="{look.size:.3g}" {rim}/>\n'
        case "D":
            across = 1.25 * half
            data = (
                f"M{x:.2f} {y - across:.2f}l{across:.3g} {across:.3g} -{across:.3g} {across:.3g} "
            )
            return f'<path d="{data}-{across:.3g} -{across:.3g}Z" {rim}/>\n'
        case "^":
            data = f"M{x:.2f} {y - half:.2f}l{half:.3g} {look.size:.3g}h-{look.size:.3g}Z"
            return f'<path d="{data}" {rim}/>\n'


def _path(points: FloatArray) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in (points * POINTS).tolist())


def _opacity(opacity: float) -> str:
    return "" if opacity == 1 else f' opacity="{opacity:g}"'
