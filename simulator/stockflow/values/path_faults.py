"""What a path is refused for when it is made: years and values that do not fit, unknown words."""

from itertools import pairwise

import numpy as np

from simulator.errors import StructureError
from simulator.stockflow.arrays import FloatArray
from simulator.words.catalogue import message

BEYOND = ("hold", "error")


def refuse_misfit(
    name: str, years: tuple[float, ...], values: FloatArray, axes: tuple[str, ...]
) -> None:
    """Raise ``StructureError`` where years do not rise, lack values, or have one that is NaN."""
    if not years or len(years) != len(values):
        raise StructureError(message("path.rows", name=name, values=len(values), years=len(years)))
    for before, after in pairwise(years):
        if not before < after:
            told = {"before": f"{before:g}", "after": f"{after:g}"}
            raise StructureError(message("path.order", name=name, **told))
    refuse_dimensions(name, values, ("years", "draws", *axes))
    holes = np.isnan(values).reshape(len(years), -1).any(axis=1)
    if holes.any():
        year = f"{years[int(holes.argmax())]:g}"
        raise StructureError(message("path.hole", name=name, year=year))


def refuse_dimensions(name: str, array: FloatArray, axes: tuple[str, ...]) -> None:
    """Raise ``StructureError`` where an array has not one dimension for each axis."""
    if array.ndim != len(axes):
        told = {"shape": str(array.shape), "found": array.ndim, "number": len(axes)}
        raise StructureError(message("path.dimensions", name=name, axes=", ".join(axes), **told))


def refuse_unknown_words(name: str, before: str, after: str) -> None:
    """Raise ``StructureError`` where what holds outside the years is said in an unknown word."""
    for side, said in (("before", before), ("after", after)):
        if said not in BEYOND:
            raise StructureError(message("path.beyond_word", name=name, side=side, said=said))
