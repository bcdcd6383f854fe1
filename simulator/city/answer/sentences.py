"""The answer of a run in sentences of both languages; every number in them is one of the answer."""

from collections.abc import Iterator
from math import ceil, isfinite, sqrt

from simulator.city.answer.amounts import amount, side
from simulator.city.answer.answer import Answer, PlaceAnswer, Reading, ServiceAnswer, at_end
from simulator.city.ground.rounding import borne_by
from simulator.stockflow.values.calendar import calendar_label
from simulator.words.catalogue import Pair, listed, moment, pair


def headline(answer: Answer) -> tuple[Pair, ...]:
    """What is short at the end, what is to spare, what nobody knows; the deepest in a district."""
    return headline_of(answer.services)


def headline_of(services: tuple[ServiceAnswer, ...]) -> tuple[Pair, ...]:
    """The same of services whose run nobody has asked for its checks."""
    if not any(one.is_known for one in services):
        return (pair("answer.headline_nothing_known"),)
    short, spare, even = (at_end(services, side) for side in ("shortage", "surplus", "even"))
    said = [_listed("short", short) if short else pair("answer.headline_none_short")]
    others = [_listed(key, found) for key, found in (("spare", spare), ("even", even)) if found]
    unknown = [named(one) for one in services if not one.is_known]
    if unknown:
        others.append(pair("answer.headline_unknown", list=listed(unknown)))
    said += [listed(others, "answer.and")] if others else []
    deepest = _deepest(services)
    return (*said, *([] if deepest is None else [deepest]))


def titled(one: ServiceAnswer) -> Pair:
    """What a service is called."""
    return one.service.title["zh"], one.service.title["en"]


def named(one: ServiceAnswer) -> Pair:
    """What a service is called within a sentence: English without its capital."""
    chinese, english = titled(one)
    return chinese, english[:1].lower() + english[1:]


def ends(answer: Answer, *, more: bool = False) -> Pair:
    """On which days the last readings are taken, of schools and of beds; what ``+n`` says."""
    found = {}
    for one in answer.services:
        if one.city.end is not None:
            key = "answer.ends_schools" if one.service.is_school else "answer.ends_beds"
            found[key] = pair(key, when=day(one.city.end.when))
    return pair("answer.ends_more" if more else "answer.ends", ends=listed(tuple(found.values())))


def day(when: float) -> Pair:
    """An instant as a sentence names it, by its month; the last day of a year by the year."""
    chinese, english = moment(when)
    return chinese, english.replace("End", "end", 1) if english.startswith("End") else english


def sureness(answer: Answer) -> Pair:
    """How sure the answer is: by how many draws, or that there is no interval."""
    if not answer.draws:
        return pair("answer.no_draws")
    return pair("answer.draws", draws=answer.draws, error=ceil(50 / sqrt(answer.draws)))


def unit(place: PlaceAnswer) -> float:
    """The unit in which a gap is told: of draws as many digits as their interval bears, else 1."""
    return 1.0 if place.sure is None else borne_by(place.sure.low, place.sure.high)


def anchor(answer: Answer, resting: frozenset[str]) -> Pair | None:
    """The services whose first shortage rests on enrolment ratios; ``None`` where none does."""
    found = [named(one) for one in answer.services if one.service.name in resting]
    return pair("answer.anchor", services=listed(found)) if found else None


def held(answer: Answer) -> Pair:
    """How many inputs only hold their last value, and since when the first does."""
    if not answer.held:
        return pair("answer.held_none")
    since = calendar_label(min(one.since for one in answer.held))
    return pair("answer.held", number=len(answer.held), since=since)


def two_answers(answer: Answer) -> Pair | None:
    """What use says of services short by norm and not by use, or the other way round.

    The norm is what their rows tell.
    """
    found = [
        pair(
            "answer.two_answers_one",
            service=named(one),
            use=side(one.by_use.by_use, unit(one.city)),
        )
        for one in answer.services
        if one.by_use is not None
    ]
    return pair("answer.two_answers", services=listed(found, "list.semicolon")) if found else None


def checks(answer: Answer) -> Pair:
    """Tests, failures, the worst of them, and the balance, in one line."""
    found = answer.checks
    balance = f"{found.balance:.1e}"
    if not found.is_scored:
        return pair("answer.checks_unscored", balance=balance)
    if found.worst is None:
        return pair("answer.checks_none", balance=balance)
    if not found.failed:
        return pair("answer.checks_passed", tests=found.tests, balance=balance)
    return pair(
        "answer.checks",
        tests=found.tests,
        failed=found.failed,
        title=found.title,
        date=found.worst.date,
        error=f"{100 * found.worst.error:+.1f}".replace("-", "−"),
        balance=balance,
    )


def _listed(key: str, found: tuple[ServiceAnswer, ...]) -> Pair:
    return pair(f"answer.headline_{key}", list=listed([_item(one) for one in found]))


def _item(one: ServiceAnswer) -> Pair:
    """A service and how much it is short or over at the end, as a share of its demand."""
    end = one.city.end
    if end is None:
        return named(one)
    said = {"service": named(one), "amount": amount(end.gap, unit(one.city)), "share": share(end)}
    return pair("answer.item" if isfinite(end.share) else "answer.item_bare", **said)


def share(reading: Reading) -> str:
    """A gap as a share of demand in per cent; below one in a hundred with a decimal."""
    if not isfinite(reading.share):
        return "—"
    value = 100 * reading.share
    return f"{value:.1f}" if value < 1 else f"{value:.0f}"


def _deepest(services: tuple[ServiceAnswer, ...]) -> Pair | None:
    """The catchment that lacks most at its worst, with its service; of several, the first."""
    found = tuple(_worst_places(services))
    if not found:
        return None
    one, place, worst = max(found, key=lambda each: each[2].gap)
    key = "answer.headline_deepest" if isfinite(worst.share) else "answer.headline_deepest_bare"
    return pair(
        key,
        place=place.title,
        service=named(one),
        amount=amount(worst.gap, unit(place)),
        share=share(worst),
        when=day(worst.when),
    )


def _worst_places(
    services: tuple[ServiceAnswer, ...],
) -> Iterator[tuple[ServiceAnswer, PlaceAnswer, Reading]]:
    for one in services:
        for place in one.short:
            if place.worst is not None:
                yield one, place, place.worst
