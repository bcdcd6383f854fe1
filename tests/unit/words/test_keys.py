"""Every text that code asks for is there, and every sentence of a refusal is asked for."""

import ast
import re
from collections.abc import Iterator
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
RECOGNISED = {
    *("simulator/files/quoted_numbers.py", "simulator/files/spoken_dates.py"),
    *("simulator/files/written_values.py", "simulator/files/toml_mending.py"),
    *("simulator/__init__.py", "simulator/report/document/word.py"),
}
"""Chinese that a file may hold (万, 是, 年底), the name of the program, fonts and numerals."""


def test_what_is_asked_for_is_there():
    asked = {key for text in SOURCES.values() for key in ASKED.findall(text)}
    assert len(asked) > 60
    assert asked <= texts("zh").keys()


COMPOSED = {
    *("syntax", "syntax_on", "syntax_at", "syntax_on_at", "set_no_equals", "set_no_value"),
    *("after", "not_before", "version"),
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


REFUSING = ("stockflow/grammar", "stockflow/proof", "stockflow/values", "stockflow/engine")
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")
OF_CODE = {"AttributeError", "TypeError"}
"""Errors of whoever writes code, not of whoever gives it something."""


def told_in_english(text: str) -> Iterator[int]:
    """Lines at which something is raised, or named as a fault, in words that stand in the code."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            if ast.unparse(node.exc.func) in OF_CODE:
                continue
            said: list[ast.AST] = [*node.exc.args]
        elif isinstance(node, ast.Yield) and node.value is not None:
            said = [node.value]
        else:
            continue
        parts = [part for each in said for part in ast.walk(each)]
        words = [part.value for part in parts if isinstance(part, ast.Constant)]
        if any(isinstance(word, str) and ENGLISH.search(word) for word in words):
            yield node.lineno


def test_no_refusal_of_the_engine_or_of_demography_is_told_in_english_alone():
    rooms = tuple(f"simulator/{room}/" for room in (*REFUSING, "demography"))
    told = {path.relative_to(ROOT).as_posix(): text for path, text in SOURCES.items()}
    inside = {path: text for path, text in told.items() if path.startswith(rooms)}
    assert len(inside) > 40
    assert {path: [*told_in_english(text)] for path, text in inside.items()} == {
        path: [] for path in inside
    }


def test_a_refusal_in_english_alone_is_seen():
    assert [*told_in_english('raise ValueError("has to be")\nraise TypeError("has to be")')] == [1]
    assert [*told_in_english('def f():\n    yield f"{name}: has no stock"')] == [2]
    assert [*told_in_english('raise ValueError(message("fault.set_no_value"))')] == []
