"""Places and beds: programmes as stocks from plan to opening, on two deliveries side by side.

``promised`` is the same pipeline with every delay at its promised value; ``expected`` slips as
projects really do. Schools wait for 1 September and fill upward grade by grade; beds open at once
and ramp. What leaves the pipeline is counted as cancelled or closed, so that

    starting stock + ever planned = planned + approved + building + finished + open
                                    + cancelled + closed
"""

from simulator.structure.elements import (
    Auxiliary,
    Flow,
    Parameter,
    Spread,
    Stock,
    Transfer,
)

_PLACE = ("delivery", "service", "district")


def _stock(name: str, meaning: str, symbol: str, axes: tuple[str, ...] = _PLACE) -> Stock:
    return Stock(
        name=name,
        axes=axes,
        unit="places",
        meaning=meaning,
        kind="capacity",
        watched=_PLACE,
        symbol=symbol,
    )


def supply_stocks(building_stages: int) -> tuple[Stock, ...]:
    """Stocks of the pipeline, in places (beds are the places of bed services)."""
    return (
        _stock("planned", "planned and not yet approved", "L"),
        _stock("approved", "approved and not yet begun", "V"),
        *(
            _stock(f"building_{stage}", f"under construction, stage {stage}", f"U_{{{stage}}}")
            for stage in range(1, building_stages + 1)
        ),
        _stock("finished", "finished, waiting for 1 September", "F"),
        _stock("open", "open, by years since opening", "O", (*_PLACE, "years_open")),
        _stock("cancelled", "given up", "C"),
        _stock("closed", "closed, by years it had been open", "X", (*_PLACE, "years_open")),
    )


PARAMETERS = (
    Parameter(
        name="waits_for_september",
        axes=("service",),
        unit="1",
        meaning="1 for schools, which open on 1 September and fill grade by grade; 0 for beds",
        symbol=r"\omega",
        source=("services.toml",),
    ),
    Parameter(
        name="approval_rate",
        axes=("delivery", "service"),
        unit="1/year",
        meaning="planned places approved, per place and year",
        symbol=r"\alpha",
        source=("parameters.toml: pipeline", "plan.delay_factor"),
    ),
    Parameter(
        name="starting_rate",
        axes=("delivery", "service"),
        unit="1/year",
        meaning="approved places begun, per place and year",
        symbol=r"\beta",
        source=("parameters.toml: pipeline", "plan.delay_factor"),
    ),
    Parameter(
        name="building_rate",
        axes=("delivery", "service"),
        unit="1/year",
        meaning="stages of building passed, per place and year",
        symbol=r"\gamma",
        source=("parameters.toml: pipeline", "plan.delay_factor"),
    ),
    Parameter(
        name="cancellation_rate",
        axes=("delivery", "service"),
        unit="1/year",
        meaning="planned or approved places given up, per place and year",
        symbol=r"\kappa",
        source=("plan.cancellation_rate",),
    ),
    Parameter(
        name="ramp_rate",
        axes=("service",),
        unit="1/year",
        meaning="steps of filling a bed service passes in a year",
        symbol=r"\rho",
        source=("services.toml",),
    ),
    Parameter(
        name="serving_share",
        axes=("delivery", "service", "years_open"),
        unit="1",
        meaning="share of the places open that serve, by years since opening; a promise counts all",
        symbol="w",
        source=("services.toml: serving_shares",),
    ),
    Parameter(
        name="project_serving",
        axes=_PLACE,
        unit="places",
        meaning="places serving in named projects",
        symbol="J",
        source=("projects.csv", "plan.projects"),
    ),
    Parameter(
        name="programme_places",
        axes=("service", "district"),
        unit="places",
        meaning="places of a programme that are in no named project, on the day it is announced",
        symbol="M",
        source=("programmes.toml", "plan.programme_places"),
    ),
    Parameter(
        name="starting_places",
        axes=("service", "district"),
        unit="places",
        meaning="places open on the day a service's record starts",
        symbol="O_0",
        source=("services.toml: starting stock",),
    ),
    Parameter(
        name="promised_share",
        axes=("delivery", "service"),
        unit="1",
        meaning="share of what is still planned that the promise opens on a date",
        symbol="p",
        source=("programmes.toml: promised_schedule", "plan.on_time"),
    ),
    Parameter(
        name="grade_shift",
        axes=("years_open", "to_years_open"),
        unit="1",
        meaning="a year more since opening",
        symbol="G",
    ),
    Parameter(
        name="closing_share",
        axes=("service", "district"),
        unit="1",
        meaning="share of open places closed on a date",
        symbol="x",
        source=("plan.closures",),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="programme_serving",
        axes=_PLACE,
        over=("years_open",),
        expression="serving_share * open",
        unit="places",
        meaning="places serving out of starting stock and programmes",
        symbol="Q",
    ),
)


def supply_flows(building_stages: int) -> tuple[Flow, ...]:
    """Flows through the pipeline: a linear chain whose stocks are expectations."""
    last = f"building_{building_stages}"
    return (
        Flow(
            name="approval",
            source="planned",
            target="approved",
            rate="approval_rate * planned",
            meaning="approvals",
        ),
        Flow(
            name="building_start",
            source="approved",
            target="building_1",
            rate="starting_rate * approved",
            meaning="starts of building",
        ),
        *(
            Flow(
                name=f"building_progress_{stage}",
                source=f"building_{stage}",
                target=f"building_{stage + 1}",
                rate=f"building_rate * building_{stage}",
                meaning=f"building passes from stage {stage} to {stage + 1}",
            )
            for stage in range(1, building_stages)
        ),
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
        Flow(
            name="planned_cancellation",
            source="planned",
            target="cancelled",
            rate="cancellation_rate * planned",
            meaning="planned places given up",
        ),
        Flow(
            name="approved_cancellation",
            source="approved",
            target="cancelled",
            rate="cancellation_rate * approved",
            meaning="approved places given up",
        ),
        *_ramp(),
    )


def _ramp() -> tuple[Flow, ...]:
    steps = ("year_1", "year_2", "year_3", "year_4", "year_5", "full")
    return tuple(
        Flow(
            name=f"bed_ramp_{number + 1}",
            source=f"open[{steps[number]}]",
            target=f"open[{steps[number + 1]}]",
            rate=f"ramp_rate * open[{steps[number]}]",
            meaning=f"beds of {steps[number]} pass to {steps[number + 1]}",
        )
        for number in range(len(steps) - 1)
    )


TRANSFERS = (
    Transfer(
        name="starting_stock",
        source=None,
        target="open[full]",
        amount="starting_places",
        meaning="the places there when a service's record starts",
    ),
    Transfer(
        name="programme_announced",
        source=None,
        target="planned",
        amount="programme_places",
        meaning="a programme enters the plan",
    ),
    Transfer(
        name="promised_schools",
        source="planned",
        target="finished",
        share="promised_share * waits_for_september",
        meaning="school places finished as promised",
    ),
    Transfer(
        name="promised_beds",
        source="planned",
        target="open[year_1]",
        share="promised_share * (1 - waits_for_september)",
        meaning="beds opened as promised",
    ),
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
    Transfer(
        name="closures",
        source="open",
        target="closed",
        share="closing_share",
        meaning="open places closed on a date",
    ),
)
