"""The ten questions as a page: scenario, command and answer, in both languages.

    python3 -m docs.making.questions

runs all of them and writes ``docs/questions.md`` and ``docs/questions.zh-CN.md``.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from docs.making.asked import QUESTIONS, Question, Row
from docs.making.page import DOCS, table

PAGES = {"en": DOCS / "questions.md", "zh": DOCS / "questions.zh-CN.md"}
Language = Literal["zh", "en"]

ASKED: Mapping[str, tuple[str, str]] = {
    "why_short": (
        "2019年9月1日湖里区小学为何短缺：延期、未规划，还是人口超出预计？",
        "Why is Huli short of primary places on 1 September 2019: late, unplanned, or more people?",
    ),
    "a_year_later": (
        "全面二孩推迟一年，出生人口如何变化？",
        "What if the universal two-child stage had come a year later?",
    ),
    "two_years_late": (
        "一个项目延期两年，何时形成供给？",
        "What if one project comes two years late?",
    ),
    "a_new_school": (
        "湖里区新建一所小学，缺口减少多少？",
        "What does a new primary school in Huli do to the gap?",
    ),
    "fewer_arrivals": (
        "2018年起迁入减少两成，此前各年不变？",
        "A fifth fewer arrivals from 2018, the years before as on record?",
    ),
    "obstetric_norm": (
        "每千名产妇25张产科床位，够不够？",
        "Would 25 obstetric beds per 1,000 deliveries do?",
    ),
    "two_files": ("两个方案有哪些不同？", "What do two scenarios differ in?"),
    "the_clause": (
        "这个数字依据《决定》的哪一条？",
        "Which clause of the Decision stands behind a number?",
    ),
    "plan_2021_2025": (
        "2021—2025年再建3万个小学学位，能否满足需求？",
        "Do 30,000 more primary places in 2021–2025 meet the demand?",
    ),
    "kindergarten_converted": (
        "一所幼儿园改为小学，两项供给各变多少？",
        "What if a kindergarten becomes a primary school?",
    ),
}
COMMANDS: Mapping[str, Sequence[str]] = {
    "why_short": ("run scenarios/baseline.toml", "run scenarios/as_foreseen.toml"),
    "two_files": ("diff scenarios/baseline.toml scenarios/mine.toml",),
    "the_clause": (
        "run scenarios/baseline.toml",
        "trace outputs/baseline services:primary/huli/2019-09-01:gap",
    ),
}
CHINESE = {
    "births": "出生人口",
    "promised": "承诺供给",
    "expected": "预期供给",
    "gap": "缺口",
    "late": "其中：延期",
    "unplanned": "其中：未规划",
    "grown": "其中：人口超出预计",
    "arrivals": "迁入人口",
    "beds needed": "所需床位",
    "kindergarten": "幼儿园学位",
    "primary": "小学学位",
}
HEADINGS = {"en": ("", "as on record", "with the scenario"), "zh": ("", "按记录", "按方案")}
INTRODUCTION = {
    "en": """# Ten questions

[中文](questions.zh-CN.md)

Each is a few lines of a scenario, here with its command and answer; this page is written by
`python3 -m docs.making.questions`, which runs them. A gap is demand − expected supply: positive is
a shortage. The baseline is what is on record and fitted to it; figures are those of the model,
grades and intervals stand in the tables.
""",
    "zh": """# 十个问题

[English](questions.md)

每个问题只需几行方案，下列出命令与答案；本页由 `python3 -m docs.making.questions` 运行后写成。
缺口＝需求－预期供给，正值为短缺。基准方案按记录与拟合值；数字为模型值，等级与区间见各表。
""",
}


def label(text: str, language: Language) -> str:
    """A label of a row in a language: its first words are those of the model."""
    if language == "en":
        return text
    for word, chinese in CHINESE.items():
        if text == word or text.startswith(f"{word} "):
            rest = text[len(word) :].strip()
            return f"{chinese} {CHINESE.get(rest, rest)}".strip()
    return text


def printed(value: float | str) -> str:
    """A number to whole persons, places or beds; a text as it is."""
    return value if isinstance(value, str) else f"{value:,.0f}".replace("-", "−")


def section(question: Question, rows: Sequence[Row], number: int, language: Language) -> str:
    """One question with its scenario, its command and its answer."""
    place = 0 if language == "zh" else 1
    lines = [f"## {number}. {ASKED[question.name][place]}", ""]
    scenario = question.scenario(question.numbers).strip("\n")
    if scenario:
        lines += ["```toml", scenario, "```", ""]
    commands = COMMANDS.get(question.name, ("run scenarios/mine.toml",))
    lines += [*(f"    python3 run.py {command}" for command in commands), ""]
    heads = HEADINGS[language]
    made = [(label(name, language), printed(was), printed(now)) for name, was, now in rows]
    return "\n".join([*lines, table(heads, made), ""])


def answers(folder: Path) -> Mapping[str, Sequence[Row]]:
    """Every question asked with the numbers of the page."""
    return {question.name: question.ask(question.numbers, folder) for question in QUESTIONS}


def page(found: Mapping[str, Sequence[Row]], language: Language) -> str:
    """The whole page."""
    parts = [
        section(question, found[question.name], number, language)
        for number, question in enumerate(QUESTIONS, start=1)
    ]
    return "\n".join([INTRODUCTION[language], *parts])


def main() -> None:
    """Ask all, and write both pages."""
    with tempfile.TemporaryDirectory() as folder:
        found = answers(Path(folder))
    for language, path in PAGES.items():
        text = page(found, "zh" if language == "zh" else "en")
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
