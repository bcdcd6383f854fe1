"""What may be wrong with a page of figures: texts cut off or written over, ink beyond the page."""

import numpy as np

from simulator.report.paper import Page
from simulator.report.shapes import Words, bounds
from simulator.stockflow.arrays import FloatArray

Box = FloatArray
ROOM = 0.012
"""Inches by which the ink of two texts may come close in both directions."""
_HAIR = 0.02


def written(page: Page) -> list[tuple[str, Box]]:
    """Every text of a page, and where its ink is: left, top, right, bottom in inches."""
    return [(words.text, np.array(box)) for words, box in page.extents() if words.text.strip()]


def cut_off(page: Page) -> list[str]:
    """Texts that reach beyond the page."""
    edge = np.array([page.sheet.width, page.height])
    return [t for t, box in written(page) if (box[:2] < 0).any() or (box[2:] > edge).any()]


def touching(page: Page) -> list[tuple[str, str]]:
    """Pairs of texts written over each other."""
    texts = written(page)
    boxes = np.array([box for _, box in texts])
    low = np.maximum(boxes[:, np.newaxis, :2], boxes[np.newaxis, :, :2])
    high = np.minimum(boxes[:, np.newaxis, 2:], boxes[np.newaxis, :, 2:])
    over = np.triu((high - low > ROOM).all(axis=2), k=1)
    return [(texts[one][0], texts[other][0]) for one, other in np.argwhere(over)]


def outside(page: Page) -> list[str]:
    """Kinds of shapes, but for texts, that reach beyond the page."""
    found, right_most, lowest = [], page.sheet.width + _HAIR, page.height
    for shape in page.shapes:
        if not isinstance(shape, Words):
            left, top, right, bottom = bounds(shape)
            if left < -_HAIR or top < 0 or right > right_most or bottom > lowest:
                found.append(type(shape).__name__)
    return found


def smallest(page: Page) -> float:
    """The smallest size of letters, points."""
    return min(shape.size for shape in page.shapes if isinstance(shape, Words))
