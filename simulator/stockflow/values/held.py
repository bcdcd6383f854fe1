"""From when on a path only holds its last value: where what is on record, or stated, has ended."""

from math import isfinite

from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.edited_paths import Edited, Resumed
from simulator.stockflow.values.paths import Lines, Path, Steps


def held_since(path: Path, stop: float) -> float | None:
    """The instant (years) from which a path only holds a value that was dated, up to ``stop``.

    A step says something for its own span, a line up to its last point; what follows is held. A
    path made of others is held once the last of its dated parts is.

    Returns
    -------
    float or None
        ``None`` for a value that was never dated, for one that is stated up to ``stop``, and for
        one that refuses to go beyond its range.
    """
    ends = _ends(path)
    last = max(ends, default=None)
    return last if last is not None and last < stop - SAME_INSTANT else None


def _ends(path: Path) -> list[float]:
    """Where each dated part of a path ends; infinite where it is never only held."""
    if isinstance(path, Steps):
        last = path.last if isfinite(path.last) else float("inf")
        return [last if path.after == "hold" else float("inf")]
    if isinstance(path, Lines):
        return [path.years[-1] if path.after == "hold" else float("inf")]
    if isinstance(path, Resumed):
        return _ends(path.then)
    if isinstance(path, Edited):
        return [end for part in path.parts for end in _ends(part)]
    # Paths made of others name them in one of two ways, whatever they make of them.
    within: Path | None = getattr(path, "path", None)
    parts = [within] if within is not None else []
    several = getattr(path, "paths", ())
    parts += several.values() if hasattr(several, "values") else several
    return [end for part in parts for end in _ends(part)]
