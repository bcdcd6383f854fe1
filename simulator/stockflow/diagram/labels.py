"""What a diagram calls things: every declared name, and the words of the drawing itself."""

from collections.abc import Iterator, Mapping

from simulator.stockflow.diagram.nodes import Shown
from simulator.stockflow.grammar.axis import NEWEST
from simulator.stockflow.grammar.expression import parse, references
from simulator.stockflow.grammar.system import System
from simulator.words.declared import ModelWords

_OF_THE_DRAWING = {
    "stocks and flows": "title",
    "feedback loops": "loops_title",
    "as a whole": "whole",
    "worked out in between": "between",
}


def reader(system: System, words: ModelWords, labels: Mapping[str, str] | None) -> Shown:
    """Text for a name: as labelled, else as the words have it."""
    texts = dict(_texts(system, words)) | dict(labels or {})
    return lambda name: texts.get(name, name.replace("_", " "))


def _texts(system: System, words: ModelWords) -> Iterator[tuple[str, str]]:
    yield system.name, words.of("system", system.name, system.name.replace("_", " "))
    yield from ((", ", words.comma), (": ", words.colon))
    for key, word in _OF_THE_DRAWING.items():
        yield key, words.say(f"model.diagram.{word}")
    for key in KEYS:
        yield key, words.say(key)
    for kind in dict.fromkeys(stock.kind for stock in system.stocks):
        yield kind, words.of("kind", kind, kind.replace("_", " "))
    for axis in system.axes:
        called = words.axis(axis.name)
        yield axis.name, called
        yield f"by {axis.name}", words.say("model.diagram.by", axis=called)
    for label in _labels(system):
        yield label, words.label(label)
    for item in (*system.stocks, *system.parameters, *system.streams, *system.formulas):
        yield item.name, words.name(item.name)
    for loop in system.loops:
        yield loop.name, words.name(loop.name)
        yield loop.meaning, words.meaning(loop.name, loop.meaning)


def _labels(system: System) -> Iterator[str]:
    """Labels that the declaration names, which are those that a drawing shows."""
    texts = [end for stream in system.streams for end in (stream.source, stream.target) if end]
    texts += [flow.rate for flow in system.flows]
    texts += [str(each.amount or each.share) for each in system.transfers]
    texts += [item.expression for item in system.formulas]
    found = (label for text in texts for each in references(parse(text)) for label in each.labels)
    yield from dict.fromkeys((*found, NEWEST))


KEYS = tuple(
    f"model.diagram.{name}" for name in ("stock", "flow", "dated", "outside", "small", "loops")
)
"""Words of the key to the signs, by which ``labels`` may replace them."""
