"""Ten questions a policy officer asks: each as a scenario of a few lines, and what answers it.

A question has numbers (a year, a share, a size). The page shows it with those it has here; the
tests ask it again with others and hold every answer against a count of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import simulator
from docs.making import answered
from docs.making.answered import Asked, Numbers, Row
from simulator.city.services.shortfall import FORESEEN
from simulator.files.locations import SCENARIOS

HEAD = """schema_version = 2
extends = "baseline.toml"
title = {{ zh = "{zh}", en = "{en}" }}
intent = "{zh}？ / {en}?"
"""
_PLAN_ENDS = "[model]\nstop = 2027-01-01\n"


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked, with which numbers, in which words of a scenario, and what answers it."""

    name: str
    numbers: Numbers
    title: tuple[str, str]
    scenario: Callable[[Numbers], str]
    answer: Callable[[Asked], Sequence[Row]]
    base: str = ""

    def text(self, numbers: Numbers) -> str:
        """The scenario file."""
        chinese, english = (each.format(**numbers) for each in self.title)
        return HEAD.format(zh=chinese, en=english) + self.scenario(numbers)

    def ask(self, numbers: Numbers, folder: Path) -> Sequence[Row]:
        """Run what the question is about, and read the answer off."""
        path = folder / f"{self.name}.toml"
        base = folder / f"{self.name}_base.toml"
        path.write_text(self.text(numbers), encoding="utf-8")
        chinese, english = (each.format(**numbers) for each in self.title)
        base.write_text(HEAD.format(zh=chinese, en=english) + self.base, encoding="utf-8")
        (folder / "baseline.toml").write_text(
            (SCENARIOS / "baseline.toml").read_text(encoding="utf-8"), encoding="utf-8"
        )
        return self.answer(
            Asked(numbers=numbers, base=simulator.run(base), changed=simulator.run(path))
        )


QUESTIONS = (
    Question(
        name="why_short",
        numbers={"service": "junior", "district": "island", "day": date(2020, 9, 1)},
        title=("规划部门所预计的人口", "The population that planners foresaw"),
        scenario=lambda _: f'\n[world]\npopulation_basis = "{FORESEEN}"\n',
        answer=answered.why,
    ),
    Question(
        name="a_year_later",
        numbers={"date": date(2017, 1, 1), "announced": date(2016, 10, 29)},
        title=("全面二孩推迟一年", "The universal stage a year later"),
        scenario=lambda numbers: (
            '\n[[policy.two_child.stages]]\nid = "universal"\n'
            f"date = {numbers['date']}\nannounced = {numbers['announced']}\n"
        ),
        answer=answered.stage,
    ),
    Question(
        name="two_years_late",
        numbers={"late": 2},
        title=(
            "厦门一中海沧校区延期{late}年",
            "Xiamen No. 1 Middle School, Haicang, {late} years late",
        ),
        scenario=lambda numbers: f'\n[[plan.projects]]\nid = "P57"\nlate = {numbers["late"]}\n',
        answer=answered.late,
    ),
    Question(
        name="a_new_school",
        numbers={"places": 2000, "district": "siming", "opens": date(2019, 9, 1)},
        title=("新建小学{places}个学位", "A new primary school of {places} places"),
        scenario=lambda numbers: (
            '\n[[plan.projects]]\nid = "NEW1"\nservice = "primary"\n'
            f'district = "{numbers["district"]}"\nplaces = {numbers["places"]}\n'
            f"opens = {numbers['opens']}\n"
        ),
        answer=answered.new,
    ),
    Question(
        name="fewer_arrivals",
        numbers={"year": 2018, "factor": 0.8},
        title=("{year}年起迁入为记录的{factor}倍", "Arrivals times {factor} from {year}"),
        scenario=lambda numbers: (
            f'\n[world]\narrivals = {{ scale = {{ "{numbers["year"]}" = {numbers["factor"]} }} }}\n'
        ),
        answer=answered.fewer,
    ),
    Question(
        name="obstetric_norm",
        numbers={"beds": 25},
        title=("每千名产妇{beds}张产科床位", "{beds} obstetric beds per 1,000 deliveries"),
        scenario=lambda numbers: f"\n[plan.norm]\nobstetric = {{ per_1000 = {numbers['beds']} }}\n",
        answer=answered.norm,
    ),
    Question(
        name="two_files",
        numbers={"factor": 1.2, "delay": 1.5},
        title=("迁入更多、延期更久", "More arrivals, longer delays"),
        scenario=lambda numbers: (
            f"\n[world]\narrivals = {{ scale = {numbers['factor']} }}\n"
            f"\n[plan]\ndelay_factor = {numbers['delay']}\n"
        ),
        answer=answered.two_files,
    ),
    Question(
        name="the_clause",
        numbers={"service": "primary"},
        title=("一个数字所依据的条款", "The clause behind a number"),
        scenario=lambda _: "",
        answer=answered.clause,
    ),
    Question(
        name="plan_2021_2025",
        numbers={"places": 30000},
        title=("2021—2025年小学{places}个学位", "{places} primary places, 2021–2025"),
        base=f"\n{_PLAN_ENDS}",
        scenario=lambda numbers: (
            f'\n{_PLAN_ENDS}\n[[plan.programmes]]\nid = "plan_2025"\nservice = "primary"\n'
            f"places = {numbers['places']}\nprojects = 20\nbegins = 2021-01-01\n"
            'promised = { "2022-12-31" = 0.4, "2025-12-31" = 1.0 }\n'
            "district_shares = { haicang = 0.3, jimei = 0.3, tongan = 0.2, xiangan = 0.2 }\n"
        ),
        answer=answered.plan,
    ),
    Question(
        name="kindergarten_converted",
        numbers={"places": 270, "district": "huli"},
        title=(
            "幼儿园{places}个学位改为小学",
            "A kindergarten of {places} becomes a primary",
        ),
        scenario=lambda numbers: (
            '\n[[plan.closures]]\nid = "converted"\nservice = "kindergarten"\n'
            f'district = "{numbers["district"]}"\ndate = 2019-09-01\nplaces = {numbers["places"]}\n'
            'to = "primary"\n'
        ),
        answer=answered.converted,
    ),
)
"""In the order of the page."""
