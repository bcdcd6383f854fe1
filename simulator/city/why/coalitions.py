"""The number asked for in every scenario between two: all 2ⁿ choices of n groups of inputs.

They are run as draws of one call, in blocks: what the scenarios of a block share is followed once,
so that where supply alone differs the people of a city are. What has another system or other dates
of transfers can't be put beside the rest and is run in a block of its own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from simulator.city.ground.outcome import Outcome
from simulator.city.loading import Loaded, city_system
from simulator.city.pack.services import Service
from simulator.city.services.demanded import YEAR, demanded
from simulator.city.whole import build_scenario
from simulator.city.why.mixing import Two
from simulator.errors import Fault, IntegrationError, ScenarioError
from simulator.files.scenario_file import ScenarioFile
from simulator.stockflow.attribution import Chosen
from simulator.stockflow.engine.simulate import simulate
from simulator.stockflow.grammar.system import System
from simulator.stockflow.values.calendar import SAME_INSTANT
from simulator.stockflow.values.scenario import Scenario
from simulator.stockflow.values.side_by_side import frame_of, side_by_side
from simulator.words.catalogue import listed, message, pair

Quantity = Literal["gap", "demand", "supply"]
QUANTITIES: tuple[Quantity, ...] = ("gap", "demand", "supply")

TOGETHER = 32
"""Scenarios that are run as draws of one call: enough to share what they can, within memory."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of both scenarios: a service in a place at an instant (years).

    ``joined`` are the groups that are switched together, each a factor of its own.
    """

    first: Loaded
    second: Loaded
    service: Service
    place: str
    when: float
    quantity: Quantity
    joined: tuple[tuple[str, ...], ...]

    @property
    def two(self) -> Two:
        """The two scenarios as they are mixed."""
        return Two(first=self.first.file, second=self.second.file, pack=self.first.pack)

    @property
    def factors(self) -> tuple[str, ...]:
        """A name for every factor: those of its groups."""
        return tuple(map(factor_of, self.joined))


def factor_of(groups: Sequence[str]) -> str:
    """The name of groups that are switched together."""
    return "+".join(groups)


@dataclass(frozen=True, kw_only=True)
class _Built:
    """A scenario between the two, ready to run."""

    chosen: Chosen
    file: ScenarioFile
    system: System
    scenario: Scenario


def worths(
    question: Question, advance: Callable[[float], None] = lambda _: None
) -> Mapping[Chosen, float]:
    """The number in every scenario between the two; ``advance`` is told how many are done.

    Raises
    ------
    ScenarioError
        Where inputs of both can't stand together, with the groups that are taken from the second.
    """
    found: dict[Chosen, float] = {}
    for block in _blocks(tuple(_built(question))):
        for built, worth in zip(block, _run(question, block), strict=True):
            found[built.chosen] = worth
        advance(float(len(found)))
    return found


def _built(question: Question) -> Iterator[_Built]:
    """Every scenario between the two; the last factors change fastest, the people seldom."""
    parts = question.first.parts
    for switches in product((False, True), repeat=len(question.joined)):
        pairs = zip(question.joined, switches, strict=True)
        on = [groups for groups, is_on in pairs if is_on]
        names = frozenset(name for groups in on for name in groups)
        file = question.two.mixed(names)
        parts = parts.following()
        try:
            system = city_system(file, question.first.pack)
            scenario = build_scenario(system, file, question.first.pack, parts)
        except ScenarioError as error:
            raise _unfit(question, names, error) from None
        yield _Built(
            chosen=frozenset(map(factor_of, on)),
            file=file,
            system=system,
            scenario=_as_asked(question, scenario),
        )


def _as_asked(question: Question, scenario: Scenario) -> Scenario:
    """The run up to the day; kept is the year before it, of which deliveries are counted."""
    cut, since = scenario.until(question.when), question.when - YEAR - SAME_INSTANT
    readings = tuple(year for year in cut.readings if year >= since)
    return replace(cut, readings=readings, snapshots=())


def _blocks(every: Sequence[_Built]) -> Iterator[Sequence[_Built]]:
    """Those that fit beside each other, a few at a time, in their order."""
    alike: dict[tuple[int, object], list[_Built]] = {}
    for built in every:
        alike.setdefault((id(built.system), frame_of(built.scenario)), []).append(built)
    for fitting in alike.values():
        for first in range(0, len(fitting), TOGETHER):
            yield fitting[first : first + TOGETHER]


def _run(question: Question, block: Sequence[_Built]) -> Iterator[float]:
    scenario = side_by_side([built.scenario for built in block])
    try:
        trajectory = simulate(block[0].system, scenario)
    except IntegrationError as error:
        raise _stopped(question, error) from None
    outcome = Outcome(
        trajectory=trajectory, scenario=scenario, file=block[0].file, pack=question.first.pack
    )
    return iter([_worth(question, outcome, draw) for draw in range(len(block))])


def _worth(question: Question, outcome: Outcome, draw: int) -> float:
    """Gap, demand or supply at the last reading, as ``service_series`` has it."""
    run, service = outcome.trajectory, question.service.name
    districts = run.system.axis["district"]
    members = outcome.pack.catchments(service)[question.place]
    row = run.system.axis["service"].index(service)
    there = [districts.index(name) for name in members]
    demand = float(demanded(outcome, draw).demand[row, there, -1].sum())
    expected = run.system.axis["timetable"].index("expected")
    supply = float(run.measures["supply"][draw, expected, row, there, -1].sum())
    return {"gap": demand - supply, "demand": demand, "supply": supply}[question.quantity]


def _unfit(question: Question, names: Chosen, error: ScenarioError) -> ScenarioError:
    """That inputs of both can't stand together, and what is wrong with them."""
    taken = listed([pair(f"group.{name}") for name in sorted(names)])
    told = message("why.unfit", names=taken)
    path = question.second.file.files[-1]
    return ScenarioError([Fault(path=path, line=None, key="", message=told), *error.faults])


def _stopped(question: Question, error: IntegrationError) -> ScenarioError:
    path = question.second.file.files[-1]
    told = message("why.stopped", reason=error)
    return ScenarioError([Fault(path=path, line=None, key="", message=told)])
