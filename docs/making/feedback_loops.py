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
    "kept_away": "families kept away\n因此不来的家庭",
    "open": "open\n已开放",
    "parents_shortage": "shortage parents know of\n家长所知的短缺",
    "people": "people\n常住人口",
    "planned": "planned\n已立项",
    "planning_gap": "gap planners know of\n规划者所知的缺口",
    "turned_private": "turned private\n转读民办",
    "under_way": "under way\n在途",
    "visible_supply": "places that serve\n可用学位床位",
    "wanted": "places wanted\n需求",
    "planners_close_the_gap": "planners close the gap 规划者补缺口",
    "planners_count_what_is_under_way": "planners count what is under way 规划者计入在途",
    "crowding_keeps_families_away": "crowding keeps families away 学位紧张使家庭不来",
    "shortage_turns_private": "shortage turns private 短缺转向民办",
    "places_draw_families": "places draw families 新学位引来家庭",
    "places_draw_back_from_private": "places draw back from private 新学位引回民办生",
}
MEANINGS = {
    "planners_close_the_gap": "缺口促使规划者多立项，数年后建成，缺口弥合",
    "planners_count_what_is_under_way": "已立项者计入多少，新立项就减多少",
    "crowding_keeps_families_away": "孩子多则学位紧张，学位紧张则携子女家庭少来",
    "shortage_turns_private": "公办学位不足，更多孩子转读民办，短缺随之减轻",
    "places_draw_families": "新学位引来家庭，所带子女又需要学位",
    "places_draw_back_from_private": "新公办学位引回民办学生，又需要学位",
}
KEY = "+ 同向，− 反向；双线为延迟；R 增强，B 平衡"


def drawn_loops() -> str:
    """The loops in both languages, as SVG text."""
    system = loaded(*WAYS["all three"]).system
    meanings = {one.meaning: f"{one.meaning}\n{MEANINGS[one.name]}" for one in system.loops}
    key = {LOOP_KEY: f"{say(LOOP_KEY, 'en')}  |  {KEY}"}
    return draw_loops(system, {**LABELS, **meanings, **key})
