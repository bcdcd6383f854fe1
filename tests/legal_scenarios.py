"""Random lawful scenarios: a few keys of any kind, each with a value that its form allows.

Drawn with a seed, from the declarations: a key added to the model is drawn too.
"""

from collections.abc import Callable, Mapping
from datetime import date
from random import Random

from simulator.city.ground.choices import Choices
from simulator.errors import ScenarioError
from simulator.files.resolved import dump_value
from simulator.stockflow.grammar.setting import Setting

PARENTS = ("baseline", "as_planned", "high_migration", "long_view_2030", "with_feedback")
_TABLES = ("world.", "policy.", "plan.", "feedback.")
_LEFT_OUT = (
    # shares that have to add up or to have a mean, so that no one of them may move alone
    "world.arrival_districts.",
    "world.birth_seasonality.",
    "world.population_basis",
)
_YEARS = range(2008, 2027)


def draw_scenario(random: Random, choices: Choices, home: str) -> str:
    """The text of a scenario that extends one of ``PARENTS`` in ``home`` and states a few keys."""
    keys = [
        key
        for key in choices.file.schema.leaves
        if key.startswith(_TABLES) and not key.startswith(_LEFT_OUT)
    ]
    lines = [
        "schema_version = 2",
        f'extends = "{home}/{random.choice(PARENTS)}.toml"',
        'title = { zh = "随机", en = "Drawn" }',
        'intent = "?"',
    ]
    for key in random.sample(keys, random.randint(1, 4)):
        lines += _DRAWN.get(key, _value)(random, choices, key)
    return "\n".join(lines) + "\n"


def _value(random: Random, choices: Choices, key: str) -> list[str]:
    setting = choices.file.schema.leaves[key]
    match setting.kind:
        case "switch":
            return [f"{key} = {random.choice(['true', 'false'])}"]
        case "choice":
            return [f'{key} = "{random.choice(setting.choices)}"']
        case "integer":
            return [f"{key} = {random.randint(40, 49)}"]
        case "number":
            return [f"{key} = {_number(random, setting, _known(choices, key)):.6g}"]
        case "path":
            return [f"{key} = {_path(random, setting, choices, key)}"]
    return []


def _path(random: Random, setting: Setting, choices: Choices, key: str) -> str:
    known = _known(choices, key)
    form = random.choice(["value", "scale", "dated"])
    if form == "scale" or known is None:
        return f"{{ scale = {random.choice([0.8, 0.9, 1.0, 1.1]):g} }}"
    if form == "value":
        return f"{_number(random, setting, known):.6g}"
    days = sorted(random.sample(_YEARS, random.randint(1, 3)))
    values = ", ".join(f'"{day}" = {_number(random, setting, known):.6g}' for day in days)
    between = random.choice(["linear", "step"])
    held = 'before = "hold", after = "hold"'
    return f'{{ values = {{ {values} }}, interpolation = "{between}", {held} }}'


def _number(random: Random, setting: Setting, known: float | None) -> float:
    low, high = setting.minimum, setting.maximum
    found = (1.0 if known is None else known) * random.choice([0.7, 0.9, 1.0, 1.2, 1.4])
    found = found if low is None else max(found, low)
    return found if high is None else min(found, high)


def _known(choices: Choices, key: str) -> float | None:
    """What holds of a key without the scenario drawn, where that is one number."""
    try:
        table = choices.known(key)
    except ScenarioError:
        return None
    value = table.get("value")
    return float(value) if isinstance(value, int | float) else None


def _stages(random: Random, choices: Choices, key: str) -> list[str]:
    year = random.choice([2016, 2017, 2018])
    change = random.choice(
        [
            {"opens": random.choice([True, False])},
            {"ramp": random.choice([0.5, 1.0, 2.0])},
            {"registered": random.choice([0.95, 1.0])},
        ]
    )
    if random.random() < 0.3:
        return [
            f'{key} = [{{ id = "universal", date = {year}-01-01, announced = {year - 1}-10-29 }}]'
        ]
    return [f"{key} = [{dump_value({'id': 'universal', **change})}]"]


def _projects(random: Random, choices: Choices, key: str) -> list[str]:
    """A change of a project of the pack, or one of the scenario's own."""
    if random.random() < 0.4:
        place = {
            "service": random.choice(["primary", "junior", "hospital", "eldercare"]),
            "district": random.choice([*choices.pack.axes["district"], "city"]),
            "places": random.choice([300.0, 2000.0]),
        }
        day = date(random.choice([2017, 2018, 2019]), 9, 1)
        own = {"id": "NEW1", **place, random.choice(["promised", "opens"]): day}
        return [f"{key} = [{dump_value(own)}]"]
    free = [
        each.name
        for each in choices.pack.projects
        if each.is_named and not each.in_starting_stock and each.places
    ]
    change = random.choice(
        [
            {"late": random.choice([0.0, 1.0, 2.5])},
            {"postponed": random.choice([0.0, 1.0, 2.0])},
            {"promised": date(random.choice([2018, 2019]), 9, 1)},
            {"opens": date(random.choice([2018, 2019]), 9, 1)},
            {"closes": date(random.choice([2028, 2029]), 9, 1)},
            {"cancelled": random.choice([True, False])},
            {"places": random.choice([500.0, 900.0])},
        ]
    )
    return [f"{key} = [{dump_value({'id': random.choice(free), **change})}]"]


def _programmes(random: Random, choices: Choices, key: str) -> list[str]:
    """A programme of the scenario's own, by a day or by shares, or a change of the pack's."""
    year = random.choice([2019, 2020, 2025])
    promised: object = date(year, 12, 31)
    if random.random() < 0.5:
        promised = {f"{year - 1}-06-30": 0.4, f"{year}-12-31": 1.0}
    if random.random() < 0.3:
        changed = {"id": "hospital_2016_2020", "promised": promised}
        return [f"{key} = [{dump_value(changed)}]"]
    own = {
        "id": "drawn",
        "service": random.choice(["kindergarten", "primary", "hospital"]),
        "places": random.choice([3000.0, 40_000.0]),
        "projects": random.choice([4, 30]),
        "begins": date(2018, 1, 1),
        "promised": promised,
    }
    return [f"{key} = [{dump_value(own)}]"]


def _closures(random: Random, choices: Choices, key: str) -> list[str]:
    """A closure by share or number, or a conversion."""
    service = random.choice([each.name for each in choices.pack.services if each.start])
    record = {
        "id": "drawn",
        "service": service,
        "district": random.choice(choices.pack.axes["district"]),
        "date": date(random.choice([2018, 2019, 2023]), 9, 1),
        **random.choice([{"share": 0.1}, {"share": 0.5}, {"places": 20.0}]),
    }
    if random.random() < 0.4:
        others = [each.name for each in choices.pack.services if each.start]
        record["to"] = random.choice([name for name in others if name != service])
        record |= random.choice([{}, {"places_each": 0.5}])
    return [f"{key} = [{dump_value(record)}]"]


_DRAWN: Mapping[str, Callable[[Random, Choices, str], list[str]]] = {
    "policy.two_child.stages": _stages,
    "plan.projects": _projects,
    "plan.programmes": _programmes,
    "plan.closures": _closures,
    "world.newborns_on_dates": lambda random, choices, key: [
        f'{key} = [{{ id = "drawn", date = {random.choice([2013, 2017])}-06-01, persons = 50 }}]'
    ],
}
