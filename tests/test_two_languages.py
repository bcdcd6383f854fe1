"""A page in Chinese says what the English one says: same figures, headings, pictures and links."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
CHINESE = sorted(DOCS.glob("*.zh-CN.md"))
PAIRED = (
    "boundary",
    "feedback",
    "beds",
    "housing",
    "targets",
    "supply",
    "fit",
    "glossary",
    "commands",
    "page",
    "questions",
    "draws",
    "rests",
)
TERMS = tomllib.loads((ROOT / "simulator/words/terms.toml").read_text(encoding="utf-8"))
WRITTEN = {
    "en": [ROOT / "README.md", *sorted(set(DOCS.glob("*.md")) - set(CHINESE))],
    "zh": [ROOT / "README.zh-CN.md", *CHINESE],
}

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
FIGURE = re.compile(r"[^\w`]*\d")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`|\]\([^)]*\)", re.MULTILINE | re.DOTALL)


def english_of(page: Path) -> Path:
    return page.with_name(page.name.replace(".zh-CN", ""))


def prose(text: str) -> str:
    """The text without blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def rows(text: str) -> list[list[str]]:
    """The cells of every row of a table, headings left out."""
    lines = prose(text).splitlines()
    headings = {number for number, line in enumerate(lines[1:]) if line.startswith("|--")}
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for number, line in enumerate(lines)
        if line.startswith("|") and not line.startswith("|--") and number not in headings
    ]


def differences(english: str, chinese: str) -> list[str]:
    """What the two say otherwise of figures in tables, headings and pictures."""
    found = []
    for mark in ("# ", "## ", "### "):
        counts = [prose(text).count(f"\n{mark}") for text in (f"\n{english}", f"\n{chinese}")]
        if counts[0] != counts[1]:
            found.append(f"headings {mark.strip()}: {counts}")
    # a picture with words in it has a sibling in Chinese, as a page has
    pictures = [
        re.findall(r"!\[[^]]*\]\(([^)]*)\)", text.replace(".zh-CN.svg", ".svg"))
        for text in (english, chinese)
    ]
    if pictures[0] != pictures[1]:
        found.append(f"pictures: {pictures}")
    ours, theirs = rows(english), rows(chinese)
    if [len(row) for row in ours] != [len(row) for row in theirs]:
        return [*found, "tables of another shape"]
    for row, other in zip(ours, theirs, strict=True):
        for cell, beside in zip(row, other, strict=True):
            numbers = NUMBER.findall(cell) if FIGURE.match(cell) else []
            signs = [sign for sign in "+−" if cell.startswith(sign)]
            if not set(numbers) <= set(NUMBER.findall(beside)):
                found.append(f"{cell!r} beside {beside!r}")
            elif any(not beside.startswith(sign) for sign in signs):
                found.append(f"sign of {cell!r} beside {beside!r}")
    return found


def names_in_code(text: str) -> set[str]:
    """Files, keys and commands that a page names."""
    return set(re.findall(r"`([^`\n]*[._/][^`\n]*)`", prose(text)))


def test_every_page_a_planner_needs_is_in_both_languages():
    assert {page.name.removesuffix(".zh-CN.md") for page in CHINESE} == set(PAIRED)


@pytest.mark.parametrize("page", [*CHINESE, ROOT / "README.zh-CN.md"], ids=lambda page: page.name)
def test_a_pair_of_pages_says_the_same(page):
    english, chinese = (each.read_text(encoding="utf-8") for each in (english_of(page), page))
    assert differences(english, chinese) == []
    assert {name for name in names_in_code(chinese) if name not in english} == set()


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.name)
def test_a_pair_of_pages_is_linked(page):
    english = english_of(page)
    assert f"[中文]({page.name})" in english.read_text(encoding="utf-8")[:200]
    assert f"[English]({english.name})" in page.read_text(encoding="utf-8")[:200]
    assert f"]({page.name})" in (DOCS / "README.md").read_text(encoding="utf-8")
    assert f"](docs/{page.name})" in (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "page"),
    [(language, page) for language, pages in WRITTEN.items() for page in pages],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_page_uses_the_terms_of_the_tables(language, page):
    text = " ".join(CODE.sub(" ", page.read_text(encoding="utf-8")).casefold().split())
    aside = {word.casefold() for entry in TERMS.values() for word in entry[f"not_{language}"]}
    assert {word for word in aside if word in text} == set()


def test_differences_are_found():
    english = "# A\n\n![x](a.png)\n\n| a | b |\n|---|--:|\n| one | +1,234 |\n| 5 % more | 7 |\n"
    chinese = english.replace("5 % more", "多5%")
    assert differences(english, chinese) == []
    for old, new in (
        ("1,234", "1,243"), ("+1", "−1"), ("7", "8"), ("a.png", "b.png"), ("# A", "## A"),
        ("| one | +1,234 |\n", ""),
    ):  # fmt: skip
        assert differences(english, chinese.replace(old, new)) != [], old
