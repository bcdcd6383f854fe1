"""Sense beside law: what a scenario states and that is lawful, and yet unlikely to be meant.

Every value that the layers of the scenario itself state is held against the value on record at the
same instants, by the rule of its parameter (``Sense``). What lies outside it is told; what lies
beyond a twentieth to twenty times the record is refused, unless the run is forced. Zero is always
lawful: it switches something off.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from simulator.city.ground.choices import Choices
from simulator.city.ground.largest_row import UP_TO_THRICE, LargestRow, largest_row
from simulator.city.ground.readings import likely_forms
from simulator.errors import BeyondError, Fault, ScenarioError
from simulator.files.hints import unit_of
from simulator.files.path_values import first_date
from simulator.files.stated_layers import Statement, examined
from simulator.stockflow.grammar.setting import THRICE, Sense, Setting
from simulator.stockflow.grammar.spoken_units import as_spoken
from simulator.stockflow.values.calendar import calendar_label
from simulator.stockflow.values.extremes import pieces
from simulator.words.catalogue import Pair, listed, message, pair

FARTHEST = 20.0
"""Times the value on record, or a part of it, beyond which a value is refused."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """A value against the one on record, where it is farthest from it; ``year`` where that is one.

    ``recorded`` is ``None`` where nothing is on record; of a new record it is the places of
    ``largest``, the largest row like it.
    """

    statement: Statement
    setting: Setting
    sense: Sense
    value: float
    recorded: float | None
    year: float | None = None
    largest: LargestRow | None = None

    @property
    def times(self) -> float | None:
        """The value as a multiple of the one on record; ``None`` where there is none, or zero."""
        # Twelve digits decide: three times the record is three, whatever rounding makes of it.
        return float(f"{self.value / self.recorded:.12g}") if self.recorded else None

    @property
    def is_likely(self) -> bool:
        """Whether it lies within the rule of its parameter; zero, and the record itself, do."""
        if not self.value or self.value == self.recorded:
            return True
        judged = self.times if self.sense.of_record else self.value
        return judged is None or self.sense.low <= judged <= self.sense.high

    @property
    def is_beyond(self) -> bool:
        """Whether it is so far from the record that it is refused."""
        # Of what may be negative, such as years earlier or later, a multiple says nothing.
        has_size = self.setting.minimum is not None and self.setting.minimum >= 0
        if self.is_likely or self.times is None or not has_size:
            return False
        return not 1 / FARTHEST <= self.times <= FARTHEST


def judge(choices: Choices) -> tuple[Judged, ...]:
    """What the layers of a scenario itself state and that is unlikely, in the order of its keys."""
    found = (each for one in _own(choices) for each in _judged(choices, one))
    return tuple(each for each in found if not each.is_likely)


def judge_readable(choices: Choices) -> tuple[Judged, ...]:
    """As ``judge``, of a file some of whose values can't be read, which is told elsewhere."""
    found: list[Judged] = []
    for one in _own(choices):
        try:
            found += [each for each in _judged(choices, one) if not each.is_likely]
        except (ScenarioError, BeyondError):
            continue
    return tuple(found)


def told(judged: Judged, *, force: bool) -> Fault:
    """What is told of a value: what it comes to, the record, and what was probably meant."""
    one, parts = judged.statement, [_comes_to(judged)]
    forms = likely_forms(judged.setting, judged.sense, one.value, judged.recorded)
    if forms:
        parts.append(pair("sense.meant", forms=listed(forms, "list.or")))
    elif judged.largest is not None:
        parts.append(pair("sense.up_to", high=_bounds(judged, judged.largest.places)["high"]))
    elif judged.sense.of_record and judged.recorded is not None:
        parts.append(pair("sense.likely", **_bounds(judged, judged.recorded)))
    if judged.is_beyond:
        refused = "sense.beyond" if judged.largest is None else "sense.beyond_largest"
        parts.append(pair("sense.forced" if force else refused))
    whole = message("sense.told", told=listed(parts, "sense.next"))
    return Fault(path=one.path, line=one.line, key=one.address, message=whole)


