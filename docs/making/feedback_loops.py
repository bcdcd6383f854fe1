"""The loops of the city drawn with their signs, in both languages."""

from docs.making.feedback_runs import WAYS
from simulator.stockflow.diagram.diagram import draw_loops
from simulator.stockflow.diagram.page import LOOP_KEY
from simulator.words.catalogue import say
from tests.city import loaded

LABELS = {
    "city": "city 城市",
    "feedback loops": "feedback loops 反馈回路",
    "added_plans": "added plans\n新增立项",
    "arrivals": "arrivals\n迁入",
    "crowding": "crowding\n学位紧张程度",
    "kept_away": "families kept away\n因此未迁入的家庭",
    "open": "open\n已开放",
    "parents_shortage": "shortage parents know of\n家长得知的短缺",
    "people": "people\n常住人口",
    "planned": "planned\n已立项",
    "planning_gap": "gap planners know of\n规划部门掌握的缺口",
    "turned_private": "turned private\n转读民办",
    "under_way": "under way\n在途",
    "visible_supply": "places that serve\n可用学位与床位",
    "wanted": "places wanted\n需求",
    "planners_close_the_gap": "planners close the gap 规划部门弥补缺口",
    "planners_count_what_is_under_way": "planners count what is under way 规划部门计入在途",
    "crowding_keeps_families_away": "crowding keeps families away 学位紧张使携子女家庭不迁入",
    "shortage_turns_private": "shortage turns private 短缺使学生转读民办",
    "places_draw_families": "places draw families 新学位吸引家庭",
    "places_draw_back_from_private": "places draw back from private 新学位使民办学生回流",
}
MEANINGS = {
    "planners_close_the_gap": "缺口促使规划部门增加立项，数年后建成，缺口弥合",
    "planners_count_what_is_under_way": "计入多少在途项目，就相应减少多少新立项",
    "crowding_keeps_families_away": "儿童增多则学位紧张，学位紧张则携子女家庭迁入减少",
    "shortage_turns_private": "公办学位不足，更多儿童转读民办，短缺随之减轻",
    "places_draw_families": "新学位吸引家庭迁入，随迁子女又产生学位需求",
    "places_draw_back_from_private": "新公办学位使民办学生回流，又产生学位需求",
}
KEY = "+ 同向，− 反向；双线为滞后；R 增强，B 平衡"


def drawn_loops() -> str:
    """The loops in both languages, as SVG text."""
    system = loaded(*WAYS["all three"]).system
    meanings = {one.meaning: f"{one.meaning}\n{MEANINGS[one.name]}" for one in system.loops}
    key = {LOOP_KEY: f"{say(LOOP_KEY, 'en')}  |  {KEY}"}
    return draw_loops(system, {**LABELS, **meanings, **key})
