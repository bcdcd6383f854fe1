"""Every text that code asks for is there, and every sentence of a refusal is asked for."""

import re
from pathlib import Path

from simulator.words.catalogue import texts

ROOT = Path(__file__).parents[3]
SOURCES = {
    path: path.read_text(encoding="utf-8")
    for folder in ("simulator", "calibration")
    for path in sorted((ROOT / folder).rglob("*.py"))
}
ASKED = re.compile(
    r"\b(?:pair|say|message|refuse|fault|_help)\(\s*(?:[\w.\[\]]+,\s*|\"[\w.]+\",\s*)?"
    r"\"((?:fault|help|command|hint|given|expected|syntax|encoding|list)\.[\w.]+)\""
)
HAN = re.compile("[\u4e00-\u9fff]")
RECOGNISED = {"simulator/files/scalar_values.py", "simulator/__init__.py"}
"""Chinese that a file may hold (万, 是), and the name of the program."""


def test_what_is_asked_for_is_there():
    asked = {key for text in SOURCES.values() for key in ASKED.findall(text)}
    assert len(asked) > 60
    assert asked <= texts("zh").keys()


COMPOSED = {
    *("syntax", "syntax_on", "syntax_at", "syntax_on_at", "set_no_equals", "set_no_value"),
    *("after", "not_before", "version", "no_version", "newer_version"),
}
"""Sentences whose key is put together from what was found."""


def test_every_refusal_is_asked_for():
    every = "\n".join(SOURCES.values())
    refusals = {key for key in texts("zh") if key.startswith("fault.")}
    idle = {key for key in refusals if f'"{key}"' not in every}
    assert idle == {f"fault.{name}" for name in COMPOSED}


def test_no_sentence_stands_in_code():
    told = {path.relative_to(ROOT).as_posix() for path, text in SOURCES.items() if HAN.search(text)}
    assert told <= RECOGNISED