def _comes_to(judged: Judged) -> Pair:
    unit = judged.setting.unit
    value = as_spoken(judged.value, unit)
    if unit not in {"", "1"}:
        value = pair("sense.value", number=value, unit=unit_of(judged.setting))
    if judged.year is not None:
        value = pair("sense.on", value=value, day=calendar_label(judged.year))
    if judged.recorded is None or not judged.sense.of_record:
        return pair("sense.rule", value=value, **_bounds(judged, 1.0))
    recorded, times = as_spoken(judged.recorded, unit), _times(judged.times or 0)
    if judged.largest is None:
        return pair("sense.record", value=value, times=times, recorded=recorded)
    of = {"id": judged.largest.name, "service": judged.largest.service}
    return pair("sense.largest", value=value, times=times, recorded=recorded, **of)


def _bounds(judged: Judged, of: float) -> dict[str, Pair]:
    unit = judged.setting.unit
    low, high = (
        as_spoken(float(f"{bound * of:.3g}"), unit)
        for bound in (judged.sense.low, judged.sense.high)
    )
    return {"low": low, "high": high}


def _times(times: float) -> Pair:
    """A multiple as people say it."""
    if times >= 1:
        return pair("sense.times", number=f"{times:,.0f}" if times >= 100 else f"{times:.3g}")
    part = 1 / times
    return pair("sense.part", number=f"{part:,.0f}" if part >= 100 else f"{part:.3g}")


def _own(choices: Choices) -> Iterable[Statement]:
    """What the layers of the scenario itself say last of each address."""
    file = choices.file
    own = set(examined(file.layers))
    return {one.address: one for one in file.statements if one.layer in own}.values()


def _judged(choices: Choices, one: Statement) -> Iterator[Judged]:
    setting = choices.settings[one.key]
    if one.record is not None:
        yield from _of_record(choices, setting, one)
    elif setting.sense is not None and setting.kind == "path":
        yield _of_path(choices, setting, setting.sense, one)
    elif setting.sense is not None:
        yield Judged(
            statement=one,
            setting=setting,
            sense=setting.sense,
            value=choices.number(one.key),
            recorded=_recorded_number(choices, one.key),
        )


def _of_path(choices: Choices, setting: Setting, sense: Sense, one: Statement) -> Judged:
    """A path where it is farthest from the record, or from its rule."""
    path, record = choices.path(one.key), choices.recorded(one.key)
    start, stop = choices.date("model.start"), choices.date("model.stop")
    moments = pieces([path, record], start, stop)
    dated = first_date(one.value if isinstance(one.value, dict) else {}) is not None
    found = [
        Judged(
            statement=one,
            setting=setting,
            sense=sense,
            value=float(path.value(moment)[0]),
            recorded=float(record.value(moment)[0]),
            year=moment.year if dated else None,
        )
        for moment in moments
    ]
    return max(found, key=_distance)


def _distance(judged: Judged) -> float:
    """How far a value lies from what is likely: the larger of value to bound and bound to value."""
    times = judged.times
    if judged.is_likely:
        return 0.0
    if judged.sense.of_record and times is not None and times > 0:
        return max(times, 1 / times)
    return 1.0 + abs(judged.value)


def _recorded_number(choices: Choices, key: str) -> float | None:
    known = choices.known(key).get("value") if choices.is_known(key) else None
    return None if known is None else float(known)


def _of_record(choices: Choices, setting: Setting, one: Statement) -> Iterator[Judged]:
    """A field of a record: one the pack states, the places of a new one, or one with a rule."""
    if one.field is None or not isinstance(one.value, int | float):
        return
    largest = largest_row(choices.pack, choices.file, one)
    recorded = largest.places if largest is not None else _recorded_field(choices, one)
    field = setting.fields[one.field]
    sense = UP_TO_THRICE if largest is not None else THRICE if recorded is not None else field.sense
    if sense is not None:
        yield Judged(
            statement=one,
            setting=field,
            sense=sense,
            value=float(one.value),
            recorded=recorded,
            largest=largest,
        )


def _recorded_field(choices: Choices, one: Statement) -> float | None:
    if (one.key, one.field) == ("plan.projects", "places"):
        places = (each.places for each in choices.pack.projects if each.name == one.record)
        return next(places, None)
    return _recorded_number(choices, one.address)
