"""A value as a reader is shown it: one line, short."""

from collections.abc import Mapping

from simulator.files.resolved import dump_value

_LONGEST = 100


def shown_value(value: object) -> str:
    """A value of a scenario or a pack on one line; of a long path the first and the last date."""
    if isinstance(value, Mapping):
        dated = value.get("values")
        if isinstance(dated, Mapping) and len(dated) > 1:
            return _span(dated)
        return _cut(dump_value(dict(value)))
    if isinstance(value, list | tuple):
        return _cut("[" + ", ".join(shown_value(each) for each in value) + "]")
    if isinstance(value, float):
        return f"{value:.12g}"
    return _cut(dump_value(value)) if not isinstance(value, str) else value


def _span(dated: Mapping[str, object]) -> str:
    """The first and the last of dated values."""
    days = sorted(dated)
    first, last = (f"{day}: {shown_value(dated[day])}" for day in (days[0], days[-1]))
    return f"{first} … {last}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
