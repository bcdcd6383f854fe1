"""The report as PDF: it compiles, and no text of a user's is a command of Typst."""

import pytest

from simulator.report.document.print_out import _pages, write_print
from tests.hostile_document import HOSTILE, hostile

typst = pytest.importorskip("typst", reason="an extra: pip install minsheng[pdf]")


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request) -> tuple[str, bytes]:
    return request.param, write_print(hostile(request.param))


def test_it_is_a_pdf_of_the_language(made):
    language, file = made
    assert file.startswith(b"%PDF-")
    assert file.rstrip().endswith(b"%%EOF")
    assert f"/Lang({language})".encode() in file


def test_the_same_document_is_the_same_bytes(made):
    language, file = made
    assert write_print(hostile(language)) == file


@pytest.fixture(scope="module")
def said() -> list[str]:
    """Every text as Typst itself reads it from what is compiled."""
    source = "".join(_pages(hostile()))
    return texts_of(source)


def texts_of(source: str) -> list[str]:
    """Texts within quotes as Typst reads them: a backslash says that the next sign is meant."""
    found, letters, inside = [], [], False
    signs = iter(source)
    for sign in signs:
        if inside and sign == "\\":
            following = next(signs)
            letters.append("\n" if following == "n" else following)
        elif sign == '"':
            if inside:
                found.append("".join(letters))
            letters, inside = [], not inside
        elif inside:
            letters.append(sign)
    assert not inside
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_printed_as_it_stands(text, said):
    assert said.count(text) >= 3


def test_what_is_not_a_text_holds_nothing_of_a_user():
    source = "".join(_pages(hostile()))
    for text in texts_of(source):
        written = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        source = source.replace(f'"{written}"', "")
    for word in ("alert", "bold", "panic", "double", "heading $"):
        assert word not in source
