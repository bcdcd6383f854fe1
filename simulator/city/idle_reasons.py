"""Why a statement of a scenario does nothing: found by changing what may stand in its way."""

from collections.abc import Iterator, Mapping
from datetime import date

from simulator.city.ground.choices import choices_of
from simulator.city.ground.future import ARRIVALS, FOLLOWED, HELD, NET_ARRIVALS, TREND
from simulator.city.neighbours import Neighbours, without
from simulator.city.people.replacement import origin_of
from simulator.files.hints import show
from simulator.files.path_tables import instant_of
from simulator.files.scenario_file import Origin, ScenarioFile
from simulator.files.stated_layers import Statement
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label, instant
from simulator.words.catalogue import Pair, listed, pair

WORDS = ("title", "note", "source", "grade")
"""Fields of a record that say something of it and move nothing."""

_EDITS = {"scale": 1.0, "add": 0.0}


def why_idle(near: Neighbours, one: Statement) -> Pair:
    """The reason, as far as one can be found; each is tried by what would make the difference."""
    file = near.loaded.file
    # What is told from the file alone comes first: the others build further neighbours.
    return (
        _overridden(near, file, one)
        or _same(file, one)
        or _on_record(near, one)
        or _outside(near, one)
        or _unknown(near, file, one)
        or _before_origin(near, one)
        or _switched_off(near, file, one)
        or _decided_by_sibling(near, one)
        or _decided_by_switch(near, file, one)
        or pair(_without_reason(file, one))
    )


def deciding_sibling(near: Neighbours, one: Statement) -> tuple[str, Origin] | None:
    """The optional field of the same record without which a field would count, and its place."""
    if one.field is None or one.record is None:
        return None
    file = near.loaded.file
    fields = file.schema.leaves[one.key].fields
    for name in _record(file, one):
        if name in ("id", one.field) or name not in fields or fields[name].required:
            continue
        stated = [each for each in file.statements if _is_field(each, one, name)]
        bare = without(file, stated)
        if stated and bare is not None and _counts(near, bare, one):
            origin = file.origin_of(one.key, one.record, name)
            return None if origin is None else (name, origin)
    return None


def dates_of(value: object) -> Iterator[date | str]:
    """Every date in a value: of a path, of a field, of the fields of a record."""
    match value:
        case date():
            yield value
        case Mapping():
            for name, entry in value.items():
                if isinstance(name, str) and instant_of(name) is not None:
                    yield name
                else:
                    yield from dates_of(entry)


def moment_of(day: date | str) -> float:
    """The instant of a date as files write it."""
    found = instant_of(day) if isinstance(day, str) else instant(day)
    return float("nan") if found is None else found


def place_of(origin: Origin) -> str:
    """Where something is said, as people find it."""
    return origin.path if origin.line is None else f"{origin.path}:{origin.line}"


def _overridden(near: Neighbours, file: ScenarioFile, one: Statement) -> Pair | None:
    above = [
        each for each in file.statements if each.layer > one.layer and each.address == one.address
    ]
    if not above or not _is_alike_without(near, file, one):
        return None
    top = above[-1]
    return pair(
        "effect.why.overridden", place=place_of(Origin(value=0, path=top.path, line=top.line))
    )


def _same(file: ScenarioFile, one: Statement) -> Pair | None:
    table = one.value if isinstance(one.value, Mapping) else {}
    if one.record is None and table and all(_EDITS.get(k) == v for k, v in table.items()):
        return pair("effect.why.identity")
    left = file.without(one)
    if left is None or left != file:
        return None
    below = left.origin_of(one.key, one.record, *([one.field] if one.field else []))
    if below is None:
        return pair("effect.why.same_unplaced")
    return pair("effect.why.same", place=place_of(below))


def _on_record(near: Neighbours, one: Statement) -> Pair | None:
    """A value that the city pack has anyway, or an edit of one that is zero."""
    choices = choices_of(near.loaded.file, near.loaded.pack)
    if one.record is not None or not choices.is_known(one.key):
        return None
    known = choices.known(one.key).get("value")
    stated = one.value.get("value") if isinstance(one.value, Mapping) else one.value
    is_edited = isinstance(one.value, Mapping) and "scale" in one.value
    if is_edited and known == 0:
        return pair("effect.why.zero_on_record")
    if known is not None and known == stated:
        return pair("effect.why.on_record", value=show(known))
    return None


def _switched_off(near: Neighbours, file: ScenarioFile, one: Statement) -> Pair | None:
    for key, other in (*_laws(file, one), *_switches(file, one)):
        turned = file.with_value(key, other)
        if turned is not None and _counts(near, turned, one):
            return pair(
                "effect.why.switch",
                key=key,
                value=show(file.values[key]),
                other=show(other),
                place=place_of(file.origin[key]),
            )
    return None


