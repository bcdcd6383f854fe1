"""Words are data: the same keys and placeholders in every language, each with its own marks."""

import re
from pathlib import Path
from string import Formatter

import pytest

from simulator.words import catalogue
from simulator.words.catalogue import (
    LANGUAGES,
    beside,
    in_language,
    is_known,
    leading,
    message,
    moment,
    pair,
    say,
    spoken,
    texts,
)

HAN = re.compile("[\u4e00-\u9fff]")
SAME_IN_BOTH = {"series.beds"}
FOLDER = Path(catalogue.__file__).parent


def asked_for(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_has_the_same_files() -> None:
    names = [sorted(path.name for path in (FOLDER / each).glob("*.toml")) for each in LANGUAGES]
    assert names[0] == names[1] != []


def test_every_text_is_in_every_language() -> None:
    assert texts("zh").keys() == texts("en").keys()
    assert len(texts("zh")) > 500


def test_a_text_says_the_same_in_both_languages() -> None:
    for key, chinese in texts("zh").items():
        english = texts("en")[key]
        assert chinese.strip() == chinese != "", key
        assert english.strip() == english != "", key
        assert asked_for(chinese) == asked_for(english), key
        assert not HAN.search(english) or "落户" in english, key
        bare = re.sub(r"{\w+}", "", english)
        assert HAN.search(chinese) or key in SAME_IN_BOTH or not re.search("[A-Za-z]{2}", bare), key


def test_chinese_has_chinese_punctuation() -> None:
    for key, chinese in texts("zh").items():
        assert not re.search("[\u4e00-\u9fff][,;:?(]", re.sub(r"{\w+}", "", chinese)), key


def test_a_key_in_two_files_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "zh").mkdir()
    for name in ("a", "b"):
        (tmp_path / "zh" / f"{name}.toml").write_text('[word]\ncity = "城"\n', encoding="utf-8")
    monkeypatch.setattr(catalogue, "__file__", str(tmp_path / "catalogue.py"))
    with pytest.raises(ValueError, match=r"b\.toml: word\.city stands in another file too"):
        texts.__wrapped__("zh")


def test_a_text_in_one_language_or_both() -> None:
    assert say("word.gap", "zh") == "缺口"
    assert say("word.gap", "en") == "Gap"
    assert say("word.gap", "both") == "缺口 / Gap"
    assert message("word.gap") == "Gap / 缺口"
    assert is_known("word.gap")
    assert not is_known("word.nothing")


def test_a_value_may_be_a_title_in_both_languages() -> None:
    title = {"zh": "厦门", "en": "Xiamen"}
    chinese, english = pair("summary.observed", city=title, scenario="S-1")
    assert chinese.startswith("厦门 S-1")
    assert english.startswith("Xiamen, S-1")


def test_a_title_is_shown_as_given() -> None:
    assert in_language("plain", "both") == "plain"
    assert in_language({"zh": "甲", "en": "A"}, "both") == "甲 / A"
    assert in_language({"zh": "甲", "en": "甲"}, "both") == "甲"
    assert in_language({"en": "A"}, "zh") == "A"
    assert in_language({"zh": "甲"}, "en") == "甲"


def test_a_sentence_speaks_each_language() -> None:
    found = pair("shown.map_of", where=("北区", "North"), service=("床", "Beds"), span="2015")
    assert found == (
        "北区：各区床各年的缺口，2015年",
        "North: gap of Beds by district and year, 2015",
    )
    assert spoken(found, "zh") == found[:1]
    assert spoken(found, "en") == found[1:]
    assert spoken(found, "both") == found
    assert spoken(("A", "A"), "both") == ("A",)
    assert leading(found, "both") == found[0]
    assert beside(("需求", "Demand"), "both") == "需求 Demand"


def test_instants_are_named_as_people_name_them() -> None:
    assert moment(2020 + 2 / 3) == ("2020年9月", "Sept 2020")
    assert moment(2021.0) == ("2020年底", "End of 2020")
    assert moment(2017 + 4 / 12) == ("2017年5月", "May 2017")
