"""A refusal told in one language: whatever its kind, and both in Python."""

import pickle

import pytest

from simulator.errors import (
    CommandError,
    DataError,
    Fault,
    IntegrationError,
    MissingDataError,
    ScenarioError,
    SimulatorError,
    StructureError,
)
from simulator.words.catalogue import Message, message, preceded, told_in
from simulator.words.telling import tell

SAID = message("word.gap")
FAULT = Fault(path="x.toml", line=3, key="a.b", message=SAID)


def test_a_message_is_both_languages_and_either():
    assert SAID == "Gap / 缺口"
    assert [told_in(SAID, each) for each in ("zh", "en", "both")] == ["缺口", "Gap", "Gap / 缺口"]
    assert told_in("plain", "zh") == "plain"


def test_a_message_goes_to_another_process_and_comes_back():
    for sent in (SAID, preceded("here", SAID)):
        again = pickle.loads(pickle.dumps(sent))  # noqa: S301 - our own
        assert isinstance(again, Message)
        assert (again, again.pair) == (sent, sent.pair)


def test_a_message_inside_another_speaks_its_language():
    outer = message("refusal.value", where="--x", found="y", expected=SAID)
    assert told_in(outer, "zh") == "--x：现为“y”；应为缺口"
    assert told_in(outer, "en") == '--x: found "y"; expected Gap'


def test_what_stands_before_a_message_stands_before_each_language():
    assert told_in(preceded("here", SAID), "zh") == "here: 缺口"
    assert preceded("there", preceded("here", SAID)) == "there: here: Gap / 缺口"
    assert preceded("here", "plain") == "here: plain"


@pytest.mark.parametrize(
    ("error", "chinese"),
    [
        (ScenarioError([FAULT, FAULT]), "x.toml:3: a.b: 缺口\nx.toml:3: a.b: 缺口"),
        (DataError([Fault(path="x.csv", line=None, key="", message=SAID)]), "x.csv: 缺口"),
        (IntegrationError(SAID, year=2011.5), "2011.5000: 缺口"),
        (SimulatorError(SAID), "缺口"),
        (StructureError("only one"), "only one"),
        (SimulatorError(), ""),
    ],
)
def test_every_refusal_is_told_in_one_language(error, chinese):
    assert tell(error, "zh") == chinese
    assert tell(error, "both") == str(error)


def test_a_refusal_knows_the_exit_code_of_its_kind():
    codes = {
        SimulatorError: 2, CommandError: 2, ScenarioError: 2, DataError: 2, MissingDataError: 3,
        IntegrationError: 1,
    }  # fmt: skip
    assert {kind: kind.exit_code for kind in codes} == codes
