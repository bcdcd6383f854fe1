"""Laws of scenario files: what is written loads the same."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from simulator.files.path_values import needs_beneath
from simulator.files.resolved import dump_scenario
from simulator.visible import first_unseen
from tests.documents import CALM, DOCUMENT, load, write
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE

BETWEEN = {"interpolation": "linear", "before": "hold", "after": "error"}
finite = st.floats(allow_nan=False, allow_infinity=False)
shares = st.floats(0, 1)
dates = st.dates().filter(lambda day: day.year >= 1000)
plain = st.one_of(finite, st.integers(-(2**63), 2**63 - 1), st.booleans(), st.text(), dates)
paths = st.one_of(
    shares,
    st.fixed_dictionaries({"value": shares}),
    st.dictionaries(st.integers(1000, 9999).map(str), shares, min_size=1, max_size=4).map(
        lambda table: {"values": table, **BETWEEN}
    ),
    st.fixed_dictionaries({"scale": shares}),
    st.just({"add": 0.0}),
)


@st.composite
def documents(draw):
    """A valid scenario: any numbers, records, notes and texts."""
    document = deepcopy(DOCUMENT)
    document["title"] = {"zh": draw(texts), "en": draw(texts)}
    document["world"]["young_share"] = draw(paths)
    document["world"]["arrivals"] = abs(draw(finite))
    document["plan"]["take_up"] = {label: draw(paths) for label in AXES["service"]}
    document["plan"]["operator"] = draw(texts)
    document["policy"]["two_child"]["stages"] = [
        {"id": name, "opens": draw(st.booleans()), "date": draw(dates), "ramp": draw(finite)}
        for name in draw(st.lists(texts, unique=True, max_size=3))
    ]
    document["notes"] = draw(
        st.dictionaries(st.text(), st.recursive(plain, nests, max_leaves=5), max_size=3)
    )
    return document


texts = st.text(min_size=1).filter(lambda text: text.strip() and first_unseen(text) is None)


def nests(inner):
    return st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3))


@CALM
@given(documents())
def test_what_is_written_loads_to_the_same(tmp_path, document):
    scenario = load(write(document, tmp_path / "any.toml"))
    text = dump_scenario(scenario)
    path = tmp_path / "any.resolved.toml"
    path.write_text(text, encoding="utf-8")
    again = load(path)
    assert again == scenario
    assert dump_scenario(again) == text


@CALM
@given(documents())
def test_an_empty_extension_equals_its_parent(tmp_path, document):
    parent = load(write(document, tmp_path / "parent.toml"))
    child = write({"schema_version": 1, "extends": "parent.toml"}, tmp_path / "child.toml")
    assert load(child) == parent


@CALM
@given(documents(), documents())
def test_a_complete_child_leaves_only_records_and_edits_of_its_parent(tmp_path, lower, upper):
    write(lower, tmp_path / "parent.toml")
    alone = load(write(upper, tmp_path / "child.toml"))
    over = load(write({**upper, "extends": "parent.toml"}, tmp_path / "child.toml"))
    for key, value in alone.values.items():
        if key in {"notes", "policy.two_child.stages"}:
            continue
        # What is relative compounds: test_layers_of_paths.py says how.
        if not (isinstance(value, dict) and needs_beneath(value)):
            assert over.values[key] == value


@CALM
@given(st.floats(0, 5), st.integers(0, 2**32 - 1), st.booleans())
def test_an_override_says_the_same_as_a_file(tmp_path, scale, seed, on_time):
    by_file = write(
        {
            "schema_version": 1,
            "extends": COMPLETE.as_posix(),
            "world": {"arrivals": {"scale": scale}},
            "model": {"seed": seed},
            "plan": {"on_time": on_time},
        },
        tmp_path / "child.toml",
    )
    overrides = (
        f"world.arrivals.scale={scale!r}",
        f"model.seed={seed}",
        f"plan.on_time={str(on_time).lower()}",
    )
    assert load(COMPLETE, *overrides).values == load(by_file).values
