"""What figures say beside the words of the catalogue, in Chinese and in English."""

from collections.abc import Mapping

from simulator.words.catalogue import CATALOGUE, Language, in_language

Pair = tuple[str, str]
"""A text in Chinese and in English."""

# title.<figure>: the subject; detail.<figure>: what the marks in it mean.
_TITLES: Mapping[str, Pair] = {
    "title.gaps": (
        "{city}：各项公共服务的需求与供给，{span}年",
        "{city}: demand and supply of every public service, {span}",
    ),
    "title.map": (
        "{city}：哪个区、哪项服务、哪一年短缺，{span}年",
        "{city}: which district is short of what, and when, {span}",
    ),
    "title.population": (
        "{city}：常住人口、户籍人口与出生，模型对照观测",
        "{city}: residents, register and births, modelled against observed",
    ),
    "title.children": (
        "{city}：出生潮何时到达幼儿园和各级学校",
        "{city}: when the wave of births reaches kindergartens and schools",
    ),
    "title.district": (
        "{district}：{service}的需求与供给，{span}年",
        "{district}: {service}, demand and supply, {span}",
    ),
}

_DETAILS: Mapping[str, Pair] = {
    "detail.scenario": (
        "情景：{scenario}。人口口径：{basis}。",
        "Scenario: {scenario}. Population basis: {basis}.",
    ),
    "detail.gaps": (
        (
            "缺口 = 需求 − 风险调整供给（按实际拖期的期望值）。学位按学年（9月1日起），"
            "床位按月。全市合计：一区的富余会掩盖另一区的短缺。"
        ),
        (
            "Gap = demand − risk-adjusted supply (expected, with real delays). School places by "
            "school year from 1 September, beds by month. City totals: surplus in one district "
            "hides shortage in another."
        ),
    ),
    "detail.map": (
        (
            "格中数字：缺口占需求的百分比，正数短缺，负数富余。"
            "缺口 = 需求 − 风险调整供给（按实际拖期的期望值）。"
        ),
        (
            "Numbers: gap as % of demand, positive shortage, negative surplus. "
            "Gap = demand − risk-adjusted supply (expected, with real delays)."
        ),
    ),
    "detail.population": (
        (
            "线与柱为模型，空心点为观测，灰色小点是内插（不作观测）。"
            "常住人口：住在本市的人；户籍人口：含户籍在本市而人不在本市者。"
        ),
        (
            "Lines and bars: model; hollow marks: observed; grey dots: interpolated, not observed. "
            "Residents live in the city; the register also counts people who live elsewhere."
        ),
    ),
    "detail.children": (
        (
            "每柱（千人）是一届常住孩子：上年9月至当年8月间满该年龄的人，9月1日计，"
            "迁入、迁出与死亡都已计。橙色柱是同一届：出生时人数最多的一届，逐级升学。"
        ),
        (
            "Each bar (1,000 children) is one school cohort of residents on 1 September: those who "
            "reached the age in the twelve months before, moves and deaths counted. "
            "Orange: one and the same cohort, the largest at birth, on its way up."
        ),
    ),
    "detail.district": (
        (
            "承诺供给：一切按承诺时间交付。风险调整供给：按实际拖期的期望值，新校逐年级招满。"
            "缺口 = 需求 − 供给，按学年（9月1日起）。"
        ),
        (
            "Promised: all delivered on the promised day. Risk-adjusted: expected, with real "
            "delays; new schools fill grade by grade. Gap = demand − supply, by school year from "
            "1 September."
        ),
    ),
    "detail.district_beds": (
        (
            "承诺供给：一切按承诺时间交付。风险调整供给：按实际拖期的期望值。"
            "缺口 = 需求 − 供给，按月。"
        ),
        (
            "Promised: all delivered on the promised day. Risk-adjusted: expected, with real "
            "delays. Gap = demand − supply, by month."
        ),
    ),
}

