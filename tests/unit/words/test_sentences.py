"""What figures say: the same in both languages, each with its own marks."""

import re

from simulator.city.ground.subject import titled
from simulator.words.catalogue import CATALOGUE
from simulator.words.figures import SENTENCES, beside, leading, moment, sentence, spoken


def test_every_sentence_takes_the_same_values_in_both_languages() -> None:
    for key, (chinese, english) in SENTENCES.items():
        assert chinese, key
        assert english, key
        if key != "when.day":  # 9月 and Sept come from different values
            found = (set(re.findall(r"{(\w+)}", text)) for text in (chinese, english))
            assert next(found) == next(found), key


def test_no_sentence_says_what_the_catalogue_says_already() -> None:
    assert not SENTENCES.keys() & CATALOGUE.keys()


def test_chinese_sentences_carry_chinese_marks() -> None:
    for key, (chinese, _) in SENTENCES.items():
        if any(ord(sign) > 0x2E7F for sign in chinese):
            assert not re.search(r"[,;:()]", re.sub(r"{\w+}", "", chinese)), key


def test_a_sentence_speaks_each_language() -> None:
    pair = sentence(
        "title.district", district=("北区", "North"), service=("床", "Beds"), span="2015"
    )
    assert pair == ("北区：床的需求与供给，2015年", "North: Beds, demand and supply, 2015")
    assert spoken(pair, "zh") == pair[:1]
    assert spoken(pair, "en") == pair[1:]
    assert spoken(pair, "both") == pair
    assert spoken(("A", "A"), "both") == ("A",)
    assert leading(pair, "both") == pair[0]
    assert beside(("需求", "Demand"), "both") == "需求 Demand"


def test_instants_are_named_as_people_name_them() -> None:
    assert moment(2020 + 2 / 3) == ("2020年9月", "Sept 2020")
    assert moment(2021.0) == ("2020年底", "End of 2020")
    assert moment(2017 + 4 / 12) == ("2017年5月", "May 2017")


def test_a_title_in_one_language_stands_for_both() -> None:
    assert titled({"zh": "厦门", "en": "Xiamen"}) == ("厦门", "Xiamen")
    assert titled({"en": "Xiamen"}) == ("Xiamen", "Xiamen")
