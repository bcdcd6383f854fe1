"""Places and beds: programmes as stocks from plan to opening, on two deliveries side by side.

``promised`` is the same pipeline with every delay at its promised value; ``expected`` slips as
projects really do. Schools wait for 1 September, named ones fill upward grade by grade; beds
open at once and ramp. What leaves the pipeline is counted as cancelled or closed, so that

    starting stock + ever planned + expanded = planned + approved + building + finished + open
                                    + cancelled + closed

*Expanded* are places of existing and private schools that grow without standing in any list.
Planning and approval have two stages each, building as many as a scenario says: a stay is Erlang's,
so that few leave at once and few stay for ever.
"""

from itertools import pairwise

from simulator.city.axes import PLACE, YEARS_OPEN
from simulator.city.supply.closing import CLOSURES, OPEN_HERE
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Spread, Stock, Transfer

EARLY_STAGES = 2
"""Stages of planning, and of approval."""


def _stock(name: str, meaning: str, symbol: str, axes: tuple[str, ...] = PLACE) -> Stock:
    return Stock(
        name=name,
        axes=axes,
        unit="places",
        meaning=meaning,
        kind="capacity",
        watched=PLACE,
        symbol=symbol,
    )


def supply_stocks(building_stages: int) -> tuple[Stock, ...]:
    """Stocks of the pipeline, in places (beds are the places of bed services)."""
    return (
        *(
            _stock(f"planned_{stage}", f"planned and not yet approved, stage {stage}", f"L_{stage}")
            for stage in range(1, EARLY_STAGES + 1)
        ),
        *(
            _stock(f"approved_{stage}", f"approved and not yet begun, stage {stage}", f"V_{stage}")
            for stage in range(1, EARLY_STAGES + 1)
        ),
        *(
            _stock(f"building_{stage}", f"under construction, stage {stage}", f"U_{{{stage}}}")
            for stage in range(1, building_stages + 1)
        ),
        _stock("finished", "finished, waiting for 1 September", "F"),
        _stock("open", "open, by years since opening", "O", (*PLACE, "years_open")),
        _stock("cancelled", "given up", "C"),
        _stock("closed", "closed, by years it had been open", "X", (*PLACE, "years_open")),
    )


def supply_auxiliaries(building_stages: int) -> tuple[Auxiliary, ...]:
    """Quantities between the stocks of the pipeline and what is made of them."""
    stages = (f"building_{stage}" for stage in range(1, building_stages + 1))
    return (
        Auxiliary(
            name="under_construction",
            axes=("timetable", "service"),
            over=("district",),
            expression=" + ".join(stages),
            unit="places",
            meaning="places under construction in the whole city",
            symbol=r"\bar{U}",
        ),
        PROGRAMME_SERVING,
        OPEN_HERE,
    )


PROGRAMME_SERVING = Auxiliary(
    name="programme_serving",
    axes=PLACE,
    over=("years_open",),
    expression="serving_share * open",
    unit="places",
    meaning="places serving out of starting stock and programmes",
    symbol="Q",
)


def supply_flows(building_stages: int) -> tuple[Flow, ...]:
    """Flows through the pipeline: a linear chain whose stocks are expectations."""
    return (
        *_beginning(),
        *_building(building_stages),
        *_completion(f"building_{building_stages}"),
        *_cancellation(),
        *_ramp(),
        EXPANSION,
    )


EXPANSION = Flow(
    name="unlisted_growth",
    source=None,
    target="open[full]",
    rate="unlisted_expansion * expansion_share",
    meaning="places that existing and private schools add and no list names",
)


def _beginning() -> tuple[Flow, ...]:
    return (
        Flow(
            name="planning_progress",
            source="planned_1",
            target="planned_2",
            rate="approval_rate * planned_1",
            meaning="planning passes from stage 1 to 2",
        ),
        Flow(
            name="approval",
            source="planned_2",
            target="approved_1",
            rate="approval_rate * planned_2",
            meaning="approvals",
        ),
        Flow(
            name="preparation_progress",
            source="approved_1",
            target="approved_2",
            rate="starting_rate * approved_1",
            meaning="preparation after approval passes from stage 1 to 2",
        ),
        Flow(
            name="building_start",
            source="approved_2",
            target="building_1",
            rate="starting_rate * approved_2 / (1 + building_load * under_construction)",
            meaning="starts of building; the more is being built, the slower they come",
        ),
    )