# Words inside a figure, where room is short.
_LABELS: Mapping[str, Pair] = {
    "label.promised": ("承诺", "Promised"),
    "label.risk_adjusted": ("风险调整", "Risk-adj."),
    "label.modelled": ("模型", "Model"),
    "label.revised": ("普查后修订", "Revised after the census"),
    "label.published": ("修订前公布", "Published before it"),
    "label.census": ("普查", "Census"),
    "label.interpolated": ("内插", "Interpolated"),
    "label.first_births": ("一孩", "1st"),
    "label.second_births": ("二孩", "2nd"),
    "label.higher_births": ("三孩+", "3rd+"),
    "label.observed": ("观测", "Observed"),
    "key.title": ("怎样看图", "How to read"),
    "key.demand": ("需求", "Demand"),
    "key.promised": ("承诺供给（全部按期）", "Promised supply (all on time)"),
    "key.risk_adjusted": ("风险调整供给（计拖期）", "Risk-adjusted supply (with delays)"),
    "key.shortage": ("短缺", "Shortage"),
    "key.surplus": ("富余", "Surplus"),
    "key.observed": ("实际在校人数（观测）", "Pupils enrolled (observed)"),
    "result.shortage": ("{when}短缺 {amount}（{share}%）", "{when}: short {amount} ({share}%)"),
    "result.surplus": ("{when}富余 {amount}（{share}%）", "{when}: surplus {amount} ({share}%)"),
    "result.even": ("{when}供需相当", "{when}: in balance"),
    "result.on_time": ("若全部按期：{side} {amount}", "If all on time: {side} {amount}"),
    "result.unknown": ("供给未知：起始存量无记录", "Supply unknown: starting stock not on record"),
    "result.before": ("{when}前供给无记录", "Supply not on record before {when}"),
    "when.day": ("{year}年{month}月", "{name} {year}"),
    "when.end": ("{year}年底", "End of {year}"),
    "side.shortage": ("短缺", "short"),
    "side.surplus": ("富余", "surplus"),
    "map.title": ("{service} · {at}", "{service} · {at}"),
    "map.september": ("9月1日", "1 September"),
    "map.year_end": ("年底", "year end"),
    "map.short": ("短缺", "Shortage"),
    "map.over": ("富余", "Surplus"),
    "map.unknown": ("供给未知", "Supply unknown"),
    "panel.residents": (
        "常住人口（千人，纵轴不从零起）",
        "Residents (1,000 persons, axis not from zero)",
    ),
    "panel.register": (
        "户籍人口（千人，纵轴不从零起）",
        "Register (1,000 persons, axis not from zero)",
    ),
    "panel.births": ("出生人数，按孩次（千人/年）", "Births by order (1,000 a year)"),
    "panel.orders": ("各孩次占出生的比例（%）", "Share of births by order (%)"),
    "panel.newborn": ("0岁：上一学年出生", "Age 0: the newborn"),
    "panel.entry": ("{age}岁：开始需要", "Age {age}: first in need of"),
    "panel.gap": (
        "各年缺口（{at}）：正为短缺，负为富余。实心：按风险调整供给；空心：若全部按期",
        (
            "Gap by year ({at}): positive shortage, negative surplus. "
            "Filled: risk-adjusted supply; outlined: if all on time"
        ),
    ),
    "label.projects": ("具名项目的承诺启用日", "Named projects, promised opening"),
    "label.more": ("…另有 {number} 项", "… and {number} more"),
    "children.wave": (
        "{first}年9月至{last}年8月出生的一届",
        "The cohort born Sept {first} to Aug {last}",
    ),
    "children.beyond": (
        "这一届{year}年9月到达（本次模拟之外）",
        "This cohort arrives in Sept {year}, beyond this run",
    ),
}

