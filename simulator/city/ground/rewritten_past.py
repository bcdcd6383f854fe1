"""A change dated in the future that also replaces the past: lawful where it is stated, and told."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from simulator.city.ground.choices import Choices
from simulator.errors import Fault
from simulator.files.path_tables import PATH_CHOICES, has_dates
from simulator.files.path_values import first_date, path_from
from simulator.files.stated_layers import Statement, examined, merge_layers
from simulator.stockflow.grammar.spoken_units import as_spoken
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, years_between
from simulator.stockflow.values.extremes import pieces
from simulator.stockflow.values.paths import Moment, Path
from simulator.words.catalogue import message

Table = Mapping[str, Any]


def rewritten(choices: Choices) -> Iterator[Fault]:
    """Every dated change of the scenario itself that alters years of the run before its first date.

    Compared with what the layers beneath it, and the record beneath them, say of those years.
    """
    own = set(examined(choices.file.layers))
    for one in choices.file.statements:
        is_path = choices.settings[one.key].kind == "path" and one.record is None
        table = one.value if is_path and isinstance(one.value, Mapping) else {}
        if one.layer in own and (has_dates(table) or set(table) & set(PATH_CHOICES)):
            yield from _told(choices, one, table)


def _told(choices: Choices, one: Statement, table: Table) -> Iterator[Fault]:
    below, above = (path_of_layers(choices, one.key, one.layer + more) for more in (0, 1))
    whole = _table(choices, one.key, one.layer + 1)
    first = first_date(table if has_dates(table) else whole)
    start, stop = choices.date("model.start"), choices.date("model.stop")
    if first is None or first <= start + SAME_INSTANT:
        return
    end = min(first, stop)
    moment = first_difference(below, above, start, end)
    if moment is None:
        return
    years = years_between(start, end)
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])
    unit = choices.settings[one.key].unit
    yield Fault(
        path=one.path,
        line=one.line,
        key=one.address,
        message=message(
            "sense.past",
            years=span,
            day=calendar_label(moment.year),
            before=as_spoken(float(below.value(moment)[0]), unit),
            after=as_spoken(float(above.value(moment)[0]), unit),
        ),
    )


def first_difference(below: Path, above: Path, start: float, stop: float) -> Moment | None:
    """The first moment at which two paths differ within a span; ``None`` where they never do."""
    for moment in pieces([below, above], start, stop):
        if not np.allclose(below.value(moment), above.value(moment), rtol=1e-12, atol=0.0):
            return moment
    return None


def path_of_layers(choices: Choices, key: str, layers: int) -> Path:
    """The path of a key as the lowest layers of a scenario and the record beneath them have it."""
    return path_from(key, _table(choices, key, layers), choices.recorded(key))


def _table(choices: Choices, key: str, layers: int) -> Table:
    """What the lowest layers state together of a key."""
    stated = merge_layers(choices.file.layers[:layers]).get(key)
    return stated.value if stated is not None and isinstance(stated.value, Mapping) else {}
