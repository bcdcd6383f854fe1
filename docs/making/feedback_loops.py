"""The loops of the city drawn with their signs, in both languages."""

from docs.making.feedback_runs import WAYS
from simulator.stockflow.diagram.diagram import draw_loops
from simulator.stockflow.diagram.page import LOOP_KEY
from simulator.stockflow.grammar.loop import Loop
from simulator.words.catalogue import say
from simulator.words.declared import chinese
from tests.city import loaded


def drawn_loops() -> str:
    """The loops in both languages, as SVG text."""
    system = loaded(*WAYS["all three"]).system
    labels = {
        system.name: "city 城市",
        "feedback loops": "feedback loops 反馈回路",
        LOOP_KEY: f"{say(LOOP_KEY, 'en')}  |  {say(LOOP_KEY, 'zh')}",
    }
    for loop in system.loops:
        labels |= _labels(loop)
    return draw_loops(system, labels)


def _labels(loop: Loop) -> dict[str, str]:
    """Names and meaning of a loop, English above Chinese."""
    words = chinese()
    names = {name: f"{name.replace('_', ' ')}\n{words.name(name)}" for name in loop.shown}
    return {
        **names,
        loop.name: f"{loop.name.replace('_', ' ')} {words.name(loop.name)}",
        loop.meaning: f"{loop.meaning}\n{words.meaning(loop.name, loop.meaning)}",
    }
