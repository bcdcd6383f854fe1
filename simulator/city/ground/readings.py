"""What was probably meant by a number far from the record: a unit of speech, a factor, a share.

A reading counts where it comes to something likely: 25 beds a person, with 0.021 on record, is
25 per 1,000; 1.1 persons a year is a factor; a factor of 110 is a percentage.
"""

from collections.abc import Iterator, Mapping

from simulator.stockflow.grammar.setting import Sense, Setting
from simulator.stockflow.grammar.spoken_units import fitting
from simulator.words.catalogue import Pair

_MOST = 2


def likely_forms(
    setting: Setting, sense: Sense, stated: object, recorded: float | None
) -> tuple[Pair, ...]:
    """Forms in which a file would say what was probably meant, the likeliest first.

    Parameters
    ----------
    setting, sense
        The key, and what is likely of it.
    stated
        What the file states: a number, or a table of a path.
    recorded
        The value on record, ``None`` where there is none.
    """
    table = stated if isinstance(stated, Mapping) else {"value": stated}
    if "scale" in table:
        forms = [form for number in _numbers(table["scale"]) for form in _factors(number)]
    else:
        numbers = _numbers(table.get("value", table.get("values")))
        forms = [form for number in numbers for form in _absolute(setting, sense, number, recorded)]
    return tuple(dict.fromkeys(forms))[:_MOST]


def _numbers(stated: object) -> tuple[float, ...]:
    """The numbers of a constant, or of dated values."""
    every = stated.values() if isinstance(stated, Mapping) else (stated,)
    return tuple(float(each) for each in every if isinstance(each, int | float) and each)


def _absolute(
    setting: Setting, sense: Sense, number: float, recorded: float | None
) -> Iterator[Pair]:
    seen: set[int] = set()
    for unit in fitting(setting.unit):
        if unit.exponent not in seen and _is_likely(sense, unit.in_key(number), recorded):
            chinese, english = unit.called
            yield _form(f'"{chinese}"', number)[0], _form(english, number)[1]
        seen.add(unit.exponent)
    if setting.kind == "path":
        for factor in (number, number / 100):
            if _moves_a_little(factor):
                yield _form("scale", factor)


def _is_likely(sense: Sense, value: float, recorded: float | None) -> bool:
    if not sense.of_record:
        return sense.low <= value <= sense.high
    return bool(recorded) and sense.low <= value / (recorded or 1.0) <= sense.high


def _factors(number: float) -> Iterator[Pair]:
    """A factor that was written as a percentage, or as the change alone."""
    for factor in (number / 100, 1 + number / 100 if number < 100 else number, 1 + number):
        if _moves_a_little(factor) and factor != number:
            yield _form("scale", factor)


def _moves_a_little(factor: float) -> bool:
    return 1 / 3 <= factor <= 3


def _form(key: str, number: float) -> Pair:
    written = f"{{ {key} = {number:.12g} }}"
    return written, written
