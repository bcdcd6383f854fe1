"""Planners start more when a gap, known late, opens, and stop when it closes.

    gap known = demand known − supply known − weight × places under way, all of the catchment
    added     = district's share × ½ (gap + √(gap² + width²)) ÷ adjustment time

What a catchment lacks is planned in its districts as its places lay when the record began. The
root is the smooth form of "the gap where it is positive": no more than ½ width ÷ adjustment time is
added where there is no gap, and next to nothing where there is surplus. The weight says how much of
what is under way planners take into account; below one they order again what they have already
ordered, and overshoot (Sterman 1989).
"""

from simulator.city.feedback.catchments import around
from simulator.city.feedback.perception import PLANNERS, SERVICE
from simulator.city.supply.equations import EARLY_STAGES
from simulator.stockflow.grammar.elements import Auxiliary, Flow, Lever, Parameter

PARAMETERS = (
    PLANNERS.parameter,
    Parameter(
        name="planners_adjustment",
        axes=(),
        unit="year",
        meaning="time in which planners mean to close a gap they know of",
        symbol=r"\tau_A",
        lever=Lever(key="feedback.planners.adjustment", kind="number", minimum=0.25, maximum=50.0),
    ),
    Parameter(
        name="planners_supply_line",
        axes=(),
        unit="1",
        meaning="share of what is under way that planners count as there",
        symbol=r"\beta_P",
        lever=Lever(key="feedback.planners.supply_line", kind="number", maximum=1.0),
    ),
    Parameter(
        name="projects_under_way",
        axes=SERVICE,
        unit="places",
        meaning="places of named projects that do not serve yet, as counted three times a year",
        symbol="J_u",
        source=("projects.csv", "plan.projects"),
    ),
)


def planners_auxiliaries(building_stages: int) -> tuple[Auxiliary, ...]:
    """What is under way, and the gap as planners know it."""
    early = (f"{state}_{n + 1}" for state in ("planned", "approved") for n in range(EARLY_STAGES))
    states = (*early, *(f"building_{n + 1}" for n in range(building_stages)))
    pipeline = " + ".join(f"{state}[expected]" for state in (*states, "finished"))
    return (
        Auxiliary(
            name="filling",
            axes=SERVICE,
            over=("timetable", "years_open"),
            expression="is_expected * (1 - serving_share) * open",
            unit="places",
            meaning="places open and not yet serving",
            symbol="O_f",
        ),
        Auxiliary(
            name="under_way",
            axes=SERVICE,
            expression=f"{pipeline} + filling + projects_under_way",
            unit="places",
            meaning="places planned, approved, being built, finished or filling",
            symbol="Y_P",
        ),
        *around("under_way", "under_way", "places under way", "Y"),
        Auxiliary(
            name="planning_gap",
            axes=SERVICE,
            expression=f"{PLANNERS.known('demand')} - {PLANNERS.known('supply')} "
            "- planners_supply_line * under_way_around",
            unit="places",
            meaning="gap of the catchment as planners know it, less what they count of the places "
            "under way",
            symbol=r"\Gamma_P",
        ),
    )


FLOWS = (
    Flow(
        name="added_plans",
        source=None,
        target="planned_1[expected]",
        rate="watching * district_share * (planning_gap + sqrt(planning_gap ** 2 + width ** 2)) "
        "/ 2 / planners_adjustment",
        meaning="places that planners add to the plan as a gap opens",
    ),
)
