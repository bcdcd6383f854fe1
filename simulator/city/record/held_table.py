"""What is held after the record ends, as a table and as a few lines on the screen."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from simulator.city.ground.held import Held, held_inputs
from simulator.city.ground.outcome import Outcome
from simulator.report.grid import Grid
from simulator.report.table import Table, dates, numbers, texts
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import Language, in_language, leading, listed, say
from simulator.words.declared import chinese

_MOST = 3
"""Keys named for one day; of more, the number."""


def held_table(outcome: Outcome) -> Table:
    """One row for every input that ends before the run does, by the day from which it is held."""
    found = held_inputs(outcome)
    nothing = float("nan")
    values = [nothing if one.value is None else one.value for one in found]
    return Table(
        name="held",
        columns=(
            texts("key", [one.key for one in found]),
            dates("since", [calendar_label(one.since) for one in found]),
            numbers("value", values, "of_the_key", 6),
            texts("unit", [one.unit for one in found]),
            texts("stated_by", [one.origin for one in found]),
            texts("name_zh", [one.meaning[0] for one in found]),
            texts("name_en", [one.meaning[1] for one in found]),
        ),
    )


def held_grid(outcome: Outcome, language: Language) -> Grid | None:
    """Days, and the inputs held from each; ``None`` for a run in which nothing is."""
    found = held_inputs(outcome)
    if not found:
        return None
    days = groupby(found, key=lambda one: calendar_label(one.since))
    return Grid(
        title=say("held.title", language, number=len(found)),
        headings=(_heading("since", language), _heading("inputs", language)),
        rows=[(day, _listed(tuple(each), language)) for day, each in days],
        numeric=(False, False),
    )


def _heading(key: str, language: Language) -> str:
    return say(f"held.{key}", language).replace(" / ", " ")


def _listed(found: tuple[Held, ...], language: Language) -> str:
    """The inputs held from one day; labels of an axis are one input, counted."""
    shown: Language = "zh" if language == "both" else language
    each = list(_each(found, shown))
    more = len(each) - _MOST
    named = each[:_MOST] + ([say("held.more", shown, more=more)] if more > 0 else [])
    return leading(listed(named, "list.semicolon"), shown)


def _each(found: tuple[Held, ...], language: Language) -> Iterator[str]:
    sizes = Counter(one.group for one in found)
    for one in {one.group: one for one in found}.values():
        if one.value is None:
            yield in_language({"zh": one.meaning[0], "en": one.meaning[1]}, language)
        elif one.axis is not None:
            yield say("held.of", language, key=one.group, number=sizes[one.group])
        else:
            unit = "" if one.unit == "1" else f" {unit_told(one.unit, language)}"
            yield f"{one.key} {one.value:,.6g}{unit}"


def unit_told(unit: str, language: Language) -> str:
    """The unit of an input in a language."""
    both = chinese().pair("measured_in", unit, unit)
    return in_language({"zh": both[0], "en": both[1]}, language)