# The figure of projects, which speaks of single buildings.
_PROJECTS: Mapping[str, Pair] = {
    "title.projects": (
        "{city}：点名项目承诺何时开放，预期何时开放",
        "{city}: when named projects are promised to open, and when they can be expected to",
    ),
    "detail.projects": (
        (
            "空心三角为承诺开放日，圆点为有一半可能已开放之日，横线为一成至九成，"
            "竖线为9月1日（竣工的学校等到那一天才开办）。"
            "同日的同类项目并为一行，数字为新增学位或床位，（D）为推定。"
        ),
        (
            "Triangle: promised opening. Dot: opened by then with even chance; bar: 1 in 10 to "
            "9 in 10. Vertical lines are 1 September, for which a finished school waits. Projects "
            "alike are one row; the number is places or beds added, (D): size or date is ours."
        ),
    ),
    "projects.row": ("{name}等{number}个项目", "{name} and {number} in all"),
    "projects.later": (
        "另有 {number} 个项目承诺在{year}年以后开放，见 projects 表。",
        "{number} more are promised after {year}; see the table projects.",
    ),
    "projects.promised": ("承诺开放", "promised"),
    "projects.expected": ("预期开放（一成至九成）", "expected (1 to 9 in 10)"),
    "label.paper": ("纸面供给", "On paper"),
}

# The figure that takes the difference of two scenarios apart.
_CAUSES: Mapping[str, Pair] = {
    "title.causes": (
        "{city}：从“{first}”到“{last}”，目标差在哪里",
        "{city}: why the figures of the plan differ, from {first} to {last}",
    ),
    "detail.causes": (
        "从“{first}”（空心，按规划的算法）到“{last}”（实心，按实际的算法），为承诺值的百分比；数字为各项影响，占承诺值的百分点。",
        (
            "From {first} (hollow, as the plan reckoned) to {last} (full, as it is counted), "
            "as % of the promise. Numbers: what each cause does, in points of the promise."
        ),
    ),
    "detail.causes_share": (
        "每一项的份额是它在各种先后次序中影响的平均（沙普利值），各份额之和等于总差。",
        "A share is what a cause does on average over all orders (Shapley value); they add up.",
    ),
}

SENTENCES: Mapping[str, Pair] = {**_TITLES, **_DETAILS, **_LABELS, **_PROJECTS, **_CAUSES}
"""Every sentence of the figures by its key: Chinese, English."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def sentence(key: str, **values: object) -> Pair:
    """A sentence of the figures, or of the catalogue, in both languages.

    A value may differ by language: a pair, or a title of a city pack or scenario.
    """
    chinese, english = SENTENCES[key] if key in SENTENCES else CATALOGUE[key]
    return (
        chinese.format(**{name: _told(value, 0) for name, value in values.items()}),
        english.format(**{name: _told(value, 1) for name, value in values.items()}),
    )


def spoken(pair: Pair, language: Language) -> tuple[str, ...]:
    """The lines of a text: one language, or Chinese first and English beneath.

    One line where both languages say the same, as a number does.
    """
    chinese, english = pair
    if language == "both" and chinese != english:
        return pair
    return (english,) if language == "en" else (chinese,)


def leading(pair: Pair, language: Language) -> str:
    """A text where there is room for one language alone."""
    return spoken(pair, language)[0]


def beside(pair: Pair, language: Language) -> str:
    """A text on one line, English after Chinese."""
    return " ".join(spoken(pair, language))


def moment(year: float) -> Pair:
    """An instant as people name it: by its month, 1 January by the year that ends."""
    # An instant is named by the day it begins; the first of a year is better known as an end.
    months = round(year * 12)
    whole, month = divmod(months, 12)
    if month == 0:
        return sentence("when.end", year=whole - 1)
    return sentence("when.day", year=whole, month=month + 1, name=_MONTHS[month])


def _told(value: object, place: int) -> str:
    if isinstance(value, tuple):
        return str(value[place])
    return in_language(value, "en" if place else "zh")