def _laws(file: ScenarioFile, one: Statement) -> list[tuple[str, str]]:
    """What is asked for after the record, of those keys of which that decides which one rules."""
    if one.key not in (ARRIVALS, FOLLOWED[NET_ARRIVALS]):
        return []
    key = f"world.future.{NET_ARRIVALS}"
    return [(key, HELD if file.values[key] == TREND else TREND)]


def _switches(file: ScenarioFile, one: Statement) -> list[tuple[str, bool]]:
    """Switches of the same table that may stand in the way, those of the same answer first.

    Each with what it would be if it were turned.
    """
    table, *home = one.key.split(".")[:2]
    found = [
        key
        for key, setting in file.schema.leaves.items()
        if setting.kind == "switch" and key in file.values and key != one.address
    ]
    near_by = [key for key in found if key.split(".")[0] == table]
    near_by.sort(key=lambda key: key.split(".")[1:2] != home)
    return [(key, not file.values[key]) for key in near_by]


def _decided_by_sibling(near: Neighbours, one: Statement) -> Pair | None:
    found = deciding_sibling(near, one)
    if found is None:
        return None
    name, origin = found
    return pair("effect.why.sibling", field=name, place=place_of(origin))


def _decided_by_switch(near: Neighbours, file: ScenarioFile, one: Statement) -> Pair | None:
    """A switch of the same record that, turned, would let the field count."""
    if one.field is None or one.record is None:
        return None
    record, fields = _record(file, one), file.schema.leaves[one.key].fields
    for name, stands in record.items():
        if name in ("id", one.field) or fields[name].kind != "switch":
            continue
        turned = file.with_value(one.key, ({"id": one.record, name: not stands},))
        origin = file.origin_of(one.key, one.record, name)
        if turned is not None and origin is not None and _counts(near, turned, one):
            return pair(
                "effect.why.switch",
                key=name,
                value=show(stands),
                other=show(not stands),
                place=place_of(origin),
            )
    return None


def _without_reason(file: ScenarioFile, one: Statement) -> str:
    """What is true of any statement of its kind that does nothing."""
    if one.record is not None and one.field is None and not set(_stated(one)) - {"id", *WORDS}:
        return "effect.why.no_field"
    if file.schema.leaves[one.key].kind == "path":
        return "effect.why.comes_to_same"
    return "effect.why.nothing"


def _stated(one: Statement) -> Mapping[str, object]:
    return one.value if isinstance(one.value, Mapping) else {}


def _outside(near: Neighbours, one: Statement) -> Pair | None:
    run = near.loaded.scenario
    days = list(dates_of(one.value))
    if not days:
        return None
    moments = [moment_of(day) for day in days]
    dates = listed([show(day)[0].strip('"') for day in days])
    if min(moments) >= run.stop - SAME_INSTANT:
        key = "at_stop" if min(moments) <= run.stop + SAME_INSTANT else "after_stop"
        return pair(f"effect.why.{key}", dates=dates, stop=calendar_label(run.stop))
    if max(moments) <= run.start:
        return pair("effect.why.before_start", dates=dates, start=calendar_label(run.start))
    return None


def _before_origin(near: Neighbours, one: Statement) -> Pair | None:
    """Net arrivals in a run that ends with the record of arrivals, up to which these rule."""
    origin = origin_of(choices_of(near.loaded.file, near.loaded.pack))
    stop = near.loaded.scenario.stop
    if one.key != FOLLOWED[NET_ARRIVALS] or origin is None or stop > origin + SAME_INSTANT:
        return None
    return pair(
        "effect.why.before_origin", origin=calendar_label(origin), stop=calendar_label(stop)
    )


def _unknown(near: Neighbours, file: ScenarioFile, one: Statement) -> Pair | None:
    pack = choices_of(near.loaded.file, near.loaded.pack).plan
    named = {*one.address.split("."), str(_record(file, one).get("service", ""))}
    built = {programme.service for programme in pack.programmes}
    for service in pack.services:
        if service.name in named and service.start is None and service.name not in built:
            return pair("effect.why.no_supply", service=service.title)
    return None


def _counts(near: Neighbours, file: ScenarioFile, one: Statement) -> bool:
    """Whether a statement makes a difference in another neighbour."""
    left = file.without(one)
    return left is not None and near.of(file) is not None and not near.is_alike(file, left)


def _is_alike_without(near: Neighbours, file: ScenarioFile, one: Statement) -> bool:
    left = file.without(one)
    return left is not None and near.is_alike(file, left)


def _record(file: ScenarioFile, one: Statement) -> Mapping[str, object]:
    records = file.values.get(one.key) if one.record is not None else None
    entries = records if isinstance(records, tuple) else ()
    return next((each for each in entries if each["id"] == one.record), {})


def _is_field(each: Statement, one: Statement, name: str) -> bool:
    return (each.key, each.record, each.field) == (one.key, one.record, name)
