"""The answer: sentences, a row for every service, how sure, what is held, the checks."""

from simulator.city.answer import sentences
from simulator.city.answer.amounts import amount, side
from simulator.city.answer.answer import PlaceAnswer, Reading, ServiceAnswer
from simulator.city.answer.screen import notes
from simulator.city.document.material import Material
from simulator.city.ground.rounding import chance_told, chance_word
from simulator.report.document.parts import Cell, Rows, Section, Tone
from simulator.words.catalogue import pair


def answer_section(material: Material) -> Section:
    """The first thing read: everything in it stands in the table ``answer``."""
    lead = (material.lead(text) for text in sentences.headline(material.answer))
    below = (material.note(text) for text in notes(material.answer, material.outcome))
    return Section(
        name="answer",
        title=material.say("report.answer"),
        blocks=(*lead, _rows(material), *below),
    )


def _rows(material: Material) -> Rows:
    answer = material.answer
    of_draws = ("chance", "interval") if answer.draws else ()
    names = ("service", "largest", "end", "hardest", *of_draws)
    return Rows(
        name="answer-services",
        title=material.say("report.answer_rows"),
        head=material.head(*names),
        body=[_row(material, one) for one in answer.services],
        numeric=(False,) * len(names),
        widths=_WIDTHS[: len(names)],
        notes=(material.one(sentences.ends(answer)),),
        data=material.tables["answer"],
    )


_WIDTHS = (1.6, 1.0, 1.3, 1.8, 1.3, 1.9)


def _row(material: Material, one: ServiceAnswer) -> tuple[Cell, ...]:
    cells = [
        Cell(text=material.one(sentences.titled(one))),
        _largest(material, one.city),
        _end(material, one),
        _hardest(material, one),
    ]
    if material.answer.draws:
        cells += _sure(material, one.city)
    return tuple(cells)


def _unknown(material: Material) -> Cell:
    return Cell(text=material.say("answer.unknown"), tone="unknown")


def _largest(material: Material, place: PlaceAnswer) -> Cell:
    if place.end is None:
        return _unknown(material)
    if place.worst is None:
        return Cell(text=material.say("answer.never"))
    told = amount(place.worst.gap, sentences.unit(place))
    return Cell(text=material.one(told), more=material.one(sentences.day(place.worst.when)))


def _end(material: Material, one: ServiceAnswer) -> Cell:
    end = one.city.end
    if end is None:
        return _unknown(material)
    told = side(end.gap, sentences.unit(one.city))
    more = material.say("report.of_demand", share=sentences.share(end))
    return Cell(text=material.one(told), tone=tone_of(end), more=more)


def tone_of(reading: Reading) -> Tone:
    """Shortage or surplus, nothing where there is neither."""
    return {"shortage": "shortage", "surplus": "surplus"}.get(reading.side, "")  # type: ignore[return-value]


def _hardest(material: Material, one: ServiceAnswer) -> Cell:
    place = one.hardest
    if place is None or place.worst is None:
        return Cell(text="")
    size = amount(place.worst.gap, sentences.unit(place))
    told = pair("answer.place", place=place.title, amount=size, when="")
    further = len(one.short) - 1
    when = material.one(sentences.day(place.worst.when))
    more = material.say("report.more_short", when=when, more=further) if further else when
    return Cell(text=material.one(told).strip(), more=more)


_ENOUGH = 100
"""Draws from which a chance is put in words: none of twenty is not exceptionally unlikely."""


def _sure(material: Material, place: PlaceAnswer) -> list[Cell]:
    sure = place.sure
    if sure is None:
        return [Cell(text=""), Cell(text="")]
    unit = sentences.unit(place)
    word = material.say(chance_word(sure.short)) if sure.draws >= _ENOUGH else ""
    ends = {"low": side(sure.low, unit), "high": side(sure.high, unit)}
    return [
        Cell(text=chance_told(sure.short, sure.draws), more=word),
        Cell(text=material.say("report.from_to", **ends)),
    ]
