"""Whatever the city declares has words in Chinese, and no word is without its thing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.ft2font import FT2Font

from simulator.city.feedback.loops import Feedback, close_loops
from simulator.city.loading import all_settings
from simulator.city.people.moves import let_move
from simulator.city.whole import build_city
from simulator.files.hints import has_chinese
from simulator.files.schema import HEADER_SETTINGS, TABLES
from simulator.report.style import font_path
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.setting import Setting
from simulator.stockflow.grammar.system import System
from simulator.stockflow.printed.dictionary import write_dictionary
from simulator.stockflow.printed.equations import write_equations
from simulator.words import declared
from simulator.words.declared import ENGLISH, ModelWords, chinese
from tests.city import city_pack
from tests.toys import decay
from tests.unit.words.test_catalogue import HAN
from tests.unit.words.test_terms import TERMS

EVERY_ANSWER = Feedback(planners=True, families=True, private=True)
ELEMENTS = ("stocks", "parameters", "auxiliaries", "flows", "transfers", "measures", "loops")


@cache
def systems() -> tuple[System, ...]:
    """The city with one stage of building and with several, its loops closed and open."""
    cities = [
        build_city(
            districts=tuple(city_pack().axes["district"]),
            services=tuple(city_pack().axes["service"]),
            cohorts_per_year=1,
            building_stages=stages,
            start=2011.0,
            stop=2021.0,
        )
        for stages in (1, 4)
    ]
    cities.append(let_move(cities[0]))
    return tuple(close_loops(city, each) for city in cities for each in (Feedback(), EVERY_ANSWER))


def elements() -> dict[str, object]:
    """Everything that any form of the city declares, by name."""
    return {
        item.name: item for city in systems() for kind in ELEMENTS for item in getattr(city, kind)
    }


def settings(given: tuple[Setting, ...], owner: str = "") -> Iterator[tuple[str, Setting]]:
    for setting in given:
        key = f"{owner}{setting.key}"
        yield key, setting
        inside = f"{key}[]." if setting.kind == "records" else f"{key}."
        yield from settings(tuple(setting.fields.values()), inside)


def every_setting() -> dict[str, Setting]:
    return dict(settings((*HEADER_SETTINGS, *all_settings())))


def axes_and_labels() -> tuple[set[str], set[str]]:
    """Axes with the labels that the program fixes; those of the pack have titles of its own."""
    found = {axis.name for city in systems() for axis in city.axes} | set(city_pack().axes)
    own = ("timetable", "status", "residency", "years_open")
    labels = {label for axis in systems()[0].axes if axis.name in own for label in axis.labels}
    return found, {*labels, NEWEST, "older"}


def asked_for() -> set[tuple[str, str]]:
    """Kind and name of everything that needs a word."""
    found = {(kind, name) for name in elements() for kind in ("name", "meaning")}
    for item in (*elements().values(), *every_setting().values()):
        unit = getattr(item, "unit", "")
        found |= {("measured_in", unit)} if unit else set()
    found |= {("setting", key) for key, one in every_setting().items() if one.states is None}
    found |= {("setting", table) for table in TABLES}
    axes, labels = axes_and_labels()
    found |= {("axis", axis) for axis in axes} | {("label", label) for label in labels}
    found |= {("kind", stock.kind) for city in systems() for stock in city.stocks}
    return found | {("system", "city"), ("system", "people")}


def test_everything_declared_has_a_word_in_chinese() -> None:
    assert len(elements()) > 200
    assert len(every_setting()) > 80
    assert {wanted for wanted in asked_for() if not chinese().knows(*wanted)} == set()


def test_no_word_is_without_its_thing() -> None:
    used = {f"{kind}.{name}" for kind, name in asked_for()}
    used |= {f"{kind}.{re.sub(r'[0-9]+', 'n', name)}" for kind, name in asked_for()}
    assert set(chinese().texts) - used == set()


def test_a_key_means_what_the_parameter_means_that_it_states() -> None:
    keys = every_setting()
    stated = {key: one.states for key, one in keys.items() if one.states is not None}
    assert stated["world.arrivals"] == "arrivals_a_year"
    assert "world.first_birth_timing" not in stated
    for key, name in stated.items():
        assert has_chinese(keys[key], key)
        said = chinese().setting(key, name, keys[key].meaning)
        assert said == chinese().meaning(name, "")


def test_chinese_words_are_chinese_and_keep_the_terms() -> None:
    aside = [word for entry in TERMS.values() for word in entry["not_zh"]]
    for key, text in chinese().texts.items():
        assert text.strip() == text != "", key
        assert HAN.search(text) or key == "measured_in.1/year", key
        assert not re.search("[\u4e00-\u9fff][,;:?(]", text), key
        assert not any(word in text for word in aside), key
        assert "{" not in text.replace("{n}", ""), key


def test_the_bundled_font_has_every_letter_of_them() -> None:
    there = set(FT2Font(str(font_path())).get_charmap())
    used = set("".join(chinese().texts.values())) | set(chinese().say("model.diagram.loops"))
    assert sorted(letter for letter in used if ord(letter) not in there) == []


def test_a_number_in_a_name_goes_into_its_words() -> None:
    assert chinese().name("building_3") == "在建第3阶段"
    assert chinese().meaning("bed_ramp_2", "") == "启用第2年的床位进入下一年"
    assert chinese().axis("to_residency") == "到达的户籍类别"
    assert ENGLISH.axis("to_residency") == "to residency"


def test_words_that_are_missing_are_refused_and_not_told_in_english() -> None:
    tank = {"system.decay": "水箱", "name.water": "水", "meaning.water": "水箱里的水"}
    tank |= {"measured_in.litres": "升", "name.leaking": "漏水"}
    with pytest.raises(KeyError, match=r"meaning\.leaking"):
        write_equations(decay(), replace(chinese(), texts=tank))
    assert chinese().pair("meaning", "leaking", "leak") == ("leak", "leak")
    assert chinese().pair("meaning", "deaths", "deaths") == ("死亡", "deaths")


def test_a_key_in_two_files_is_refused(tmp_path, monkeypatch) -> None:
    (tmp_path / "zh" / "model").mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / "zh" / "model" / f"{name}.toml").write_text('[axis]\nx = "甲"\n', "utf-8")
    monkeypatch.setattr(declared, "__file__", str(tmp_path / "declared.py"))
    with pytest.raises(ValueError, match=r"b\.toml: axis\.x stands in another file too"):
        chinese.__wrapped__()


def city_words() -> ModelWords:
    labels = (*city_pack().axes["district"], *city_pack().axes["service"])
    return chinese().with_labels(dict.fromkeys(labels, "某"))


def test_the_pages_of_the_city_are_chinese_but_for_names_and_formulas() -> None:
    city = systems()[-1]
    equations, dictionary = (
        write_equations(city, city_words()),
        write_dictionary(city, city_words()),
    )
    for stock in city.stocks:
        meaning, unit = chinese().meaning(stock.name, ""), chinese().unit(stock.unit)
        assert f"### `{stock.name}` {chinese().name(stock.name)}：{meaning}（{unit}）" in equations
    for item in (*city.streams, *city.formulas, *city.loops):
        head = f"**{chinese().name(item.name)}** {item.name.replace('_', ' ')}（"
        assert f"{head}" in equations
        assert f"）：{chinese().meaning(item.name, '')}\n" in equations
    for key, one in settings(city.settings):
        assert f"| {chinese().setting(key, one.states, '')} |" in dictionary
    told = re.sub(r"\$.*?\$|`.*?`|\$\$.*?\$\$", "", equations + dictionary, flags=re.DOTALL)
    meanings = [getattr(item, "meaning", "") for item in elements().values()]
    assert [text for text in meanings if len(text) > 25 and text in told] == []
