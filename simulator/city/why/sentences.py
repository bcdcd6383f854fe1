"""What was found, in words: numbers with their side, names of groups, one sentence."""

from collections.abc import Mapping, Sequence
from functools import reduce

from simulator.city.ground.titles import place_title
from simulator.city.services.series import SMALLEST
from simulator.city.services.two_answers import side_of
from simulator.city.why.coalitions import Question
from simulator.city.why.explained import Contribution, Explained
from simulator.files.scenario_file import ScenarioFile
from simulator.report.marks import whole_number
from simulator.words.catalogue import Pair, listed, moment, pair

_TOLD = 3
"""Groups that are named in the sentence."""


def named_groups(groups: Sequence[str]) -> Pair:
    """Groups that are switched together, by name."""
    names = [pair(f"group.{name}") for name in groups]
    return reduce(lambda first, following: pair("group.and", first=first, next=following), names)


def signed(value: float) -> str:
    """A number of places with its sign; a true minus, and 0 for less than half a one."""
    if abs(value) < SMALLEST:
        return "0"
    return f"{'+' if value > 0 else ''}{whole_number(value)}"


def amount_of(question: Question, value: float) -> Pair:
    """A number as it is said: a gap is short or to spare."""
    if question.quantity != "gap":
        return (whole_number(value),) * 2
    return gap_said(value)


def gap_said(gap: float) -> Pair:
    """A gap: short, to spare, or neither."""
    return pair("why.even") if abs(gap) <= SMALLEST else side_of(gap)


def title_of(file: ScenarioFile) -> Mapping[str, str]:
    """What a scenario is called."""
    return file.title or {"zh": file.name, "en": file.name}


def names_of(found: Explained) -> Mapping[str, object]:
    """What sentences and headings name."""
    question = found.question
    first, last = (amount_of(question, value) for value in (found.first, found.last))
    return {
        "city": question.first.pack.title,
        "service": question.service.title,
        "place": place_title(question.first.pack, question.place),
        "when": moment(question.when),
        "quantity": pair(f"why.quantity_{question.quantity}"),
        "unit": pair(f"unit.{question.service.unit}"),
        "first": first,
        "last": last,
        "first_title": title_of(question.first.file),
        "last_title": title_of(question.second.file),
        "difference": signed(found.difference),
    }


def sentence(found: Explained) -> Pair:
    """Both numbers, and the groups that make most of the difference."""
    acting = acting_of(found)
    shares = [
        pair("why.cause", group=named_groups(each.groups), share=signed(each.share))
        for each in acting[:_TOLD]
    ]
    if acting[_TOLD:]:
        others = sum(each.share for each in acting[_TOLD:])
        shares.append(pair("why.others", share=signed(others)))
    causes = pair("why.causes", names=listed(shares)) if shares else pair("why.no_cause")
    key = "why.sentence" if abs(found.difference) >= SMALLEST else "why.sentence_same"
    return pair(key, causes=causes, **names_of(found))


def acting_of(found: Explained) -> tuple[Contribution, ...]:
    """The contributions that are more than rounding, in some order of change at least."""
    return tuple(
        each
        for each in found.contributions
        if max(abs(each.least), abs(each.most), abs(each.share)) >= SMALLEST
    )
