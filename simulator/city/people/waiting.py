"""Mothers of one child who wait for a second: spacing, the policy that opens, plans that change.

Mothers of one child wait where the policy and their own plans allow a second: ``people[waiting]``
fills when the policy opens or more couples plan, and drains as the births come or plans are given
up. With q the share who plan a second child and e the share of couples allowed one,

    spacing        spacing_early → spacing_late → waiting, each after half the mean spacing
    opening        one_child → waiting at (q ė + q̇₊ e) ÷ (1 − qe)
    withdrawal     spacing and waiting → one_child at q̇₋ ÷ q

Opening and withdrawal keep mothers of one at the split (1 − qe) : qe however e and q move; both
are made of the paths of e and q, never of a stock. Where q steps on a day, the same happens at once
(``TRANSFERS``). Two stages of spacing, and not one, as few second births follow soon after a first.
"""

from simulator.stockflow.grammar.elements import Auxiliary, Flow, Lever, Parameter, Transfer
from simulator.stockflow.grammar.setting import Sense

PARAMETERS = (
    Parameter(
        name="planning_share",
        axes=(),
        unit="1",
        meaning="share of allowed couples who plan a second child",
        symbol="q",
        lever=Lever(key="policy.two_child.planning_share", maximum=0.9),
    ),
    Parameter(
        name="planning_rise",
        axes=(),
        unit="1/year",
        meaning="rise of the share who plan a second child, where it rises along a line",
        symbol=r"\dot q_+",
        source=("policy.two_child.planning_share",),
    ),
    Parameter(
        name="planning_fall",
        axes=(),
        unit="1/year",
        meaning="fall of the share who plan a second child against the share itself, where it "
        "falls along a line",
        symbol=r"\dot q_-",
        source=("policy.two_child.planning_share",),
    ),
    Parameter(
        name="planning_gain",
        axes=("residency",),
        unit="1",
        meaning="share of mothers of one who plan and may have a second child from a day on",
        symbol=r"\Delta_+",
        source=("policy.two_child.planning_share",),
    ),
    Parameter(
        name="planning_loss",
        axes=(),
        unit="1",
        meaning="share of those who plan a second child who give it up on a day",
        symbol=r"\Delta_-",
        source=("policy.two_child.planning_share",),
    ),
    Parameter(
        name="eligible_share",
        axes=("residency",),
        unit="1",
        meaning="share of couples allowed a second child, as births respond to it",
        symbol="e",
        source=("policy.two_child.stages",),
        lever=Lever(
            key="policy.two_child.eligible_before",
            kind="number",
            axis="residency",
            maximum=1.0,
            unit="1",
            meaning="share of couples allowed a second child before the first stage",
        ),
    ),
    Parameter(
        name="eligible_rise",
        axes=("residency",),
        unit="1/year",
        meaning="rise of the eligible share while a stage opens",
        symbol=r"\dot e",
        source=("policy.two_child.stages",),
    ),
    Parameter(
        name="below_age_limit",
        axes=("cohort",),
        unit="1",
        meaning="share of a cohort still young enough to wait for a second child",
        symbol=r"\Lambda",
        lever=Lever(
            key="policy.two_child.age_limit",
            kind="integer",
            minimum=30,
            maximum=55,
            sense=Sense(low=40.0, high=50.0, of_record=False),
            unit="year",
            meaning="age from which a mother of one no longer responds to an opening",
        ),
    ),
    Parameter(
        name="mean_spacing",
        axes=(),
        unit="year",
        meaning="mean time from a first birth until a planning mother is ready for the second",
        symbol=r"\tau_s",
        lever=Lever(key="policy.two_child.mean_spacing", minimum=0.1, maximum=20.0),
    ),
)

AUXILIARIES = (
    Auxiliary(
        name="planning",
        axes=("residency",),
        expression="planning_share * eligible_share",
        unit="1",
        meaning="share of new mothers who plan, and may have, a second child",
        symbol="qe",
    ),
    Auxiliary(
        name="policy_release",
        axes=("residency",),
        expression="(planning_share * eligible_rise + planning_rise * eligible_share) "
        "/ (1 - planning_share * eligible_share)",
        unit="1/year",
        meaning="mothers of one whom an opening stage, or plans that grow, turn to waiting; keeps "
        "mothers of one at the split (1 − qe) : qe however stages are dated",
        symbol=r"\phi",
    ),
)

PLANNING = (
    ("spacing_early", "soon after the first"),
    ("spacing_late", "some time after the first"),
    ("waiting", "ready for it"),
)
"""Statuses of mothers of one who plan a second child, and where they stand."""

FLOWS = (
    Flow(
        name="half_of_spacing",
        source="people[spacing_early]",
        target="people[spacing_late]",
        rate="2 * people[spacing_early] / mean_spacing",
        meaning="mothers half through the time between a first and a second child",
    ),
    Flow(
        name="end_of_spacing",
        source="people[spacing_late]",
        target="people[waiting]",
        rate="2 * people[spacing_late] / mean_spacing",
        meaning="mothers ready for their second child",
    ),
    Flow(
        name="policy_opening",
        source="people[one_child]",
        target="people[waiting]",
        rate="policy_release * below_age_limit * people[one_child]",
        meaning="mothers of one whom the policy newly allows, and who want, a second child",
        seldom=True,
    ),
    *(
        Flow(
            name=f"plans_given_up_{status}",
            source=f"people[{status}]",
            target="people[one_child]",
            rate=f"planning_fall * people[{status}]",
            meaning=f"mothers who no longer plan a second child, {when}",
            seldom=True,
        )
        for status, when in PLANNING
    ),
)

TRANSFERS = (
    Transfer(
        name="plans_taken_up_that_day",
        source="people[one_child]",
        target="people[waiting]",
        share="planning_gain * below_age_limit",
        meaning="mothers of one who plan a second child from a stated day on",
    ),
    *(
        Transfer(
            name=f"plans_given_up_that_day_{status}",
            source=f"people[{status}]",
            target="people[one_child]",
            share="planning_loss",
            meaning=f"mothers who no longer plan a second child from a stated day on, {when}",
        )
        for status, when in PLANNING
    ),
)
