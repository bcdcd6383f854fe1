"""Every sentence people read in tables and figures, in Chinese and in English, in one place.

Names of services and districts come from the city pack; everything else is looked up here.
"""

from collections.abc import Mapping
from typing import Literal

from simulator.reports.catalogue_tables import TABLE_MESSAGES

Language = Literal["zh", "en", "both"]

_UNITS = {
    "unit.places": ("个学位", "places"),
    "unit.beds": ("张床位", "beds"),
    "unit.persons": ("人", "persons"),
    "unit.deliveries": ("次分娩", "deliveries"),
    "unit.date": ("日期", "date"),
    "unit.year": ("年", "year"),
    "unit.years": ("岁", "years"),
    "unit.share": ("比例", "share"),
    "unit.percent": ("%", "%"),
    "unit.per_mille": ("‰", "per mille"),
    "unit.label": ("标签", "label"),
    "unit.place_years": ("学位·年", "place-years"),
    "unit.bed_years": ("床位·年", "bed-years"),
    "unit.of_the_series": ("随指标", "as the series"),
    "unit.of_the_service": ("随服务", "as the service"),
}

_WORDS = {
    "word.city": ("全市", "Whole city"),
    "word.district": ("区", "District"),
    "word.service": ("服务", "Service"),
    "word.year": ("年份", "Year"),
    "word.date": ("日期", "Date"),
    "word.age": ("年龄", "Age"),
    "word.sex": ("性别", "Sex"),
    "word.men": ("男", "Men"),
    "word.women": ("女", "Women"),
    "word.residency": ("户籍", "Residency"),
    "word.registered": ("户籍人口", "Registered here"),
    "word.migrant": ("外来人口", "Migrant"),
    "word.residents": ("常住人口", "Residents"),
    "word.births": ("出生", "Births"),
    "word.demand": ("需求", "Demand"),
    "word.supply": ("供给", "Supply"),
    "word.promised": ("承诺供给", "Promised supply"),
    "word.risk_adjusted": ("风险调整供给", "Risk-adjusted supply"),
    "word.gap": ("缺口", "Gap"),
    "word.shortage": ("短缺", "Shortage"),
    "word.surplus": ("富余", "Surplus"),
    "word.coverage": ("覆盖率", "Coverage"),
    "word.observed": ("观测", "Observed"),
    "word.modelled": ("模型", "Modelled"),
    "word.error": ("误差", "Error"),
    "word.tolerance": ("容差", "Tolerance"),
    "word.source": ("来源", "Source"),
    "word.series": ("指标", "Series"),
    "word.ok": ("合格", "ok"),
    "word.miss": ("超差", "miss"),
    "word.not_scored": ("不计分", "not scored"),
    "word.unknown": ("未知", "unknown"),
    "word.never": ("无", "none"),
    "word.first_shortage": ("首次短缺", "First shortage"),
    "word.first_surplus": ("首次富余", "First surplus"),
    "word.worst_shortage": ("最大短缺", "Worst shortage"),
    "word.worst_surplus": ("最大富余", "Worst surplus"),
    "word.scenario": ("情景", "Scenario"),
    "word.grade": ("等级", "Grade"),
    "word.unit": ("单位", "Unit"),
}

_FIGURES = {
    "figure.services": ("{city}：各项服务的需求与供给", "{city}: demand and supply by service"),
    "figure.service": ("{service}：需求与供给", "{service}: demand and supply"),
    "figure.gaps": ("{service}：各区缺口", "{service}: gap by district"),
    "figure.gap_map": (
        "{city}：缺口（正为短缺，负为富余）",
        "{city}: gap (positive shortage, negative surplus)",
    ),
    "figure.coverage": ("{city}：供给占需求的比例", "{city}: supply as a share of demand"),
    "figure.residents": ("{city}：常住人口与户籍人口", "{city}: residents and register"),
    "figure.districts": ("{city}：各区常住人口", "{city}: residents by district"),
    "figure.pyramid": ("{city}：人口金字塔，{date}", "{city}: population pyramid, {date}"),
    "figure.births": ("{city}：按孩次的出生人数", "{city}: births by order"),
    "figure.components": ("{city}：人口变动来源", "{city}: components of population change"),
    "figure.observed": ("{city}：模型与观测", "{city}: model against observation"),
    "figure.balance": ("收支残差", "Balance residual"),
}