def _building(stages: int) -> tuple[Flow, ...]:
    return tuple(
        Flow(
            name=f"building_progress_{stage}",
            source=f"building_{stage}",
            target=f"building_{stage + 1}",
            rate=f"building_rate * building_{stage}",
            meaning=f"building passes from stage {stage} to {stage + 1}",
        )
        for stage in range(1, stages)
    )


def _completion(last: str) -> tuple[Flow, ...]:
    return (
        Flow(
            name="school_completion",
            source=last,
            target="finished",
            rate=f"building_rate * waits_for_september * {last}",
            meaning="schools finished",
        ),
        Flow(
            name="bed_opening",
            source=last,
            target="open[year_1]",
            rate=f"building_rate * (1 - waits_for_september) * {last}",
            meaning="beds finished and opened",
        ),
    )


def _cancellation() -> tuple[Flow, ...]:
    return tuple(
        Flow(
            name=f"{state}_cancellation_{stage}",
            source=f"{state}_{stage}",
            target="cancelled",
            rate=f"cancellation_rate * {state}_{stage}",
            meaning=f"{state} places given up in stage {stage}",
        )
        for state in ("planned", "approved")
        for stage in range(1, EARLY_STAGES + 1)
    )


def _ramp() -> tuple[Flow, ...]:
    return tuple(
        Flow(
            name=f"bed_ramp_{number}",
            source=f"open[{younger}]",
            target=f"open[{older}]",
            rate=f"ramp_rate * open[{younger}]",
            meaning=f"beds of {younger} pass to {older}",
        )
        # what stood at the start is full; what opens later stays at the share its ramp ends with
        for number, (younger, older) in enumerate(pairwise(YEARS_OPEN[:-1]), start=1)
    )


def supply_transfers(building_stages: int) -> tuple[Transfer, ...]:
    """What happens on a date, in its order: what enters, what is promised, September, closures."""
    return (*_entering(building_stages), *PROMISES, *SEPTEMBER, *CLOSURES)


def _entering(stages: int) -> tuple[Transfer, ...]:
    return (
        Transfer(
            name="starting_stock",
            source=None,
            target="open",
            amount="starting_places",
            meaning="the places there when a service's record starts",
        ),
        Transfer(
            name="programme_announced",
            source=None,
            target="planned_1",
            amount="planned_places",
            meaning="a programme enters the plan",
        ),
        *(
            Transfer(
                name=f"programme_approved_{stage}",
                source=None,
                target=f"approved_{stage}",
                amount=f"approved_places / {EARLY_STAGES}",
                meaning=f"what of a programme was approved when it began, stage {stage}",
            )
            for stage in range(1, EARLY_STAGES + 1)
        ),
        *(
            Transfer(
                name=f"programme_building_{stage}",
                source=None,
                target=f"building_{stage}",
                amount=f"building_places / {stages}",
                meaning=f"what of a programme was being built when it began, stage {stage}",
            )
            for stage in range(1, stages + 1)
        ),
    )


# What a promise opens has never left the first stage: where places are delivered as promised
# nothing passes through stages at any rate.
PROMISES = (
    Transfer(
        name="promised_schools",
        source="planned_1",
        target="finished",
        share="promised_share * waits_for_september",
        meaning="school places finished as promised",
    ),
    Transfer(
        name="promised_beds",
        source="planned_1",
        target="open[year_1]",
        share="promised_share * (1 - waits_for_september)",
        meaning="beds opened as promised",
    ),
)

SEPTEMBER = (
    Transfer(
        name="grades_fill",
        source="open",
        target="open",
        share="waits_for_september",
        spread=Spread(axis="years_open", shares="grade_shift"),
        meaning="on 1 September every school is a year older and fills a grade more",
    ),
    Transfer(
        name="september_opening",
        source="finished",
        target="open[year_1]",
        share="waits_for_september",
        meaning="finished schools open on 1 September",
    ),
)
