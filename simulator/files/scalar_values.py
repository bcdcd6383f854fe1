"""One value of a scenario file against what its setting takes.

Nothing is converted in silence: a number between quotes or a date as text is refused, with the
value that was probably meant, so that a file says what a run uses.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from math import isfinite

from simulator.files.hints import expect, from_percent, narrow, nearest, show, unseen
from simulator.files.limits import INTENT, NESTING, TEXT, TITLE, WHOLE_NUMBER
from simulator.files.quoted_numbers import read_factor, read_quoted_number
from simulator.files.spoken_dates import is_in_words, meant_day
from simulator.files.spoken_values import read_spoken, shown
from simulator.files.toml_text import Spot
from simulator.files.written_values import TRUTHS
from simulator.stockflow.grammar.setting import Kind, Setting
from simulator.stockflow.values.calendar import instant
from simulator.visible import first_unseen
from simulator.words.catalogue import listed


def check_scalar(setting: Setting, value: object, spot: Spot) -> object | None:
    """The value as the program uses it; ``None``, and a fault at ``spot``, where it is wrong."""
    check = _CHECKS.get(setting.kind)
    return _check_free(value, spot, depth=0) if check is None else check(setting, value, spot)


def check_number(setting: Setting, value: object, spot: Spot) -> float | None:
    """A finite number within the bounds of its setting; a truth value is none.

    It may stand in a unit in which people speak: ``{ per_1000 = 21 }`` is 0.021.
    """
    if isinstance(value, dict):
        return _check_spoken(setting, value, spot)
    if isinstance(value, bool) or not isinstance(value, int | float):
        _refuse_no_number(setting, value, spot)
        return None
    try:
        number = float(value)
    except OverflowError:
        _refuse(setting, value, spot)
        return None
    if not isfinite(number):
        _refuse(setting, value, spot)
        return None
    return number if _is_within(setting, number, value, spot) else None


def _check_spoken(setting: Setting, table: dict[str, object], spot: Spot) -> float | None:
    found = read_spoken(setting, table, spot)
    if found is None:
        return None
    unit, said = found
    [key] = table
    free = replace(setting, minimum=None, maximum=None, unit="")
    number = check_number(free, None if isinstance(said, dict) else said, spot.inside(key))
    if number is None:
        return None
    number = unit.in_key(number)
    if is_within_bounds(setting, number):
        return number
    told = {"found": shown(table), "number": f"{number:.15g}", "expected": expect(setting)}
    spot.refuse("fault.unit_found", **told)
    return None


def _refuse_no_number(setting: Setting, value: object, spot: Spot) -> None:
    """Refuse what is no number, with the one that was meant: of a factor by its meaning."""
    is_factor = "scale" in spot.parts[-2:]  # the last but one where the factor is dated
    read = read_factor if is_factor else read_quoted_number
    hint = read(value) if isinstance(value, str) else None
    if hint is None:
        _refuse(setting, value, spot)
    elif is_factor and "%" in narrow(str(value)):
        told = {"found": show(value), "right": f"{hint:.15g}", "expected": expect(setting)}
        spot.refuse("meant.factor", **told)
    else:
        _refuse(setting, value, spot, hint=f"{hint:.15g}")


def is_within_bounds(setting: Setting, number: float) -> bool:
    """Whether a number lies between the minimum and the maximum of a setting."""
    low, high = setting.minimum, setting.maximum
    return (low is None or number >= low) and (high is None or number <= high)


def _is_within(setting: Setting, number: float, value: object, spot: Spot) -> bool:
    if is_within_bounds(setting, number):
        return True
    hint = from_percent(number, setting.minimum, setting.maximum)
    _refuse(setting, value, spot, hint=hint)
    return False


def _check_integer(setting: Setting, value: object, spot: Spot) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        number = read_quoted_number(value) if isinstance(value, str) else value
        is_whole = isinstance(number, float) and number.is_integer()
        _refuse(setting, value, spot, hint=f"{number:.0f}" if is_whole else None)
        return None
    if setting.choices and value not in setting.choices:
        _refuse(setting, value, spot)
        return None
    if abs(value) >= WHOLE_NUMBER:
        _refuse(setting, value, spot)
        return None
    return value if _is_within(setting, value, value, spot) else None


def _check_switch(setting: Setting, value: object, spot: Spot) -> bool | None:
    if isinstance(value, bool):
        return value
    hint = TRUTHS.get(value.strip().lower()) if isinstance(value, str) else None
    _refuse(setting, value, spot, hint=hint)
    return None


def _check_date(setting: Setting, value: object, spot: Spot) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value if _is_within(setting, instant(value), value, spot) else None
    _refuse_date(setting, value, spot)
    return None


def _refuse_date(setting: Setting, value: object, spot: Spot) -> None:
    """Refuse what is no date, named for what it is, with the day that was meant."""
    right = meant_day(value)
    told = {"found": show(value), "expected": expect(setting)}
    is_year = isinstance(value, int) and len(str(value)) == 4
    if isinstance(value, str) and is_in_words(value):
        if right is None:
            spot.refuse("meant.date_words_open", **told)
        else:
            spot.refuse("meant.date_words", right=right, **told)
    elif right is not None and isinstance(value, int | float) and not is_year:
        spot.refuse("meant.date_number", right=right, **told)
    else:
        _refuse(setting, value, spot, hint=right)


def _check_choice(setting: Setting, value: object, spot: Spot) -> object | None:
    if any(value == choice and type(value) is type(choice) for choice in setting.choices):
        return value
    close = nearest(str(value), map(str, setting.choices)) if isinstance(value, str | int) else None
    hint = next((show(choice)[0] for choice in setting.choices if str(choice) == close), None)
    _refuse(setting, value, spot, hint=hint)
    return None


def _check_text(setting: Setting, value: object, spot: Spot) -> object | None:
    if isinstance(value, str) and value.strip():
        return value if _is_seen(setting, value, spot) else None
    if not isinstance(value, dict):
        _refuse(setting, value, spot)
        return None
    texts = [text for text in value.values() if isinstance(text, str) and text.strip()]
    if set(value) == {"zh", "en"} and len(texts) == 2:
        seen = [_is_seen(setting, text, spot.inside(name)) for name, text in value.items()]
        return dict(value) if all(seen) else None
    spot.refuse("fault.table_with", names=listed(value))
    return None


def _is_seen(setting: Setting, text: object, spot: Spot) -> bool:
    """Whether a text is no longer than its kind may be, and holds no character that nobody sees."""
    most = {"title": TITLE, "intent": INTENT}.get(setting.key, TEXT)
    said = str(text)
    hidden = first_unseen(said)
    if hidden is not None:
        before = said[: said.index(hidden)][-10:]
        where = "unseen.in_text" if before else "unseen.at_start"
        spot.refuse(where, what=unseen(hidden), before=before)
    elif len(said) > most:
        spot.refuse("limit.long_text", found=f"{len(said):,}", most=f"{most:,}")
    return hidden is None and len(said) <= most


def _check_free(value: object, spot: Spot, *, depth: int) -> object | None:
    if depth > NESTING:
        outer = replace(spot, parts=spot.parts[:2])  # a key of twenty parts would fill the screen
        outer.refuse("limit.nesting", most=NESTING)
        return None
    if isinstance(value, float) and not isfinite(value):
        spot.refuse("fault.not_finite", found=value)
        return None
    entries: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        entries = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value))
    for part, entry in entries:
        if _check_free(entry, spot.inside(part), depth=depth + 1) is None:
            return None
    return value


def _refuse(setting: Setting, value: object, spot: Spot, *, hint: str | None = None) -> None:
    found, expected = show(value), expect(setting)
    if hint is None:
        spot.refuse("fault.found", found=found, expected=expected)
    else:
        spot.refuse("fault.found_near", found=found, right=hint, expected=expected)


_CHECKS: Mapping[Kind, Callable[[Setting, object, Spot], object | None]] = {
    "number": check_number,
    "integer": _check_integer,
    "switch": _check_switch,
    "date": _check_date,
    "choice": _check_choice,
    "text": _check_text,
}