_AXES = {
    "axis.persons_10k": ("人数（万人）", "Persons (10,000)"),
    "axis.persons_1k": ("人数（千人）", "Persons (1,000)"),
    "axis.persons": ("人数", "Persons"),
    "axis.births_1k": ("出生（千人/年）", "Births (1,000 a year)"),
    "axis.places_10k": ("学位（万个）", "Places (10,000)"),
    "axis.beds_10k": ("床位（万张）", "Beds (10,000)"),
    "axis.places": ("学位（个）", "Places"),
    "axis.beds": ("床位（张）", "Beds"),
    "axis.gap_places": ("缺口（个学位）", "Gap (places)"),
    "axis.gap_beds": ("缺口（张床位）", "Gap (beds)"),
    "axis.coverage": ("供给 ÷ 需求（%）", "Supply ÷ demand (%)"),
    "axis.error": ("相对误差（%）", "Relative error (%)"),
    "axis.year": ("年份", "Year"),
    "axis.age": ("年龄（岁）", "Age (years)"),
}

_LEGEND = {
    "legend.first_births": ("一孩", "First births"),
    "legend.second_births": ("二孩", "Second births"),
    "legend.higher_births": ("三孩及以上", "Third and later births"),
    "legend.all_births": ("全部出生", "All births"),
    "legend.register": ("户籍登记人口", "Published register"),
    "legend.deaths": ("死亡", "Deaths"),
    "legend.arrivals": ("迁入", "Arrivals"),
    "legend.departures": ("迁出", "Departures"),
    "legend.registration": ("落户", "Registration"),
    "legend.revised": ("普查修订口径", "Revised after the census"),
    "legend.published": ("原发布口径", "As published before the census"),
}

_NOTES = {
    "note.gap": (
        "缺口 = 需求 − 风险调整供给；正为短缺，负为富余。",
        "Gap = demand − risk-adjusted supply; positive is shortage, negative surplus.",
    ),
    "note.risk_adjusted": (
        "承诺供给：一切按承诺时间交付；风险调整供给：按实际拖期的期望值。",
        "Promised: all delivered on the promised day; risk-adjusted: expected, with real delays.",
    ),
    "note.schools": ("学位：每年9月1日的值。", "School places: on 1 September of each year."),
    "note.beds": ("床位：每月1日的值。", "Beds: on the first of each month."),
    "note.unknown": (
        "未知 = 没有记录起点，不作零处理。",
        "Unknown = no start on record; never counted as zero.",
    ),
    "note.revised": (
        "常住人口口径：2020年普查后修订。",
        "Residents: as revised after the census of 2020.",
    ),
    "note.planned": (
        "常住人口口径：2016年规划者所见（普查修订前）。",
        "Residents: as the planners of 2016 saw them, before the census of 2020.",
    ),
    "note.register": (
        "户籍人口含户籍在本市而人不在本市者。",
        "The register also counts registered people who live elsewhere.",
    ),
    "note.readings": (
        "学位为9月1日的值，床位为年末的值。",
        "School places on 1 September, beds at the end of the year.",
    ),
    "note.grade": (
        "等级：A 法规或年鉴，B 规划或公报，C 类比或报刊，D 判断。",
        "Grade: A statute or yearbook, B plan or bulletin, C analogue or press, D judgement.",
    ),
    "note.start_grade": ("起始存量等级 {grade}", "starting stock grade {grade}"),
    "note.estimated": (
        "内插或估计的数不作观测。",
        "Interpolated or estimated figures are never observations.",
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
    "value.capacity": ("学位与床位", "places and beds"),
}

CATALOGUE: Mapping[str, tuple[str, str]] = {
    **_UNITS,
    **_WORDS,
    **_FIGURES,
    **_AXES,
    **_LEGEND,
    **_NOTES,
    **_SUMMARY,
    **TABLE_MESSAGES,
}
"""Every message by its key: Chinese, English."""


def pair(key: str, **values: object) -> tuple[str, str]:
    """A message in Chinese and in English; a value may be a title in both, as of a service."""
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
    chinese = str(value.get("zh", value.get("en", "")))
    english = str(value.get("en", value.get("zh", "")))
    if language == "both" and chinese != english:
        return f"{chinese} / {english}"
    return english if language == "en" else chinese
