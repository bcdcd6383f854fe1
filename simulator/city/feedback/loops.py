"""The feedback loops, link by link, with their signs, and the city in which they are closed.

Closing a loop puts in what responds to the gap and changes nothing else of the system.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.city.feedback import catchments, families, perception, planners, private
from simulator.city.feedback.perception import FAMILIES, PARENTS, PLANNERS
from simulator.city.ground.settings import switch
from simulator.errors import StructureError
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Measure, Parameter
from simulator.stockflow.grammar.loop import Loop
from simulator.stockflow.grammar.system import System


@dataclass(frozen=True, kw_only=True, slots=True)
class Feedback:
    """Which of the loops are there."""

    planners: bool = False
    families: bool = False
    private: bool = False

    @property
    def is_any(self) -> bool:
        """Whether any is."""
        return self.planners or self.families or self.private

    @property
    def by_district(self) -> bool:
        """Whether an answer falls to a district of a catchment: where to plan, where to live."""
        return self.planners or self.families


_FAMILIES_COME = (
    "+ crowding",
    "+ kept_away",
    "- arrivals",
    "+ people",
    "+ in_scope_by_residency",
    "+ seeking_by_residency",
    "+ served_in_scope",
    "+ users",
    "+ wanted",
)
_PLANNERS_NOTICE_DEMAND = (*PLANNERS.chain("demand"), "+ planning_gap")


def _built(stages: int) -> tuple[str, ...]:
    """From a gap known to places that serve (the way of a school)."""
    building = [f"+ building_{stage}" for stage in range(1, stages + 1)]
    progress = [f"+ building_progress_{stage}" for stage in range(1, stages)]
    between = [step for pair in zip(building[:-1], progress, strict=True) for step in pair]
    return (
        *("+ added_plans", "+ planned_1", "+ planning_progress", "+ planned_2", "+ approval"),
        *("+ approved_1", "+ preparation_progress", "+ approved_2", "+ building_start"),
        *(*between, building[-1], "+ school_completion", "+ finished", "+ september_opening"),
        *("+ open", "+ programme_serving", "+ places_in_use", "+ visible_supply"),
    )


def feedback_loops(feedback: Feedback, building_stages: int) -> Iterator[Loop]:
    """The loops that are closed where some responses are on, those through two of them too."""
    built = _built(building_stages)
    if feedback.planners:
        yield from _planners(built)
    if feedback.families:
        yield Loop(
            name="crowding_keeps_families_away",
            meaning="more children crowd the schools, and crowded schools keep families away",
            path=(*FAMILIES.chain("demand"), "+ school_places_wanted", *_FAMILIES_COME),
            shown=("crowding", "kept_away", "arrivals", "people", "wanted"),
        )
    if feedback.private:
        yield Loop(
            name="shortage_turns_private",
            meaning="short of public places more children turn to private ones, and fewer are "
            "short",
            path=(
                *PARENTS.chain("demand"),
                *("+ parents_shortage", "+ turned_private", "- users", "+ wanted"),
            ),
            shown=("parents_shortage", "turned_private", "wanted"),
        )
    yield from _through_two(feedback, built)


def _through_two(feedback: Feedback, built: tuple[str, ...]) -> Iterator[Loop]:
    """Loops that only two responses together close."""
    if feedback.planners and feedback.families:
        yield Loop(
            name="places_draw_families",
            meaning="new places draw families, and the children they bring call for places",
            path=(
                *FAMILIES.chain("supply"),
                "+ school_places_seen",
                f"-{_FAMILIES_COME[0][1:]}",
                *_FAMILIES_COME[1:],
                *_PLANNERS_NOTICE_DEMAND,
                *built,
            ),
            shown=("crowding", "arrivals", "wanted", "planning_gap", "planned_1", "visible_supply"),
        )
    if feedback.planners and feedback.private:
        yield Loop(
            name="places_draw_back_from_private",
            meaning="new public places draw children back from private ones, and they call for "
            "places",
            path=(
                *PARENTS.chain("supply"),
                *("- parents_shortage", "+ turned_private", "- users", "+ wanted"),
                *_PLANNERS_NOTICE_DEMAND,
                *built,
            ),
            shown=("turned_private", "wanted", "planning_gap", "planned_1", "visible_supply"),
        )


def _planners(built: tuple[str, ...]) -> Iterator[Loop]:
    yield Loop(
        name="planners_close_the_gap",
        meaning="a gap makes planners start more, and what they start closes it years later",
        path=(*PLANNERS.chain("supply"), "- planning_gap", *built),
        shown=("planning_gap", "added_plans", "planned_1", "open", "visible_supply"),
    )
    yield Loop(
        name="planners_count_what_is_under_way",
        meaning="what has been started makes planners start less, as far as they count it",
        path=(
            *("+ added_plans", "+ planned_1", "+ under_way", "+ under_way_by_catchment"),
            *("+ under_way_around", "- planning_gap"),
        ),
        shown=("added_plans", "planned_1", "under_way", "planning_gap"),
    )


WIDTH = Parameter(
    name="width",
    axes=("service",),
    unit="places",
    meaning="places in a catchment below which a gap is hardly noticed: a class, a small ward",
    symbol=r"\varepsilon",
    source=("parameters.toml: feedback.width_places", "parameters.toml: feedback.width_beds"),
)

SETTINGS = (
    switch(
        "feedback.planners.on",
        "planners start more as a gap they know of opens, and stop as it closes",
    ),
    switch("feedback.families.on", "crowded schools keep arriving families away"),
    switch("feedback.private.on", "children short of a public place turn to private ones"),
)

_SHARED = (*catchments.LIES_IN, *perception.PARAMETERS, WIDTH)
"""What every loop needs."""

PARAMETERS = (
    *_SHARED,
    *catchments.SHARED_OUT,
    *planners.PARAMETERS,
    *families.PARAMETERS,
    *private.PARAMETERS,
)
"""Everything any of the loops needs, whether it is closed or not."""


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
        axes=catchments.with_catchments(city.axes),
        stocks=(*city.stocks, *(stock for each in observers for stock in each.stocks)),
        parameters=(*city.parameters, *_SHARED, *_parameters(feedback)),
        auxiliaries=(
            *_auxiliaries(city, feedback),
            *perception.AUXILIARIES,
            *catchments.SEEN_AROUND,
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
        *(catchments.SHARED_OUT if feedback.by_district else ()),
        *(planners.PARAMETERS if feedback.planners else ()),
        *(families.PARAMETERS if feedback.families else ()),
        *(private.PARAMETERS if feedback.private else ()),
    )


def _auxiliaries(city: System, feedback: Feedback) -> tuple[Auxiliary, ...]:
    put = _declared({"users": private.USERS} if feedback.private else {}, city.auxiliary)
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
            "say in simulator/city/feedback/loops.py how the city calls it"
        )
    return answers
