"""What a run holds after the record, or the scenario, has ended: key, value, since when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.city.ground.choices import Choices
from simulator.city.ground.future import ARRIVALS, FOLLOWED, NET_ARRIVALS
from simulator.city.ground.outcome import Outcome, choices_of_run, derived
from simulator.city.pack.city_pack import CityPack
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.values.calendar import SAME_INSTANT, calendar_label
from simulator.stockflow.values.held import held_since
from simulator.stockflow.values.paths import at
from simulator.words.catalogue import Pair, pair
from simulator.words.declared import chinese

Origin = Literal["record", "scenario"]

_TABLES: Mapping[str, str] = {"rates/mortality.csv": "held.mortality"}
"""Tables by year of a pack of which the last year goes on, and what they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """An input that only holds its last value from ``since`` (years) to the end of a run.

    ``key`` is that of a scenario file, or a table of the pack, whose ``value`` is ``None``.
    ``origin`` says who stated what is held: the record of the pack, or the scenario.
    """

    key: str
    axis: str | None
    value: float | None
    unit: str
    since: float
    origin: Origin
    meaning: Pair

    @property
    def group(self) -> str:
        """The key without the label of an axis: what is held of every district is one thing."""
        return _group(self.key, self.axis)


def _group(key: str, axis: str | None) -> str:
    return key.rpartition(".")[0] if axis is not None else key


@derived
def held_inputs(outcome: Outcome, draw: int = 0) -> tuple[Held, ...]:
    """Every input that ends before the run does, by the instant from which it is held, then key.

    A value that was never dated is not held: it says the same of every year.
    """
    choices, stop = choices_of_run(outcome), outcome.scenario.stop
    found = [*_keys(choices, stop, draw), *_tables(outcome.pack, stop)]
    return tuple(sorted(found, key=lambda one: (one.since, one.key)))


def _keys(choices: Choices, stop: float, draw: int) -> Iterator[Held]:
    # of these two one rules after the record, and where the other ends nothing is held
    idle = ARRIVALS if choices.follows(NET_ARRIVALS) else FOLLOWED[NET_ARRIVALS]
    for key, setting in choices.settings.items():
        is_path = setting.kind == "path" and key != idle
        origin = _origin(choices, key) if is_path else None
        if origin is not None:
            path = choices.path(key)
            since = held_since(path, stop)
            if since is not None:
                values = at(path, since)
                yield Held(
                    key=key,
                    axis=setting.axis,
                    value=float(values[min(draw, len(values) - 1)]),
                    unit=setting.unit,
                    since=since,
                    origin=origin,
                    meaning=_meaning(_group(key, setting.axis), setting),
                )


def _origin(choices: Choices, key: str) -> Origin | None:
    """Who states the value of a key; of a relative edit, whoever states what is edited."""
    if _states_value(choices.file.values.get(key)):
        return "scenario"
    recorded = choices.pack.parameters.find(key, choices.basis) is not None
    return "record" if recorded or key in choices.offered else None


def _states_value(table: object) -> bool:
    """Whether a table of a path, or one beneath it, states a value that is not relative."""
    if not isinstance(table, Mapping):
        return False
    return "value" in table or "values" in table or _states_value(table.get("over"))


def _tables(pack: CityPack, stop: float) -> Iterator[Held]:
    for name, told in _TABLES.items():
        rows = pack.rows(name) if (pack.folder / name).is_file() else ()
        ends = max((row.integer("year") + 1 for row in rows), default=None)
        if ends is not None and ends < stop - SAME_INSTANT:
            yield Held(
                key=name,
                axis=None,
                value=None,
                unit="",
                since=float(ends),
                origin="record",
                meaning=pair(told, year=ends - 1),
            )


def _meaning(key: str, setting: Setting) -> Pair:
    words = chinese()
    if setting.states is None:
        return words.pair("setting", key, setting.meaning)
    return words.pair("meaning", setting.states, setting.meaning)


def held_data(outcome: Outcome) -> list[dict[str, object]]:
    """What is held as plain data, for the manifest: numbers with six significant digits."""
    return [
        {
            "key": one.key,
            "value": None if one.value is None else float(f"{one.value:.6g}"),
            "unit": one.unit,
            "since": calendar_label(one.since),
            "stated_by": one.origin,
        }
        for one in held_inputs(outcome)
    ]
