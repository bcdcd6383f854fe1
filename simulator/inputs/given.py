"""What files give for a setting, and what holds when one lies over another."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.inputs.path_tables import merge_paths
from simulator.inputs.place import Place
from simulator.structure.setting import Setting


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """The checked value of one complete key and the last place that had a say in it.

    ``records`` gives the place of each record by its id, for settings of that kind.
    """

    setting: Setting
    value: object
    place: Place
    records: Mapping[str, Place] = field(default_factory=dict)


def lay_over(lower: Mapping[str, Given], upper: Mapping[str, Given]) -> dict[str, Given]:
    """Every key of both; where both give it, the upper one over the lower one."""
    merged = dict(lower)
    for key, above in upper.items():
        below = lower.get(key)
        if below is not None:
            above = Given(  # noqa: PLW2901
                setting=above.setting,
                value=merge_values(above.setting, below.value, above.value),
                place=above.place,
                records={**below.records, **above.records},
            )
        merged[key] = above
    return merged


def merge_values(setting: Setting, lower: object, upper: object) -> object:
    """One checked value over another, by the kind of their setting.

    Paths merge by key (see ``path_tables``), records by ``id`` and then field by field, free
    tables key by key; anything else is replaced.
    """
    match setting.kind:
        case "path":
            return merge_paths(lower, upper)
        case "records":
            return _merge_records(setting, lower, upper)
        case "free":
            return _merge_free(lower, upper)
    return upper


def _merge_records(setting: Setting, lower: object, upper: object) -> tuple[object, ...]:
    merged: dict[object, Mapping[str, object]] = {}
    for record in (*_as_records(lower), *_as_records(upper)):
        below = merged.get(record["id"], {})
        merged[record["id"]] = {
            **below,
            **{
                name: _merge_field(setting.fields.get(name), below.get(name), value)
                for name, value in record.items()
            },
        }
    return tuple(merged.values())


def _merge_field(setting: Setting | None, lower: object, upper: object) -> object:
    if setting is None or lower is None:
        return upper
    if setting.axis is None:
        return merge_values(setting, lower, upper)
    if not isinstance(lower, dict) or not isinstance(upper, dict):
        return upper
    return {
        **lower,
        **{
            label: merge_values(setting, lower[label], value) if label in lower else value
            for label, value in upper.items()
        },
    }


def _merge_free(lower: object, upper: object) -> object:
    if not isinstance(lower, dict) or not isinstance(upper, dict):
        return upper
    return {
        **lower,
        **{
            key: _merge_free(lower[key], value) if key in lower else value
            for key, value in upper.items()
        },
    }


def _as_records(value: object) -> tuple[Mapping[str, object], ...]:
    return value if isinstance(value, tuple) else ()
