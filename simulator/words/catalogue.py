"""Every sentence people read in tables and figures, in Chinese and in English, in one place.

Names of services and districts come from the city pack; everything else is looked up here.
"""

from collections.abc import Mapping
from typing import Literal

from simulator.words.beds import BED_MESSAGES
from simulator.words.supply import SUPPLY_MESSAGES
from simulator.words.tables import TABLE_MESSAGES
from simulator.words.targets import TARGET_MESSAGES

Language = Literal["zh", "en", "both"]

_UNITS = {
    "unit.places": ("个学位", "places"),
    "unit.beds": ("张床位", "beds"),
    "unit.persons": ("人", "persons"),
    "unit.date": ("日期", "date"),
    "unit.year": ("年", "year"),
    "unit.years": ("岁", "years"),
    "unit.share": ("比例", "share"),
    "unit.label": ("标签", "label"),
    "unit.place_years": ("学位·年或床位·年", "place-years or bed-years"),
    "unit.of_the_series": ("随指标", "as the series"),
    "unit.of_the_service": ("随服务", "as the service"),
}

_WORDS = {
    "word.city": ("全市", "Whole city"),
    "word.service": ("服务", "Service"),
    "word.date": ("日期", "Date"),
    "word.men": ("男", "Men"),
    "word.women": ("女", "Women"),
    "word.registered": ("户籍人口", "Registered here"),
    "word.migrant": ("外来人口", "Migrant"),
    "word.demand": ("需求", "Demand"),
    "word.supply": ("供给", "Supply"),
    "word.gap": ("缺口", "Gap"),
    "word.observed": ("观测", "Observed"),
    "word.modelled": ("模型", "Modelled"),
    "word.error": ("误差", "Error"),
    "word.tolerance": ("容差", "Tolerance"),
    "word.series": ("指标", "Series"),
    "word.ok": ("合格", "ok"),
    "word.miss": ("超差", "miss"),
    "word.unknown": ("未知", "unknown"),
    "word.never": ("无", "none"),
    "word.first_shortage": ("首次短缺", "First shortage"),
    "word.first_surplus": ("首次富余", "First surplus"),
}

_NOTES = {
    "note.gap": (
        "缺口 = 需求 − 风险调整供给；正为短缺，负为富余。",
        "Gap = demand − risk-adjusted supply; positive is shortage, negative surplus.",
    ),
    "note.unknown": (
        "未知 = 没有记录起点，不作零处理。",
        "Unknown = no start on record; never counted as zero.",
    ),
    "note.readings": (
        "学位为9月1日的值，床位为年末的值。",
        "School places on 1 September, beds at the end of the year.",
    ),
}

_SUMMARY = {
    "summary.services": (
        "{city} {scenario}：需求、风险调整供给与缺口",
        "{city}, {scenario}: demand, risk-adjusted supply and gap",
    ),
    "summary.observed": ("{city} {scenario}：模型与观测", "{city}, {scenario}: model and record"),
    "summary.score": (
        "计分 {scored} 项，超差 {missed} 项；另有 {others} 项不计分，见 tables/observed.csv。",
        "{scored} scored, {missed} missed; {others} more, not scored, in tables/observed.csv.",
    ),
    "summary.balance": ("收支残差", "Balance residual"),
    "value.capacity": ("学位与床位", "places and beds"),
}

# Flat, whatever the subject: code asks for a key and need not know in which module it is kept.
CATALOGUE: Mapping[str, tuple[str, str]] = {
    **_UNITS,
    **_WORDS,
    **_NOTES,
    **_SUMMARY,
    **TABLE_MESSAGES,
    **SUPPLY_MESSAGES,
    **BED_MESSAGES,
    **TARGET_MESSAGES,
}
"""Every message by its key: Chinese, English."""


def pair(key: str, **values: object) -> tuple[str, str]:
    """A message in Chinese and in English; a value may be a title in both, as of a service."""
    # A title of a pack is itself in two languages: each text takes the one that fits it.
    chinese, english = CATALOGUE[key]
    return (
        chinese.format(**{name: in_language(value, "zh") for name, value in values.items()}),
        english.format(**{name: in_language(value, "en") for name, value in values.items()}),
    )


def say(key: str, language: Language, **values: object) -> str:
    """A message in a language, or in both with a stroke between."""
    chinese, english = pair(key, **values)
    return in_language({"zh": chinese, "en": english}, language)


def in_language(value: object, language: Language) -> str:
    """A title that a city pack or scenario gives (a text, or one text a language) as shown."""
    if not isinstance(value, Mapping):
        return str(value)
    # A pack may name a thing in one language alone; that name then serves for both.
    chinese = str(value.get("zh", value.get("en", "")))
    english = str(value.get("en", value.get("zh", "")))
    if language == "both" and chinese != english:
        return f"{chinese} / {english}"
    return english if language == "en" else chinese
