"""One term for one thing: no text uses a word that the term base puts aside."""

import tomllib
from pathlib import Path

import pytest

from simulator.words import catalogue
from simulator.words.catalogue import LANGUAGES, texts

DOCS = Path(__file__).parents[3] / "docs"
TERMS = tomllib.loads((Path(catalogue.__file__).parent / "terms.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_used_and_no_other_word_for_it(term, language):
    said = {key: text.casefold() for key, text in texts(language).items()}
    entry = TERMS[term]
    assert any(entry[language].casefold() in text for text in said.values())
    aside = [word.casefold() for word in entry[f"not_{language}"]]
    assert [key for key, text in said.items() if any(word in text for word in aside)] == []


def test_every_term_says_the_same_things():
    for entry in TERMS.values():
        assert set(entry) == {"zh", "en", "not_zh", "not_en"}


def test_no_word_is_put_aside_for_one_term_and_stands_for_another():
    for language in LANGUAGES:
        stands = [entry[language] for entry in TERMS.values()]
        for entry in TERMS.values():
            for word in entry[f"not_{language}"]:
                assert not any(word in other for other in stands)


@pytest.mark.parametrize("page", ["glossary.md", "glossary.zh-CN.md"])
@pytest.mark.parametrize("term", TERMS)
def test_a_term_stands_in_the_glossary(term, page):
    rows = [
        line.casefold()
        for line in (DOCS / page).read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    words = [TERMS[term][language].casefold() for language in LANGUAGES]
    assert any(all(word in row for word in words) for row in rows)
