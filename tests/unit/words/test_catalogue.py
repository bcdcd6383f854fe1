import re
from string import Formatter

from simulator.words.catalogue import CATALOGUE, in_language, pair, say

HAN = re.compile("[\u4e00-\u9fff]")
SAME_IN_BOTH = {"series.beds"}


def asked_for(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_message_is_in_both_languages() -> None:
    assert len(CATALOGUE) > 100
    for key, (chinese, english) in CATALOGUE.items():
        assert chinese.strip() == chinese != "", key
        assert english.strip() == english != "", key
        assert not HAN.search(english), key
        assert HAN.search(chinese) or key in SAME_IN_BOTH, key


def test_both_languages_ask_for_the_same_values() -> None:
    for key, (chinese, english) in CATALOGUE.items():
        assert asked_for(chinese) == asked_for(english), key


def test_chinese_has_chinese_punctuation() -> None:
    for key, (chinese, _) in CATALOGUE.items():
        assert not re.search("[\u4e00-\u9fff][,;:?(]", chinese), key


def test_a_message_in_one_language_or_both() -> None:
    assert say("word.gap", "zh") == "缺口"
    assert say("word.gap", "en") == "Gap"
    assert say("word.gap", "both") == "缺口 / Gap"


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
