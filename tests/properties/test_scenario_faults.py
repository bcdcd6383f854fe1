"""Laws of scenario files: faults are named, whatever they are."""

from collections import Counter
from copy import deepcopy
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.errors import ScenarioError
from tests.documents import CALM, DOCUMENT, load, write
from tests.examples import examples
from tests.scenarios.settings_of_each_kind import AXES, COMPLETE

TOP = ("schema_version", "extends", "overlays", "notes")
# key, minimum, maximum of every bounded number of the complete file
BOUNDED = {
    ("world", "arrivals"): (0, None),
    ("world", "young_share"): (0, 1),
    ("policy", "two_child", "gestation"): (0, 2),
    ("policy", "two_child", "age_limit"): (30, 55),
    ("plan", "take_up", "primary"): (0, 1),
    ("model", "relative_tolerance"): (1e-13, 1e-2),
    ("model", "absolute_tolerance"): (1e-16, 1e-2),
    ("model", "building_stages"): (1, 6),
    ("model", "seed"): (0, 2**32 - 1),
    ("report", "from_year"): (1900, 2200),
    ("policy", "two_child", "stages", 0, "share", "siming"): (0, 1),
}


def key_places(value, place=()):
    """Every key of a document, as the way to it; the free table and record ids left out."""
    found = []
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        if key in TOP and not place:
            continue
        if isinstance(key, str) and key != "id":
            found.append((*place, key))
        if isinstance(inner, dict | list):
            found += key_places(inner, (*place, key))
    return found


def dotted(place):
    stages = DOCUMENT["policy"]["two_child"]["stages"]
    return ".".join(stages[part]["id"] if isinstance(part, int) else part for part in place)


KEYS = [
    place
    for place in key_places(DOCUMENT)
    if "values" not in place[:-1] and place[0] != "title" and place[-2:] != ("operator", "zh")
    and place[-2:] != ("operator", "en")
]  # fmt: skip


def refuse(document, tmp_path):
    """The faults of a document, as text."""
    with pytest.raises(ScenarioError) as refused:
        load(write(document, tmp_path / "mutant.toml"))
    return [str(fault) for fault in refused.value.faults]


def table_around(document, place):
    for part in place[:-1]:
        document = document[part]
    return document


@st.composite
def misspellings(draw):
    """A key of the document and the same with one letter dropped, added, replaced or swapped."""
    place = draw(st.sampled_from(KEYS))
    word = place[-1]
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from(ascii_lowercase + "_"))
    wrong = draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ]
        )
    )
    siblings = set(table_around(DOCUMENT, place)) | {"level", "ramp", "share", "value", "scale"}
    return place, draw(st.just(wrong).filter(lambda text: text and text not in siblings | {word}))


def misspell(place, wrong):
    document = deepcopy(DOCUMENT)
    table = table_around(document, place)
    table[wrong] = table.pop(place[-1])
    return document


def test_a_misspelt_key_is_named_with_the_right_one(tmp_path):
    """At least nine of ten slips of one letter are answered with the key that was meant."""
    answers = Counter()

    @settings(CALM, max_examples=examples(400))
    @given(misspellings())
    def answer(case):
        place, wrong = case
        faults = refuse(misspell(place, wrong), tmp_path)
        [named] = [fault for fault in faults if f" {dotted((*place[:-1], wrong))}: " in fault]
        answers[f'did you mean "{dotted(place)}"' in named
                or f'did you mean "{place[-1]}"' in named
                or f'or "{dotted(place)}"' in named] += 1  # fmt: skip

    answer()
    assert answers.total() >= examples(200)
    assert answers[True] >= 0.9 * answers.total()


WRONG = {
    "number": st.one_of(st.text(), st.booleans(), st.dates(), st.just([1]), st.just(float("nan"))),
    "switch": st.one_of(st.text(), st.integers(), st.just({})),
    "date": st.one_of(st.text(), st.integers(), st.booleans(), st.datetimes()),
    "choice": st.one_of(
        st.text().filter(lambda text: text not in {"revised", "RK45", "both", "zh", "en"}),
        st.integers(),
    ),
    "text": st.one_of(st.integers(), st.just(""), st.just({"zh": "甲"}), st.dates()),
}
KINDS = {
    ("world", "arrivals"): "number",
    ("world", "young_share"): "number",
    ("world", "basis"): "choice",
    ("policy", "two_child", "gestation"): "number",
    ("policy", "two_child", "age_limit"): "number",
    ("policy", "two_child", "stages", 1, "opens"): "switch",
    ("policy", "two_child", "stages", 1, "date"): "date",
    ("policy", "two_child", "stages", 0, "ramp"): "number",
    ("plan", "take_up", "junior"): "number",
    ("plan", "on_time"): "switch",
    ("plan", "opening"): "date",
    ("plan", "operator"): "text",
    ("model", "start"): "date",
    ("model", "method"): "choice",
    ("model", "seed"): "number",
    ("report", "language"): "choice",
    ("report", "figures"): "switch",
}


@CALM
@given(st.data())
def test_a_value_of_the_wrong_type_is_named(tmp_path, data):
    place = data.draw(st.sampled_from(sorted(KINDS, key=dotted)))
    wrong = data.draw(
        WRONG[KINDS[place]].filter(
            lambda value: not (isinstance(value, str) and KINDS[place] == "choice"
                               and value in {"planned", "RK23", "BDF", "LSODA"})
        )
    )  # fmt: skip
    document = deepcopy(DOCUMENT)
    table_around(document, place)[place[-1]] = wrong
    faults = refuse(document, tmp_path)
    assert any(f" {dotted(place)}: found " in fault for fault in faults)
    assert all("\n" not in fault for fault in faults)


@CALM
@given(st.data())
def test_a_number_out_of_range_is_named(tmp_path, data):
    place = data.draw(st.sampled_from(sorted(BOUNDED, key=dotted)))
    low, high = BOUNDED[place]
    whole = data.draw(st.integers(1, 10**6))
    is_above = high is not None and data.draw(st.booleans())
    document = deepcopy(DOCUMENT)
    table_around(document, place)[place[-1]] = (
        round(high) + whole if is_above else round(low) - whole
    )
    assert any(f" {dotted(place)}: found " in fault for fault in refuse(document, tmp_path))


@CALM
@given(st.text(ascii_lowercase + "_ 厦门", min_size=1))
def test_an_unknown_label_is_named(tmp_path, label):
    document = deepcopy(DOCUMENT)
    document["plan"]["take_up"][label] = 0.5
    if label in AXES["service"]:
        load(write(document, tmp_path / "mutant.toml"))
        return
    [fault] = refuse(document, tmp_path)
    assert f" plan.take_up.{label}: no such service" in fault


@CALM
@given(st.binary(max_size=60), st.integers(0, 2000))
def test_no_bytes_whatever_end_in_a_traceback(tmp_path, noise, at):
    content = COMPLETE.read_bytes()
    path = tmp_path / "noise.toml"
    path.write_bytes(content[:at] + noise + content[at:])
    try:
        load(path)
    except ScenarioError as error:
        assert error.faults  # noqa: PT017
        str(error).encode("utf-8")


@CALM
@given(st.text(max_size=40))
def test_no_override_whatever_ends_in_a_traceback(text):
    try:
        load(COMPLETE, text)
    except ScenarioError as error:
        assert error.faults  # noqa: PT017
        str(error).encode("utf-8")
