"""Characters that nobody sees are told by their number, wherever a text is told."""

import pytest

from simulator.errors import Fault
from simulator.files.hints import show
from simulator.files.toml_text import TomlFile
from simulator.visible import first_unseen, kind_of, visible, visible_lines
from simulator.words.catalogue import message, pair


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("厦门 Xiamen，2018", "厦门 Xiamen，2018"),
        ("\x1b[2J", r"\x1b[2J"),
        ("a\u202eb\u2066", r"a\u202eb\u2066"),
        ("\u200bx\ufeff", r"\u200bx\ufeff"),
        ("\x9b", r"\x9b"),
        ("\U000e0001", r"\U000e0001"),
        ("\udc80", r"\udc80"),
        ("\u3164\ufe0f", r"\u3164\ufe0f"),
        ("wide\u3000space", "wide\u3000space"),
        ("a\nb\tc", r"a\x0ab\x09c"),
    ],
)
def test_what_is_not_seen_is_written_by_its_number(raw, shown):
    assert visible(raw) == shown
    assert visible(visible(raw)) == shown


def test_lines_and_tabs_may_stay():
    assert visible_lines("a\n\tb\x1b") == "a\n\tb\\x1b"


@pytest.mark.parametrize(
    ("text", "found", "kind"),
    [
        ("a\u200bb", "\u200b", "zero_width"),
        ("\u202e", "\u202e", "direction"),
        ("a\x07", "\x07", "control"),
        ("a\u3164", "\u3164", "other"),
    ],
)
def test_the_first_is_named_by_what_it_does(text, found, kind):
    assert first_unseen(text) == found
    assert kind_of(found) == kind


@pytest.mark.parametrize("text", ["甲\n乙\t丙", "\ue000", "é", "\u3000"])
def test_what_only_a_font_lacks_is_no_hidden_character(text):
    assert first_unseen(text) is None


def test_no_fault_holds_a_raw_character():
    file = TomlFile(path="a\u202e.toml", document={}, lines={})
    fault = file.fault(("plan", "\x1b]0;x\x07"), message("fault.no_label", found="\x1b[2J",
                       axis="service", hint=("\u200b", "\u200b")))  # fmt: skip
    assert str(fault).isprintable()
    assert r"\x1b]0;x\x07" in fault.key
    assert r"\x1b[2J" in fault.message
    assert r"\u200b" in fault.message


def test_no_sentence_holds_a_raw_character():
    for said in (message("fault.set_not_toml", text="\x1b[2J", reason=("\u202e", "\u202e")),
                 *pair("hint.near", names="a\u200bb")):  # fmt: skip
        assert said.isprintable()


def test_a_very_long_key_is_cut():
    fault = Fault(path="s.toml", line=1, key="k" * 5000, message="is odd")
    assert len(fault.key) == 200
    assert fault.key.endswith("…")


def test_a_value_shows_what_it_holds():
    assert show("\x1b[2J") == (r'"\x1b[2J"', r'"\x1b[2J"')
