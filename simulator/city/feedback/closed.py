"""A city whose loops are closed: what answers to the gap is put in, and nothing else changes."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from simulator.city.feedback import families, perception, planners, private
from simulator.city.feedback.loops import Feedback, feedback_loops
from simulator.errors import StructureError
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Measure, Parameter
from simulator.stockflow.grammar.system import System

WIDTH = Parameter(
    name="width",
    axes=("service",),
    unit="places",
    meaning="places in a district below which a gap is hardly noticed: a class, a small ward",
    symbol=r"\delta",
    source=("parameters.toml: feedback.width",),
)


def close_loops(city: System, feedback: Feedback) -> System:
    """The city with the answers that a scenario switches on; the very same where there are none.

    Raises ``StructureError`` where the city declares no element of a name a loop is to change.
    """
    if not feedback.is_any:
        return city
    stages = sum(name.startswith("building_") for name in city.stock)
    observers = _observers(feedback)
    return replace(
        city,
        stocks=(*city.stocks, *(stock for each in observers for stock in each.stocks)),
        parameters=(*city.parameters, *perception.PARAMETERS, WIDTH, *_parameters(feedback)),
        auxiliaries=(
            *_auxiliaries(city, feedback),
            *perception.AUXILIARIES,
            *(planners.planners_auxiliaries(stages) if feedback.planners else ()),
            *(families.AUXILIARIES if feedback.families else ()),
            *(private.AUXILIARIES if feedback.private else ()),
        ),
        flows=(
            *_flows(city, feedback),
            *(planners.FLOWS if feedback.planners else ()),
            *(flow for each in observers for flow in each.flows),
        ),
        transfers=(*city.transfers, *(moved for each in observers for moved in each.transfers)),
        measures=_measures(city, feedback),
        loops=tuple(feedback_loops(feedback, stages)),
    )


def _observers(feedback: Feedback) -> tuple[perception.Perception, ...]:
    every = (
        (feedback.planners, perception.PLANNERS),
        (feedback.families, perception.FAMILIES),
        (feedback.private, perception.PARENTS),
    )
    return tuple(observer for is_there, observer in every if is_there)


def _parameters(feedback: Feedback) -> tuple[Parameter, ...]:
    return (
        *(planners.PARAMETERS if feedback.planners else ()),
        *(families.PARAMETERS if feedback.families else ()),
        *(private.PARAMETERS if feedback.private else ()),
    )


def _auxiliaries(city: System, feedback: Feedback) -> tuple[Auxiliary, ...]:
    put = _declared({"wanted": private.WANTED} if feedback.private else {}, city.auxiliary)
    return tuple(
        replace(each, expression=put[each.name]) if each.name in put else each
        for each in city.auxiliaries
    )


def _flows(city: System, feedback: Feedback) -> tuple[Flow, ...]:
    put = _declared({"arrivals": families.ARRIVALS} if feedback.families else {}, city.flow)
    return tuple(
        replace(each, rate=put[each.name]) if each.name in put else each for each in city.flows
    )


def _measures(city: System, feedback: Feedback) -> tuple[Measure, ...]:
    """What is read; who turned private counts among those in private places."""
    changed = {"public_entitled": private.ENTITLED, "in_private_places": private.IN_PRIVATE_PLACES}
    put = _declared(changed if feedback.private else {}, city.measure)
    return tuple(
        replace(each, expression=put[each.name]) if each.name in put else each
        for each in city.measures
    )


def _declared(answers: Mapping[str, str], city: Collection[str]) -> Mapping[str, str]:
    """What closed loops put in place, by the name it takes.

    Raises ``StructureError`` for a name the city does not declare: the loop would stay open.
    """
    missing = [name for name in answers if name not in city]
    if missing:
        raise StructureError(
            f"feedback: the city declares no {', '.join(missing)}, which a loop is to change; "
            "say in simulator/model/feedback/closed.py how the city calls it"
        )
    return answers
