"""What may be wrong with a page of figures: texts cut off or written over, lines beyond axes."""

import numpy as np
import pytest
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulator.stockflow.arrays import FloatArray

Box = FloatArray
ROOM = 2.0
"""Pixels by which two texts may come close: the boxes of letters are larger than their ink."""


def written(figure: Figure, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Box]]:
    """Every text of a page, and where it is drawn: left, bottom, right, top in pixels.

    The letters themselves are not painted: where they stand is known without it.
    """
    found: list[tuple[str, Box]] = []

    def record(self: Text, renderer: RendererBase, *_: object) -> None:
        if self.get_visible() and self.get_text().strip():
            found.append((self.get_text(), self.get_window_extent(renderer).extents))

    with monkeypatch.context() as patched:
        patched.setattr(Text, "draw", record)
        FigureCanvasAgg(figure).draw()
    return found


def cut_off(texts: list[tuple[str, Box]], figure: Figure) -> list[str]:
    """Texts that reach beyond the page."""
    edge = figure.bbox.extents[2:]
    return [text for text, box in texts if (box[:2] < 0).any() or (box[2:] > edge).any()]


def touching(texts: list[tuple[str, Box]]) -> list[tuple[str, str]]:
    """Pairs of texts written over each other."""
    boxes = np.array([box for _, box in texts])
    low = np.maximum(boxes[:, np.newaxis, :2], boxes[np.newaxis, :, :2])
    high = np.minimum(boxes[:, np.newaxis, 2:], boxes[np.newaxis, :, 2:])
    over = np.triu((high - low > ROOM).all(axis=2), k=1)
    return [(texts[one][0], texts[other][0]) for one, other in np.argwhere(over)]


def outside(figure: Figure) -> list[tuple[float, float]]:
    """Points of lines and marks beyond their axes, in pixels; lines may be cut at either side."""
    found = []
    for axes in figure.axes:
        left, bottom, right, top = axes.bbox.extents + np.array([-1, -1, 1, 1])
        for line in axes.lines:
            for x, y in line.get_transform().transform(line.get_xydata()):
                beside = not left <= x <= right and not line.get_clip_on()
                if np.isfinite(y) and (beside or not bottom <= y <= top):
                    found.append((x, y))
    return found
