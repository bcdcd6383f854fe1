"""Parameters of supply: starting stock, programmes, pipeline, projects, filling, closures."""

from simulator.city.axes import PLACE
from simulator.stockflow.grammar.elements import Lever, Parameter
from simulator.stockflow.grammar.setting import Sense


def _of_closures(name: str, unit: str, meaning: str, symbol: str) -> Parameter:
    """What the closures and conversions of a scenario come to on a date, by service and place.

    Shares by timetable too: in draws a number is a share of what each has open.
    """
    return Parameter(
        name=name,
        axes=PLACE if unit == "1" else ("service", "district"),
        unit=unit,
        meaning=meaning,
        symbol=symbol,
        source=("plan.closures",),
    )


PARAMETERS = (
    Parameter(
        name="waits_for_september",
        axes=("service",),
        unit="1",
        meaning="1 for schools, which open on 1 September; 0 for beds",
        symbol=r"\omega",
        source=("services.toml",),
    ),
    Parameter(
        name="approval_rate",
        axes=("timetable", "service"),
        unit="1/year",
        meaning="stages of planning passed, per place and year",
        symbol=r"\alpha",
        source=("parameters.toml: pipeline", "plan.delay_factor"),
    ),
    Parameter(
        name="starting_rate",
        axes=("timetable", "service"),
        unit="1/year",
        meaning="stages of approval passed, per place and year",
        symbol=r"\beta",
        source=("parameters.toml: pipeline", "plan.delay_factor"),
    ),
    Parameter(
        name="building_rate",
        axes=("timetable", "service"),
        unit="1/year",
        meaning="stages of building passed, per place and year",
        symbol=r"\gamma",
        source=("parameters.toml: pipeline", "plan.delay_factor"),
    ),
    Parameter(
        name="cancellation_rate",
        axes=("timetable", "service"),
        unit="1/year",
        meaning="planned or approved places given up, per place and year",
        symbol=r"\kappa_c",
        lever=Lever(
            key="plan.cancellation_rate",
            kind="number",
            maximum=1.0,
            sense=Sense(low=0.0, high=0.2, of_record=False),
        ),
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
        axes=("timetable", "service", "years_open"),
        unit="1",
        meaning="share of the places open that serve, by years since opening; a promise counts all",
        symbol="w",
        source=("services.toml: serving_shares",),
    ),
    Parameter(
        name="unlisted_expansion",
        axes=("service",),
        unit="places/year",
        meaning="places a year by which existing and private schools grow and no list names",
        symbol="e_u",
        lever=Lever(key="plan.unlisted_expansion", axis="school"),
    ),
    Parameter(
        name="expansion_share",
        axes=("service", "district"),
        unit="1",
        meaning="share of a district in what no list names, as in the starting stock",
        symbol="e_d",
        source=("services.toml: start",),
    ),
    Parameter(
        name="project_serving",
        axes=PLACE,
        unit="places",
        meaning="places serving in named projects",
        symbol="J",
        source=("projects.csv", "plan.projects"),
    ),
    Parameter(
        name="building_load",
        axes=("service",),
        unit="1/places",
        meaning="1 ÷ places under construction at which starts of building come half as fast; 0: "
        "no limit",
        symbol=r"\lambda",
        lever=Lever(
            key="plan.building_capacity",
            kind="number",
            axis="service",
            unit="places",
            meaning="places under construction at which starts of building come half as fast; 0: "
            "no limit",
        ),
    ),
    Parameter(
        name="planned_places",
        axes=PLACE,
        unit="places",
        meaning="places of a programme in no named project that are planned on the day it begins",
        symbol="M",
        source=("programmes.toml",),
        lever=Lever(
            key="plan.programme_places",
            kind="number",
            axis="service",
            unit="places",
            meaning="size of the programme of a service, named projects included",
        ),
    ),
    Parameter(
        name="approved_places",
        axes=PLACE,
        unit="places",
        meaning="the same, approved on that day",
        symbol="M_V",
        source=("programmes.toml: under_way",),
    ),
    Parameter(
        name="building_places",
        axes=PLACE,
        unit="places",
        meaning="the same, under construction on that day",
        symbol="M_U",
        source=("programmes.toml: under_way",),
    ),
    Parameter(
        name="starting_places",
        axes=(*PLACE, "years_open"),
        unit="places",
        meaning="places open on the day a service's record starts, those that ramp among them",
        symbol="O_0",
        source=("services.toml: start",),
    ),
    Parameter(
        name="promised_share",
        axes=PLACE,
        unit="1",
        meaning="share of what is still planned that the promise opens on a date",
        symbol="p",
        source=("programmes.toml: promised", "plan.on_time"),
    ),
    Parameter(
        name="grade_shift",
        axes=("years_open", "to_years_open"),
        unit="1",
        meaning="a year more since opening",
        symbol="G",
    ),
    _of_closures("closing_places", "places", "places closed on a date", symbol="x_P"),
    _of_closures(
        "nothing_closes",
        "places",
        "1 where no number of places closes on a date, so that nothing is divided by zero",
        symbol="x_0",
    ),
    _of_closures("converting_share", "1", "share of open places converted on a date", symbol="x_C"),
    _of_closures("converting_places", "places", "places converted on a date", symbol="x_{CP}"),
    _of_closures(
        "nothing_converts",
        "places",
        "1 where no number of places is converted on a date",
        symbol="x_{C0}",
    ),
    Parameter(
        name="conversion",
        axes=("service", "to_service"),
        unit="1",
        meaning="service that converted places come to be of",
        symbol=r"\Psi",
        source=("plan.closures",),
    ),
    _of_closures("closing_share", "1", "share of open places closed on a date", symbol="x"),
)
