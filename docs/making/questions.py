"""The ten questions as a page: scenario, command and answer, in both languages.

    python3 -m docs.making.questions

runs all of them and writes ``docs/questions.md`` and ``docs/questions.zh-CN.md``.
"""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from docs.making.answered import Row, Text
from docs.making.asked import QUESTIONS, Question
from docs.making.page import DOCS, table
from simulator.words.catalogue import Pair

PAGES = {"en": DOCS / "questions.md", "zh": DOCS / "questions.zh-CN.md"}
Language = Literal["zh", "en"]

ASKED: Mapping[str, tuple[str, str]] = {
    "why_short": (
        "2020年9月1日岛内初中为何短缺：延期、未规划，还是人口超出预计？",
        "Why is the island short of junior places in 2020: late, unplanned, or more people?",
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
        "思明区新建一所小学，缺口减少多少？",
        "What does a new primary school in Siming do to the gap?",
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
        "trace outputs/baseline services:junior/island/2020-09-01:gap",
    ),
}
WORDS: Mapping[str, Pair] = {
    "births": ("出生人口", "births"),
    "promised": ("承诺供给", "promised supply"),
    "expected": ("预期供给", "expected supply"),
    "gap": ("缺口", "gap"),
    "late": ("其中：延期", "of which late"),
    "unplanned": ("其中：未规划", "of which unplanned"),
    "grown": ("其中：人口超出预计", "of which more people than foreseen"),
    "arrivals": ("迁入人口", "arrivals"),
    "beds needed": ("所需床位", "beds needed"),
    "kindergarten": ("幼儿园", "kindergarten"),
    "primary": ("小学", "primary"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Headings:
    """The headings of an answer, in Chinese and English; the first columns are texts."""

    zh: tuple[str, str, str]
    en: tuple[str, str, str]
    texts: int = 1


COMPARED = Headings(zh=("", "基准方案", "本方案"), en=("", "baseline", "this scenario"))
HEADINGS: Mapping[str, Headings] = {
    "why_short": Headings(zh=("", "算法", "学位（个）"), en=("", "read off as", "places"), texts=2),
    "two_files": Headings(
        zh=("设定", "baseline.toml", "mine.toml"),
        en=("setting", "baseline.toml", "mine.toml"),
        texts=3,
    ),
    "the_clause": Headings(
        zh=("目标", "承诺内容", "条款与出处"), en=("target", "promise", "clause"), texts=3
    ),
}
"""Of answers that do not compare the baseline with a scenario."""
INTRODUCTION = {
    "en": """# Ten questions

[中文](questions.zh-CN.md)

Each is a few lines of a scenario, here with its command and answer; this page is written by
`python3 -m docs.making.questions`, which runs them. Save the lines under the name in the command,
below the head that every scenario has: `schema_version`, `extends`, `title`, `intent`, as in the
[README](../README.md#change-something).

A gap is demand − expected supply: positive is a shortage. Places are those of 1 September, beds of
the end of 2020, births and arrivals of calendar years; they stand in `services.csv` and
`components.csv` under `outputs/`. The baseline is what is on record and fitted to it; figures are
those of the model, grades and intervals stand in the tables.
""",
    "zh": """# 十个问题

[English](questions.md)

每个问题只需几行方案，下列命令与答案；本页由 `python3 -m docs.making.questions` 运行后写成。
每个方案开头都有 `schema_version`、`extends`、`title`、`intent` 四行，见
[README](../README.zh-CN.md#调整方案)；所列各行接在其后，按命令中的文件名保存即可。

缺口＝需求－预期供给，正值为短缺。学位为当年9月1日数，床位为2020年末数，出生、迁入为全年人数，
分别载于 `outputs/` 下的 `services.csv` 和 `components.csv`。基准方案采用记录值及据其拟合的参数；
数字为模型值，等级与区间见各表。
""",
}


def label(text: Text, language: Language) -> str:
    """A label of a row in a language: what is counted, and of which year or service."""
    if not isinstance(text, str) or text in WORDS:
        return printed(WORDS[text] if isinstance(text, str) else text, language)
    word, _, rest = text.rpartition(" ")
    if word not in WORDS:
        return text
    what, of = WORDS[word], WORDS.get(rest, (f"{rest}年", rest))
    return f"{of[0]}{what[0]}" if language == "zh" else f"{what[1]}, {of[1]}"


def printed(value: float | Text, language: Language) -> str:
    """A number to whole persons, places or beds; a text in a language."""
    match value:
        case str():
            return value
        case (chinese, english):
            return chinese if language == "zh" else english
    return f"{value:,.0f}".replace("-", "−")


def section(question: Question, rows: Sequence[Row], number: int, language: Language) -> str:
    """One question with its scenario, its command and its answer."""
    place = 0 if language == "zh" else 1
    lines = [f"## {number}. {ASKED[question.name][place]}", ""]
    scenario = question.scenario(question.numbers).strip("\n")
    if scenario:
        lines += ["```toml", scenario, "```", ""]
    commands = COMMANDS.get(question.name, ("run scenarios/mine.toml",))
    lines += [*(f"    python3 run.py {command}" for command in commands), ""]
    heads = HEADINGS.get(question.name, COMPARED)
    titles = heads.zh if language == "zh" else heads.en
    made = [
        (label(name, language), *(printed(each, language) for each in row)) for name, *row in rows
    ]
    return "\n".join([*lines, table(titles, made, heads.texts), ""])


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
