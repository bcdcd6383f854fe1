"""A complete scenario file as a document, to be changed, written and loaded again."""

import tomllib

from hypothesis import HealthCheck, settings

from simulator.files.resolved import dump_value
from simulator.files.scenario_file import load_scenario
from tests.examples import examples
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE, SETTINGS

DOCUMENT = tomllib.loads(COMPLETE.read_text(encoding="utf-8"))
CALM = settings(
    max_examples=examples(100),
    deadline=None,
    derandomize=True,
    # constants of whatever modules are loaded are tried as texts, and many are none of a title
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)


def write(document, path):
    lines = [f"{dump_value(key)} = {dump_value(value)}" for key, value in document.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def load(path, *overrides):
    return load_scenario(path, SETTINGS, AXES, overrides)
